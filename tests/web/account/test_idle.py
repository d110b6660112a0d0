"""A worker who does nothing for a while is signed out, and finds back what they typed; nobody else does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.families.models import Words
from tests.cast import Team, make_team
from tests.factories.plans import Helped, make_helped
from tests.once import once

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 18, 14, 0, tzinfo=BRUSSELS)
PASSWORD = "een-plan-demo"
TYPED = "We willen een huis waar we niet over de dozen struikelen."


@once(at=START - timedelta(hours=1))
def here() -> Team:
    """The partnership that helps the family."""
    return make_team("9901")


@once(at=START - timedelta(hours=1))
def helped(here: Team) -> Helped:
    """A family with its coach."""
    return make_helped(here)


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """A Wednesday afternoon."""
    with time_machine.travel(START, tick=False):
        yield


def sign_in(client: Client, account: Any, to: str = "/") -> Any:
    """With password, as people do."""
    if not account.has_usable_password() or not account.password:
        account.set_password(PASSWORD)
        account.save()
        EmailAddress.objects.get_or_create(user=account, email=account.email, verified=True, primary=True)
    return client.post(f"/account/login/?next={to}", {"login": account.email, "password": PASSWORD})


@pytest.fixture
def coach(helped: Helped) -> Client:
    """The coach, signed in. Reading a page that comes after a long while may clean a session up."""
    client = Client()
    assert sign_in(client, helped.team.account(Role.COACH)).status_code == 302
    return client


def wish_page(helped: Helped) -> str:
    """Where a wish is written."""
    return reverse("coach:write-text", args=[helped.family.id, "wat-we-willen"])


def after(minutes: int) -> Any:
    """Some minutes later."""
    return time_machine.travel(START + timedelta(minutes=minutes), tick=False)


def test_who_is_active_stays_in_and_who_is_idle_goes_out(coach: Client, helped: Helped) -> None:
    page = wish_page(helped)
    for minutes in (25, 50, 75):
        with after(minutes):
            assert coach.get(page).status_code == 200
    with after(104):
        assert coach.post("/account/hier/").status_code == 204
    with after(133):
        assert coach.get(page).status_code == 200
    with after(164):
        answer = coach.get(page)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={page}")
        assert "Je was een tijd weg." in coach.get(answer["Location"]).content.decode()
        assert "Je was een tijd weg." not in Client().get(answer["Location"]).content.decode()
        assert coach.post("/account/hier/").status_code == 302


def test_the_cookie_of_another_account_or_none_keeps_nobody_in(coach: Client, helped: Helped) -> None:
    other = Client()
    with after(28):
        sign_in(other, helped.team.account(Role.COORDINATOR))
    for cookie in (other.cookies["seen"].value, "", "onzin"):
        coach.cookies["seen"] = cookie
        with after(31):
            assert coach.get(wish_page(helped)).status_code == 302


def test_what_was_sent_too_late_is_put_back_after_signing_in(coach: Client, helped: Helped) -> None:
    page = wish_page(helped)
    assert coach.get(page).status_code == 200
    with after(40):
        sent = {"text": TYPED, "speaker": str(helped.mother.id)}
        answer = coach.post(page, sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={page}")
        assert not Words.objects.filter(text=TYPED).exists()
        assert "Wat je typte, is niet weg" in coach.get(answer["Location"]).content.decode()
        back = sign_in(coach, helped.team.account(Role.COACH), page)
        assert back["Location"] == page
        shown = coach.get(page).content.decode()
        assert f"{TYPED}</textarea>" in shown
        assert "Je was hier bezig om 14.40" in shown
        assert coach.post(page, sent).status_code == 302
        assert Words.objects.filter(text=TYPED).exists()
        assert TYPED not in coach.get(page).content.decode().split('id="formulier"')[1]


def test_it_comes_back_on_the_desk_too(coach: Client, helped: Helped) -> None:
    page = reverse("coach:note-contact", args=[helped.family.id])
    with after(40):
        sent = {"kind": "family", "channel": "home", "text": TYPED, "on_day": "18", "on_month": "11"}
        coach.post(page, sent)
        sign_in(coach, helped.team.account(Role.COACH))
        shown = coach.get(page)
        assert f"{TYPED}</textarea>" in shown.content.decode()
        assert "Je was om 14.40 uitgelogd terwijl je typte" in shown.content.decode()
        assert shown.context["form"]["on"].value()[:2] == ("18", "11")
        assert TYPED not in coach.get(wish_page(helped)).content.decode()


def test_nobody_else_ever_sees_it(coach: Client, helped: Helped) -> None:
    page = wish_page(helped)
    with after(40):
        coach.post(page, {"text": TYPED, "speaker": "worker"})
        for session in Session.objects.all():
            assert "struikelen" not in str(session.get_decoded())
        sign_in(coach, helped.team.account(Role.COORDINATOR))
        for path in (page, reverse("coach:read-plan", args=[helped.family.id])):
            assert "struikelen" not in coach.get(path).content.decode()


def test_after_signing_out_in_another_window_it_waits_for_who_typed_it(coach: Client, helped: Helped) -> None:
    page = wish_page(helped)
    coach.get(page)
    coach.post("/account/logout/")
    assert coach.post(page, {"text": TYPED, "speaker": "worker"}).status_code == 302
    sign_in(coach, helped.team.account(Role.COACH))
    assert TYPED in coach.get(page).content.decode()
    stranger = Client()
    assert stranger.post(page, {"text": TYPED}).status_code == 302
    assert "typed" not in stranger.session


def test_leaving_by_itself_keeps_what_was_typed(coach: Client, helped: Helped) -> None:
    page = wish_page(helped)
    came = {"Referer": f"http://testserver{page}"}
    with after(30):
        answer = coach.post("/account/weg/", {"text": TYPED}, headers=came)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={page}")
        assert coach.get(page).status_code == 302
        sign_in(coach, helped.team.account(Role.COACH))
        assert TYPED in coach.get(page).content.decode()
    away = {"Referer": f"https://elders.example{page}"}
    assert coach.post("/account/weg/", headers=away)["Location"] == "/account/login/?next=/account/weg/"


def test_a_page_from_before_signing_in_anew_loses_nothing(helped: Helped) -> None:
    page = wish_page(helped)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(helped.team.account(Role.COACH))
    careful.get(page)
    came = {"Referer": f"http://testserver{page}"}
    sent = {"text": TYPED, "csrfmiddlewaretoken": "x" * 64}
    answer = careful.post(page, sent, headers=came)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert not Words.objects.filter(text=TYPED).exists()
    assert TYPED in careful.get(page).content.decode()
    foreign = careful.post(page, {"text": "van elders"}, headers={"Referer": "https://elders.example/"})
    assert foreign.status_code == 403


def test_after_a_day_it_is_gone(coach: Client, helped: Helped) -> None:
    page = wish_page(helped)
    with after(40):
        coach.post(page, {"text": TYPED, "speaker": "worker"})
    session = coach.session
    session.set_expiry(7 * 24 * 3600)
    session.save()
    with after(40 + 25 * 60):
        sign_in(coach, helped.team.account(Role.COACH))
        assert TYPED not in coach.get(page).content.decode()
