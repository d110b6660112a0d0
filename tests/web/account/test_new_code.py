"""Who lost the password or the second step gets a new code from the coordinator; its owner hears of it, always."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.enums import Role
from eenplan.core.models import SignedIn
from eenplan.network.models import Invitation
from tests.cast import Team, make_team
from tests.factories.network import AssignmentFactory
from tests.once import once
from tests.web.account.signing import code_of, send_password, with_app, with_password

pytestmark = pytest.mark.django_db

CODE, DOOR = "/account/code/", "/account/eerste-keer/"
NEW = "drie blauwe fietsen"


@once
def team() -> Team:
    """A team whose coach has a password."""
    made = make_team()
    with_password(made.account(Role.COACH))
    return made


def signed_in(account: Any) -> Client:
    """In as a worker."""
    client = Client()
    client.force_login(account)
    return client


def make_code(team: Team, by: Role, of: Role) -> Any:
    """Press 'Nieuwe code maken'."""
    worker = team.assignments[of].staff_member_id
    query = f"?voor={team.partnership.code}"
    return signed_in(team.account(by)).post(reverse("coordination:make-code", args=[worker]) + query)


def code_in(page: Any) -> str:
    """The code that is shown this once."""
    found = re.search(r'class="paper-code">([^<]+)<', page.content.decode())
    assert found
    return found[1]


def use(code: str, account: Any) -> Any:
    """Choose a password with it."""
    return Client().post(DOOR, {"email": account.email, "code": code, "password": NEW, "again": NEW})


@pytest.mark.parametrize("by", [Role.COORDINATOR, Role.ADMIN])
def test_a_new_code_begins_anew_and_its_owner_is_told(team: Team, by: Role, settings: Any) -> None:
    settings.DEMO = False
    coach = team.account(Role.COACH)
    secret = with_app(coach)
    home = Client()
    send_password(home, coach)
    home.post(CODE, {"code": code_of(secret)})
    settings.DEMO = True  # so that who makes the code needs no second step here
    code = code_in(make_code(team, by, Role.COACH))
    settings.DEMO = False
    # Made is not used: everything still works, and its owner is told
    assert home.get("/vandaag/").status_code == 200
    other = Client()
    send_password(other, coach)
    page = other.post(CODE, {"code": code_of(secret, 1)}, follow=True).content.decode()
    assert "Ze is nog niet gebruikt" in page
    assert team.assignments[by].staff_member.name in page
    # Used: the old password, the old second step and the open sessions are over
    assert use(code, coach).status_code == 302
    assert use(code, coach).status_code == 422
    assert home.get("/vandaag/")["Location"].startswith("/account/login/")
    assert not SignedIn.objects.filter(account=coach).exists()
    assert not Authenticator.objects.exists()
    assert send_password(Client(), coach).status_code == 200
    fresh = Client()
    assert send_password(fresh, coach, password=NEW)["Location"].startswith("/account/tweede-stap/")
    made = Entry.objects.filter(what="network:invitation:made", subject_id=coach.pk).get()
    assert made.actor_id == team.assignments[by].staff_member.actor_id
    assert Entry.objects.filter(what="network:invitation:used", subject_id=coach.pk).exists()


def test_after_use_the_next_sign_in_says_so(team: Team) -> None:
    coach = team.account(Role.COACH)
    send_password(Client(), coach)
    use(code_in(make_code(team, Role.COORDINATOR, Role.COACH)), coach)
    client = Client()
    send_password(client, coach, password=NEW)
    assert "Was jij dat niet?" in client.get("/", follow=True).content.decode()
    client.post("/account/logout/")
    send_password(client, coach, password=NEW)
    assert "Was jij dat niet?" not in client.get("/", follow=True).content.decode()


def test_nobody_becomes_more_with_a_code(team: Team) -> None:
    for of in (Role.ADMIN, Role.STEERING, Role.PRIVACY_OFFICER):
        with_password(team.account(of))
        send_password(Client(), team.account(of))
        assert make_code(team, Role.COORDINATOR, of).status_code == 404, of
    elsewhere = make_team("9902")
    AssignmentFactory(
        staff_member=team.assignments[Role.COACH].staff_member,
        role=Role.COACH,
        partnership=elsewhere.partnership,
    )
    assert make_code(team, Role.COORDINATOR, Role.COACH).status_code == 404
    assert make_code(team, Role.COORDINATOR, Role.COORDINATOR).status_code == 404
    for by in (Role.COACH, Role.INTAKE, Role.PARTNER, Role.STEERING):
        assert make_code(team, by, Role.INTAKE).status_code == 403
    strangers = signed_in(elsewhere.account(Role.COORDINATOR))
    worker = team.assignments[Role.INTAKE].staff_member_id
    assert strangers.post(reverse("coordination:make-code", args=[worker])).status_code == 404
    assert not Invitation.objects.exists()


def test_the_page_offers_it_to_whom_may(team: Team) -> None:
    page = reverse("coordination:read-worker", args=[team.assignments[Role.COACH].staff_member_id])
    shown = signed_in(team.account(Role.COORDINATOR)).get(page).content.decode()
    assert "Kan niet meer inloggen" in shown
    own = reverse("coordination:read-worker", args=[team.assignments[Role.COORDINATOR].staff_member_id])
    with_password(team.account(Role.COORDINATOR))
    assert "Kan niet meer inloggen" not in signed_in(team.account(Role.COORDINATOR)).get(own).content.decode()
