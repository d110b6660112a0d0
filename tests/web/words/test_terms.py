"""The administrator changes terms of the law and themes of talks, and notes that a jurist looked at a term."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.consent.enums import TermCode
from eenplan.consent.models import LegalTerm
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.plans.models import SessionTheme
from eenplan.plans.queries.sessions import session_themes
from tests.cast import Team, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

LIST = "/instellingen/wettelijke-termijnen/"
AGE = f"{LIST}capable_from/"
NEW = {"value": "14", "reference": "Decreet van later, art. 4", "since": "1 6 2026"}
LOOKED = f"{AGE}nagekeken/?vanaf=2014-03-01"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """A day in March."""
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def team() -> Team:
    """A team with an administrator."""
    return make_team("9901")


@pytest.fixture
def admin(team: Team, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(team.account(Role.ADMIN))
    return client


def rows() -> list[LegalTerm]:
    """The age from which somebody decides, through time."""
    return list(LegalTerm.objects.filter(code=TermCode.CAPABLE_FROM).order_by("period"))


def test_every_term_stands_there_with_its_basis(admin: Client) -> None:
    page = admin.get(LIST).content.decode()
    assert page.count("Nog niet nagekeken door een jurist") == len(TermCode)
    for said in ("12 jaar", "rechtspositie van de minderjarige", "1 maand"):
        assert said in page


def test_it_is_shown_before_it_is_kept_and_can_be_taken_back(admin: Client) -> None:
    seen = admin.post(AGE, NEW).content.decode()
    for said in ("14 jaar", "12 jaar", "vanaf 1 juni", "Vanaf die dag telt voor elk kind de nieuwe leeftijd"):
        assert said in seen
    assert len(rows()) == 1
    assert admin.post(AGE, {**NEW, "confirm": "yes"}).status_code == 302
    assert [(one.value, one.period.lower) for one in rows()] == [
        (12, date(2014, 3, 1)),
        (14, date(2026, 6, 1)),
    ]
    assert "Vanaf 1 juni" in admin.get(LIST).content.decode()
    admin.post(f"{AGE}terugnemen/", {"since": "2026-06-01"})
    assert [one.period.upper for one in rows()] == [None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "veel"}, "als een getal"),
        ({"value": "0"}, "getal in van 1 tot 120"),
        ({"value": "99999999999"}, "getal in van 1 tot 120"),
        ({"reference": ""}, "Waar staat dat?"),
        ({"reference": "x" * 201}, "te lang"),
        ({"since": "1 1 2020"}, "vandaag"),
        ({"since": "2 3 2026"}, "morgen of een latere dag"),
    ],
)
def test_bad_input_is_told_and_kept(admin: Client, changes: dict[str, str], said: str) -> None:
    answer = admin.post(AGE, {**NEW, **changes, "confirm": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert (changes | NEW)["since"].split()[2] in page
    assert len(rows()) == 1


def test_a_jurist_looked(admin: Client) -> None:
    assert admin.post(LOOKED, {"on": "3 3 2026", "by": "een jurist"}).status_code == 422
    assert admin.post(LOOKED, {"on": "2 3 2026", "by": ""}).status_code == 422
    assert admin.post(LOOKED, {"on": "2 3 2026", "by": "juridische dienst"}).status_code == 302
    page = admin.get(LIST).content.decode()
    assert "Nagekeken op 2 maart: juridische dienst" in page


@pytest.mark.parametrize(
    "address",
    [f"{AGE}nagekeken/", f"{AGE}nagekeken/?vanaf=2020-01-01", f"{AGE}nagekeken/?vanaf=x", f"{LIST}niets/",
     "/instellingen/rolnamen/coach/nagekeken/?vanaf=2014-03-01"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(admin: Client, address: str) -> None:
    assert admin.get(address).status_code == 404


def test_a_coordinator_sees_themes_and_no_law(team: Team, client: Client) -> None:
    client.force_login(team.account(Role.COORDINATOR))
    assert client.get(LIST).status_code == 404
    assert client.post(AGE, {**NEW, "confirm": "yes"}).status_code == 404
    assert client.get(LOOKED).status_code == 403
    page = client.get("/instellingen/gespreksthemas/").content.decode()
    assert "rustig worden" in page.lower()
    changed = {"label_nl": "tot rust komen", "since": "2 3 2026", "confirm": "yes"}
    assert client.post("/instellingen/gespreksthemas/tension/", changed).status_code == 302
    here, elsewhere = team.acting(Role.PSYCHOLOGIST), make_team("9902").acting(Role.PSYCHOLOGIST)
    for acting, said in ((here, "tot rust komen"), (elsewhere, "rustig worden")):
        with request_transaction(acting):
            found = {one.code: one.label for one in session_themes(acting, on=date(2026, 3, 2))}
        assert found["tension"] == said
        assert len(found) == 10
    assert SessionTheme.objects.filter(partnership=team.partnership).count() == 1
    wrong = client.post("/instellingen/gespreksthemas/tension/", {**changed, "label_nl": ""})
    assert wrong.status_code == 422
    back = {"default": "on", "since": "9 3 2026", "confirm": "yes", "label_nl": ""}
    assert client.post("/instellingen/gespreksthemas/tension/", back).status_code == 302


def test_the_settings_show_the_way(admin: Client) -> None:
    page = admin.get(reverse("words:list-kinds")).content.decode()
    assert "Wettelijke termijnen" in page
    assert "Thema’s van gesprekken" in page
