"""Outside the demo nobody opens a page with a password alone; the second step is set up once, and asked each time."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.acting import become, request_transaction, signing_in, task
from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.network.actions.factors import rotate_factors
from eenplan.network.rules.one_time import code_at, step_of
from tests.cast import Team, make_team
from tests.factories.plans import make_helped
from tests.web.account.signing import PASSWORD, code_of, send_password, with_app, with_password

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 18, 14, 0, tzinfo=BRUSSELS)
SET_UP, CODE, KEEP, SAFETY = (
    "/account/tweede-stap/",
    "/account/code/",
    "/account/herstelcodes/",
    "/account/veilig/",
)
TODAY = "/vandaag/"


@pytest.fixture(autouse=True)
def no_demo(settings: Any) -> None:
    """The rules of a site for real."""
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def team() -> Team:
    """A team whose coach has a password, and no second factor yet."""
    made = make_team()
    with_password(made.account(Role.COACH))
    return made


@pytest.fixture
def coach(team: Team) -> Any:
    """Her account."""
    return team.account(Role.COACH)


def set_up(client: Client) -> str:
    """What the page asks to put in an app."""
    page = client.get(SET_UP).content.decode()
    letters = re.search(r'class="letters">([A-Z2-7 ]+)<', page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert letters
    assert sealed
    client.post(
        SET_UP, {"sealed": sealed[1], "code": code_of(letters[1].replace(" ", "")), "next": "/hulp-nu/"}
    )
    return letters[1].replace(" ", "")


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B (the last six of its eight digits)."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    known = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: code_at(secret, at // 30) for at in known} == known
    at = datetime.fromtimestamp(59, BRUSSELS)
    assert step_of(secret, "287082", at=at) == 1
    assert step_of(secret, "287082", at=at + timedelta(seconds=30)) == 1
    assert step_of(secret, "287082", at=at + timedelta(seconds=61)) is None
    assert step_of(secret, "287082", at=at, after=1) is None


def test_a_password_alone_opens_no_page(client: Client, team: Team, coach: Any) -> None:
    helped = make_helped(team)
    page = reverse("coach:read-plan", args=[helped.family.id])
    answer = send_password(client, coach, page)
    assert answer["Location"] == f"{SET_UP}?next={page.replace('/', '%2F')}"
    for closed in (page, TODAY, "/account/role/", SAFETY, "/account/wachtwoord/"):
        assert client.get(closed)["Location"].startswith(SET_UP), closed
    assert client.post("/account/hier/")["Location"].startswith(SET_UP)
    assert client.get("/account/login/")["Location"] == SET_UP
    assert coach.staff_member.name not in client.get("/").content.decode()


def test_setting_up_shows_codes_for_on_paper_before_any_page_opens(client: Client, coach: Any) -> None:
    send_password(client, coach)
    page = client.get(SET_UP)
    assert 'class="square" aria-hidden="true"><svg' in page.content.decode()
    assert "style=" not in page.content.decode()
    assert client.post(SET_UP, {"code": ""}).status_code == 422
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.content.decode())
    assert sealed
    wrong = client.post(SET_UP, {"code": "000000", "sealed": sealed[1]})
    assert wrong.status_code == 422
    assert "Deze code klopt niet" in wrong.content.decode()
    assert sealed[1] not in ("", None)
    secret = set_up(client)
    assert client.get(TODAY)["Location"].startswith(SET_UP)
    shown = client.get(KEEP).content.decode()
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", shown)
    assert len(set(codes)) == 10
    assert client.post(KEEP)["Location"] == "/hulp-nu/"
    assert client.get(TODAY).status_code == 200
    assert client.get(KEEP)["Location"] == SAFETY
    assert not any(
        code.replace(" ", "") in str(row.data) for row in Authenticator.objects.all() for code in codes
    )
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert Entry.objects.filter(what="network:factor:added", actor_id=coach.actor_id).count() == 1


def test_each_code_is_good_once(client: Client, coach: Any) -> None:
    with time_machine.travel(START, tick=False):
        secret = with_app(coach)
        assert send_password(client, coach, TODAY)["Location"] == CODE
        assert client.get(TODAY)["Location"].startswith("/account/login/")
    with time_machine.travel(START, tick=False):
        send_password(client, coach, TODAY)
        assert client.get(CODE).status_code == 200
        assert client.post(CODE, {"code": "123456"}).status_code == 422
        code = code_of(secret)
        assert client.post(CODE, {"code": f"{code[:3]} {code[3:]}"})["Location"] == TODAY
        assert client.get(TODAY).status_code == 200
        other = Client()
        send_password(other, coach)
        again = other.post(CODE, {"code": code})
        assert again.status_code == 422
        assert "al gebruikt" in again.content.decode()


def test_a_code_from_paper_opens_once(client: Client, coach: Any) -> None:
    send_password(client, coach)
    set_up(client)
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", client.get(KEEP).content.decode())
    for expected in (302, 422):
        other = Client()
        send_password(other, coach)
        assert other.post(CODE, {"code": codes[3]}).status_code == expected


def test_without_the_password_the_code_page_is_nobodys(client: Client, coach: Any) -> None:
    with_app(coach)
    assert client.get(CODE)["Location"] == "/account/login/"
    assert client.post(CODE, {"code": "123456"})["Location"] == "/account/login/"
    send_password(client, coach)
    assert client.get(SET_UP)["Location"].startswith("/account/login/")


def test_a_session_of_before_the_codes_were_kept_asks_for_a_code(client: Client, coach: Any) -> None:
    send_password(client, coach)
    set_up(client)
    other = Client()
    assert send_password(other, coach)["Location"] == CODE


def test_with_a_password_alone_nobody_adds_a_factor_beside_one(client: Client, coach: Any) -> None:
    send_password(client, coach)
    with_app(coach)
    assert "om opnieuw in te loggen" in client.get(SET_UP).content.decode()
    for act in (SET_UP, "/account/sleutel/nieuw/", "/account/herstelcodes/nieuw/"):
        send_password(client, coach)
        assert client.post(act, {"code": "123456"})["Location"].startswith("/account/login/"), act
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_in_the_demo_who_has_none_comes_in_and_who_has_one_is_asked(
    client: Client, coach: Any, settings: Any
) -> None:
    settings.DEMO = True
    send_password(client, coach)
    assert client.get(TODAY).status_code == 200
    settings.DEMO = False
    assert client.get(TODAY)["Location"].startswith(SET_UP)
    settings.DEMO = True
    with_app(coach)
    other = Client()
    assert send_password(other, coach)["Location"] == CODE


def test_idle_with_half_a_page_typed_a_password_and_a_code_put_it_back(client: Client, team: Team) -> None:
    coach = team.account(Role.COACH)
    typed = "We willen een huis waar we niet over de dozen struikelen."
    with time_machine.travel(START - timedelta(hours=1), tick=False):
        helped = make_helped(team)
        secret = with_app(coach)
    client = Client()  # reading a page that comes after a long while may clean a session up
    page = reverse("coach:write-text", args=[helped.family.id, "wat-we-willen"])
    with time_machine.travel(START, tick=False):
        send_password(client, coach)
        client.post(CODE, {"code": code_of(secret)})
        assert client.get(page).status_code == 200
    with time_machine.travel(START + timedelta(minutes=40), tick=False):
        late = client.post(page, {"text": typed, "speaker": str(helped.mother.id)})
        assert late["Location"].startswith("/account/login/")
        assert send_password(client, coach, page)["Location"] == CODE
        assert typed not in client.get(CODE).content.decode()
        assert client.post(CODE, {"code": code_of(secret)})["Location"] == page
        assert f"{typed}</textarea>" in client.get(page).content.decode()


def test_how_one_signs_in_is_changed_only_soon_after_signing_in(client: Client, coach: Any) -> None:
    with time_machine.travel(START, tick=False):
        secret = with_app(coach)
        send_password(client, coach)
        client.post(CODE, {"code": code_of(secret)})
        assert client.get(SET_UP).status_code == 200
        assert client.post("/account/herstelcodes/nieuw/")["Location"] == KEEP
        assert client.post(KEEP)["Location"] == SAFETY
    with time_machine.travel(START + timedelta(minutes=16), tick=False):
        page = client.get(SET_UP).content.decode()
        assert "om opnieuw in te loggen" in page
        assert 'class="square"' not in page
        assert client.post("/account/herstelcodes/nieuw/")["Location"] == f"/account/login/?next={SAFETY}"
        assert client.get(TODAY)["Location"].startswith("/account/login/")


def test_an_account_sees_its_own_factors_and_no_other(team: Team, coach: Any) -> None:
    with_app(coach)
    other = team.account(Role.INTAKE)
    with request_transaction():
        assert not Authenticator.objects.exists()
        become(signing_in(other.pk, other.actor_id))
        assert not Authenticator.objects.exists()
        assert Authenticator.objects.all().delete()[0] == 0
        become(signing_in(coach.pk, coach.actor_id))
        assert Authenticator.objects.count() == 2
    with request_transaction(team.acting(Role.COORDINATOR)):
        assert not Authenticator.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege('eenplan_web', 'core_account', 'password', 'UPDATE')")
        assert cursor.fetchone() == (False,)


def test_changing_the_password_asks_the_old_one_and_ends_the_other_sessions(
    client: Client, coach: Any
) -> None:
    secret = with_app(coach)
    other = Client()
    for number, browser in enumerate((client, other)):
        send_password(browser, coach)
        browser.post(CODE, {"code": code_of(secret, number)})
    change = "/account/wachtwoord/"
    new = "drie blauwe fietsen"
    wrong = client.post(change, {"old": "iets anders", "password": new, "again": new})
    assert wrong.status_code == 422
    assert "Dit is niet je huidige wachtwoord" in wrong.content.decode()
    short = client.post(change, {"old": PASSWORD, "password": "kort", "again": "kort"})
    assert "minstens 12 tekens" in short.content.decode()
    done = client.post(change, {"old": PASSWORD, "password": new, "again": new}, follow=True)
    assert "nieuwe wachtwoord is bewaard" in done.content.decode()
    assert client.get(TODAY).status_code == 200
    assert other.get(TODAY)["Location"].startswith("/account/login/")
    assert send_password(Client(), coach, password=new)["Location"] == CODE


def test_a_new_secret_of_the_server_ends_no_app(client: Client, coach: Any, settings: Any) -> None:
    old, new = "o1" * 30, "n2" * 30
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old, []
    with time_machine.travel(START, tick=False):
        secret = with_app(coach)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old]
        assert rotate_factors(task()) == 2
        settings.SECRET_KEY_FALLBACKS = []
        send_password(client, coach)
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
        # Without the secret that sealed it an app opens nothing, and no page breaks
        settings.SECRET_KEY = "p3" * 30
        other = Client()
        send_password(other, coach)
        assert other.post(CODE, {"code": code_of(secret, 1)}).status_code == 422
