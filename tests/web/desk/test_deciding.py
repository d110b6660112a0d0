"""What ends otherwise at the desk, what no act of it may do, and who may not."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson
from eenplan.families.enums import PersonRole
from eenplan.plans.models import CoachAssignment
from eenplan.referrals.enums import State
from eenplan.referrals.models import (
    Referral,
)
from tests.cast import Team
from tests.web.desk.situations import address, consulted, received, taken_up, with_coach
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]


@pytest.mark.rule(9)
def test_what_was_taken_up_says_how_it_ends(here: Team, as_role: SignIn) -> None:
    browser = as_role(here, Role.COORDINATOR)
    assert "Kies eerst een coach: die rondt het traject af" in text_of(
        browser.get(address("read-referral", taken_up(here)))
    )
    child = NewPerson(PersonRole.CHILD, "Kind", birth_date=date(2019, 1, 1))
    second = with_coach(here, family_name="Tweede", persons=(child,), details=())
    page = browser.get(address("read-referral", second))
    assert "Stopt de hulp, ook vóór er een plan is? Dan rondt" in text_of(page)
    assert "/afronden/" in page.content.decode()


@pytest.mark.rule(5)
def test_no_act_of_the_desk_pauses_or_ends_what_a_coach_has(here: Team, intake: Client) -> None:
    found = with_coach(here)
    before = list(CoachAssignment.objects.values())
    for act, sent in (
        ("end-referral", {"kind": "withdrawn", "reason_code": "other_help", "reason": "wacht op een dienst"}),
        ("consult-only", consulted(here)),
        ("forward-referral", {"place": "9901", "reason": "wacht"}),
        ("name-double", {"reference": found.reference, "reason": "wacht"}),
        ("name-family", {"family_name": "x", "agreed": "x", "safe": "yes"}),
    ):
        assert intake.post(address(act, found), sent).status_code == 422, act
    assert list(CoachAssignment.objects.values()) == before
    assert Referral.objects.get().state == State.COACH_GIVEN


ACTS = (
    "forward-referral", "report-danger", "answer-danger", "note-crisis-call", "consult-only", "read-consult",
    "call-back", "name-double", "name-family",
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_another_team_and_other_roles_may_not(here: Team, there: Team, as_role: SignIn, act: str) -> None:
    found = received(here)
    stranger = as_role(there, Role.INTAKE)
    assert stranger.get(address(act, found)).status_code == 404
    assert stranger.post(address(act, found), {}).status_code in (404, 405)
    for role in (Role.COACH, Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST):
        assert as_role(here, role).get(address(act, found)).status_code == 403
    visitor = Client()
    assert visitor.get(address(act, found)).status_code == 302
