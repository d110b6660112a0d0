"""What happened in a family, newest first, in pages: after ten years a page costs what it cost on the first day.

Each kind of event is one branch: its newest rows before a moment, no more than a page, along an index. The branches
are merged, and what does not fit on the page is left for the next.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, Min, Model, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from eenplan.audit.actions import record_read
from eenplan.consent.models import EmergencyAccess
from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, day_of, today
from eenplan.families.enums import ItemKind
from eenplan.families.models import Contact, ContactParticipant, Family, Person, Words
from eenplan.families.queries import family
from eenplan.network.models import StaffMember
from eenplan.plans.enums import HelpState
from eenplan.plans.models import (
    Aftercare,
    Agreement,
    Closure,
    CoachAssignment,
    Contribution,
    Help,
    Message,
    Part,
    PlanVersion,
    RoundTable,
)
from eenplan.plans.queries.pieces import name_of
from eenplan.referrals.models import CrisisCall, Outcome, Referral

PAGE = 30
# After every moment that is shown: where the newest page begins.
LAST = datetime(9999, 1, 1, tzinfo=UTC)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LOWEST = UUID(int=0)


class Happened(StrEnum):
    """What can happen."""

    REFERRED = "referred"
    INTAKE_ENDED = "intake_ended"
    CONTACT = "contact"
    COACH = "coach"
    HELP_WAITED = "help_waited"
    HELP_STARTED = "help_started"
    HELP_ENDED = "help_ended"
    AGREED = "agreed"
    ANSWERED = "answered"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    AFTERCARE = "aftercare"
    CRISIS = "crisis"
    EMERGENCY = "emergency"
    BROUGHT = "brought"
    MESSAGE = "message"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the moment, id and branch of its last event. Says nothing of anybody: safe in an address."""

    at: datetime = LAST
    id: UUID = LOWEST
    branch: int = 0

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S%f}.{self.id.hex}.{self.branch}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place from its text form; None when it is none."""
        try:
            moment, key, branch = text.split(".")
            at = datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            return cls(min(max(at, EARLIEST), LAST), UUID(key), int(branch))
        except ValueError:
            return None

    @classmethod
    def at_end_of(cls, year: int) -> "Place":
        """Before everything that came after a year."""
        return cls(midnight(date(year + 1, 1, 1)))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event. `code` and `more` are a choice's code and a fact of its kind; `name` who did or said it.

    `status` is where a contact stands. `has_hour`: `at` is a moment; otherwise only its day is known. `texts` are what was written with it.
    """

    kind: Happened
    at: datetime
    id: UUID
    code: str = ""
    more: str = ""
    name: str = ""
    status: str = ""
    has_hour: bool = False
    number: int = 0
    actor_id: UUID | None = None
    person_id: UUID | None = None
    people: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def on(self) -> date:
        """Its day in Brussels."""
        return day_of(self.at)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of events, newest first. `next` is where the following page begins; None on the last."""

    family: Family
    occurrences: tuple[Occurrence, ...]
    next: Place | None
    years: tuple[int, ...]


def timeline(acting: Acting, family_id: UUID, before: Place | None = None) -> Timeline:
    """One page of what happened before a place (default: of the newest). Raises NotFound when out of reach.

    Twenty-four queries with the audit's, whatever happened in however many years.
    """
    found = family(acting, family_id)
    place = before or Place()
    merged = sorted(
        (
            (one.at, one.id, number, one)
            for number, branch in enumerate(BRANCHES)
            for one in branch(family_id, place, number)
        ),
        key=lambda row: row[:3],
        reverse=True,
    )
    shown = merged[:PAGE]
    page = Timeline(
        found,
        _told(family_id, [row[3] for row in shown]),
        Place(*shown[-1][:3]) if len(merged) > PAGE else None,
        _years(family_id),
    )
    record_read(acting, "plans:timeline", families=[family_id])
    return page


def midnight(on: date) -> datetime:
    """When a day begins in Brussels."""
    return datetime.combine(on, time(), BRUSSELS)


Some = TypeVar("Some", bound=Model)


def _before(rows: QuerySet[Some], place: Place, branch: int, at: str, key: str = "id") -> QuerySet[Some]:
    """The newest rows before a place, a page of them and one more, to know whether there is a next page.

    Two events may share moment and id (help that was asked for and started on one day): the branch decides.
    """
    passed = f"{key}__gte" if branch >= place.branch else f"{key}__gt"
    return (
        rows.filter(**{f"{at}__lte": place.at})
        .exclude(**{at: place.at, passed: place.id})
        .order_by(f"-{at}", f"-{key}")[: PAGE + 1]
    )


def _before_day(rows: QuerySet[Some], place: Place, branch: int, on: str, key: str = "id") -> QuerySet[Some]:
    """The same for rows of which only the day is known: they stand at its beginning."""
    day = day_of(place.at)
    rows = rows.filter(**{f"{on}__lte": day})
    if place.at == midnight(day):
        rows = rows.exclude(
            **{on: day, (f"{key}__gte" if branch >= place.branch else f"{key}__gt"): place.id}
        )
    return rows.order_by(f"-{on}", f"-{key}")[: PAGE + 1]


def _referred(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    for row in _before(Referral.objects.filter(family_id=family_id), place, branch, "received_at"):
        yield Occurrence(
            Happened.REFERRED, row.received_at, row.id, row.referrer_type, row.referrer_organisation
        )


def _intake_ended(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Outcome.objects.filter(family_id=family_id)
    for row in _before(rows, place, branch, "at", "referral_id"):
        yield Occurrence(Happened.INTAKE_ENDED, row.at, row.referral_id, row.kind, actor_id=row.actor_id)


def _held(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Contact.objects.filter(family_id=family_id, held_at__isnull=False)
    for row in _before(rows, place, branch, "held_at", "item_id"):
        yield _contact(row, row.held_at)


def _not_held(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Contact.objects.filter(family_id=family_id, held_at__isnull=True)
    for row in _before(rows, place, branch, "planned_for", "item_id"):
        yield _contact(row, row.planned_for)


def _contact(row: Contact, at: datetime | None) -> Occurrence:
    return Occurrence(
        Happened.CONTACT,
        at or row.recorded_at,
        row.item_id,
        row.kind,
        row.channel,
        status=row.status,
        has_hour=True,
        actor_id=row.staff_id,
    )


def _coach(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    back = CoachAssignment.objects.filter(
        trajectory=OuterRef("trajectory"),
        instead_of=OuterRef("staff_member"),
        period__endswith=OuterRef("period__startswith"),
    )
    rows = CoachAssignment.objects.filter(family_id=family_id).annotate(
        began=F("period__startswith"), is_back=Exists(back)
    )
    for row in _before_day(rows.select_related("staff_member", "instead_of"), place, branch, "began"):
        code, more = ("", "") if row.reason else ("first", "")
        if row.instead_of:
            code, more = "stand_in", row.instead_of.name
        elif row.is_back:
            code = "back"
        yield Occurrence(
            Happened.COACH, midnight(row.period.lower), row.id, code, more, name=row.staff_member.name
        )


def _help(
    family_id: UUID, place: Place, branch: int, kind: Happened, began: Combinable, states: Iterable[str]
) -> Iterator[Occurrence]:
    rows = Help.objects.filter(family_id=family_id, state__in=list(states), item__ended_at__isnull=True)
    for row in _before_day(rows.annotate(began=began), place, branch, "began", "item_id"):
        yield Occurrence(kind, midnight(row.began), row.item_id, more=row.organisation)


def _help_waited(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    states = (HelpState.WAITING, HelpState.STARTED)
    return _help(family_id, place, branch, Happened.HELP_WAITED, Coalesce("since", "asked_on"), states)


def _help_started(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    states = (HelpState.STARTED, HelpState.THERE_IS, HelpState.ENDED)
    return _help(family_id, place, branch, Happened.HELP_STARTED, Coalesce("started_on", "since"), states)


def _help_ended(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    return _help(family_id, place, branch, Happened.HELP_ENDED, F("ended_on"), (HelpState.ENDED,))


def _agreed(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    for row in _before(PlanVersion.objects.filter(family_id=family_id), place, branch, "activated_at"):
        yield Occurrence(
            Happened.AGREED, row.activated_at, row.id, number=row.number, actor_id=row.activated_by_id
        )


def _answered(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Agreement.objects.filter(family_id=family_id).select_related("version")
    for row in _before(rows, place, branch, "said_at"):
        said = ((row.words, row.language),) if row.words else ()
        yield Occurrence(
            Happened.ANSWERED,
            row.said_at,
            row.id,
            row.answer,
            number=row.version.number,
            person_id=row.person_id,
            texts=said,
        )


def _reviewed(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Part.objects.filter(family_id=family_id, kind=ItemKind.REVIEW, item__ended_at__isnull=True)
    for row in _before_day(rows, place, branch, "on", "item_id"):
        if row.on:
            yield Occurrence(Happened.REVIEWED, midnight(row.on), row.item_id, name=row.name)


def _closed(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Closure.objects.filter(family_id=family_id).annotate(ended=F("trajectory__ended_on"))
    for row in _before_day(rows, place, branch, "ended", "trajectory_id"):
        yield Occurrence(
            Happened.CLOSED, midnight(row.ended), row.trajectory_id, row.reason, actor_id=row.closed_by_id
        )


def _asked_later(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Aftercare.objects.filter(family_id=family_id)
    for row in _before_day(rows, place, branch, "held_on", "trajectory_id"):
        yield Occurrence(
            Happened.AFTERCARE,
            midnight(row.held_on),
            row.trajectory_id,
            row.result,
            number=-1 if row.score is None else row.score,
            actor_id=row.recorded_by_id,
            texts=((row.words, "nl"),) if row.words else (),
        )


def _crisis(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = CrisisCall.objects.filter(family_id=family_id)
    for row in _before(rows, place, branch, "at"):
        yield Occurrence(
            Happened.CRISIS,
            row.at,
            row.id,
            row.kind,
            row.hotline,
            name=row.by,
            has_hour=True,
            texts=((row.text, "nl"),) if row.text else (),
        )


def _opened(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = EmergencyAccess.objects.filter(family_id=family_id)
    for row in _before(rows, place, branch, "opened_at"):
        yield Occurrence(
            Happened.EMERGENCY,
            row.opened_at,
            row.id,
            "" if row.justified is None else "justified" if row.justified else "not",
            has_hour=True,
            actor_id=row.actor_id,
            texts=((row.reason, "nl"), *(((row.review, "nl"),) if row.review else ())),
        )


def _brought(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Contribution.objects.filter(family_id=family_id).select_related("item")
    for row in _before(rows, place, branch, "sent_at", "item_id"):
        yield Occurrence(
            Happened.BROUGHT,
            row.sent_at,
            row.item_id,
            row.what,
            "kept" if row.item.confidential else "",
            has_hour=True,
            person_id=row.person_id,
        )


def _written(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    rows = Message.objects.filter(family_id=family_id).annotate(sent_at=F("item__created_at"))
    for row in _before(rows.select_related("item"), place, branch, "sent_at", "item_id"):
        yield Occurrence(
            Happened.MESSAGE,
            row.item.created_at,
            row.item_id,
            "answered" if row.done_at else "",
            "kept" if row.item.confidential else "",
            has_hour=True,
            person_id=row.person_id,
        )


def _tables(family_id: UUID, place: Place, branch: int) -> Iterator[Occurrence]:
    """Those that are still to come, or were called off; one that was held is a contact."""
    rows = RoundTable.objects.filter(family_id=family_id, closed_at__isnull=True)
    for row in _before(rows, place, branch, "starts_at", "item_id"):
        code = "off" if row.cancelled_at else "agreed" if row.agreed_on else ""
        yield Occurrence(Happened.TABLE, row.starts_at, row.item_id, code, has_hour=True)


BRANCHES: tuple[Callable[[UUID, Place, int], Iterable[Occurrence]], ...] = (
    _referred, _intake_ended, _held, _not_held, _coach, _help_waited, _help_started, _help_ended,
    _agreed, _answered, _reviewed, _closed, _asked_later, _crisis,
    _opened, _brought, _written, _tables,
)  # fmt: skip


def _told(family_id: UUID, shown: Sequence[Occurrence]) -> tuple[Occurrence, ...]:
    """The same events with names and with what was written at them. Four queries."""
    ids = [one.id for one in shown]
    persons = {one.id: name_of(one) for one in Person.objects.filter(family_id=family_id)}
    workers = dict(
        StaffMember.objects.filter(actor_id__in={one.actor_id for one in shown if one.actor_id}).values_list(
            "actor_id", "name"
        )
    )
    there: dict[UUID, list[str]] = {}
    for contact_id, person_id in ContactParticipant.objects.filter(contact_id__in=ids).values_list(
        "contact_id", "person_id"
    ):
        there.setdefault(contact_id, []).append(persons.get(person_id, ""))
    texts: dict[UUID, list[tuple[str, str]]] = {}
    for item_id, text, language in (
        Words.objects.filter(
            item_id__in=ids, slot="text", replaced_by__isnull=True, translation_of__isnull=True
        )
        .order_by("said_at", "id")
        .values_list("item_id", "text", "language")
    ):
        texts.setdefault(item_id, []).append((text, language))
    return tuple(
        replace(
            one,
            name=one.name or _name(one, workers, persons),
            people=tuple(name for name in there.get(one.id, ()) if name),
            texts=one.texts or tuple(texts.get(one.id, ())),
        )
        for one in shown
    )


def _name(one: Occurrence, workers: Mapping[UUID, str], persons: Mapping[UUID, str]) -> str:
    if one.person_id:
        return persons.get(one.person_id, "")
    return workers.get(one.actor_id, "") if one.actor_id else ""


def _years(family_id: UUID) -> tuple[int, ...]:
    """The years of which something is told, the newest first: from the first referral on."""
    first = Referral.objects.filter(family_id=family_id).aggregate(first=Min("received_at"))["first"]
    return tuple(range(today().year, day_of(first).year - 1, -1)) if first else ()
