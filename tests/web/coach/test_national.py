"""The page of a national number: what is typed wrong is said, the number itself is shown only when asked for."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.enums import Role
from eenplan.families.models import NationalNumber
from tests.cast import Team, make_team
from tests.factories.plans import Helped, make_helped
from tests.once import once
from tests.web.coach.conftest import NOW

pytestmark = pytest.mark.django_db
NUMBER, HIDDEN = "85.07.30-033.28", "••.••.••-•••.••"


@once(at=NOW)
def here() -> Team:
    return make_team("9901")


@once(at=NOW)
def helped(here: Team) -> Helped:
    return make_helped(here)


def page_of(helped: Helped) -> str:
    return reverse("coach:keep-national-number", args=[helped.family.id, helped.mother.id])


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE])
def test_it_is_noted_hidden_shown_and_let_go(client: Client, here: Team, helped: Helped, role: Role) -> None:
    client.force_login(here.account(role))
    page = page_of(helped)
    assert HIDDEN not in text_of(client.get(page))
    sent = client.post(page, {"number": NUMBER, "reason": "voor het groeipakket"})
    assert sent["Location"] == page
    after = text_of(client.get(page))
    assert HIDDEN in after
    assert "voor het groeipakket" in after
    assert NUMBER not in after
    shown = client.post(page, {"show": "1"})
    assert NUMBER in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    assert (
        Entry.objects.filter(what="families:national-number:shown", subject_id=helped.mother.id).count() == 1
    )
    assert NUMBER not in text_of(client.get(page))
    client.post(page, {"remove": "1"})
    assert not NationalNumber.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "", "reason": "x"}, "Vul het nummer in, elf cijfers."),
        ({"number": "123", "reason": "x"}, "telt 11 cijfers"),
        ({"number": "85.07.30-033.29", "reason": "x"}, "er is een cijfer fout of verwisseld"),
        ({"number": NUMBER, "reason": " "}, "Schrijf waarvoor je dit nummer nodig hebt."),
        ({"number": "9" * 41, "reason": "x"}, "40"),
        ({"number": "\u0000", "reason": "x"}, "Vul het nummer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, here: Team, helped: Helped, typed: dict[str, str], words: str
) -> None:
    client.force_login(here.account(Role.COACH))
    answer = client.post(page_of(helped), typed)
    assert answer.status_code == 422
    assert words in text_of(answer) or "\u0000" in typed["number"]
    if typed["number"].isascii() and len(typed["number"]) > 1:
        assert typed["number"] in answer.content.decode()
    assert not NationalNumber.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER, Role.ADMIN])
def test_it_is_for_coach_and_intake_alone(client: Client, here: Team, helped: Helped, role: Role) -> None:
    client.force_login(here.account(role))
    assert client.get(page_of(helped)).status_code == 403
    assert client.post(page_of(helped), {"show": "1"}).status_code == 403


def test_nobody_of_another_team_finds_it(client: Client, helped: Helped) -> None:
    client.force_login(make_team("9902").account(Role.COACH))
    assert client.get(page_of(helped)).status_code == 404
    assert client.post(page_of(helped), {"show": "1"}).status_code == 404


def test_showing_or_removing_what_is_not_there_is_no_failure(
    client: Client, here: Team, helped: Helped
) -> None:
    client.force_login(here.account(Role.COACH))
    assert client.post(page_of(helped), {"show": "1"}).status_code == 404
    assert client.post(page_of(helped), {"remove": "1"}).status_code == 404


def test_intake_finds_the_page_from_the_referral(client: Client, here: Team, helped: Helped) -> None:
    client.force_login(here.account(Role.INTAKE))
    referral = client.get(reverse("desk:read-referral", args=[helped.trajectory.referral_id]))
    assert page_of(helped) in referral.content.decode()
