"""An area redrawn with open files: drafted on the map, decided per family, undone again."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from eenplan.core.clock import today
from eenplan.core.enums import Role
from tests.factories.network import AssignmentFactory
from tests.factories.plans import make_helped
from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.journey


@pytest.fixture
def admin(workers: Any) -> Any:
    """An administrator of the whole, who can sign in."""
    with transaction.atomic():
        account = AssignmentFactory(role=Role.ADMIN, partnership=None).staff_member.account
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def lets_go(draws: Any, receiver: str) -> None:
    """The zone of Genk goes to somebody, in the draft."""
    zones = draws.page.locator("select[name=zone]")
    genk = next(text for text in zones.locator("option").all_inner_texts() if text.startswith("Kemp en Duin"))
    zones.select_option(label=genk)
    draws.pick("to", receiver)
    draws.press("Toevoegen")


@pytest.mark.rule(7)
def test_an_area_redrawn_with_open_files(somebody: Any, workers: Any, admin: Any) -> None:
    # Given a family in Genk with a coach, and an administrator who drafts that its zone goes elsewhere
    helped = make_helped(workers.team)
    draws, coordinates = somebody(), somebody(phone=True, javascript=False)
    draws.sign_in(admin)
    draws.open("/netwerk/gebieden/")
    draws.checks_accessibility()
    draws.press("Hertekening voorbereiden")
    draws.fill(name="Genk naar het noorden", basis="besluit van de raad")
    draws.fill_date("takes_effect_on", today() + timedelta(days=40))
    draws.press("Verder")
    lets_go(draws, "Westhoek")
    assert draws.reads("niet aan elkaar grenzen")

    # When it goes to a neighbour, the page shows what it does, and it can be confirmed
    lets_go(draws, "Gezin Centraal")
    assert not draws.reads("Zo kan het niet")
    draws.checks_accessibility()
    draws.press("Bevestigen")
    redrawn = draws.path
    try:
        # Then the coordinator, on a phone without JavaScript, lets the family go along
        coordinates.sign_in(workers.accounts[Role.COORDINATOR])
        coordinates.open("/netwerk/gebieden/")
        coordinates.press("Per gezin beslissen")
        coordinates.press(helped.family.name)
        coordinates.pick("choice", "Het gaat mee")
        coordinates.press("Bewaren")
        assert coordinates.reads("gaat mee vanaf")
        draws.open(redrawn)
        assert not draws.reads(helped.family.name)
    finally:
        draws.open(redrawn)
        draws.press("Ongedaan maken")
    coordinates.open(redrawn)
    assert coordinates.reads("Een voorstel")
