"""A family of another area, acute danger, and a family that comes back: at the desk, in a browser."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind, Role
from eenplan.core.models import Account, Actor
from eenplan.network.models import Partnership
from eenplan.plans.models import Trajectory
from eenplan.referrals.models import Fact, Referral
from tests.factories.network import AssignmentFactory, StaffMemberFactory
from tests.factories.referrals import make_referral
from tests.journeys.conftest import PASSWORD
from tests.referrals.test_doubles import close

pytestmark = pytest.mark.journey


def colleague_elsewhere(code: str) -> Account:
    """The intake worker of another partnership."""
    account = Account(email=f"{code.lower()}@example.org", actor=None)
    with writing(), transaction.atomic():
        account.actor = Actor.objects.create(kind=ActorKind.STAFF)
        account.set_password(PASSWORD)
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        worker = StaffMemberFactory(account=account, name="Intake Elders")
        AssignmentFactory(
            staff_member=worker,
            role=Role.INTAKE,
            partnership=Partnership.objects.get(code=code),
            share=Decimal("0.5"),
        )
    return account


@pytest.mark.rule(8)
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_family_of_another_area_goes_on_with_its_date(somebody: Any, workers: Any, phone: bool) -> None:
    # Given a referral of ten days ago that came to the wrong desk
    found = make_referral(workers.team, received_at=now() - timedelta(days=10))
    intake = somebody(phone=phone)
    intake.sign_in(workers.accounts[Role.INTAKE])
    intake.open(f"/aanmeldingen/{found.id}/anders-afronden/")
    intake.checks_accessibility()

    # When the worker gives it on to the region where the family lives
    intake.press("Doorgeven aan een andere regio")
    intake.checks_accessibility()
    intake.fill(place="8500", reason="Het gezin verhuisde naar Kortrijk.")
    intake.press("Doorgeven")
    if intake.reads("Welke plaats bedoel je?"):
        intake.page.locator("main [name=chosen]").first.check()
        intake.press("Doorgeven")

    # Then the sender keeps one line, and cannot open the file
    assert intake.reads("Doorgegeven aan")
    assert intake.reads(found.reference)
    intake.checks_accessibility()
    intake.open(f"/aanmeldingen/{found.id}/")
    assert intake.reads("Deze aanmelding is doorgegeven")
    assert not intake.reads("GEHEIM")
    intake.checks_accessibility()

    # And the receiver reads it at once, with the first date
    row = Referral.objects.select_related("partnership").get()
    assert (row.received_at, row.deadline) == (found.received_at, found.deadline)
    other = somebody(phone=phone)
    other.sign_in(colleague_elsewhere(row.partnership.code))
    other.open(f"/aanmeldingen/{found.id}/")
    assert other.reads("Het gezin verhuisde naar Kortrijk.")
    assert other.reads("die dag blijft tellen")
    other.checks_accessibility()
    assert Fact.objects.count() == 1


@pytest.mark.rule(12)
def test_acute_danger_stays_on_top_until_somebody_with_a_name_acts(somebody: Any, workers: Any) -> None:
    found = make_referral(workers.team, acute_danger=True)
    intake = somebody(phone=True)
    intake.sign_in(workers.accounts[Role.INTAKE])
    intake.open("/aanmeldingen/")
    assert intake.reads("acuut gevaar")
    intake.open(f"/aanmeldingen/{found.id}/")
    assert intake.reads("Er is acuut gevaar gemeld")
    assert intake.reads("112")
    intake.checks_accessibility()

    # It cannot be ended away
    intake.open(f"/aanmeldingen/{found.id}/overleg/")
    assert intake.reads("Er is acuut gevaar gemeld")
    intake.checks_accessibility()

    # With the keyboard alone: who did what, and what was agreed
    intake.open(f"/aanmeldingen/{found.id}/gevaar/")
    intake.checks_accessibility()
    intake.page.focus("[name=who]")
    intake.page.keyboard.press("Control+A")
    intake.page.keyboard.type("Sara Voorbeeld")
    intake.page.keyboard.press("Tab")
    intake.page.keyboard.type("CKG De Proef")
    intake.page.keyboard.press("Tab")
    intake.page.keyboard.press("Space")
    intake.page.focus("[name=agreed]")
    intake.page.keyboard.type("Het crisismeldpunt gaat vanavond langs.")
    intake.page.keyboard.press("Tab")
    with intake.page.expect_navigation():
        intake.page.keyboard.press("Enter")
    assert intake.reads("Sara Voorbeeld (CKG De Proef) belde het crisismeldpunt")
    assert not intake.reads("Er is acuut gevaar gemeld")
    intake.checks_accessibility()


@pytest.mark.rule(11)
def test_a_family_comes_back_after_closure(somebody: Any, workers: Any) -> None:
    # Given a family whose trajectory was closed, and a new referral of it
    first = make_referral(workers.team, received_at=now() - timedelta(days=200))
    close(workers.team, first)
    found = make_referral(workers.team)
    intake = somebody()
    intake.sign_in(workers.accounts[Role.INTAKE])
    intake.open(f"/aanmeldingen/{found.id}/")
    assert intake.reads("Misschien kennen we dit gezin al")
    intake.checks_accessibility()

    # When the desk says that it is the same family and takes it up
    intake.press("Het is hetzelfde gezin")
    intake.checks_accessibility()
    intake.fill(reason="De moeder belde zelf.")
    intake.press("Het is hetzelfde gezin")
    assert intake.reads("Dit gezin was al eens bij ons")
    intake.checks_accessibility()
    intake.press("Aanmelding opnemen")
    intake.press("Coach kiezen")
    intake.pick("coach", "Coach Voorbeeld")
    intake.press("Coach bewaren")
    assert intake.reads("is de coach")

    # Then there is a second trajectory in the same file
    assert Trajectory.objects.filter(family_id=first.family_id).count() == 2
    assert Trajectory.objects.get(family_id=first.family_id, ended_on=None).started_on == today()
