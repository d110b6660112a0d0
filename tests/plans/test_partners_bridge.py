"""What a partner offers bridges a wait: the place that was given, with its days; and it goes into the plan by the coach."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from eenplan.capacity.models import Offer
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import BRUSSELS, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels
from eenplan.families.models import Words
from eenplan.plans.actions import start_help
from eenplan.plans.actions.places import expect_place, take_brought, tell_brought, withdraw_place
from eenplan.plans.actions.waits import end_bridge
from eenplan.plans.enums import BridgeKind, HelpState
from eenplan.plans.models import Bridge, CoachAssignment, Help, WaitCheck
from eenplan.plans.queries.places import places_of_help
from eenplan.plans.queries.timeline import timeline
from eenplan.plans.queries.timeline_events import Happened, Occurrence
from eenplan.plans.queries.waits import BridgeNow, bridges_over, waits_of
from eenplan.plans.rules.waits import last_helped, still_helps
from tests.factories.plans import Helped, make_helped
from tests.factories.waits import bridge, given_place, offer, short_offer, wait_for
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

MADE_AT = datetime(2026, 5, 4, 10, tzinfo=BRUSSELS)
DAY = timedelta(days=1)


def by_place(helped: Helped, help_id: UUID, place: UUID, **more: Any) -> Bridge:
    """The place helps meanwhile."""
    return bridge(helped, help_id, kind=BridgeKind.PARTNER, place_id=place, **more)


def seen(acting: Acting, helped: Helped, help_id: UUID) -> list[BridgeNow]:
    """What bridges the wait, for whoever looks."""
    with request_transaction(acting):
        found = waits_of(acting, helped.family.id).get(help_id)
    return list(found.bridges) if found else []


def told(acting: Acting, helped: Helped) -> list[Occurrence]:
    """What the timeline tells of what helped meanwhile."""
    with request_transaction(acting):
        page = timeline(acting, helped.family.id)
    return [one for one in page.occurrences if one.kind in (Happened.BRIDGED, Happened.BRIDGE_ENDED)]


def test_a_place_that_was_given_is_shown_with_the_name_and_days_of_the_offer(helped: Helped) -> None:
    help_id = wait_for(helped)
    place = given_place(helped, help_id, short_offer(helped.team, first=3), first=5)
    made = by_place(helped, help_id, place)
    assert by_place(helped, help_id, place).id == made.id, "pressed twice: once"
    (one,) = seen(helped.coach, helped, help_id)
    organisation = Offer.objects.get().organisation.name
    assert one.what == f"Buitenspeelgroep, {organisation}"
    assert (one.kind, one.place_id) == (BridgeKind.PARTNER, place)
    assert (one.from_on, one.own_last) == (today() + 5 * DAY, today() + 30 * DAY)
    assert one.helps


def test_nobody_takes_a_place_back_in_the_moment_in_which_it_becomes_a_bridge(helped: Helped) -> None:
    help_id = wait_for(helped)
    place = given_place(helped, help_id, short_offer(helped.team))
    with CaptureQueriesContext(connection) as asked:
        by_place(helped, help_id, place)
    (held,) = [one["sql"] for one in asked if 'FROM "plans_placerequest"' in one["sql"]]
    assert held.endswith('FOR UPDATE OF "plans_placerequest"')


def test_it_ends_with_the_last_day_of_the_offer_and_the_coach_is_asked_what_goes_over(helped: Helped) -> None:
    help_id = wait_for(helped)
    made = by_place(helped, help_id, given_place(helped, help_id, short_offer(helped.team, last=10)))
    family = [helped.family.id]
    with time_machine.travel(now() + 10 * DAY), request_transaction(helped.coach):
        assert waits_of(helped.coach, helped.family.id)[help_id].bridges[0].helps
        assert bridges_over(helped.coach, family) == []
    with time_machine.travel(now() + 12 * DAY):
        (one,) = seen(helped.coach, helped, help_id)
        assert not one.helps
        with request_transaction(helped.coach):
            (over,) = bridges_over(helped.coach, family)
            assert (over.id, over.last) == (made.id, today() - 2 * DAY)
        with request_transaction(helped.coach), pytest.raises(RuleBroken) as refused:
            end_bridge(helped.coach, bridge_id=made.id, until=today() - DAY)
        assert refused.value.code == "plans:bridge-day"
        with request_transaction(helped.coach):
            assert (
                end_bridge(helped.coach, bridge_id=made.id, carried="Hij durft.").until == today() - 2 * DAY
            )
            assert bridges_over(helped.coach, family) == []


def test_help_that_starts_after_it_ended_leaves_its_last_day(helped: Helped) -> None:
    help_id = wait_for(helped)
    by_place(helped, help_id, given_place(helped, help_id, short_offer(helped.team, last=10)))
    last = today() + 10 * DAY
    with time_machine.travel(now() + 20 * DAY), request_transaction(helped.coach):
        start_help(helped.coach, help_id=help_id)
    assert Bridge.objects.get().until == last


def test_what_a_partner_offers_all_along_bridges_and_in_a_short_offer_a_place_is_asked_first(
    helped: Helped,
) -> None:
    help_id, regular, short = wait_for(helped), offer(helped.team, 4), short_offer(helped.team)
    bridge(helped, help_id, kind=BridgeKind.TEAM, offer_id=regular)
    (one,) = seen(helped.coach, helped, help_id)
    assert one.what.startswith("Opvoedhulp thuis, ")
    assert (one.kind, one.own_last, one.helps) == (BridgeKind.PARTNER, None, True)
    with pytest.raises(RuleBroken) as refused:
        bridge(helped, help_id, offer_id=short)
    assert refused.value.code == "plans:bridge-needs-place"


def test_only_a_place_that_was_given_for_this_help_bridges_it(helped: Helped, here: Any) -> None:
    help_id, other, short = wait_for(helped), wait_for(helped), short_offer(helped.team)
    place = given_place(helped, help_id, short)
    with pytest.raises(NotFound):
        by_place(helped, other, place)
    elsewhere = make_helped(here)
    with pytest.raises(NotFound):
        by_place(elsewhere, wait_for(elsewhere), place)
    with request_transaction(helped.coach):
        withdraw_place(helped.coach, family_id=helped.family.id, request_id=place)
    with pytest.raises(NotFound):
        by_place(helped, help_id, place)
    assert not Bridge.objects.exists()


def test_the_database_holds_that_a_place_bridges_its_own_wait_from_its_first_day(helped: Helped) -> None:
    help_id, short = wait_for(helped), short_offer(helped.team)
    place = given_place(helped, help_id, short)
    right = {
        "family_id": helped.family.id, "help_id": help_id, "kind": "partner", "offer_id": short, "place_id": place,
        "from_on": today(), "added_by_id": helped.coach.actor_id,
    }  # fmt: skip
    for wrong, constraint in (
        ({"from_on": today() + DAY}, "plans_bridge_of_a_place"),
        ({"help_id": wait_for(helped)}, "plans_bridge_of_a_place"),
        ({"kind": "team"}, "plans_bridge_of_a_partner"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), writing():
            Bridge(**{**right, **wrong}).save(force_insert=True)
    by_place(helped, help_id, place)
    with pytest.raises(IntegrityError, match="of_place_once"), transaction.atomic(), writing():
        Bridge(**right).save(force_insert=True)


@pytest.mark.rule(17)
def test_an_offer_of_elsewhere_bridges_nothing_here(helped: Helped, there: Any) -> None:
    far = offer(there, 4)
    with pytest.raises(RuleBroken) as refused:
        bridge(helped, wait_for(helped), offer_id=far)
    assert (refused.value.code, refused.value.field) == ("plans:offer-elsewhere", "piece")


@pytest.mark.parametrize(("first", "left"), [(0, 1), (4, 0)])
def test_a_place_that_goes_back_bridges_no_more(helped: Helped, first: int, left: int) -> None:
    help_id = wait_for(helped)
    place = given_place(helped, help_id, short_offer(helped.team), first=first)
    by_place(helped, help_id, place)
    with request_transaction(helped.coach):
        withdraw_place(helped.coach, family_id=helped.family.id, request_id=place)
    rows = Bridge.objects.all()
    assert [row.until for row in rows] == [today()] * left, "what had still to begin never did"


@pytest.mark.rule(24)
def test_what_the_partner_says_is_in_the_plan_only_by_the_coach(helped: Helped) -> None:
    help_id = wait_for(helped, Labels(released_to_all=True))
    place = given_place(helped, help_id, short_offer(helped.team), first=9)
    assert (Help.objects.get().expected, Bridge.objects.count(), WaitCheck.objects.count()) == (None, 0, 0)
    with request_transaction(helped.coach):
        expect_place(helped.coach, family_id=helped.family.id, request_id=place, said="Er is plaats.")
        (one,) = places_of_help(helped.coach, help_id)
    assert Help.objects.get().expected == today() + 9 * DAY
    assert WaitCheck.objects.get().words
    assert (one.is_help, one.is_bridge) == (True, False)
    for other in (helped.team.acting(Role.PARTNER), helped.team.acting(Role.COORDINATOR)):
        with request_transaction(other), pytest.raises(NotFound):
            expect_place(other, family_id=helped.family.id, request_id=place)


@pytest.mark.rule(24)
@pytest.mark.parametrize(("is_over", "until"), [(True, 0), (False, None)])
def test_what_it_brought_ends_the_bridge_when_it_is_over(
    helped: Helped, is_over: bool, until: int | None
) -> None:
    help_id = wait_for(helped)
    place = given_place(helped, help_id, short_offer(helped.team))
    by_place(helped, help_id, place)
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        tell_brought(partner, request_id=place, brought="Hij kreeg twee vrienden.")
    with request_transaction(helped.coach):
        take_brought(
            helped.coach,
            family_id=helped.family.id,
            request_id=place,
            text="Twee vrienden.",
            speaker_id=helped.mother.id,
            is_over=is_over,
        )
    said = f"{helped.mother.given_name}: Twee vrienden."
    assert Words.objects.get(item_id=help_id, slot="carried").text == said
    row = Bridge.objects.get()
    assert row.until == (None if until is None else today())
    assert (row.carried.text if row.carried else "") == (said if is_over else "")


@pytest.mark.rule(5)
def test_no_partners_offer_ends_the_coachs_work(helped: Helped) -> None:
    def turns() -> list[Any]:
        return list(CoachAssignment.objects.filter(family=helped.family).values_list("id", "period"))

    before, help_id = turns(), wait_for(helped)
    place = given_place(helped, help_id, short_offer(helped.team))
    by_place(helped, help_id, place)
    with request_transaction(helped.coach):
        withdraw_place(helped.coach, family_id=helped.family.id, request_id=place)
        start_help(helped.coach, help_id=help_id)
    assert turns() == before
    assert Help.objects.get().state == HelpState.STARTED


def test_the_timeline_tells_what_began_to_help_and_what_ended(helped: Helped) -> None:
    help_id = wait_for(helped)
    short = short_offer(helped.team, last=10)
    by_place(helped, help_id, given_place(helped, help_id, short))
    bridge(helped, help_id, "pas volgende week", from_on=today() + 7 * DAY)
    ended = bridge(helped, help_id, "kaarten")
    with request_transaction(helped.coach):
        end_bridge(helped.coach, bridge_id=ended.id, carried="De kaarten blijven.")
    found = {(one.kind, one.more.split(", ")[0]): one for one in told(helped.coach, helped)}
    assert set(found) == {
        (Happened.BRIDGED, "Buitenspeelgroep"), (Happened.BRIDGED, "kaarten"), (Happened.BRIDGE_ENDED, "kaarten"),
    }  # fmt: skip
    over = found[Happened.BRIDGE_ENDED, "kaarten"]
    assert (over.name, over.texts) == ("begeleiding bij autisme", (("De kaarten blijven.", "nl"),))
    with time_machine.travel(now() + 11 * DAY):
        ends = {one.more: one.on for one in told(helped.coach, helped) if one.kind is Happened.BRIDGE_ENDED}
        assert today() - DAY in ends.values(), "a short offer ended by itself"


@pytest.mark.rule(32)
def test_the_timeline_tells_nothing_of_help_that_is_kept(helped: Helped, cast: Cast) -> None:
    kept, free = wait_for(helped, Labels(confidential=True)), wait_for(helped, Labels(released_to_all=True))
    short = short_offer(helped.team)
    by_place(helped, kept, given_place(helped, kept, short))
    by_place(helped, free, given_place(helped, free, short))
    assert len(told(helped.coach, helped)) == 2
    assert len(told(helped.team.acting(Role.COORDINATOR), helped)) == 1
    mother = with_card(helped, helped.mother)
    assert [one.what.split(", ")[0] for one in seen(mother, helped, free)] == ["Buitenspeelgroep"]
    for outsider in (cast.bob, cast.charlie, helped.team.acting(Role.PARTNER)):
        assert seen(outsider, helped, free) == []


def test_the_timeline_costs_the_same_however_much_helps(helped: Helped) -> None:
    def cost() -> int:
        with request_transaction(helped.coach), CaptureQueriesContext(connection) as asked:
            timeline(helped.coach, helped.family.id)
        return len(asked)

    help_id = wait_for(helped)
    bridge(helped, help_id, "kaarten")
    few = cost()
    by_place(helped, help_id, given_place(helped, help_id, short_offer(helped.team)))
    for number in range(3):
        bridge(helped, help_id, f"nog iets {number}")
    assert cost() == few


@pytest.mark.parametrize(
    ("began", "over", "own", "last"),
    [(0, 5, None, 5), (0, 5, 3, 3), (0, 5, 9, 5), (7, 5, None, 7), (7, 5, 9, 7)],
)
def test_the_last_day_lies_between_its_beginning_and_its_own_end(
    began: int, over: int, own: int | None, last: int
) -> None:
    day = today()
    found = last_helped(day + began * DAY, day + over * DAY, None if own is None else day + own * DAY)
    assert found == day + last * DAY


@pytest.mark.parametrize(
    ("until", "own", "helps"),
    [(None, None, True), (None, 0, True), (None, -1, False), (0, None, False), (3, 9, False)],
)
def test_it_helps_until_it_is_said_to_be_over_or_ends_by_itself(
    until: int | None, own: int | None, helps: bool
) -> None:
    day = today()
    ends = [None if days is None else day + days * DAY for days in (until, own)]
    assert still_helps(day, *ends) is helps
