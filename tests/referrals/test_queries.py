"""What the desk shows, to whom, in how many queries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, public_form, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import NewPerson
from eenplan.families.enums import Channel, PersonRole
from eenplan.plans.actions import start_trajectory
from eenplan.referrals.actions import (
    correct_received,
    end,
    note_coach_given,
    plan_first_conversation,
    record_first_conversation,
    take_up,
)
from eenplan.referrals.enums import OPEN_STATES, Act, ClockState, OutcomeKind, ReferrerType, State, Urgency
from eenplan.referrals.models import Referral, Waiting
from eenplan.referrals.queries import (
    EVERYTHING,
    AgeBand,
    Cursor,
    Due,
    Narrowing,
    clocks_of,
    desk_counts,
    desk_page,
    find,
    referral,
)
from tests.cast import MARKER, Team, make_official, people_of
from tests.factories.network import PartnershipZoneFactory, ZoneFactory
from tests.factories.referrals import make_referral, send_form

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NOBODY_SEES = "GEHEIM"


MADE_AT = NOW


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """21 November 2026."""
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


def received(team: Team, days_ago: int, **changes: Any) -> Referral:
    return make_referral(team, received_at=NOW - timedelta(days=days_ago), **changes)


def asked(acting: Acting, query: Callable[..., Any], *args: Any, **how: Any) -> Any:
    with request_transaction(acting):
        return query(acting, *args, **how)


def audited() -> list[tuple[str, list[Any]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, families FROM audit_entry WHERE kind = 'read' ORDER BY sequence")
        return cursor.fetchall()


def test_the_desk_lists_by_deadline_with_the_clock(here: Team, intake: Acting) -> None:
    for days in (3, 40, 28):
        received(here, days)
    page = asked(intake, desk_page)
    assert [(row.clock.state, row.clock.days_left) for row in page.rows] == [
        (ClockState.OVERDUE, -9),
        (ClockState.AT_RISK, 3),
        (ClockState.RUNNING, 27),
    ]
    row = page.rows[0]
    assert (row.family_name, row.children) == (MARKER.format("familienaam"), 2)
    assert row.quote is not None
    assert (row.quote.text, row.quote.speaker) == (MARKER.format("vraag"), MARKER.format("moeder"))
    assert (row.municipality, row.state, row.act) == (here.municipality.name_nl, State.RECEIVED, Act.TAKE_UP)
    assert page.next_cursor is None


def test_reading_the_desk_is_audited_once_with_all_families(here: Team, intake: Acting) -> None:
    rows = [received(here, days) for days in (20, 10)]
    asked(intake, desk_page)
    assert audited() == [("referrals:desk:list", [row.family_id for row in rows])]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(here: Team, intake: Acting, number: int) -> None:
    rows = [received(here, days) for days in range(number)]
    for query, how, expected in (
        (desk_page, {}, 3),  # referrals with their quote, people, audit
        (desk_page, {"after": Cursor(date(2020, 1, 1), uuid4()), "narrowing": Narrowing(due=Due.LATE)}, 2),
        (desk_counts, {}, 1),
        (find, {"text": rows[0].reference}, 3),
        (find, {"text": "geheim familienaam"}, 4),
        (referral, {"referral_id": rows[0].id}, 7),
        (clocks_of, {"family_ids": [row.family_id for row in rows]}, 1),
    ):
        with request_transaction(intake), CaptureQueriesContext(connection) as queries:
            query(intake, **how)
        statements = [query["sql"] for query in queries.captured_queries]
        assert len(statements) == expected, (query, statements)


def test_pages_follow_each_other_without_gap_or_repeat(here: Team, intake: Acting) -> None:
    wanted = [received(here, days) for days in (9, 9, 9, 8, 8, 7, 1)]
    wanted.sort(key=lambda row: (row.deadline, row.id))
    seen, after = [], None
    for _page in range(4):
        page = asked(intake, desk_page, after=after, size=2)
        seen += [row.id for row in page.rows]
        after = Cursor.read(str(page.next_cursor)) if page.next_cursor else None
    assert seen == [row.id for row in wanted]
    assert after is None
    exact = asked(intake, desk_page, size=7)
    assert (len(exact.rows), exact.next_cursor) == (7, None)


@pytest.mark.parametrize("text", ["", "x", "20261121", "20261121.zz", ".", "20269999.00"])
def test_a_broken_cursor_is_none(text: str) -> None:
    assert Cursor.read(text) is None


def test_filters(here: Team, intake: Acting) -> None:
    late, soon, taken, calm = (received(here, days) for days in (40, 28, 2, 1))
    with request_transaction(intake):
        take_up(intake, referral_id=taken.id)
    elsewhere = ZoneFactory()
    PartnershipZoneFactory(zone=elsewhere, partnership=here.partnership)

    def ids(**how: Any) -> list[Any]:
        return [row.id for row in asked(intake, desk_page, narrowing=Narrowing(**how)).rows]

    assert ids() == [late.id, soon.id, taken.id, calm.id]
    assert ids(due=Due.LATE) == [late.id]
    assert ids(due=Due.SOON) == [soon.id]
    assert ids(states=(State.TAKEN_UP,)) == [taken.id]
    assert ids(zone_id=here.zone.id) == [late.id, soon.id, taken.id, calm.id]
    assert ids(zone_id=elsewhere.id) == []
    counts = asked(intake, desk_counts)
    assert (counts.open, counts.everything.late, counts.everything.soon) == (4, 1, 1)
    assert counts.by_state == dict.fromkeys(OPEN_STATES, 0) | {State.RECEIVED: 3, State.TAKEN_UP: 1}


@pytest.mark.rule(4)
def test_what_was_late_stays_among_the_late_when_its_deadline_moves(
    here: Team, intake: Acting, today_is: Any
) -> None:
    row = received(here, 40)
    with request_transaction(intake):
        correct_received(intake, referral_id=row.id, received_at=NOW - timedelta(days=2), reason="omdat")
    page = asked(intake, desk_page, narrowing=Narrowing(due=Due.LATE))
    assert [(found.id, found.clock.state) for found in page.rows] == [(row.id, ClockState.OVERDUE)]
    assert asked(intake, desk_counts).everything.late == 1
    assert asked(intake, desk_page, narrowing=Narrowing(due=Due.SOON)).rows == []


def test_a_page_can_be_turned_back_and_the_last_one_opened_at_once(here: Team, intake: Acting) -> None:
    wanted = [received(here, days) for days in (9, 9, 9, 8, 8, 7, 1)]
    wanted.sort(key=lambda row: (row.deadline, row.id))
    ids = [row.id for row in wanted]
    last = asked(intake, desk_page, last=True, size=3)
    assert [row.id for row in last.rows] == ids[4:]
    assert last.next_cursor is None
    middle = asked(intake, desk_page, before=last.previous_cursor, size=3)
    assert [row.id for row in middle.rows] == ids[1:4]
    first = asked(intake, desk_page, before=middle.previous_cursor, size=3)
    assert ([row.id for row in first.rows], first.previous_cursor) == (ids[:1], None)
    again = asked(intake, desk_page, after=middle.next_cursor, size=3)
    assert [row.id for row in again.rows] == ids[4:]
    assert again.previous_cursor is not None


def child(born: date | None = None, due: date | None = None) -> NewPerson:
    return NewPerson(PersonRole.CHILD, birth_date=born, due_date=due)


@pytest.mark.parametrize(
    ("children", "youngest", "oldest"),
    [
        ([child(date(2023, 11, 22))], AgeBand.TO_2, AgeBand.TO_2),  # three tomorrow
        ([child(date(2023, 11, 21))], AgeBand.TO_5, AgeBand.TO_5),  # three today
        ([child(date(2020, 11, 22)), child(date(2014, 11, 21))], AgeBand.TO_5, AgeBand.TO_17),
        ([child(date(2014, 11, 22)), child(None)], AgeBand.TO_11, AgeBand.TO_11),
        ([child(date(2000, 11, 22)), child(date(2008, 11, 21))], AgeBand.TO_25, AgeBand.TO_25),
        ([child(due=date(2027, 3, 1)), child(date(2013, 5, 4))], AgeBand.UNBORN, AgeBand.TO_17),
        ([child(due=date(2027, 3, 1))], AgeBand.UNBORN, AgeBand.UNBORN),
        ([child(None)], AgeBand.UNKNOWN, AgeBand.UNKNOWN),
    ],
)
def test_a_family_has_one_youngest_and_one_oldest_age(
    here: Team, intake: Acting, children: list[NewPerson], youngest: AgeBand, oldest: AgeBand
) -> None:
    mother = NewPerson(PersonRole.PARENT, birth_date=date(2001, 1, 1))
    received(here, 2, persons=(mother, *children), question_speaker=None)
    for which, expected in (("youngest", youngest), ("oldest", oldest)):
        found = [
            band for band in AgeBand if asked(intake, desk_page, narrowing=Narrowing(**{which: band})).rows
        ]
        assert found == [expected], which


def test_filters_go_together_and_the_counts_say_what_falls_outside(here: Team, intake: Acting) -> None:
    clb, gp = ReferrerType.CLB, ReferrerType.GP
    wanted = received(here, 40, referrer_type=gp, urgency=Urgency.TODAY)
    received(here, 41, referrer_type=gp)
    received(here, 42, referrer_type=clb, urgency=Urgency.TODAY, acute_danger=True)
    received(here, 28, referrer_type=clb)
    both = Narrowing(referrer_type=gp, urgency=Urgency.TODAY)
    assert [row.id for row in asked(intake, desk_page, narrowing=both).rows] == [wanted.id]
    counts = asked(intake, desk_counts, both)
    assert (counts.open, counts.shown.number, counts.late_outside, counts.danger_outside) == (4, 1, 2, 1)
    assert (counts.by_state[State.RECEIVED], counts.in_any_state) == (1, 1)
    everything = asked(intake, desk_counts, EVERYTHING)
    assert (everything.shown, everything.late_outside) == (everything.everything, 0)
    narrowed = asked(intake, desk_counts, Narrowing(states=(State.TAKEN_UP,), referrer_type=gp))
    assert (narrowed.shown.number, narrowed.by_state[State.RECEIVED]) == (0, 2)


def test_the_desk_by_who_is_the_coach(here: Team, intake: Acting) -> None:
    alone, given = received(here, 3), received(here, 2)
    coach = here.assignments[Role.COACH].staff_member_id
    with request_transaction(intake):
        take_up(intake, referral_id=given.id)
        start_trajectory(intake, referral_id=given.id, staff_member_id=coach)

    def ids(**how: Any) -> list[Any]:
        return [row.id for row in asked(intake, desk_page, narrowing=Narrowing(**how)).rows]

    assert ids(coach_id=coach) == ids(has_coach=True) == [given.id]
    assert ids(has_coach=False) == [alone.id]
    assert ids(coach_id=uuid4()) == []


def test_what_is_held_or_ended_leaves_the_desk_and_can_be_found(here: Team, intake: Acting) -> None:
    held, ended = received(here, 5), received(here, 4)
    with request_transaction(intake):
        take_up(intake, referral_id=held.id)
        mother = people_of(held.family)[0].id
        note_coach_given(intake, referral_id=held.id)
        record_first_conversation(intake, referral_id=held.id, held_at=NOW, present=[mother])
        end(intake, referral_id=ended.id, kind=OutcomeKind.WITHDRAWN, reason="omdat")
    assert asked(intake, desk_page).rows == []
    assert asked(intake, desk_counts).open == 0
    by_name = asked(intake, find, "GEHEIM-familienaam")
    assert [(row.id, row.clock.state) for row in by_name] == [
        (ended.id, ClockState.ENDED),
        (held.id, ClockState.STOPPED),
    ]
    clocks = asked(intake, clocks_of, [held.family_id, ended.family_id])
    assert clocks[held.family_id].act == Act.NONE
    assert clocks[ended.family_id].clock.state == ClockState.ENDED


@pytest.mark.rule(4)
@pytest.mark.rule(15)
def test_a_family_that_was_spoken_to_before_it_had_a_coach_stays_until_it_has_one(
    here: Team, intake: Acting
) -> None:
    held, late = received(here, 5, acute_danger=True), received(here, 40)
    with request_transaction(intake):
        for row in (held, late):
            take_up(intake, referral_id=row.id)
            mother = people_of(row.family)[0].id
            record_first_conversation(intake, referral_id=row.id, held_at=NOW, present=[mother])
    for states in ((), (State.TAKEN_UP,)):
        page = asked(intake, desk_page, narrowing=Narrowing(states=states))
        assert [(row.id, row.act) for row in page.rows] == [
            (late.id, Act.GIVE_COACH),
            (held.id, Act.GIVE_COACH),
        ]
    for other in (State.RECEIVED, State.COACH_GIVEN, State.CONVERSATION_PLANNED):
        assert asked(intake, desk_page, narrowing=Narrowing(states=(other,))).rows == []
    for due in Due:  # their clocks stand still
        assert asked(intake, desk_page, narrowing=Narrowing(due=due)).rows == []
    counts = asked(intake, desk_counts)
    assert (counts.open, counts.by_state[State.TAKEN_UP]) == (2, 2)
    assert (counts.everything.late, counts.everything.soon, counts.everything.danger) == (0, 0, 0)

    with request_transaction(intake):
        note_coach_given(intake, referral_id=held.id)
    assert [row.id for row in asked(intake, desk_page).rows] == [late.id]
    assert asked(intake, desk_counts).open == 1


def test_the_desk_reads_its_pages_from_the_index_of_who_waits(here: Team) -> None:
    """The index of those that wait fits the question: with no other index to choose, the planner takes it."""
    with request_transaction(here.acting(Role.INTAKE)), transaction.atomic(), connection.cursor() as cursor:
        waiting = Waiting.objects.values("id")
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'referrals_referral'::regclass"
            " AND NOT indisunique AND indexrelid <> 'referrals_desk_waiting'::regclass"
        )
        for (other,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {other}")
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = waiting.order_by("deadline", "id").explain()
        transaction.set_rollback(True)
    assert "referrals_desk_waiting" in plan


def test_the_desk_looks_children_up_once_in_an_index_and_only_when_ages_are_asked(here: Team) -> None:
    received(here, 2)
    ages = Narrowing(youngest=AgeBand.TO_2, oldest=AgeBand.TO_17).on(NOW.date())
    with request_transaction(here.acting(Role.INTAKE)), connection.cursor() as cursor:
        # Of a few rows every way is as cheap: what is left is the one that needs no row at all.
        for way in ("seqscan", "bitmapscan", "indexscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        with_ages = Waiting.objects.filter(ages).values("id").explain()
        without = Waiting.objects.values("id", "state").explain()
    assert with_ages.count("Index Only Scan using families_person_ages") == 1
    assert with_ages.count("families_person") == 2, "the index and its table, nowhere else"
    assert "families_person" not in without


def test_finding_by_reference_as_it_is_read_out(here: Team, intake: Acting) -> None:
    row = received(here, 1)
    typed = row.reference.replace("-", " ").lower()
    assert [found.id for found in asked(intake, find, typed)] == [row.id]
    assert asked(intake, find, "") == asked(intake, find, "niemand") == []


def test_the_page_of_a_referral_keeps_the_voices_apart(here: Team, intake: Acting) -> None:
    row = received(here, 1)
    with request_transaction(intake):
        take_up(intake, referral_id=row.id)
        note_coach_given(intake, referral_id=row.id)
        plan_first_conversation(
            intake, referral_id=row.id, when=NOW + timedelta(days=2), channel=Channel.HOME
        )
    page = asked(intake, referral, row.id)
    assert [said.text for said in page.question] == [MARKER.format("vraag")]
    assert [said.text for said in page.referrer_view] == [MARKER.format("kijk")]
    assert [said.text for said in page.going_well] == [MARKER.format("goed")]
    assert (len(page.persons), len(page.details), len(page.contacts)) == (3, 1, 1)
    assert (page.act, page.clock.state) == (Act.RECORD_CONVERSATION, ClockState.RUNNING)
    assert page.outcome is not None
    assert (page.outcome.kind, page.is_eligible) == (OutcomeKind.TAKEN_UP, True)
    assert audited()[-1] == ("referrals:referral:read", [row.family_id])


def everything_that(acting: Acting, row: Referral) -> str:
    """All that whoever acts can get to see of a referral, as one text."""
    seen = []
    with request_transaction(acting):
        seen += [desk_page(acting), desk_counts(acting), list(Waiting.objects.values())]
        seen += [find(acting, row.reference), find(acting, MARKER.format("familienaam"))]
        seen.append(clocks_of(acting, [row.family_id]))
        try:
            seen.append(referral(acting, row.id))
        except NotFound:
            seen.append(None)
    return repr(seen)


def test_alice_and_her_coordinator_see_it_and_nobody_else_does(
    here: Team, there: Team, intake: Acting
) -> None:
    row = send_form(here)
    for role in (Role.INTAKE, Role.COORDINATOR):
        seen = everything_that(here.acting(role), row)
        assert NOBODY_SEES in seen
        assert str(row.id) in seen
    official = make_official()
    others = [
        there.acting(Role.INTAKE),
        there.acting(Role.COORDINATOR),
        here.acting(Role.COACH),  # of a family that she does not coach
        here.acting(Role.PARTNER),
        here.acting(Role.ADMIN),
        replace(there.acting(Role.INTAKE), partnership_id=here.partnership.id),  # forged
        replace(intake, partnership_id=there.partnership.id),
        Acting(official.staff_member.actor_id, intake.kind, Role.OFFICIAL),
        public_form(),
    ]
    for acting in others:
        seen = everything_that(acting, row)
        for secret in (NOBODY_SEES, str(row.id), str(row.family_id), row.reference):
            assert secret not in seen, acting


def test_a_desk_is_filtered_by_partnership_besides_the_fence(here: Team, there: Team) -> None:
    """As the owner, whom the fence does not stop, a worker still gets her own desk only."""
    row = received(here, 1)
    acting = there.acting(Role.INTAKE)
    assert desk_page(acting).rows == find(acting, row.reference) == []
    assert desk_counts(acting).open == 0
    with pytest.raises(NotFound):
        referral(acting, row.id)
