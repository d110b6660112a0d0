"""The one write path. A verb in an `actions.py` is wrapped by `action` and does rule, change and audit at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction

from eenplan.core.acting import Acting

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def is_writing() -> bool:
    """Whether an action is under way, so that protected models may be written."""
    return _writing.get()


@contextmanager
def writing() -> Iterator[None]:
    """Allow protected writes. For `action`, for loading reference data and for test factories only."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def action(
    function: Callable[Concatenate[Acting, Arguments], Result],
) -> Callable[Concatenate[Acting, Arguments], Result]:
    """Run a verb in one transaction; deferred constraints speak before the outermost verb returns.

    A verb within a verb has no way back of its own: when it is refused, the whole is.
    """

    @wraps(function)
    def verb(acting: Acting, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        outermost = not is_writing()
        with transaction.atomic(savepoint=outermost), writing():
            result = function(acting, *args, **kwargs)
            if outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        return result

    return verb
