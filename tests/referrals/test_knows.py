"""What may be sent when the family does not know, and when a youngster asks for itself."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.utils import IntegrityError

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import NewDetail, NewPerson
from eenplan.families.enums import DetailKind, ItemKind, PersonRole
from eenplan.families.models import Family, Item, Person
from eenplan.referrals.actions import NewStep, end_with_consult, take_up
from eenplan.referrals.enums import ClockState, OutcomeKind, ReferrerType, State
from eenplan.referrals.facts import clock_on
from eenplan.referrals.models import Fact, Referral
from tests.cast import Team
from tests.factories.referrals import make_referral, send_form

pytestmark = pytest.mark.django_db

CONSULT: dict[str, Any] = {
    "anonymous": True,
    "family_informed": False,
    "family_name": "",
    "persons": (NewPerson(PersonRole.CHILD), NewPerson(PersonRole.CHILD)),
    "told_ages": (4, 15),
    "details": (),
    "question": "",
    "question_speaker": None,
    "going_well": "",
    "referrer_phone": "089 00 00 01",
}
YOUNG: dict[str, Any] = {
    "self_referred": True,
    "referrer_type": ReferrerType.FAMILY,
    "family_name": "Noor",
    "persons": (NewPerson(PersonRole.CHILD, "Noor"),),
    "told_ages": (15,),
    "details": (),
    "preferred_contact": "via juf Els op school",
    "referrer_view": "",
    "referrer_organisation": "",
    "referrer_name": "",
    "referrer_email": "",
}


@pytest.mark.parametrize("send", [send_form, make_referral])
@pytest.mark.parametrize("informed", [False, None])
def test_a_family_that_may_not_know_is_not_named(here: Team, send: Any, informed: bool | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        send(here, family_informed=informed)
    assert (refused.value.code, refused.value.field) == (
        "referrals:family-not-informed",
        "family_informed",
    )
    assert not Family.objects.exists()


@pytest.mark.rule(12)
def test_in_acute_danger_a_family_is_named_without_asking(here: Team) -> None:
    row = send_form(here, family_informed=False, acute_danger=True)
    assert (row.anonymous, row.family_informed, row.acute_danger) == (False, False, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"family_name": "Peeters"}, "referrals:consult-names-family"),
        ({"persons": (NewPerson(PersonRole.CHILD, "Noor"),)}, "referrals:consult-names-family"),
        (
            {"persons": (NewPerson(PersonRole.CHILD, birth_date=date(2015, 4, 3)),)},
            "referrals:consult-names-family",
        ),
        (
            {"persons": (NewPerson(PersonRole.CHILD, due_date=date(2027, 1, 1)),)},
            "referrals:consult-names-family",
        ),
        ({"details": (NewDetail(DetailKind.PHONE, "089 00 00 00"),)}, "referrals:consult-names-family"),
        ({"preferred_contact": "na 16 uur"}, "referrals:consult-names-family"),
        ({"self_referred": True}, "referrals:consult-names-family"),
        ({"referrer_name": " "}, "referrals:consult-without-caller"),
        ({"referrer_phone": ""}, "referrals:consult-without-caller"),
        ({"referrer_view": " "}, "referrals:question-missing"),
        ({"persons": ()}, "referrals:child-missing"),
    ],
)
def test_a_consult_refuses_what_names_the_family(here: Team, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        send_form(here, **CONSULT | changes)
    assert refused.value.code == code
    assert not Family.objects.exists()


def test_a_consult_keeps_ages_and_municipality_and_no_more(here: Team) -> None:
    row = send_form(here, **CONSULT)
    family = row.family
    assert (row.anonymous, row.told_ages, row.postal_code) == (True, [4, 15], "")
    assert (family.name, family.postal_code) == ("Overleg zonder naam", "")
    assert row.municipality == here.municipality
    assert {(person.given_name, person.birth_date) for person in Person.objects.all()} == {("", None)}


def test_nobody_waits_because_of_a_consult(here: Team, intake: Acting) -> None:
    row = send_form(here, **CONSULT)
    fact = Fact.objects.get()
    assert (fact.anonymous, fact.outcome, fact.ended_on) == (True, OutcomeKind.CONSULT_ONLY, today())
    with time_machine.travel(now() + timedelta(days=60), tick=False):
        assert clock_on(row, None, today()).state is ClockState.CONSULT
        assert not clock_on(row, None, today()).is_running
        with request_transaction(intake):
            end_with_consult(
                intake,
                referral_id=row.id,
                advice="Bel eens",
                steps=[NewStep("Bellen", today())],
                given_by=intake.actor_id,
                on=today(),
            )
        row.refresh_from_db()
        assert (row.state, row.late_since) == (State.ENDED, None)
        fact.refresh_from_db()
        assert (fact.ended_on, fact.late_since) == (today(), None)


def test_a_consult_is_not_taken_up(here: Team, intake: Acting) -> None:
    row = send_form(here, **CONSULT)
    with request_transaction(intake), pytest.raises(RuleBroken) as refused:
        take_up(intake, referral_id=row.id)
    assert refused.value.code == "referrals:no-names"
    with pytest.raises(IntegrityError), writing(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET late_since = deadline + 1")


def test_a_consult_is_for_every_age(here: Team) -> None:
    assert send_form(here, **CONSULT | {"told_ages": (27,)}).eligibility_override == ""


def test_a_youngster_needs_a_first_name_and_a_way_to_be_reached(here: Team) -> None:
    row = send_form(here, **YOUNG)
    assert (row.self_referred, row.parents_may_know, row.told_ages) == (True, None, [15])
    assert Person.objects.get().given_name == "Noor"
    with pytest.raises(RuleBroken) as refused:
        send_form(here, **YOUNG | {"preferred_contact": " "})
    assert refused.value.code == "referrals:no-way-to-reach"


@pytest.mark.rule(34)
@pytest.mark.parametrize(("may_know", "confidential"), [(None, True), (False, True), (True, False)])
def test_what_a_youngster_tells_stays_with_it_until_it_says_otherwise(
    here: Team, may_know: bool | None, confidential: bool
) -> None:
    send_form(here, **YOUNG | {"parents_may_know": may_know})
    items = Item.objects.filter(kind__in=[ItemKind.QUESTION, ItemKind.GOING_WELL])
    assert {item.confidential for item in items} == {confidential}
    assert len(items) == 2


@pytest.mark.rule(6)
def test_who_is_26_says_why(here: Team) -> None:
    with pytest.raises(RuleBroken) as refused:
        send_form(here, **YOUNG | {"told_ages": (26,)})
    assert refused.value.code == "referrals:outside-offer"


def test_only_of_a_youngster_is_it_asked_whether_parents_may_know(here: Team) -> None:
    assert send_form(here, parents_may_know=True).parents_may_know is None
    with pytest.raises(IntegrityError), writing(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET parents_may_know = true")
    assert Referral._meta.get_field("parents_may_know").null
