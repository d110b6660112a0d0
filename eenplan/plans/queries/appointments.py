"""What is in the diary of a family, as far as whoever acts may know of it: contacts that are planned, round tables."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import now
from eenplan.families.enums import Channel, ContactStatus
from eenplan.families.models import Contact
from eenplan.plans.models import RoundTable

# Of what is past, the newest so many; of what comes, all that one page should hold.
MOST = 20
# A contact has no end of its own; a diary wants one.
CONTACT_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Dated:
    """An appointment. `channel` is None for a round table; `sequence` counts how often its moment changed."""

    id: UUID
    at: datetime
    minutes: int
    channel: Channel | None = None
    with_whom: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Diary:
    """What comes, the first first; and what was, the newest first."""

    to_come: list[Dated]
    past: list[Dated]


def diary(acting: Acting, family_id: UUID) -> Diary:
    """The appointments of a family. Four queries; whoever composes the page records its reading."""
    moment = now()
    contacts = Contact.objects.filter(
        family_id=family_id,
        item__ended_at=None,
        planned_for__isnull=False,
        status__in=(ContactStatus.PLANNED, ContactStatus.HELD),
    )
    tables = RoundTable.objects.filter(family_id=family_id, cancelled_at=None, agreed_on__isnull=False)
    names = ("item_id", "planned_for", "channel", "staff__staff_member__name")
    coming = contacts.filter(planned_for__gte=moment, status=ContactStatus.PLANNED).order_by("planned_for")
    were = contacts.filter(planned_for__lt=moment).order_by("-planned_for")
    to_come = [
        *[_contact(*row) for row in coming.values_list(*names)[:MOST]],
        *[_table(row) for row in tables.filter(starts_at__gte=moment).order_by("starts_at")[:MOST]],
    ]
    past = [
        *[_contact(*row) for row in were.values_list(*names)[:MOST]],
        *[_table(row) for row in tables.filter(starts_at__lt=moment).order_by("-starts_at")[:MOST]],
    ]
    return Diary(
        sorted(to_come, key=lambda one: (one.at, one.id))[:MOST],
        sorted(past, key=lambda one: (one.at, one.id), reverse=True)[:MOST],
    )


def _contact(item_id: UUID, at: datetime, channel: str, name: str | None) -> Dated:
    return Dated(item_id, at, CONTACT_MINUTES, Channel(channel), name or "")


def _table(row: RoundTable) -> Dated:
    return Dated(row.item_id, row.starts_at, row.minutes, sequence=row.sequence)
