"""The story of Kaat and Jeroen: the whole chain, by the product's own actions."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import Count, F, Q

from eenplan.core.acting import request_transaction
from eenplan.core.clock import day_of, today
from eenplan.core.enums import Role
from eenplan.demo import returning
from eenplan.demo.story import CARD_CODE, CARD_PIN, FAMILY_NAME
from eenplan.families.actions import open_card
from eenplan.families.actions.cards import Opened
from eenplan.families.models import ContactDetail, Family, Item, Words
from eenplan.plans.enums import BridgeKind
from eenplan.plans.models import (
    Action,
    ActionLink,
    Agreement,
    Bridge,
    Contribution,
    DomainMark,
    Goal,
    Help,
    Message,
    PlaceRequest,
    PlanVersion,
    ReviewScore,
    RoundTable,
    SeatAnswer,
    StepReply,
    TableDecision,
    TeamMember,
)
from eenplan.referrals.enums import State
from eenplan.referrals.models import Fact, Referral
from eenplan.reporting.rules import Fact as Known
from eenplan.reporting.rules import within_month

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


@pytest.fixture
def family() -> Family:
    """Kaat's family."""
    return Family.objects.get(name=FAMILY_NAME)


def test_three_young_children_in_genk(family: Family) -> None:
    assert [person.given_name for person in family.persons.order_by("position")] == [
        "Kaat", "Jeroen", "Seppe", "Fien", "Finn",
    ]  # fmt: skip
    assert (family.postal_code, family.municipality.name_nl) == ("3600", "Genk")


@pytest.mark.rule(3)
def test_the_first_conversation_was_within_the_month(family: Family) -> None:
    referral = Referral.objects.get(family=family)
    fact = Fact.objects.get(referral_id=referral.id)
    assert referral.state == State.CONVERSATION_HELD
    assert referral.referrer_type == "clb"
    assert fact.conversation_held_on <= fact.conversation_recorded_on < fact.deadline
    assert fact.help_started_on
    assert (fact.demo, fact.late_since, fact.children) == (True, None, 3)


def test_the_family_and_the_referrer_speak_apart(family: Family) -> None:
    words = Words.objects.filter(family=family).select_related("item", "speaker")
    question = words.get(item__kind="question")
    view = words.get(item__kind="referrer_view")
    assert question.speaker.given_name == "Kaat"
    assert view.speaker is None
    assert "wachttijd een half jaar" in view.text


@pytest.mark.rule(19)
@pytest.mark.rule(20)
@pytest.mark.rule(22)
def test_the_plan_is_agreed(family: Family) -> None:
    version = PlanVersion.objects.get(family=family)
    assert (version.number, version.status) == (1, "active")
    assert today() < version.plan.next_review_date <= today() + timedelta(days=7)
    assert DomainMark.objects.filter(family=family).count() == 13
    assert {goal.expressed_by.given_name for goal in Goal.objects.filter(family=family)} == {
        "Kaat", "Jeroen", "Seppe",
    }  # fmt: skip
    answers = {row.person.given_name: row.answer for row in Agreement.objects.filter(version=version)}
    assert answers == {"Kaat": "agreed", "Jeroen": "agreed", "Seppe": "partly"}


@pytest.mark.rule(21)
def test_steps_are_of_the_family_its_network_and_professionals(family: Family) -> None:
    steps = Action.objects.filter(family=family)
    assert steps.filter(person__isnull=False).exists()
    assert set(steps.exclude(network_name="").values_list("network_name", flat=True)) == {
        "Neef Wim",
        "Oma Lutgart",
    }
    assert steps.filter(staff_member__isnull=False).exists()
    assert steps.exclude(organisation_name="").exists()
    assert TeamMember.objects.filter(family=family).count() == 5


@pytest.mark.rule(21)
def test_they_sat_together_and_will_again(family: Family) -> None:
    held, coming = RoundTable.objects.filter(family=family).order_by("starts_at")
    assert held.closed_at
    decided = TableDecision.objects.filter(point__table=held)
    assert {(one.needs_nobody, one.step_id is not None) for one in decided} == {(True, False), (False, True)}
    assert today() < day_of(coming.starts_at) <= today() + timedelta(days=12)
    said = SeatAnswer.objects.filter(seat__table=coming).values_list("said", "how")
    assert Counter(said) == {("no", "aloud"): 1, ("yes", "aloud"): 3, ("yes", "own_card"): 1}


def test_two_reviews_draw_a_line_and_what_kaat_wrote_waits(family: Family) -> None:
    scores = ReviewScore.objects.filter(family=family).values("goal").annotate(n=Count("review"))
    assert [row["n"] for row in scores] == [2, 2, 2, 2]
    waiting = Contribution.objects.filter(family=family, item__responses=None)
    assert sorted(waiting.values_list("item__kind", flat=True)) == ["proposal", "remark"]
    assert Message.objects.filter(family=family, done_at=None).count() == 1


def test_help_is_waited_for_and_bridged(family: Family) -> None:
    waiting = Help.objects.filter(family=family, state="waiting")
    assert waiting.count() == 2
    for row in waiting:
        assert Words.objects.filter(item=row.item, slot="bridge").exists()
        assert row.expected > today()
    assert Help.objects.filter(family=family, state="started").exists()


def test_waits_were_asked_after_and_bridged_and_a_week_in_a_group_brought_something(family: Family) -> None:
    waiting = Help.objects.filter(family=family, state="waiting")
    assert not waiting.filter(Q(wait__offer=None) | Q(wait__list_name="") | Q(checks=None)).exists()
    goes_on, *over = Bridge.objects.filter(family=family).order_by(F("until").asc(nulls_first=True))
    assert (goes_on.until, goes_on.kind) == (None, BridgeKind.TEAM)
    assert {row.kind for row in over} == {BridgeKind.PARTNER, BridgeKind.NETWORK}
    assert all(row.carried for row in over)
    told, offered = PlaceRequest.objects.filter(family=family).order_by("asked_at")
    assert told.first_day <= told.bridges.get().until == told.offer.last_day < today()
    assert told.answered_at < told.brought_at < told.taken_at
    assert (offered.verdict, offered.bridges.exists()) == ("yes", False), (
        "the coach can still make it a bridge"
    )
    carried = Words.objects.filter(item__in=waiting.values("item"), slot="carried", replaced_by=None)
    assert any(words.text.startswith("Kaat: ") for words in carried)


@pytest.mark.rule(21)
def test_grandmother_answered_her_step_by_a_link(family: Family) -> None:
    assert ActionLink.objects.get(family=family).grant.outside_name == "Oma Lutgart"
    reply = StepReply.objects.get(family=family)
    assert (reply.said, bool(reply.line)) == ("stuck", True)


@pytest.mark.rule(39)
def test_what_is_about_health_is_not_for_everyone(family: Family) -> None:
    health = Item.objects.filter(family=family, health=True)
    assert health.count() == 2
    assert not health.filter(released_to_all=True).exists()


@pytest.mark.rule(23)
def test_kaat_opens_the_plan_with_her_card(family: Family) -> None:
    with request_transaction():
        opened = open_card(CARD_CODE.lower(), CARD_PIN)
        assert isinstance(opened, Opened)
        acting = opened.acting
        assert (acting.role, acting.family_id) == (Role.FAMILY_MEMBER, family.id)
    with request_transaction(acting):
        seen = Item.objects.filter(family=family)
        assert seen.filter(kind="goal").count() == 4
        assert not seen.filter(Q(health=True) | Q(kind="referrer_view")).exists()
        # Of contacts only the next one, at which she is expected.
        assert set(seen.filter(kind="contact").values_list("contact__status", flat=True)) == {"planned"}


def test_its_phone_numbers_are_nobodys(family: Family) -> None:
    numbers = ContactDetail.objects.filter(family=family).values_list("value", flat=True)
    assert set(numbers) == {"089 00 00 00", "0470 00 00 00"}


@pytest.mark.rule(45)
def test_the_figures_of_the_year_count_it(family: Family) -> None:
    facts = Fact.objects.filter(family_token=family.figures_token)
    known = [
        Known(
            fact.family_token,
            fact.children,
            fact.received_on,
            fact.deadline,
            fact.conversation_held_on,
            fact.conversation_recorded_on,
        )
        for fact in facts
    ]
    assert within_month(known, today()).in_time == 1


@pytest.mark.parametrize("card", [(CARD_CODE, CARD_PIN), (returning.CARD_CODE, returning.CARD_PIN)])
def test_make_demo_prints_the_cards_that_open(card: tuple[str, str]) -> None:
    printed = (settings.BASE_DIR / "scripts" / "demo.py").read_text(encoding="utf-8")
    assert '"{}", "{}"'.format(*card) in printed
    with request_transaction():
        assert isinstance(open_card(*card), Opened)
