"""What can be true of who belongs to whom. No database; PostgreSQL holds the same."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import KinshipKind

OLDEST_YEAR = 1850


def comes_down_from(edges: Iterable[tuple[UUID, UUID]], who: UUID, forebear: UUID) -> bool:
    """Whether somebody comes down from a forebear, or is the same, by edges of (parent, child)."""
    parents: dict[UUID, set[UUID]] = {}
    for parent, child in edges:
        parents.setdefault(child, set()).add(parent)
    seen, ahead = set(), [who]
    while ahead:
        one = ahead.pop()
        if one == forebear:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(parents.get(one, ()))
    return False


def check_kinship(
    kind: KinshipKind, one: UUID, other: UUID, *, since: int | None, until: int | None, year: int
) -> None:
    """Refuse a tie of somebody with themselves, and years that cannot be. `year` is this year."""
    if one == other:
        raise RuleBroken("families:kinship-with-self", _("Kies twee verschillende mensen."), field="other")
    check_years(since, until, year=year, names=("since", "until"))
    if (since or until) and not kind.has_years:
        raise RuleBroken(
            "families:kinship-without-years",
            _("Dit begint of eindigt niet: laat de jaartallen leeg."),
            field="since" if since else "until",
        )
    if until and kind == KinshipKind.PARTNER:
        raise RuleBroken(
            "families:still-partners",
            _("Is het voorbij? Kies dan ‘vroegere partner van’. Zijn ze nog samen? Laat dit jaartal leeg."),
            field="until",
        )


def check_years(first: int | None, last: int | None, *, year: int, names: tuple[str, str]) -> None:
    """Refuse years that are no years, lie ahead, or stand in the wrong order; `names` are the fields."""
    for value, name in zip((first, last), names, strict=True):
        if value is not None and not OLDEST_YEAR <= value <= year:
            raise RuleBroken(
                "families:year-impossible",
                _("Kijk dit jaartal na: het ligt te ver terug, of moet nog komen."),
                field=name,
            )
    if first and last and last < first:
        raise RuleBroken(
            "families:years-in-order", _("Dit jaartal ligt vóór het eerste. Kijk ze na."), field=names[1]
        )
