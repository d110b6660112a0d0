"""How long a family's data are kept, in words: for the family itself and for who tells it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from eenplan.rights.queries.retention import ChildUntil, KeptUntil
from eenplan.web.shared import words
from eenplan.web.shared.components import Row


@dataclass(frozen=True, slots=True)
class KeptView:
    """A row for each child, then what is shared and what is about adults. `needs_date`: of somebody, no birth date."""

    children: Sequence[Row]
    shared: str
    whole: str
    needs_date: bool
    years: int
    no_child_years: int
    notice_days: int


def kept_view(kept: KeptUntil) -> KeptView:
    """In words."""
    return KeptView(
        [_row(child) for child in kept.children],
        words.day(kept.shared) if kept.shared else "",
        words.day(kept.whole) if kept.whole else "",
        any(child.needs_date for child in kept.children),
        kept.years,
        kept.no_child_years,
        kept.notice_days,
    )


def _row(child: ChildUntil) -> Row:
    said = _("ten laatste tot en met %(day)s") if child.needs_date else _("tot en met %(day)s")
    return Row(child.name or _("Een kind zonder naam"), said % {"day": words.day(child.until)})
