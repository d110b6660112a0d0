"""Waiting for help: who asked when, what bridges it, what goes over into the plan, and that no coach leaves for it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import BRUSSELS, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.actions import Labels
from eenplan.families.models import Words
from eenplan.plans.actions import (
    HelpFields,
    change_help,
    close_trajectory,
    relabel_piece,
    start_help,
    take_out,
)
from eenplan.plans.actions.waits import Asked, NewBridge, add_bridge, check_wait, end_bridge
from eenplan.plans.enums import BridgeKind, ClosureReason, HelpState, HelpType
from eenplan.plans.models import Bridge, CoachAssignment, Help, Wait, WaitFact
from eenplan.plans.queries import plan, section
from eenplan.plans.queries.waits import WaitNow, waits_of, waits_to_ask_again
from eenplan.plans.rules.waits import ask_again_from, joined
from tests.cast import Team
from tests.factories.plans import Helped, add_step, make_helped
from tests.factories.waits import ask, bridge, offer, wait_for
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 10, tzinfo=BRUSSELS)


def seen_by(acting: Acting, helped: Helped) -> dict[UUID, WaitNow]:
    """The waits that somebody knows of."""
    with request_transaction(acting):
        return waits_of(acting, helped.family.id)


def refused(code: str, act: Any) -> None:
    """What may not be is refused with this code."""
    with pytest.raises(RuleBroken) as error:
        act()
    assert error.value.code == code


def test_still_waiting_in_one_press(helped: Helped) -> None:
    expected = today() + timedelta(weeks=20)
    help_id = wait_for(helped, expected=expected)
    ask(helped, help_id)
    ask(helped, help_id)
    (wait,) = seen_by(helped.coach, helped).values()
    assert (wait.asked_on, wait.expected) == (today(), expected)
    assert [(one.on, one.said, one.expected) for one in wait.checks] == [(today(), "", expected)]
    assert wait.checks[0].by


def test_what_was_heard_is_kept_and_the_expected_day_goes_along(helped: Helped) -> None:
    help_id = wait_for(helped)
    soon = today() + timedelta(weeks=6)
    ask(helped, help_id, Asked("lijst voor jonge kinderen", soon, "Nog vier gezinnen voor ons."))
    ask(helped, help_id, Asked("lijst voor jonge kinderen", None, "Ze weten het niet meer."))
    (wait,) = seen_by(helped.coach, helped).values()
    assert wait.list_name == "lijst voor jonge kinderen"
    assert wait.expected is None
    assert [one.said for one in wait.checks] == ["Ze weten het niet meer.", "Nog vier gezinnen voor ons."]
    with request_transaction(helped.coach):
        (piece,) = plan(helped.coach, helped.family.id).pieces.help
    assert set(piece.words) == {"text"}, "what was heard stands with the wait, not in the plan"


def test_asking_changes_no_agreed_plan_and_another_day_does(helped: Helped) -> None:
    help_id = wait_for(helped)

    def revision() -> int:
        with request_transaction(helped.coach):
            return section(helped.coach, helped.plan.id, "help").revision

    before = revision()
    ask(helped, help_id)
    assert revision() == before
    ask(helped, help_id, Asked("", today() + timedelta(weeks=2)))
    assert revision() == before + 1


def test_a_day_that_has_passed_is_no_expectation(helped: Helped) -> None:
    help_id = wait_for(helped)
    refused("plans:expected-past", lambda: ask(helped, help_id, Asked("", today() - timedelta(days=1))))


def test_what_started_is_no_longer_waited_for(helped: Helped) -> None:
    help_id = wait_for(helped)
    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=help_id)
    refused("plans:not-waiting", lambda: ask(helped, help_id))
    refused("plans:not-waiting", lambda: bridge(helped, help_id, "kaarten"))


def test_help_that_starts_closes_the_wait_and_its_bridges_and_asks_what_goes_over(helped: Helped) -> None:
    help_id, step = wait_for(helped), add_step(helped, "elke avond voorlezen")
    cards = bridge(helped, help_id, "kaarten met gevoelens")
    reading = bridge(helped, help_id, kind=BridgeKind.STEP, piece_id=step)
    over = bridge(helped, help_id, "de buurvrouw", kind=BridgeKind.NETWORK)
    with request_transaction(helped.coach):
        end_bridge(helped.coach, bridge_id=over.id, carried="Op woensdag naar de buurvrouw.")
        start_help(
            helped.coach,
            help_id=help_id,
            carried={cards.id: "De kaarten blijven op de kast.", reading.id: " "},
        )
    (wait,) = seen_by(helped.coach, helped).values()
    assert wait.state == HelpState.STARTED
    assert wait.open_bridges == ()
    assert {one.what: one.carried for one in wait.bridges} == {
        "kaarten met gevoelens": "De kaarten blijven op de kast.",
        "elke avond voorlezen": "",
        "de buurvrouw": "Op woensdag naar de buurvrouw.",
    }
    with request_transaction(helped.coach):
        (piece,) = plan(helped.coach, helped.family.id).pieces.help
    said = "Op woensdag naar de buurvrouw.\nDe kaarten blijven op de kast."
    assert piece.words["carried"].text == said, "what goes over stands in the plan"


@pytest.mark.parametrize("how", ["there", "out"])
def test_a_wait_that_ends_otherwise_leaves_no_bridge_open(helped: Helped, how: str) -> None:
    help_id = wait_for(helped)
    bridge(helped, help_id, "kaarten")
    with request_transaction(helped.coach):
        revision = section(helped.coach, helped.plan.id, "help").revision
        if how == "out":
            take_out(helped.coach, item_id=help_id)
        else:
            there = HelpFields("begeleiding", HelpState.ENDED)
            change_help(helped.coach, help_id=help_id, help=there, revision=revision)
    assert Bridge.objects.get().until == today()
    assert WaitFact.objects.get().left_on == today()


@pytest.mark.rule(5)
def test_waiting_ends_no_coach_work(helped: Helped) -> None:
    """Half a year of 'still waiting', a bridge that ends, help that starts: the same coach, without a gap or an end."""

    def turns() -> list[Any]:
        found = CoachAssignment.objects.filter(trajectory=helped.trajectory).order_by("period")
        return list(found.values_list("staff_member_id", "period"))

    before = turns()
    with time_machine.travel(NOW + timedelta(days=365), tick=False) as clock:
        help_id = wait_for(helped)
        held = bridge(helped, help_id, "kaarten")
        for _month in range(6):
            ask(helped, help_id)
            assert turns() == before
            clock.shift(timedelta(days=30))
        with request_transaction(helped.coach):
            end_bridge(helped.coach, bridge_id=held.id)
            start_help(helped.coach, help_id=help_id)
        assert turns() == before
        helped.trajectory.refresh_from_db()
        assert helped.trajectory.ended_on is None
        assert before[-1][1].upper is None


@pytest.mark.rule(17)
def test_a_wait_names_no_offer_of_elsewhere(helped: Helped, there: Team) -> None:
    help_id, far = wait_for(helped), offer(there, 4)
    for wrong in (far, new_id()):
        refused("plans:offer-elsewhere", lambda wrong=wrong: ask(helped, help_id, Asked(offer_id=wrong)))
        refused("plans:offer-elsewhere", lambda wrong=wrong: bridge(helped, help_id, offer_id=wrong))
    assert not Wait.objects.exists()
    assert not Bridge.objects.exists()
    own = offer(helped.team, 4)
    ask(helped, help_id, Asked(offer_id=own))
    assert Wait.objects.get().offer_id == own


def test_the_offer_that_stands_with_a_wait_stays_for_who_came_from_elsewhere(
    helped: Helped, there: Team
) -> None:
    help_id, far = wait_for(helped), offer(there, 4)
    with writing():
        Wait.objects.create(help_id=help_id, family_id=helped.family.id, offer_id=far)
    ask(helped, help_id, Asked("lijst", None, "Nog even.", offer_id=far))
    assert (Wait.objects.get().list_name, Wait.objects.get().offer_id) == ("lijst", far)
    ask(helped, help_id, Asked("lijst"))
    refused("plans:offer-elsewhere", lambda: ask(helped, help_id, Asked(offer_id=far)))


def test_what_was_heard_is_noted_once_when_it_is_sent_twice(helped: Helped) -> None:
    help_id = wait_for(helped)
    for said in ("Nog even.", " Nog even. ", "Toch niet."):
        ask(helped, help_id, Asked(said=said))
    (wait,) = seen_by(helped.coach, helped).values()
    assert [one.said for one in wait.checks] == ["Toch niet.", "Nog even."]


def test_a_bridge_is_something(helped: Helped) -> None:
    help_id = wait_for(helped)
    refused("plans:bridge-what", lambda: bridge(helped, help_id, "  "))
    for piece in (help_id, new_id()):
        with pytest.raises(NotFound):
            bridge(helped, help_id, piece_id=piece)


def test_a_bridge_ends_between_its_begin_and_today(helped: Helped) -> None:
    help_id = wait_for(helped)
    held = bridge(helped, help_id, "kaarten")
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        refused("plans:bridge-day", lambda day=day: _end(helped, held.id, day))
    _end(helped, held.id, today())
    assert _end(helped, held.id, today()).until == today(), "what ended stays as it is"


def test_the_same_sent_twice_bridges_once(helped: Helped) -> None:
    help_id, step = wait_for(helped), add_step(helped, "elke avond voorlezen")
    assert bridge(helped, help_id, "kaarten") == bridge(helped, help_id, " kaarten ")
    assert bridge(helped, help_id, piece_id=step) == bridge(helped, help_id, piece_id=step)
    bridge(helped, help_id, "voorlezen")
    bridge(helped, help_id, "kaarten", from_on=today() + timedelta(days=1))
    assert Bridge.objects.count() == 4


def test_what_a_second_coach_says_of_a_bridge_that_ended_is_not_lost(helped: Helped) -> None:
    held = bridge(helped, wait_for(helped), "kaarten")
    for said in ("De kaarten blijven.", "Oma doet mee.", "Oma doet mee."):
        with request_transaction(helped.coach):
            end_bridge(helped.coach, bridge_id=held.id, carried=said)
    carried = Words.objects.get(slot="carried", replaced_by=None)
    assert carried.text == "De kaarten blijven.\nOma doet mee."


def _end(helped: Helped, bridge_id: UUID, until: date) -> Bridge:
    with request_transaction(helped.coach):
        return end_bridge(helped.coach, bridge_id=bridge_id, until=until)


@pytest.mark.rule(32)
def test_who_sees_the_help_sees_the_wait_and_nobody_else(helped: Helped, cast: Cast) -> None:
    open_to_all = wait_for(helped, Labels(released_to_all=True))
    closed = wait_for(helped, Labels(confidential=True))
    for help_id in (open_to_all, closed):
        ask(helped, help_id, Asked("de lijst", None, "GEHEIM-wacht"))
        bridge(helped, help_id, "GEHEIM-brug")
    hidden = add_step(helped, "GEHEIM-stap")
    with request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=hidden, labels=Labels(confidential=True))
    bridge(helped, open_to_all, kind=BridgeKind.STEP, piece_id=hidden)
    mother = with_card(helped, helped.mother)
    seen = seen_by(mother, helped)
    assert set(seen) == {open_to_all}
    assert len(seen[open_to_all].bridges) == 1, "a bridge that is a piece is seen with that piece alone"
    assert len(seen[open_to_all].checks) == 1
    assert set(seen_by(helped.coach, helped)) == {open_to_all, closed}
    for outsider in (cast.bob, cast.charlie, helped.team.acting(Role.PARTNER)):
        assert seen_by(outsider, helped) == {}


def test_others_change_nothing_of_a_wait(helped: Helped, cast: Cast) -> None:
    help_id = wait_for(helped, Labels(released_to_all=True))
    held = bridge(helped, help_id, "kaarten")
    new = NewBridge(BridgeKind.TEAM, today(), what="iets")
    mother = with_card(helped, helped.mother)
    for other in (mother, cast.bob, cast.charlie, helped.team.acting(Role.PARTNER)):
        with pytest.raises(NotFound), request_transaction(other):
            check_wait(other, help_id=help_id)
        with pytest.raises(NotFound), request_transaction(other):
            add_bridge(other, help_id=help_id, bridge=new)
        with pytest.raises(NotFound), request_transaction(other):
            end_bridge(other, bridge_id=held.id)


def test_checks_are_only_added(helped: Helped) -> None:
    help_id = wait_for(helped)
    ask(helped, help_id)
    for statement in ("UPDATE plans_waitcheck SET expected = NULL", "DELETE FROM plans_waitcheck"):
        with (
            pytest.raises(ProgrammingError),
            request_transaction(helped.coach),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_database_holds_that_only_a_wait_is_bridged(helped: Helped) -> None:
    help_id = wait_for(helped)
    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=help_id)
    held = Bridge(
        family_id=helped.family.id, help_id=help_id, kind="team", piece_id=add_step(helped), from_on=today(),
        added_by_id=helped.coach.actor_id,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="plans_bridge_of_a_wait"), transaction.atomic(), writing():
        held.save(force_insert=True)


def test_asking_again_is_due_after_the_weeks_of_the_norm(helped: Helped) -> None:
    quiet, fresh = wait_for(helped, what="stil"), wait_for(helped, what="vers")
    ask(helped, fresh)
    family = [helped.family.id]

    def due(weeks: int) -> list[UUID]:
        with request_transaction(helped.coach):
            found = waits_to_ask_again(helped.coach, family, before=ask_again_from(today(), weeks))
        return [one.help_id for one in found]

    assert due(5) == []
    assert due(4) == [quiet]
    with time_machine.travel(datetime.now(tz=BRUSSELS) + timedelta(weeks=4)):
        assert due(4) == [quiet, fresh]


def test_nobody_is_asked_after_what_started_or_was_closed(helped: Helped) -> None:
    started, waiting = wait_for(helped, what="gestart"), wait_for(helped, what="wacht nog")

    def due() -> list[UUID]:
        with request_transaction(helped.coach):
            found = waits_to_ask_again(helped.coach, [helped.family.id], before=today())
        return [one.help_id for one in found]

    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=started)
    assert due() == [waiting]
    with request_transaction(helped.coach):
        close_trajectory(
            helped.coach, trajectory_id=helped.trajectory.id, reason=ClosureReason.values[0],
            remaining_needs="geen", who_continues="niemand", told_of_retention_on=today(), copy_offered=True,
        )  # fmt: skip
    assert due() == []


@pytest.mark.parametrize(
    ("before", "taken", "after"),
    [("", ["a"], "a"), ("a", ["b", "a"], "a\nb"), ("a\n\n", [], "a"), ("", ["b", "b"], "b")],
)
def test_what_is_carried_over_stands_once(before: str, taken: list[str], after: str) -> None:
    assert joined(before, taken) == after


def fact() -> WaitFact:
    """The one row without names."""
    return WaitFact.objects.get()


def test_a_row_without_names_follows_the_wait(helped: Helped) -> None:
    help_id = wait_for(helped)
    since = today() - timedelta(weeks=4)
    assert (fact().since, fact().noted_on, fact().help_type) == (since, today(), HelpType.PRACTICAL)
    assert fact().zone_id == helped.team.zone.id
    assert fact().family_token == helped.family.figures_token
    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=help_id)
    assert (fact().started_on, fact().left_on) == (today(), None)
    assert fact().over_noted_on == today()
    with request_transaction(helped.coach):
        take_out(helped.coach, item_id=help_id)
    assert fact().started_on, "that it started stays true"


def test_help_that_was_there_all_along_was_not_waited_for(helped: Helped) -> None:
    wait_for(helped, state=HelpState.THERE_IS, help_type=None)
    assert not WaitFact.objects.exists()


@pytest.mark.rule(42)
def test_a_wait_that_is_destroyed_stays_counted_and_leads_nowhere(helped: Helped) -> None:
    help_id = wait_for(helped)
    with writing():
        Help.objects.filter(item_id=help_id).delete()
    assert (fact().help_id, fact().left_on) == (None, today())


@pytest.mark.rule(43)
def test_nobody_reads_a_row_of_figures(helped: Helped) -> None:
    wait_for(helped)
    for role in (Role.COACH, Role.COORDINATOR, Role.STEERING):
        with request_transaction(helped.team.acting(role)):
            assert not WaitFact.objects.exists()


@pytest.mark.parametrize("times", [1, 3])
def test_three_queries_whatever_is_waited_for(
    helped: Helped, times: int, django_assert_num_queries: Any
) -> None:
    for _number in range(times):
        help_id = wait_for(helped)
        ask(helped, help_id, Asked("lijst", None, "Nog even."))
        bridge(helped, help_id, "kaarten")
    with request_transaction(helped.coach), django_assert_num_queries(3):
        assert len(waits_of(helped.coach, helped.family.id)) == times


def test_two_families_keep_their_waits_apart(helped: Helped, here: Any) -> None:
    other = make_helped(here)
    wait_for(helped)
    assert seen_by(other.coach, other) == {}
