"""Who comes in the place of the coach, and who came back: lived in the demo, and shown where people look for it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.models import Account
from eenplan.demo import returning, story
from eenplan.families.models import Family, Person
from eenplan.plans.models import CoachAssignment, ComingTold, Notice, Plan, StillWanted
from eenplan.referrals.enums import State
from eenplan.referrals.models import Fact, Referral
from tests.demo.conftest import NOW

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def the_day() -> Any:
    """The day of the load."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def back() -> Family:
    """The family that came back."""
    return Family.objects.get(name=returning.FAMILY_NAME)


def sign_in(role: Role) -> Client:
    client = Client()
    client.force_login(Account.objects.get(email=f"{role.value}@demo.example"))
    return client


def open_with(code: str, pin: str) -> Client:
    client = Client()
    assert client.post("/gezin/", {"code": code, "pin": pin}).status_code == 302
    return client


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.content.decode())


def coming() -> str:
    """The name of who stands in for the coach."""
    return CoachAssignment.objects.filter(
        instead_of__account__email="coach@demo.example", period__startswith__gt=today()
    ).values_list("staff_member__name", flat=True)[0]


@pytest.mark.rule(13)
def test_the_coach_told_most_families_who_comes_and_is_asked_to_tell_the_newest() -> None:
    turns = CoachAssignment.objects.filter(
        instead_of__account__email="coach@demo.example", period__startswith__gt=today()
    )
    families = set(turns.values_list("family_id", flat=True))
    assert (turns.count(), len(families)) == (9, 9)
    assert {row.period.upper - row.period.lower for row in turns} == {timedelta(days=14)}
    told = set(ComingTold.objects.values_list("family_id", flat=True))
    assert (len(told), told <= families) == (7, True)
    page = read(sign_in(Role.COACH), "/vandaag/")
    assert "Vertel wie er komt" in page
    assert page.count("#wie-komt") == 2
    assert page.count(f"is {coming()} er, in de plaats van") == 2


@pytest.mark.rule(13)
def test_kaat_reads_who_comes_and_heard_of_it_when_it_was_planned() -> None:
    family = Family.objects.get(name=story.FAMILY_NAME)
    given_name = coming().split()[0]
    page = read(open_with(story.CARD_CODE, story.CARD_PIN), "/gezin/wie-helpt-ons/")
    assert f"is {given_name} er, in de plaats van Hanne" in page
    assert "#wie-komt" not in page
    page = read(sign_in(Role.COACH), f"/gezinnen/{family.id}/")
    assert f"is {coming()} er, in de plaats van" in page
    assert "Het gezin weet het." in page
    heard = Notice.objects.filter(family=family, kind="leave")
    assert heard.exists()
    assert all(one.made_at < NOW - timedelta(days=5) for one in heard)


@pytest.mark.rule(13)
def test_the_coordinator_who_stands_in_is_asked_to_tell_who_becomes_the_coach() -> None:
    page = read(sign_in(Role.COORDINATOR), "/netwerk/")
    assert "Vertel wie er komt" in page
    (family_id,) = re.findall(r"/gezinnen/([0-9a-f-]+)/#wie-komt", page)
    assert "Ik heb het verteld" in read(sign_in(Role.COORDINATOR), f"/gezinnen/{family_id}/")


@pytest.mark.rule(11)
@pytest.mark.rule(18)
def test_who_came_back_has_one_file_with_a_plan_that_ended_and_one_that_goes_on(back: Family) -> None:
    then, now = Plan.objects.filter(family=back).order_by("created_at")
    assert (then.closed_at is None, now.closed_at) == (False, None)
    assert then.trajectory.ended_on < now.trajectory.started_on
    assert [one.given_name for one in Person.objects.filter(family=back).order_by("position")] == [
        "Mare", "Yara", "Lou",
    ]  # fmt: skip
    first, again = Referral.objects.filter(family=back).order_by("received_at")
    assert (first.referrer_type, again.referrer_type) == ("school", "family")
    assert (first.state, again.state) == (State.CONVERSATION_HELD, State.CONVERSATION_PLANNED)
    assert Fact.objects.filter(family_token=back.figures_token, late_since=None, demo=True).count() == 2
    assert StillWanted.objects.filter(family=back).count() == 1


@pytest.mark.rule(18)
def test_the_plan_of_then_is_offered_to_the_coach_and_to_the_family(back: Family) -> None:
    coach = sign_in(Role.COACH)
    assert returning.FAMILY_NAME in read(coach, "/vandaag/")
    assert "Dit gezin had al een plan" in read(coach, f"/gezinnen/{back.id}/plan/")
    mare = open_with(returning.CARD_CODE, returning.CARD_PIN)
    assert "Ons vorige plan" in read(mare, "/gezin/start/")
    page = read(mare, "/gezin/vorig-plan/")
    assert "Ontbijten zonder te kijken" in page
    assert "Eén avond in de week" in page
