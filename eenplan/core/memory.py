"""What a request has looked up already, so that it asks once. For reference data only, never for a family's."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from eenplan.core.acting import Acting

Asked = ParamSpec("Asked")
Found = TypeVar("Found")

_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers until the end of this block: one request."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """Forget every answer: something was changed."""
    memory = _memory.get()
    if memory:
        memory.clear()


def remembered(
    query: Callable[Concatenate[Acting, Asked], Found],
) -> Callable[Concatenate[Acting, Asked], Found]:
    """Ask a query of reference data once per request and partnership. Its answer is shared: change it nowhere.

    An argument that is None is as one that is not given.
    """

    @wraps(query)
    def once(acting: Acting, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        memory = _memory.get()
        if memory is None:
            return query(acting, *args, **kwargs)
        asked = (
            query,
            acting.partnership_id,
            args,
            tuple(sorted((name, value) for name, value in kwargs.items() if value is not None)),
        )
        if asked not in memory:
            memory[asked] = query(acting, *args, **kwargs)
        found: Found = memory[asked]
        return found

    return once
