"""What the lists inside components are made of. Views and presenters build these; templates show them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Pill:
    """One filter above a list. `current` marks the chosen one; `count` says how many it holds."""

    label: Words
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list: what it is, what it says, and perhaps one thing to do about it."""

    key: Words
    value: Words
    href: str = ""
    action: Words = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that someone does: who and by when in words ('Jeroen · 28 november')."""

    text: Words
    done: bool = False
    detail: Words = ""
    href: str = ""
    # Of a step of a plan: which piece it is, and what somebody wanted to stand beside it (see `said`).
    item_id: UUID | None = None
    beside: tuple[Any, ...] = ()
    # The language in which it is said, when that may be another than the page's.
    lang: str = ""
    # What is to be remembered of it.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One large door on the family's own page. `tone` is empty, 'soon' (sun) or 'people' (plum)."""

    icon: str
    title: Words
    href: str
    detail: Words = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One life domain. `tone`: 'soon' (talk about it), 'ontime' (goes well), 'done' (not now)."""

    label: Words
    tone: str = "done"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way here; the page itself has no `href`."""

    label: Words
    href: str = ""
