"""'Waar ben je ingelogd?': one's own sessions, each with its device, ended one by one or all others at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from eenplan.core.accounts import keep_password
from eenplan.core.acting import become, request_transaction, signing_in
from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.core.models import SignedIn
from tests.cast import Team, make_team
from tests.once import once
from tests.web.account.signing import send_password, with_password

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.5 Safari/604"
SAFETY, TODAY = "/account/veilig/", "/vandaag/"


@once
def team() -> Team:
    """A team whose coach has a password."""
    made = make_team()
    with_password(made.account(Role.COACH))
    return made


def come_in(account: Any, agent: str) -> Client:
    """Sign in with a browser."""
    client = Client(HTTP_USER_AGENT=agent)
    assert send_password(client, account).status_code == 302
    return client


def test_each_place_is_listed_and_ended_by_itself(team: Team) -> None:
    coach = team.account(Role.COACH)
    desk, phone, third = come_in(coach, FIREFOX), come_in(coach, SAFARI), come_in(coach, "")
    page = desk.get(SAFETY).content.decode()
    for said in ("Firefox · Windows", "Safari · iOS", "Een toestel", "dit toestel", "ingelogd om"):
        assert said in page
    lost = SignedIn.objects.get(device="Safari · iOS")
    assert phone.session.session_key not in (lost.session_hash, page)
    end = reverse("account:sign-out-there", args=[lost.id])
    assert desk.post(end, follow=True).status_code == 200
    assert phone.get(TODAY)["Location"].startswith("/account/login/")
    assert desk.get(TODAY).status_code == third.get(TODAY).status_code == 200
    assert "Safari · iOS" not in desk.get(SAFETY).content.decode()
    assert desk.post(end).status_code == 404
    desk.post("/account/ingelogd/uitloggen/")
    assert third.get(TODAY)["Location"].startswith("/account/login/")
    assert desk.get(TODAY).status_code == 200
    assert SignedIn.objects.filter(account=coach).count() == 1


def test_signing_out_takes_the_place_away(team: Team) -> None:
    desk = come_in(team.account(Role.COACH), FIREFOX)
    assert SignedIn.objects.count() == 1
    desk.post("/account/logout/")
    assert not SignedIn.objects.exists()


def test_nobody_ends_what_is_anothers(team: Team) -> None:
    come_in(team.account(Role.COACH), FIREFOX)
    other = Client()
    other.force_login(team.account(Role.COORDINATOR))
    theirs = SignedIn.objects.get(account=team.account(Role.COACH))
    assert other.post(reverse("account:sign-out-there", args=[theirs.id])).status_code == 404
    assert "Firefox" not in other.get(SAFETY).content.decode()
    other.post("/account/ingelogd/uitloggen/")
    assert SignedIn.objects.filter(id=theirs.id).exists()
    with request_transaction(team.acting(Role.COORDINATOR)):
        assert not SignedIn.objects.filter(id=theirs.id).exists()


def test_a_session_that_is_over_is_not_listed(team: Team) -> None:
    desk, phone = come_in(team.account(Role.COACH), FIREFOX), come_in(team.account(Role.COACH), SAFARI)
    Session.objects.filter(session_key=phone.session.session_key).delete()
    assert "Safari · iOS" not in desk.get(SAFETY).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_whatever_the_places(team: Team, number: int, django_assert_num_queries: Any) -> None:
    clients = [come_in(team.account(Role.COACH), FIREFOX) for _number in range(number)]
    clients[0].get(SAFETY)
    with django_assert_num_queries(10):
        assert clients[0].get(SAFETY).content.decode().count("Firefox · Windows") >= number


def test_the_database_keeps_the_password_of_oneself_alone(team: Team) -> None:
    coach, other = team.account(Role.COACH), team.account(Role.INTAKE)
    before = other.password
    with request_transaction():
        become(signing_in(coach.pk, coach.actor_id))
        with pytest.raises(DatabaseError), transaction.atomic():
            type(other).objects.filter(pk=other.pk).update(password="x")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT core_keep_password(%s, 'x')", [other.pk])
        keep_password(coach.pk, "nieuw")
    coach.refresh_from_db()
    other.refresh_from_db()
    assert (coach.password, other.password) == ("nieuw", before)


def test_an_older_way_of_keeping_a_password_is_renewed_on_signing_in(team: Team, settings: Any) -> None:
    coach = team.account(Role.COACH)
    before = coach.password
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    come_in(coach, FIREFOX)
    coach.refresh_from_db()
    assert before.startswith("md5")
    assert coach.password.startswith("pbkdf2")


def test_the_day_on_which_somebody_was_last_there_is_told(team: Team) -> None:
    evening = datetime(2026, 11, 18, 23, 50, tzinfo=BRUSSELS)
    with time_machine.travel(evening, tick=False):
        desk = come_in(team.account(Role.COACH), FIREFOX)
    with time_machine.travel(evening + timedelta(minutes=20), tick=False):
        assert desk.get(TODAY).status_code == 200
        assert "laatst gebruikt" not in desk.get(SAFETY).content.decode()
    with time_machine.travel(evening, tick=False):
        desk = come_in(team.account(Role.COACH), SAFARI)
    with time_machine.travel(evening + timedelta(minutes=20), tick=False):
        # What fails is undone as a whole, and that day is not told
        gone = reverse("account:sign-out-there", args=[uuid4()])
        assert desk.post(gone).status_code == 404
    with time_machine.travel(evening, tick=False):
        desk = come_in(team.account(Role.COACH), SAFARI)
    with time_machine.travel(evening + timedelta(minutes=20), tick=False):
        assert desk.post("/account/hier/").status_code == 204
        assert "laatst gebruikt op 19 november" in desk.get(SAFETY).content.decode()
