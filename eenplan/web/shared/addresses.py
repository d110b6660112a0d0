"""The address of a page of which there are dozens on another: of each step, of each family in a list."""

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse


def address(name: str, **parts: object) -> str:
    """The address of a page by the name of its URL, as `reverse` makes it; what it looks like is looked up once."""
    ids = {part: value for part, value in parts.items() if isinstance(value, UUID)}
    others = tuple((part, value) for part, value in parts.items() if part not in ids)
    found = _pattern(get_script_prefix(), name, tuple(ids), others)
    for place, value in enumerate(ids.values()):
        found = found.replace(str(UUID(int=place)), str(value))
    return found


@lru_cache(maxsize=500)
def _pattern(_prefix: str, name: str, ids: tuple[str, ...], others: tuple[tuple[str, object], ...]) -> str:
    """An address with 0, 1, … where its ids come."""
    return reverse(name, kwargs=dict(others) | {part: UUID(int=place) for place, part in enumerate(ids)})
