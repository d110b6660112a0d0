"""A referral by phone on one screen: for the intake worker and the coordinator of the area, once, and at its time."""

import html
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from eenplan.core.clock import BRUSSELS, now
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.models import Person
from eenplan.referrals.models import Referral
from tests.cast import Team, make_team
from tests.once import once
from tests.web.frontdoor.answers import GIVEN, NAME, VIEW, WORDS

pytestmark = pytest.mark.django_db
CALL = "/aanmelden/telefoon/"


@once
def team() -> Team:
    return make_team("9901")


def answers(**changed: Any) -> dict[str, Any]:
    moment = (now() - timedelta(hours=2)).astimezone(BRUSSELS)
    return {
        "sent_token": str(new_id()),
        "received_on": f"{moment:%d/%m/%Y}",
        "received_at": f"{moment:%H.%M}",
        "channel": "phone",
        "urgency": "ordinary",
        "acute_danger": "no",
        "referrer_type": "gp",
        "referrer_name": "Dokter Voorbeeld",
        "referrer_phone": "089 00 00 02",
        "family_informed": "yes",
        "place": "9901",
        "family_name": NAME,
        "safe_to_contact": "unknown",
        "language": "nl",
        "interpreter": "no",
        "question": WORDS,
        "referrer_view": VIEW,
        "persons-TOTAL_FORMS": "4",
        "persons-INITIAL_FORMS": "0",
        "persons-0-role": "child",
        "persons-0-given_name": GIVEN,
        "persons-0-day": "3 mei 2019",
        "persons-1-role": "expected",
    } | changed


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COORDINATOR])
def test_a_call_is_written_down_on_one_screen(client: Client, team: Team, role: Role) -> None:
    client.force_login(team.account(role))
    assert client.get(CALL).status_code == 200
    sent = client.post(CALL, answers())
    assert sent.status_code == 302, html.unescape(sent.content.decode())
    referral = Referral.objects.get()
    assert (
        str(referral.id) in sent["Location"]
        or referral.reference in sent["Location"]
        or sent["Location"] == CALL
    )
    assert (referral.channel, referral.partnership_id) == ("phone", team.partnership.id)
    assert referral.taken_by_id == team.assignments[role].staff_member.actor_id
    assert now() - referral.received_at > timedelta(hours=1, minutes=59)
    assert list(Person.objects.order_by("position").values_list("given_name", flat=True)) == [GIVEN, ""]


@pytest.mark.parametrize("role", [Role.COACH, Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST])
def test_others_may_not(client: Client, team: Team, role: Role) -> None:
    client.force_login(team.account(role))
    assert client.get(CALL).status_code == 403
    assert client.post(CALL, answers()).status_code == 403
    assert not Referral.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client: Client, team: Team) -> None:
    assert client.get(CALL)["Location"].startswith("/account/login/")
    assert client.post(CALL, answers()).status_code == 302
    assert not Referral.objects.exists()


def test_the_same_screen_sent_twice_makes_one_referral(client: Client, team: Team) -> None:
    client.force_login(team.account(Role.INTAKE))
    sent = answers()
    assert client.post(CALL, sent)["Location"] == client.post(CALL, sent)["Location"]
    assert Referral.objects.count() == 1


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"received_on": "1/1/2099"}, "moet vandaag of vroeger zijn"),
        ({"received_at": "25 uur"}, "Schrijf het uur"),
        ({"persons-0-role": ""}, "Kies wie dit is"),
        (
            {"persons-0-role": "", "persons-0-given_name": "", "persons-0-day": "", "persons-1-role": ""},
            "minstens één kind",
        ),
        ({"persons-0-day": "3/5/2099"}, "moet nog komen"),
        ({"persons-0-day": "ooit"}, "begrijpen we niet"),
        ({"persons-0-day": "3/5/1980", "persons-1-role": ""}, "tot en met 25 jaar"),
        ({"place": "1234"}, "Deze postcode kennen we niet"),
        ({"referrer_phone": ""}, "Anders bereiken we niemand"),
        ({"question": "x" * 10000}, "hoogstens 5000 tekens"),
        ({"family_name": "x" * 101}, "hoogstens 100 tekens"),
        ({"sent_token": "niets"}, ""),
    ],
)
def test_a_mistake_keeps_the_screen_as_it_was(
    client: Client, team: Team, changed: dict[str, str], words: str
) -> None:
    client.force_login(team.account(Role.INTAKE))
    page = client.post(CALL, answers(**changed))
    shown = html.unescape(page.content.decode())
    assert page.status_code == 422
    assert words in shown
    assert VIEW in shown
    assert 'role="alert"' in shown
    assert not Referral.objects.exists()


def test_a_moment_later_today_is_refused(client: Client, team: Team, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    client.force_login(team.account(Role.INTAKE))
    page = client.post(CALL, answers(received_on="20/11/2026", received_at="15.00"))
    assert "Dit uur moet nog komen" in html.unescape(page.content.decode())
    assert client.post(CALL, answers(received_on="20/11/2026", received_at="11.00")).status_code == 302


@pytest.mark.rule(8)
def test_a_family_of_elsewhere_is_written_down_and_goes_on_to_its_own_desk(
    client: Client, team: Team
) -> None:
    other = make_team("9902")
    client.force_login(team.account(Role.INTAKE))
    assert client.post(CALL, answers(place="9902")).status_code == 302
    assert Referral.objects.get().partnership_id == other.partnership.id


def test_more_lines_keep_what_was_typed(client: Client, team: Team) -> None:
    client.force_login(team.account(Role.INTAKE))
    page = client.post(CALL, answers(more="yes", question=""))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "persons-7-role" in shown
    assert VIEW in shown
    assert not Referral.objects.exists()


def test_a_broken_form_is_no_accident(client: Client, team: Team) -> None:
    client.force_login(team.account(Role.INTAKE))
    for sent in (
        {},
        {"persons-TOTAL_FORMS": "x"},
        {"persons-TOTAL_FORMS": "²"},
        {"persons-TOTAL_FORMS": "99999", "persons-INITIAL_FORMS": "0"},
    ):
        assert client.post(CALL, sent).status_code == 422
        assert client.post(CALL, sent | {"more": "yes"}).status_code == 200


def test_the_screen_asks_little_of_the_database(
    client: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    client.force_login(team.account(Role.INTAKE))
    with django_assert_max_num_queries(14):
        client.get(CALL)


def test_the_enter_key_keeps_the_referral_instead_of_adding_lines(client: Client, team: Team) -> None:
    client.force_login(team.account(Role.INTAKE))
    form = client.get(CALL).content.decode().split("novalidate>")[1]
    assert "name=" not in form.split("<button")[1].split(">")[0]
