"""Where a family lives, and which partnership answers for it there (rules 7 and 8)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import Area, area_on


@dataclass(frozen=True, slots=True)
class Where:
    """Where the family lives: a postal code, or a municipality by its NIS code.

    `place` or `zone_code` chooses where one postal code or city lies in several areas.
    """

    postal_code: str = ""
    nis_code: str = ""
    place: str = ""
    zone_code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The municipality and zone of a day, and the partnership of that zone on that day."""

    municipality_id: UUID
    zone_id: UUID
    partnership_id: UUID
    partnership_name: str
    postal_code: str = ""


def place_on(acting: Acting, where: Where, on: date) -> Place:
    """The place on the day of receipt (rule 7).

    Refuses with `referrals:choose-place`, `referrals:no-partnership` and whatever the area refuses.
    """
    area = area_on(
        acting,
        on=on,
        postal_code=where.postal_code or None,
        nis_code=None if where.postal_code else where.nis_code,
        place=where.place or None,
    )
    if where.zone_code:
        area = _candidate(area, where.zone_code)
    return _settled(area, where.postal_code.strip())


def place_again(acting: Acting, where: Where, *, zone_id: UUID, on: date) -> Place:
    """The place of a family on another day than before: in the same zone where several are possible.

    Refuses as `place_on` does.
    """
    area = area_on(acting, on=on, nis_code=where.nis_code)
    same = [one for one in area.candidates if one.zone is not None and one.zone.id == zone_id]
    if not area.unique and not same and where.postal_code:
        area = area_on(acting, on=on, postal_code=where.postal_code)
        same = [one for one in area.candidates if one.zone is not None and one.zone.id == zone_id]
    return _settled(same[0] if same else area, where.postal_code)


def _settled(area: Area, postal_code: str) -> Place:
    if not area.unique or area.municipality is None or area.zone is None:
        raise RuleBroken(
            "referrals:choose-place",
            _("Hier horen meer plaatsen bij. Kies de plaats waar het gezin woont."),
            field="place",
        )
    if area.partnership is None:
        raise RuleBroken(
            "referrals:no-partnership",
            _("In deze gemeente werkte op die dag nog geen samenwerkingsverband. Kijk de datum na."),
            field="received_at",
        )
    return Place(area.municipality.id, area.zone.id, area.partnership.id, area.partnership.name, postal_code)


def _candidate(area: Area, zone_code: str) -> Area:
    for candidate in area.candidates:
        if candidate.zone is not None and candidate.zone.code == zone_code:
            return candidate
    return area
