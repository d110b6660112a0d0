"""The desk of an intake team: its referrals by deadline, counted and searched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.ids import read_reference
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Item, Words
from eenplan.families.queries import SEARCH_BLOCK, Member, Said, members, named
from eenplan.families.rules import age_on
from eenplan.referrals.enums import OPEN_STATES, Act, ReferrerType, State, Urgency
from eenplan.referrals.facts import clock_with, days_between
from eenplan.referrals.models import Outcome, Referral, Searchable, Waiting
from eenplan.referrals.queries.narrowing import EVERYTHING, Due, Narrowing, is_due
from eenplan.referrals.rules import Clock, next_act

FOUND_AT_MOST = 25


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
    zone: str
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
    anonymous: bool = False
    self_referred: bool = False
    parents_may_know: bool | None = None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some rows by deadline, and where the next and the previous page begin; None when there is none."""

    rows: list[DeskRow]
    next_cursor: Cursor | None
    previous_cursor: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some referrals: how many, and of those the late, those due this week, those in acute danger (rule 12).

    The last three are of clocks that run; late and soon do not overlap.
    """

    number: int
    late: int
    soon: int
    danger: int


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How many referrals wait for the desk: all, per state, what presses, and what a filter shows of them.

    Whoever had a conversation before there was a coach still waits for one, and counts as 'taken up'.
    `by_state` counts within the other filters, so that each number is what choosing that state would show.
    Unit: referrals.
    """

    everything: Tally
    shown: Tally
    by_state: dict[State, int]
    in_any_state: int

    @property
    def open(self) -> int:
        """All that waits, whatever is filtered."""
        return self.everything.number

    @property
    def late_outside(self) -> int:
        """The late ones that the filter does not show."""
        return self.everything.late - self.shown.late

    @property
    def danger_outside(self) -> int:
        """Those in acute danger that the filter does not show."""
        return self.everything.danger - self.shown.danger


def _waiting() -> QuerySet[Waiting]:
    """What lies on the desk of whoever acts: the view itself asks whose desk, once."""
    return Waiting.objects.all()


def _desk(acting: Acting) -> QuerySet[Referral]:
    if acting.partnership_id is None:
        return Referral.objects.none()
    return Referral.objects.filter(partnership_id=acting.partnership_id)


def desk_page(
    acting: Acting,
    *,
    narrowing: Narrowing = EVERYTHING,
    after: Cursor | None = None,
    before: Cursor | None = None,
    last: bool = False,
    size: int = 50,
) -> DeskPage:
    """Referrals that wait for the partnership, by deadline: `size` after a cursor, before one, or the last ones.

    Each page costs the same: it is found in the index from its own end. Three queries, the audit's own included.
    """
    day = today()
    backwards = last or before is not None
    wanted = _waiting().filter(narrowing.on(day))
    if before is not None:
        wanted = wanted.filter(deadline__lte=before.deadline).filter(
            Q(deadline__lt=before.deadline) | Q(id__lt=before.id)
        )
    elif after is not None and not last:
        wanted = wanted.filter(deadline__gte=after.deadline).filter(
            Q(deadline__gt=after.deadline) | Q(id__gt=after.id)
        )
    order = ("-deadline", "-id") if backwards else ("deadline", "id")
    block = wanted.order_by(*order).values("id")[: size + 1]
    found = _found(_desk(acting).filter(id__in=block).order_by(*order), quoted=True)
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    shown = _rows(acting, found, day)
    record_read(acting, "referrals:desk:list", families=[row.family_id for row in shown])
    follows = before is not None and not last if backwards else more
    precedes = more if backwards else after is not None
    return DeskPage(
        shown,
        _cursor(found[-1]) if found and follows else None,
        _cursor(found[0]) if found and precedes else None,
    )


def _cursor(row: Any) -> Cursor:
    return Cursor(row.deadline, row.id)


def desk_counts(acting: Acting, narrowing: Narrowing = EVERYTHING) -> DeskCounts:
    """How much lies open on the desk, and how much of it a filter shows. One query; no family is shown."""
    day = today()
    apart, shown = replace(narrowing, states=()).on(day), narrowing.on(day)
    pressing = {due.value: is_due(due, day) for due in Due}
    asked = {"number": Count("id"), **{name: Count("id", filter=one) for name, one in pressing.items()}}
    if shown:
        asked["shown_number"] = Count("id", filter=shown)
        asked |= {f"shown_{name}": Count("id", filter=one & shown) for name, one in pressing.items()}
    if apart:
        asked["apart"] = Count("id", filter=apart)
    found: list[Any] = list(_waiting().values("state").annotate(**asked))

    def tally(prefix: str = "") -> Tally:
        return Tally(*(sum(row[prefix + name] for row in found) for name in ("number", *pressing)))

    by_state = dict.fromkeys(OPEN_STATES, 0)
    for row in found:
        # Whoever was spoken to before there was a coach still waits for one.
        state = State.TAKEN_UP if row["state"] == State.CONVERSATION_HELD else State(row["state"])
        by_state[state] += row["apart" if apart else "number"]
    everything = tally()
    return DeskCounts(everything, tally("shown_") if shown else everything, by_state, sum(by_state.values()))


def team_list(acting: Acting) -> list[DeskRow]:
    """Everything that waits, by deadline, for the weekly meeting; without quotes. Three queries with the audit's."""
    found = _found(_desk(acting).filter(id__in=_waiting().values("id")).order_by("deadline", "id"))
    shown = _rows(acting, found, today())
    record_read(acting, "referrals:desk:team-list", families=[row.family_id for row in shown])
    return shown


def desk_without(acting: Acting, narrowings: Sequence[Narrowing]) -> list[int]:
    """How many each of some filters would show. One query; for saying which filter to take off."""
    day = today()
    if not narrowings:
        return []
    asked = {
        f"at_{place}": Count("id", filter=narrowing.on(day) or ~Q(id=None))
        for place, narrowing in enumerate(narrowings)
    }
    found = _waiting().aggregate(**asked)
    return [found[name] for name in asked]


def find(acting: Acting, text: str) -> list[DeskRow]:
    """Referrals of the partnership by reference or by words of the family's names; at most 25.

    In every state, newest first. Nothing found for an empty text.
    """
    mine, reference = _desk(acting), read_reference(text)
    found = _found(mine.filter(reference=reference), quoted=True) if reference else []
    if not found:
        newest = _newest(named(text, Searchable.objects.all()))
        found = (
            _found(mine.filter(id__in=newest).order_by("-received_at", "id"), quoted=True) if newest else []
        )
    shown = _rows(acting, found, today())
    if shown:
        record_read(acting, "referrals:desk:find", families=[row.family_id for row in shown])
    return shown


def _newest(words: QuerySet[Searchable]) -> list[UUID]:
    """The referrals that came in last, of a block of words that were found. One query."""
    rows = words.order_by("key").values_list("received_at", "referral")[:SEARCH_BLOCK]
    return [referral_id for _at, referral_id in sorted(set(rows), reverse=True)[:FOUND_AT_MOST]]


# What a row shows, by name: a list needs no whole rows of six tables.
SHOWN = (
    "id", "family_id", "reference", "received_at", "deadline", "late_since", "state", "coach_given_at",
    "referrer_type", "referrer_organisation", "referrer_name", "urgency", "concern_about_child", "anonymous",
    "self_referred", "parents_may_know", "told_ages", "family__name", "municipality__name_nl", "zone__name",
    "first_conversation__status", "first_conversation__planned_for", "first_conversation__held_at",
    "first_conversation__recorded_at", "outcome__kind", "outcome__on",
)  # fmt: skip


def _found(rows: QuerySet[Referral], *, quoted: bool = False) -> list[Any]:
    """What some referrals show, and the family's own words when `quoted`. One query.

    `danger_open` is asked only of rows that say so themselves (rule 12).
    """
    is_open = Func("id", "acute_danger", function="referrals_danger_is_open", output_field=BooleanField())
    asked = {"danger_open": Case(When(acute_danger=True, then=is_open), default=Value(False))}
    quote = {"quote": _quote()} if quoted else {}
    return list(rows.annotate(**asked, **quote).values_list(*SHOWN, *asked, *quote, named=True))


def _rows(acting: Acting, found: Sequence[Any], day: date) -> list[DeskRow]:
    """What the desk shows of some referrals: one query more, whatever their number."""
    if not found:
        return []
    people = members(acting, [row.family_id for row in found])
    return [
        DeskRow(
            id=row.id,
            reference=row.reference,
            family_id=row.family_id,
            family_name=row.family__name,
            children=sum(person.role == PersonRole.CHILD for person in people[row.family_id]),
            expected=sum(person.due_date is not None for person in people[row.family_id]),
            alone=row.told_ages[0]
            if row.self_referred and row.told_ages
            else _alone(people[row.family_id], day),
            municipality=row.municipality__name_nl,
            zone=row.zone__name,
            quote=_said(row.quote) if hasattr(row, "quote") else None,
            referrer_type=ReferrerType(row.referrer_type),
            referrer_organisation=row.referrer_organisation,
            referrer_name=row.referrer_name,
            received_at=row.received_at,
            state=State(row.state),
            act=next_act(row.state, has_coach=row.coach_given_at is not None, anonymous=row.anonymous),
            clock=_clock(row, day),
            planned_for=row.first_conversation__planned_for,
            urgency=Urgency(row.urgency),
            acute_danger=row.danger_open,
            concern_about_child=bool(row.concern_about_child),
            anonymous=row.anonymous,
            self_referred=row.self_referred,
            parents_may_know=row.parents_may_know,
        )
        for row in found
    ]


def _clock(row: Any, day: date) -> Clock:
    days = days_between(
        status=row.first_conversation__status,
        held_at=row.first_conversation__held_at,
        recorded_at=row.first_conversation__recorded_at,
        outcome=row.outcome__kind,
        on=row.outcome__on,
    )
    return clock_with(
        days, deadline=row.deadline, late_since=row.late_since, anonymous=row.anonymous, today=day
    )


def _alone(people: Sequence[Member], day: date) -> int | None:
    """The age of a youngster of 16 or more who stands alone in the file; None otherwise."""
    alone = people[0] if len(people) == 1 and people[0].role == PersonRole.CHILD else None
    years = age_on(alone.birth_date, day) if alone and alone.birth_date else None
    return years if years is not None and years >= 16 else None


def joined_outcome(row: Referral) -> Outcome | None:
    """The outcome that was joined to a referral, without asking the database again."""
    found: Outcome | None = getattr(row, "outcome", None)
    return found


def _quote() -> Subquery:
    """The family's own question as it stands now, the first one noted: read in the query of the rows themselves.

    By way of its item, so that the fence judges no other words of the family.
    """
    question = Item.objects.filter(
        family_id=OuterRef(OuterRef("family_id")), kind=ItemKind.QUESTION, ended_at__isnull=True
    ).order_by("created_at", "id")
    rows = Words.objects.filter(
        item_id=Subquery(question.values("id")[:1]),
        slot="text",
        replaced_by__isnull=True,
        translation_of__isnull=True,
    ).values(
        said=JSONObject(
            text="text", language="language", speaker="speaker__given_name", item="item_id", slot="slot"
        )
    )
    return Subquery(rows.order_by("said_at", "id")[:1])


def _said(quote: dict[str, str] | None) -> Said | None:
    if quote is None:
        return None
    return Said(quote["text"], quote["language"], quote["speaker"] or "", UUID(quote["item"]), quote["slot"])
