"""Reading when what is kept ends: the calendar, holds, certificates, and the days of one's own family (rule 42)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Q

from eenplan.audit.actions import record_read
from eenplan.consent.queries.people import law
from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.core.ids import read_reference
from eenplan.core.keys import hashes
from eenplan.families.enums import PersonRole
from eenplan.families.models import Family, Person
from eenplan.families.queries import person_of
from eenplan.rights.enums import EndGround, Wiped
from eenplan.rights.models import Certificate, Ending, Hold
from eenplan.rights.rules.retention import (
    Child,
    End,
    File,
    Periods,
    end_of_child,
    end_of_item,
    ends_of,
    goes_on,
)

PAGE = 50
READERS = (Role.COORDINATOR, Role.PRIVACY_OFFICER)
FILE_KEY = "retention:file:"

# What happened with a family, as far as it matters for how long its file is kept. For the owner of the database.
_FILES = """
    SELECT f.id, f.created_at,
        EXISTS (SELECT 1 FROM plans_trajectory t WHERE t.family_id = f.id AND t.ended_on IS NULL)
        OR EXISTS (SELECT 1 FROM referrals_referral r
            LEFT JOIN referrals_outcome o ON o.referral_id = r.id
            LEFT JOIN plans_trajectory t ON t.referral_id = r.id
            WHERE r.family_id = f.id AND (o.referral_id IS NULL OR (o.kind = 'taken_up' AND t.id IS NULL))),
        EXISTS (SELECT 1 FROM plans_trajectory t WHERE t.family_id = f.id)
        OR NOT EXISTS (SELECT 1 FROM referrals_referral r WHERE r.family_id = f.id),
        NOT EXISTS (SELECT 1 FROM referrals_outcome o WHERE o.family_id = f.id AND o.kind <> 'consult_only'),
        greatest(
            (SELECT max(t.ended_on) FROM plans_trajectory t WHERE t.family_id = f.id),
            (SELECT max(o."on") FROM referrals_outcome o WHERE o.family_id = f.id),
            (SELECT max(greatest(c.call_back_on, c.called_back_on)) FROM referrals_consult c WHERE c.family_id = f.id),
            (SELECT max(a.held_on) FROM plans_aftercare a WHERE a.family_id = f.id))
    FROM families_family f WHERE f.id = ANY(%s)
"""


def periods(acting: Acting, *, on: date | None = None) -> Periods:
    """How long is kept, as it holds on a day (today). One query, once per request."""
    known = {field.name for field in fields(Periods)}
    return Periods(**{code: value for code, value in law(acting, on=on).items() if code in known})


def files_of(acting: Acting, family_ids: Sequence[UUID]) -> dict[UUID, File]:
    """What counts of some families for how long they are kept. Two queries. For the machine, as the owner."""
    children: dict[UUID, list[Child]] = {family_id: [] for family_id in family_ids}
    rows = statements.rows(_FILES, [list(family_ids)])
    begun = {family_id: created_at for family_id, created_at, *_rest in rows}
    for person in Person.objects.filter(family_id__in=list(begun), role=PersonRole.CHILD):
        children[person.family_id].append(child_of(person, begun[person.family_id]))
    return {
        family_id: File(
            family_id,
            last_day or day_of(created_at),
            tuple(children[family_id]),
            is_open,
            taken_up,
            consult,
        )
        for family_id, created_at, is_open, taken_up, consult, last_day in rows
    }


def child_of(person: Person, begun: datetime) -> Child:
    """A child, written down with its file or, as its own id tells, later."""
    written = begun
    if person.id.version == 7:
        written = max(written, datetime.fromtimestamp((person.id.int >> 80) / 1000, UTC))
    return Child(person.id, day_of(written), person.birth_date, person.due_date)


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A row of the calendar. `goes_on` is the day on which it is destroyed; None while nobody was told."""

    id: UUID
    reference: str
    one_child: bool
    day: date
    ground: EndGround
    needs_date: bool
    told_on: date | None
    mailed: bool
    held_until: date | None
    goes_on: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What ends, the first first. `more` is the last id of this page when there are more."""

    rows: tuple[EndingRow, ...]
    needs_date: int
    told: int
    more: UUID | None = None


def calendar(acting: Acting, *, after: UUID | None = None, told_only: bool = False) -> Calendar:
    """What ends of the own partnership's files, by reference and never by name. Constant queries.

    `told_only` gives what is being told of now. NotFound for who does not look after it.
    """
    partnership_id = looked_after(acting)
    all_rows = Ending.objects.filter(partnership_id=partnership_id)
    wanted = all_rows.filter(told_on__isnull=False) if told_only else all_rows
    if after is not None:
        last = all_rows.filter(id=after).values_list("day", flat=True).first()
        if last is None:
            raise NotFound("ending")
        wanted = wanted.filter(Q(day__gt=last) | Q(day=last, id__gt=after))
    rows = list(wanted.order_by("day", "id")[: PAGE + 1])
    shown = rows[:PAGE]
    held = held_until([row.family_id for row in shown])
    record_read(acting, "rights:calendar", families={row.family_id for row in shown})
    law = periods(acting)
    return Calendar(
        tuple(_ending(row, held.get(row.family_id), law) for row in shown),
        all_rows.filter(needs_date=True).count(),
        all_rows.filter(told_on__isnull=False).count(),
        shown[-1].id if len(rows) > PAGE else None,
    )


@dataclass(frozen=True, slots=True)
class Announced:
    """How many ends are told of, and the day on which the first goes."""

    number: int
    first: date | None


def announced(acting: Acting) -> Announced:
    """What is told of now in the own partnership: numbers only. Two queries. NotFound for others."""
    rows = Ending.objects.filter(partnership_id=looked_after(acting), told_on__isnull=False)
    found = list(rows.order_by("day", "id").values_list("day", "told_on"))
    law = periods(acting)
    days = [goes_on(End(day, EndGround.CHILD), told_on, law) for day, told_on in found]
    return Announced(len(found), min((day for day in days if day), default=None))


def ending(acting: Acting, ending_id: UUID) -> EndingRow:
    """One row of the calendar. NotFound out of reach."""
    partnership_id = looked_after(acting)
    row = Ending.objects.filter(id=ending_id, partnership_id=partnership_id).first()
    if row is None:
        raise NotFound("ending")
    record_read(acting, "rights:calendar", families=[row.family_id])
    return _ending(row, held_until([row.family_id]).get(row.family_id), periods(acting))


def _ending(row: Ending, held: date | None, law: Periods) -> EndingRow:
    end = End(row.day, EndGround(row.ground), row.person_id, row.needs_date)
    return EndingRow(
        row.id,
        row.reference,
        row.person_id is not None,
        row.day,
        end.ground,
        row.needs_date,
        row.told_on,
        row.sent_at is not None,
        held,
        goes_on(end, row.told_on, law, held),
    )


def held_until(family_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Until when nothing of some families is destroyed, of those on hold today. One query."""
    rows = Hold.objects.filter(family_id__in=family_ids, lifted_at__isnull=True, until__gte=today())
    return dict(rows.values_list("family_id", "until"))


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold that stands."""

    id: UUID
    reference: str
    reason: str
    until: date
    placed_on: date


def holds(acting: Acting) -> tuple[HoldRow, ...]:
    """The holds of the own partnership that stand today, the first to end first. NotFound for others."""
    partnership_id = looked_after(acting)
    rows = list(
        Hold.objects.filter(
            partnership_id=partnership_id, lifted_at__isnull=True, until__gte=today()
        ).order_by("until", "id")
    )
    record_read(acting, "rights:holds", families={row.family_id for row in rows})
    return tuple(HoldRow(row.id, row.reference, row.reason, row.until, day_of(row.placed_at)) for row in rows)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """What is left of what was destroyed: no name, and counts per table."""

    id: UUID
    reference: str
    what: Wiped
    ground: EndGround
    basis: str
    ended_on: date
    told_on: date
    destroyed_on: date
    backups_until: date
    removed: dict[str, int]
    taken_out: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows went."""
        return sum(self.removed.values())


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates, the newest first. `more` is the last id of this page when there are more."""

    rows: tuple[CertificateRow, ...]
    more: UUID | None = None


def certificates(acting: Acting, *, file_reference: str = "", after: UUID | None = None) -> Certificates:
    """The newest certificates of the own partnership; with the reference of a file, those of that file alone.

    A page at a time; NotFound `after` what is not there. The reference is not kept: a keyed hash of it is compared. What is not a reference finds nothing.
    """
    partnership_id = looked_after(acting)
    rows = Certificate.objects.filter(partnership_id=partnership_id)
    if file_reference:
        known = read_reference(file_reference)
        rows = rows.filter(file_key__in=hashes(FILE_KEY + known)) if known else rows.none()
    if after is not None:
        last = rows.filter(id=after).values_list("destroyed_at", flat=True).first()
        if last is None:
            raise NotFound("certificate")
        rows = rows.filter(Q(destroyed_at__lt=last) | Q(destroyed_at=last, id__lt=after))
    found = list(rows.order_by("-destroyed_at", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Certificates(tuple(map(_certificate, shown)), shown[-1].id if len(found) > PAGE else None)


def certificate(acting: Acting, certificate_id: UUID) -> CertificateRow:
    """One certificate. NotFound out of reach."""
    partnership_id = looked_after(acting)
    row = Certificate.objects.filter(id=certificate_id, partnership_id=partnership_id).first()
    if row is None:
        raise NotFound("certificate")
    return _certificate(row)


def _certificate(row: Certificate) -> CertificateRow:
    return CertificateRow(
        row.id,
        row.reference,
        Wiped(row.what),
        EndGround(row.ground),
        row.basis,
        row.ended_on,
        row.told_on,
        row.destroyed_on,
        row.backups_until,
        row.counts["removed"],
        row.counts["taken_out"],
    )


@dataclass(frozen=True, slots=True)
class ChildUntil:
    """Until and with which day is kept what is about one child. `needs_date`: its birth date is not known.

    `name` is '' for a child that has none yet.
    """

    name: str
    until: date
    needs_date: bool


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """How long a family's data are kept. `shared`: what is about all children; `whole`: what is about adults.

    Both are None for a family without children, whose file ends `no_child_years` after its last day.
    """

    children: tuple[ChildUntil, ...]
    shared: date | None
    whole: date | None
    years: int
    no_child_years: int
    notice_days: int


def own_family_until(acting: Acting) -> KeptUntil:
    """How long is kept what is about each child of the family of whoever holds the card. NotFound for others."""
    return kept_until(acting, person_of(acting).family_id)


def kept_until(acting: Acting, family_id: UUID) -> KeptUntil:
    """The same of a family within reach, as it stands now: for the family, and for who tells it. NotFound otherwise."""
    family = Family.objects.filter(id=family_id).first()
    if family is None:
        raise NotFound("family")
    law = periods(acting)
    people = Person.objects.filter(family_id=family.id, role=PersonRole.CHILD).order_by("position", "id")
    children = [(person, child_of(person, family.created_at)) for person in people]
    record_read(acting, "rights:kept-until", families=[family.id])
    file = File(family.id, today(), tuple(child for _person, child in children))
    return KeptUntil(
        tuple(
            ChildUntil(person.given_name, end_of_child(child, law), child.needs_date)
            for person, child in children
        ),
        end_of_item((), file, law) if children else None,
        ends_of(file, law)[-1].day if children else None,
        law.retention_child_years,
        law.retention_no_child_years,
        law.retention_notice_days,
    )


def looked_after(acting: Acting) -> UUID:
    """The partnership whose calendar whoever acts looks after. NotFound for everybody else."""
    if acting.role not in READERS or acting.partnership_id is None:
        raise NotFound("calendar")
    return acting.partnership_id
