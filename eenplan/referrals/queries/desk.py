"""The desk of an intake team: its referrals by deadline, counted and searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.ids import read_reference
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Person, Words
from eenplan.families.queries import Said, age, find_by_name, persons
from eenplan.referrals.enums import OPEN_STATES, Act, ReferrerType, State, Urgency
from eenplan.referrals.facts import clock_on
from eenplan.referrals.models import Outcome, Referral
from eenplan.referrals.rules import SOON_DAYS, Clock, next_act

FOUND_AT_MOST = 50


class Due(Enum):
    """What presses: late, due within a week, or acute danger that was reported (rule 12)."""

    LATE = "late"
    SOON = "soon"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the desk ended: the deadline and id of its last row. Safe in an address."""

    deadline: date
    id: UUID

    def __str__(self) -> str:
        return f"{self.deadline:%Y%m%d}.{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor from its text form; None when it is none."""
        day, _, key = text.partition(".")
        try:
            return cls(date.fromisoformat(day), UUID(key))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One referral on the desk. `quote` are the family's own words, if they were noted.

    `children` counts those expected too; `alone` is the age of a youngster who was referred without others.
    """

    id: UUID
    reference: str
    family_id: UUID
    family_name: str
    children: int
    expected: int
    alone: int | None
    municipality: str
    quote: Said | None
    referrer_type: ReferrerType
    referrer_organisation: str
    referrer_name: str
    received_at: datetime
    state: State
    act: Act
    clock: Clock
    planned_for: datetime | None
    urgency: Urgency
    acute_danger: bool
    concern_about_child: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some rows by deadline, and where the next page begins; None when this is the last."""

    rows: list[DeskRow]
    next_cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How many referrals wait for the desk: all, per state, late, due this week.

    Whoever had a conversation before there was a coach still waits for one, and counts as 'taken up'.
    Late, due this week and `danger` (acute danger, rule 12) are of clocks that run; the first two do not
    overlap. Unit: referrals.
    """

    open: int
    by_state: dict[State, int]
    late: int
    soon: int
    danger: int


def _desk(acting: Acting) -> QuerySet[Referral]:
    if acting.partnership_id is None:
        return Referral.objects.none()
    return Referral.objects.filter(partnership_id=acting.partnership_id)


# The first conversation was held before anybody became the coach: somebody must still be chosen.
_HELD_WITHOUT_COACH = Q(state=State.CONVERSATION_HELD, coach_given_at__isnull=True)


def _in(states: Sequence[State]) -> Q:
    """In one of these states; among those taken up are all who still need a coach."""
    found = Q(state__in=states)
    return found | _HELD_WITHOUT_COACH if State.TAKEN_UP in states else found


def _is_late(day: date) -> Q:
    return Q(deadline__lt=day) | Q(late_since__isnull=False)


def _is_soon(day: date) -> Q:
    return Q(late_since__isnull=True, deadline__gte=day, deadline__lte=day + timedelta(days=SOON_DAYS))


def _is_due(due: Due, day: date) -> Q:
    if due is Due.DANGER:
        return Q(acute_danger=True)
    return _is_late(day) if due is Due.LATE else _is_soon(day)


def desk_page(
    acting: Acting,
    *,
    states: Sequence[State] = OPEN_STATES,
    zone_id: UUID | None = None,
    due: Due | None = None,
    after: Cursor | None = None,
    size: int = 50,
) -> DeskPage:
    """Referrals of the partnership by deadline, `size` at a time, from after a cursor.

    With 'taken up' come those too whose conversation was held before there was a coach. `due` narrows to
    clocks that still run. Four queries, the audit's own included.
    """
    day = today()
    rows = _desk(acting).filter(_in(states))
    if zone_id is not None:
        rows = rows.filter(zone_id=zone_id)
    if due is not None:
        rows = rows.filter(_is_due(due, day), state__in=OPEN_STATES)
    if after is not None:
        rows = rows.filter(deadline__gte=after.deadline).filter(
            Q(deadline__gt=after.deadline) | Q(id__gt=after.id)
        )
    found = list(_joined(rows).order_by("deadline", "id")[: size + 1])
    shown = _rows(acting, found[:size], day)
    record_read(acting, "referrals:desk:list", families=[row.family_id for row in shown])
    last = found[size - 1] if len(found) > size else None
    return DeskPage(shown, Cursor(last.deadline, last.id) if last else None)


def desk_counts(acting: Acting) -> DeskCounts:
    """How much lies open on the desk. One query; no family is shown."""
    day = today()
    late = _is_late(day)
    soon = _is_soon(day)
    groups = {
        State(row["state"]): row
        for row in _desk(acting)
        .filter(_in(OPEN_STATES))
        .order_by()
        .values("state")
        .annotate(
            number=Count("id"),
            late=Count("id", filter=late),
            soon=Count("id", filter=soon),
            danger=Count("id", filter=Q(acute_danger=True)),
        )
    }
    held = groups.pop(State.CONVERSATION_HELD, None)
    by_state = {state: groups[state]["number"] if state in groups else 0 for state in OPEN_STATES}
    by_state[State.TAKEN_UP] += held["number"] if held else 0
    return DeskCounts(
        open=sum(by_state.values()),
        by_state=by_state,
        late=sum(row["late"] for row in groups.values()),
        soon=sum(row["soon"] for row in groups.values()),
        danger=sum(row["danger"] for row in groups.values()),
    )


def find(acting: Acting, text: str) -> list[DeskRow]:
    """Referrals of the partnership by reference or by words of the family's names; at most 50.

    In every state, newest first. Nothing found for an empty text.
    """
    reference = read_reference(text)
    rows = _desk(acting).filter(reference=reference) if reference else _desk(acting).none()
    found = list(_joined(rows))
    if not found:
        families = find_by_name(acting, text)
        if families:
            found = list(
                _joined(_desk(acting).filter(family_id__in=families)).order_by("-received_at", "id")[
                    :FOUND_AT_MOST
                ]
            )
    shown = _rows(acting, found, today())
    if shown:
        record_read(acting, "referrals:desk:find", families=[row.family_id for row in shown])
    return shown


def _joined(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related("family", "municipality", "first_conversation", "outcome")


def _rows(acting: Acting, found: Sequence[Referral], day: date) -> list[DeskRow]:
    """What the desk shows of some referrals: two queries more, whatever their number."""
    if not found:
        return []
    people = persons(acting, [row.family_id for row in found])
    quotes = _quotes([row.family_id for row in found])
    return [
        DeskRow(
            id=row.id,
            reference=row.reference,
            family_id=row.family_id,
            family_name=row.family.name,
            children=sum(person.role == PersonRole.CHILD for person in people[row.family_id]),
            expected=sum(person.due_date is not None for person in people[row.family_id]),
            alone=_alone(people[row.family_id]),
            municipality=row.municipality.name_nl,
            quote=quotes.get(row.family_id),
            referrer_type=ReferrerType(row.referrer_type),
            referrer_organisation=row.referrer_organisation,
            referrer_name=row.referrer_name,
            received_at=row.received_at,
            state=State(row.state),
            act=next_act(row.state, has_coach=row.coach_given_at is not None),
            clock=clock_on(row, joined_outcome(row), day),
            planned_for=row.first_conversation.planned_for if row.first_conversation else None,
            urgency=Urgency(row.urgency),
            acute_danger=bool(row.acute_danger),
            concern_about_child=bool(row.concern_about_child),
        )
        for row in found
    ]


def _alone(people: Sequence[Person]) -> int | None:
    """The age of a youngster of 16 or more who stands alone in the file; None otherwise."""
    years = age(people[0]) if len(people) == 1 and people[0].role == PersonRole.CHILD else None
    return years if years is not None and years >= 16 else None


def joined_outcome(row: Referral) -> Outcome | None:
    """The outcome that was joined to a referral, without asking the database again."""
    found: Outcome | None = getattr(row, "outcome", None)
    return found


def _quotes(family_ids: Sequence[UUID]) -> dict[UUID, Said]:
    """The family's own question as it stands now, for some families: the first one noted."""
    rows = (
        Words.objects.filter(
            family_id__in=family_ids,
            item__kind=ItemKind.QUESTION,
            item__ended_at__isnull=True,
            slot="text",
            replaced_by__isnull=True,
            translation_of__isnull=True,
        )
        .select_related("speaker")
        .order_by("-said_at", "-id")
    )
    return {
        row.family_id: Said(
            row.text, row.language, row.speaker.given_name if row.speaker else "", row.item_id, row.slot
        )
        for row in rows
    }
