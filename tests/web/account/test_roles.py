"""One role at a time, said on every page; and out on the next request when it ends, whatever was open."""

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.enums import STAFF_ROLES
from eenplan.network.models import RoleTitle
from eenplan.web.frontdoor.welcome import first_page_of
from tests.cast import make_official, make_researcher, make_team
from tests.factories.network import AssignmentFactory

pytestmark = pytest.mark.django_db

CHOOSE = "/account/role/"


def assignment_in(role: Role) -> Any:
    """Somebody at work in a role, as it is held."""
    if role is Role.RESEARCHER:
        return make_researcher()
    return make_official() if role is Role.OFFICIAL else make_team().assignments[role]


def end(assignment: Any) -> None:
    """Today is the first day without it."""
    with writing():
        assignment.period = DateRange(date(2021, 7, 1), today())
        assignment.save()


@pytest.mark.rule(16)
@pytest.mark.parametrize("role", STAFF_ROLES, ids=lambda role: role.value)
def test_an_open_session_is_out_on_its_next_request(client: Client, role: Role) -> None:
    assignment = assignment_in(role)
    client.force_login(assignment.staff_member.account)
    first = first_page_of(role)
    assert first
    page = client.get(first)
    assert page.status_code == 200
    assert {"no-store", "private"} <= {part.strip() for part in page["Cache-Control"].split(",")}
    end(assignment)
    assert client.get(first).status_code == 403
    assert client.post(reverse("account:stay")).status_code == 403


@pytest.mark.rule(16)
def test_who_holds_another_role_chooses_it_and_never_slips_into_it(client: Client) -> None:
    team = make_team()
    coach = team.assignments[Role.COACH]
    AssignmentFactory(staff_member=coach.staff_member, role=Role.COORDINATOR, partnership=team.partnership)
    client.force_login(coach.staff_member.account)
    client.post(CHOOSE, {"assignment": str(coach.id)})
    end(coach)
    for address in ("/", "/netwerk/", reverse("coach:list-today")):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, CHOOSE), address
    assert client.post("/netwerk/team/nieuw/", {"name": "Iemand"})["Location"] == CHOOSE
    page = client.get(CHOOSE)
    assert "De rol waarin je werkte, is gestopt" in page.content.decode()
    assert str(coach.id) not in page.content.decode()
    stale = client.post(CHOOSE, {"assignment": str(coach.id)})
    assert stale.status_code == 422
    assert "Kies een van je rollen" in stale.content.decode()


def test_another_share_of_the_same_role_is_no_end(client: Client) -> None:
    team = make_team()
    coach = team.assignments[Role.COACH]
    AssignmentFactory(staff_member=coach.staff_member, role=Role.COORDINATOR, partnership=team.partnership)
    client.force_login(coach.staff_member.account)
    client.post(CHOOSE, {"assignment": str(coach.id)})
    end(coach)
    AssignmentFactory(
        staff_member=coach.staff_member,
        role=Role.COACH,
        partnership=team.partnership,
        period=DateRange(today(), None),
    )
    assert client.get(reverse("coach:list-today")).status_code == 200


@pytest.mark.rule(16)
def test_an_account_that_was_put_off_is_out_too(client: Client) -> None:
    account = make_team().account(Role.STEERING)
    client.force_login(account)
    assert client.get("/account/start/").status_code == 200
    account.is_active = False
    account.save()
    assert client.get("/account/start/")["Location"].startswith("/account/login/")


@pytest.mark.rule(47)
def test_switching_says_so_in_the_words_of_the_place(client: Client) -> None:
    team = make_team()
    expert = team.assignments[Role.EXPERT]
    also = AssignmentFactory(
        staff_member=expert.staff_member, role=Role.STEERING, partnership=team.partnership
    )
    with writing():
        RoleTitle.objects.create(
            partnership=team.partnership,
            role=Role.STEERING,
            language="nl",
            title="bewaker",
            period=DateRange(None, None),
        )
    client.force_login(expert.staff_member.account)
    assert f"bewaker · {team.partnership.names.get().name}" in client.get(CHOOSE).content.decode()
    page = client.post(CHOOSE, {"assignment": str(also.id)}, follow=True).content.decode()
    assert f"Je werkt nu als bewaker · {team.partnership.names.get().name}." in page
    assert "van rol wisselen" in page
    assert client.post(CHOOSE, {}).status_code == 422


def test_who_has_one_role_is_offered_no_other(client: Client) -> None:
    client.force_login(make_team().account(Role.STEERING))
    assert "van rol wisselen" not in client.get("/", follow=True).content.decode()


def test_the_role_is_said_on_every_kind_of_page(client: Client) -> None:
    account = make_team().account(Role.STEERING)
    client.force_login(account)
    name = account.staff_member.name
    worker, public, refused, missing = (
        client.get("/account/start/"),
        client.get("/hulp-nu/"),
        client.get("/instellingen/"),
        client.get("/bestaat-niet/"),
    )
    assert [page.status_code for page in (worker, public, refused, missing)] == [200, 200, 403, 404]
    for page in (worker, public, refused, missing):
        text = page.content.decode()
        assert name in text
        assert str(Role.STEERING.label) in text
    assert name not in Client().get("/hulp-nu/").content.decode()


def test_signing_in_begins_in_one_role_and_stays_in_it(client: Client) -> None:
    team = make_team()
    first = team.assignments[Role.PARTNER]
    second = AssignmentFactory(
        staff_member=first.staff_member,
        role=Role.STEERING,
        partnership=team.partnership,
        period=DateRange(date(2022, 1, 1), None),
    )
    account = first.staff_member.account
    account.set_password("een-plan-demo")
    account.save()
    client.post("/account/login/", {"login": account.email, "password": "een-plan-demo"})
    assert client.session["role"] == f"partner:{team.partnership.id}"
    end(first)
    assert client.get("/", follow=True).redirect_chain == [(CHOOSE, 302)]
    client.post(CHOOSE, {"assignment": str(second.id)})
    assert client.get("/", follow=True).status_code == 200
