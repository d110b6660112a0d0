"""The one write path. A verb in an `actions.py` is wrapped by `action` and does rule, change and audit at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction

from eenplan.core.acting import Acting
from eenplan.core.memory import forget

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

Rows = list[Any]

# How often a verb is run when the short reference that it drew stands already with another.
TRIES = 3

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_kept: ContextVar[dict[Callable[[Rows], object], Rows] | None] = ContextVar("kept", default=None)


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


def keep_till_end(write: Callable[[Rows], object], row: object) -> None:
    """Hand a row to `write` when the outermost verb ends, together with all others kept for it, in their order.

    One statement instead of many, in the same transaction. Outside a verb the row is written at once.
    """
    kept = _kept.get()
    if kept is None:
        write([row])
    else:
        kept.setdefault(write, []).append(row)


def action(
    function: Callable[Concatenate[Acting, Arguments], Result],
) -> Callable[Concatenate[Acting, Arguments], Result]:
    """Run a verb in one transaction; deferred constraints speak before the outermost verb returns.

    A verb within a verb has no way back of its own: when it is refused, the whole is. A verb that drew a short
    reference that is taken (one in thirty thousand, among that many) is run anew, as if the first never was.
    """

    @wraps(function)
    def verb(acting: Acting, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if _kept.get() is not None:
            return function(acting, *args, **kwargs)
        alone = not is_writing()
        tries = TRIES if alone else 1
        while True:
            tries -= 1
            try:
                return _run(lambda: function(acting, *args, **kwargs), alone=alone)
            except IntegrityError as error:
                if not (tries and _met_by_chance(error)):
                    raise

    return verb


def _run(function: Callable[[], Result], *, alone: bool) -> Result:
    kept: dict[Callable[[Rows], object], Rows] = {}
    token = _kept.set(kept)
    try:
        with transaction.atomic(savepoint=alone), writing():
            result = function()
            for write, rows in kept.items():
                write(rows)
            if alone:
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    finally:
        _kept.reset(token)
        forget()
    return result


def _met_by_chance(error: IntegrityError) -> bool:
    """Whether a reference that was drawn was taken already: with another one the verb goes through."""
    told = getattr(error.__cause__, "diag", None)
    return bool(told and (told.constraint_name or "").endswith("_reference_key"))
