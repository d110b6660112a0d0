"""Whom to call in a region on a day, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.languages import language_now
from eenplan.network.models import ContactPoint
from eenplan.network.rules.our_words import word


@dataclass(frozen=True, slots=True)
class ContactPointOn:
    """Who answers, where and when. `zone_id` is None when it answers for the whole partnership."""

    id: UUID
    partnership_id: UUID
    zone_id: UUID | None
    name: str
    phone: str
    hours: str

    @property
    def tel(self) -> str:
        """The number as an address wants it: 'tel:089000000'."""
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def read_contact(row: ContactPoint) -> ContactPointOn:
    """A contact point in the reader's language. What nobody translated is `InDutch`."""
    language = language_now()

    def said(what: str) -> str:
        return word(getattr(row, f"{what}_nl"), getattr(row, f"{what}_{language}", ""), language)

    return ContactPointOn(row.id, row.partnership_id, row.zone_id, said("name"), row.phone, said("hours"))


def contact_point(
    acting: Acting, *, partnership_id: UUID, zone_id: UUID | None, on: date
) -> ContactPointOn | None:
    """Whom to call on a day: who answers for the zone, else for the partnership; None when nobody is known."""
    found = contact_points(acting, [partnership_id], on=on)
    return found.get((partnership_id, zone_id)) or found.get((partnership_id, None))


def contact_points(
    acting: Acting, partnership_ids: Iterable[UUID], *, on: date
) -> dict[tuple[UUID, UUID | None], ContactPointOn]:
    """All who answer for some partnerships on a day, by partnership and zone. One query."""
    rows = ContactPoint.objects.filter(partnership_id__in=list(partnership_ids), period__contains=on)
    return {(row.partnership_id, row.zone_id): read_contact(row) for row in rows}


def contact_point_of_id(acting: Acting, contact_point_id: UUID) -> ContactPointOn | None:
    """The contact point with this id. One query."""
    row = ContactPoint.objects.filter(id=contact_point_id).first()
    return read_contact(row) if row else None
