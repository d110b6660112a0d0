"""What happened in a family, in pages: nothing lost between them, nothing twice, and as quick after ten years."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.clock import day_of, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.core.ids import new_id
from eenplan.families.actions import plan_contact, record_contact
from eenplan.families.enums import Channel, ContactKind
from eenplan.plans.actions import HelpFields, add_help, record_agreement, start_help
from eenplan.plans.actions.messages import answer_message, send_message
from eenplan.plans.actions.round_tables import When, call_off_round_table, plan_round_table
from eenplan.plans.enums import Answer, AnswerForm, HelpState
from eenplan.plans.models import PlanVersion
from eenplan.plans.queries.timeline import Timeline, timeline
from eenplan.plans.queries.timeline_branches import PAGE
from eenplan.plans.queries.timeline_events import Happened, Occurrence, Place
from tests.cast import make_team
from tests.factories.contributions import with_card
from tests.factories.plans import Helped, make_active, make_helped
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def helped() -> Helped:
    return make_active(make_team())


def meet(helped: Helped, days: list[int], text: str = "We zagen elkaar.") -> None:
    """Contacts so many days ago."""
    with request_transaction(helped.coach):
        for day in days:
            record_contact(
                helped.coach,
                family_id=helped.family.id,
                kind=ContactKind.FAMILY,
                channel=Channel.HOME,
                held_at=now() - timedelta(days=day),
                present=[helped.mother.id],
                text=text,
            )


def read(helped: Helped, before: Place | None = None) -> Timeline:
    with request_transaction(helped.coach):
        return timeline(helped.coach, helped.family.id, before)


def everything(helped: Helped) -> Iterator[Occurrence]:
    page = read(helped)
    while True:
        yield from page.occurrences
        if page.next is None:
            return
        page = read(helped, Place.read(str(page.next)))


def test_every_kind_of_event_is_told_with_who_and_when(helped: Helped) -> None:
    meet(helped, [3])
    with request_transaction(helped.coach):
        coach = helped.coach
        waited = add_help(
            coach,
            plan_id=helped.plan.id,
            help=HelpFields("Therapie", HelpState.WAITING, organisation="CGG", since=today() - timedelta(9)),
        )
        start_help(coach, help_id=waited.item_id)
        version = PlanVersion.objects.get(family=helped.family)
        record_agreement(
            coach,
            version_id=version.id,
            person_id=helped.mother.id,
            answer=Answer.PARTLY,
            form=AnswerForm.ALOUD,
        )
    found = {one.kind: one for one in everything(helped)}
    assert set(found) == {
        Happened.REFERRED, Happened.INTAKE_ENDED, Happened.CONTACT, Happened.COACH, Happened.HELP_WAITED,
        Happened.HELP_STARTED, Happened.AGREED, Happened.ANSWERED,
    }  # fmt: skip
    assert found[Happened.CONTACT].people == (helped.mother.given_name,)
    assert found[Happened.CONTACT].texts == (("We zagen elkaar.", "nl"),)
    assert found[Happened.HELP_STARTED].on == today()
    assert found[Happened.HELP_WAITED].on == today() - timedelta(9)
    assert found[Happened.HELP_STARTED].texts == (("Therapie", "nl"),)
    assert found[Happened.ANSWERED].name == helped.mother.given_name
    assert found[Happened.COACH].name


def test_messages_and_tables_to_come_are_told_to_whom_they_concern(helped: Helped) -> None:
    mother = with_card(helped, helped.mother)
    with request_transaction(mother):
        sent = send_message(mother, text="GEHEIM", sent_key=new_id()).item_id
    with request_transaction(helped.coach):
        table = plan_round_table(
            helped.coach, family_id=helped.family.id, when=When(now() + timedelta(days=2), 60)
        ).pk
    found = {one.kind: one for one in everything(helped)}
    assert (found[Happened.MESSAGE].id, found[Happened.MESSAGE].code, found[Happened.MESSAGE].more) == (
        sent,
        "",
        "kept",
    )
    assert found[Happened.MESSAGE].name == helped.mother.given_name
    assert (found[Happened.TABLE].id, found[Happened.TABLE].code) == (table, "")
    with request_transaction(helped.coach):
        answer_message(helped.coach, family_id=helped.family.id, item_id=sent, text="Ja")
        call_off_round_table(helped.coach, table_id=table)
    assert {
        one.kind: one.code for one in everything(helped) if one.kind in (Happened.MESSAGE, Happened.TABLE)
    } == {
        Happened.MESSAGE: "answered",
        Happened.TABLE: "off",
    }
    # A coordinator knows of the table, and of no message that was for the coach alone (rule 34).
    boss = helped.team.acting(Role.COORDINATOR)
    with request_transaction(boss):
        kinds = {one.kind for one in timeline(boss, helped.family.id).occurrences}
    assert Happened.TABLE in kinds
    assert Happened.MESSAGE not in kinds


def test_pages_follow_each_other_without_a_gap(helped: Helped) -> None:
    meet(helped, list(range(1, PAGE + 6)))
    told = list(everything(helped))
    assert len({(one.kind, one.id) for one in told}) == len(told)
    assert sum(one.kind is Happened.CONTACT for one in told) == PAGE + 5
    assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)
    assert len(read(helped).occurrences) == PAGE


def test_events_of_one_moment_are_neither_lost_nor_doubled_at_the_edge_of_a_page(helped: Helped) -> None:
    """Help that was asked for and began on one day has one id and one moment in two branches."""
    with request_transaction(helped.coach):
        for number in range(PAGE // 2 + 2):
            added = add_help(
                helped.coach,
                plan_id=helped.plan.id,
                help=HelpFields(f"Hulp {number}", HelpState.WAITING, since=today()),
            )
            start_help(helped.coach, help_id=added.item_id)
    told = [(one.kind, one.id) for one in everything(helped)]
    assert len(set(told)) == len(told)
    assert sum(kind is Happened.HELP_STARTED for kind, _id in told) == PAGE // 2 + 2
    assert sum(kind is Happened.HELP_WAITED for kind, _id in told) == PAGE // 2 + 2


def test_each_kind_has_a_rank_of_its_own_so_that_no_two_events_are_the_same_place() -> None:
    assert len({kind.rank for kind in Happened}) == len(Happened)


def test_what_is_planned_comes_first_and_what_was_called_off_says_so(helped: Helped) -> None:
    meet(helped, [1])
    with request_transaction(helped.coach):
        plan_contact(
            helped.coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.PHONE,
            planned_for=now() + timedelta(days=4),
        )
    first, *_rest = read(helped).occurrences
    assert (first.kind, first.status) == (Happened.CONTACT, "planned")


def test_a_year_is_one_jump_away(helped: Helped) -> None:
    meet(helped, [1, 800])
    then = day_of(now() - timedelta(800))
    page = read(helped, Place.at_end_of(then.year))
    assert [one.on for one in page.occurrences] == [then]


@pytest.mark.rule(40)
def test_each_page_costs_the_same_and_is_recorded_once(helped: Helped) -> None:
    meet(helped, [1])
    assert count(helped) == 20
    meet(helped, list(range(2, PAGE + 4)))
    assert count(helped) == 20 == count(helped, read(helped).next)
    before = Entry.objects.filter(what="plans:timeline").count()
    read(helped)
    assert Entry.objects.filter(what="plans:timeline").count() == before + 1


def count(helped: Helped, before: Place | None = None) -> int:
    with request_transaction(helped.coach), CaptureQueriesContext(connection) as asked:
        timeline(helped.coach, helped.family.id, before)
    return len(asked)


@pytest.mark.rule(32)
def test_what_may_not_be_seen_is_not_told() -> None:
    helped = make_helped(make_team())
    meet(helped, [1], "GEHEIM-gezegd")
    elsewhere = make_team("9902").acting(Role.COACH)
    with request_transaction(elsewhere), pytest.raises(NotFound):
        timeline(elsewhere, helped.family.id)


MOMENTS = st.integers(-600_000_000, 3_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(MOMENTS, st.uuids(), st.integers(0, 14))
def test_a_place_survives_an_address(at: datetime, key: object, branch: int) -> None:
    place = Place(at, key, branch)
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "20200101T000000000000.zz.1", "' OR 1=1", "9" * 400])
def test_what_is_no_place_is_none(text: str) -> None:
    assert Place.read(text) is None


def test_far_away_places_are_brought_near() -> None:
    assert Place.read(f"00010101T000000000000.{'0' * 32}.1").at.year == 1900
