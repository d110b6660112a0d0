"""Who opens the desk: its own team; nobody else, and nothing leaks to them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from tests.cast import Team, make_official
from tests.web.desk.situations import address, planned, received

pytestmark = pytest.mark.django_db

READ = ("read-referral",)
FORMS = (
    "choose-coach",
    "plan-conversation",
    "record-conversation",
    "cancel-conversation",
    "note-first-contact",
    "correct-receipt",
    "end-referral",
    "write-note",
)
ACTS = (*FORMS, "take-up-referral", "mark-notes-read")
LISTS = (
    "desk:list-referrals",
    "desk:search-referrals",
    "desk:refine-list",
    "desk:list-views",
    "desk:save-view",
    "desk:read-team-list",
    "desk:print-team-list",
    "desk:list-questions",
)
LEAK = "GEHEIM"

SignIn = Callable[[Team, Role], Client]


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COORDINATOR])
def test_the_team_reads_its_own_desk(here: Team, as_role: SignIn, role: Role) -> None:
    found = received(here)
    browser = as_role(here, role)
    assert LEAK in browser.get(reverse("desk:list-referrals")).content.decode()
    for name in (*READ, *(form for form in FORMS)):
        page = browser.get(address(name, found))
        assert page.status_code == 200, name
        assert LEAK in page.content.decode(), name


@pytest.mark.parametrize("role", [Role.COACH, Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST])
def test_other_roles_of_the_same_team_are_told_no(here: Team, as_role: SignIn, role: Role) -> None:
    found = planned(here)
    browser = as_role(here, role)
    _assert_refused(browser, found, 403)
    for name in LISTS:
        page = browser.post(reverse(name), {"text": "GEHEIM-familienaam"})
        assert page.status_code in (403, 405)
        assert LEAK not in page.content.decode()


def test_an_official_is_told_no(here: Team, client: Client) -> None:
    found = planned(here)
    client.force_login(make_official().staff_member.account)
    _assert_refused(client, found, 403)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COORDINATOR])
def test_another_partnership_finds_nothing_there(
    here: Team, there: Team, as_role: SignIn, role: Role
) -> None:
    found = planned(here)
    browser = as_role(there, role)
    for name in (*READ, *FORMS):
        page = browser.get(address(name, found))
        assert page.status_code == 404, name
        assert LEAK not in page.content.decode()
    for name in ACTS:
        page = browser.post(address(name, found), {"on": "20/11/2026"})
        assert page.status_code == 404, name
        assert LEAK not in page.content.decode()
    assert LEAK not in browser.get(reverse("desk:list-referrals")).content.decode()
    for text in ("GEHEIM-familienaam", "GEHEIM-moeder", found.reference):
        page = browser.post(reverse("desk:search-referrals"), {"text": text})
        assert "Niemand gevonden" in page.content.decode()
        assert "GEHEIM-kijk" not in page.content.decode()


def test_a_visitor_is_asked_to_sign_in(here: Team, client: Client) -> None:
    found = received(here)
    for href in (*(address(name, found) for name in (*READ, *FORMS)), *(reverse(name) for name in LISTS)):
        page = client.get(href)
        assert page.status_code == 302
        assert page["Location"].startswith("/account/login/")
    for name in ACTS:
        assert client.post(address(name, found))["Location"].startswith("/account/login/")


def test_an_act_is_never_done_by_only_looking(here: Team, intake: Client) -> None:
    found = received(here)
    assert intake.get(address("take-up-referral", found)).status_code == 405


def _assert_refused(browser: Client, found: object, status: int) -> None:
    for name in (*READ, *FORMS):
        page = browser.get(address(name, found))
        assert page.status_code == status, name
        assert LEAK not in page.content.decode()
    for name in ACTS:
        page = browser.post(address(name, found))
        assert page.status_code == status, name
        assert LEAK not in page.content.decode()
    page = browser.get(reverse("desk:list-referrals"))
    assert page.status_code == status
    assert LEAK not in page.content.decode()
