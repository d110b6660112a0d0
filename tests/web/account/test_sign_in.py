"""Workers come in with `login` and `password`, work in one role, and are out when their assignment ends."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from eenplan.core.actions import writing
from eenplan.core.enums import Role
from tests.cast import make_team
from tests.factories.network import AssignmentFactory

pytestmark = pytest.mark.django_db


def test_signing_in_and_out(client: Client) -> None:
    account = make_team().account(Role.INTAKE)
    account.set_password("een-plan-demo")
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    page = client.get("/account/login/")
    assert page.status_code == 200
    assert 'name="login"' in page.content.decode()
    wrong = client.post("/account/login/", {"login": account.email, "password": "fout"})
    assert wrong.status_code == 200
    assert account.email in wrong.content.decode()
    assert "horen niet bij elkaar" in wrong.content.decode()
    empty = client.post("/account/login/", {}).content.decode()
    assert "Vul je e-mailadres in." in empty
    assert "Vul je wachtwoord in." in empty
    right = client.post("/account/login/", {"login": account.email.upper(), "password": "een-plan-demo"})
    assert right.status_code == 302
    assert client.get("/account/role/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/role/").status_code == 302


def test_one_role_at_a_time(client: Client) -> None:
    first = make_team().assignments[Role.INTAKE]
    second = AssignmentFactory(
        staff_member=first.staff_member, role=Role.COORDINATOR, partnership=first.partnership
    )
    client.force_login(first.staff_member.account)
    client.post("/account/role/", {"assignment": str(second.id)})
    assert "checked" in client.get("/account/role/").content.decode().split(str(second.id))[1].split(">")[0]


@pytest.mark.rule(16)
def test_an_ended_assignment_lets_nobody_in_the_same_day(client: Client) -> None:
    assignment = make_team().assignments[Role.COACH]
    client.force_login(assignment.staff_member.account)
    assert client.get("/account/role/").status_code == 200
    from eenplan.core.clock import today

    with writing():
        assignment.period = DateRange(date(2021, 7, 1), today())
        assignment.save()
    assert client.get("/account/role/").status_code == 403
