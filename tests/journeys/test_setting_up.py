"""A partnership from nothing to its first referral: area, partner, people and words, each ahead of its day."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import transaction

from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.network.queries.setups import NEEDED_ROLES
from tests.factories.network import AssignmentFactory
from tests.journeys.conftest import PASSWORD
from tests.journeys.steps import refer_kaat_and_jeroen

pytestmark = pytest.mark.journey
FIRST_DAY = date(2027, 3, 1)
HERE = "?voor=P17"


@pytest.fixture
def admin(workers: Any) -> Any:
    """An administrator of the whole, who can sign in."""
    with transaction.atomic():
        account = AssignmentFactory(role=Role.ADMIN, partnership=None).staff_member.account
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def draws_the_area(admin: Any) -> str:
    """Two zones go to the new one; gives the address of the redrawing."""
    admin.press("Gebied: welke zones")
    admin.press("Hertekening voorbereiden")
    admin.fill(name="Brugge en de kust apart", basis="besluit van de raad")
    admin.fill_date("takes_effect_on", FIRST_DAY)
    admin.press("Verder")
    for zone in ("Brugge", "Oostkust"):
        options = admin.page.locator("select[name=zone] option").all_inner_texts()
        label = next(text for text in options if text.startswith(zone))
        admin.page.locator("select[name=zone]").select_option(label=label)
        admin.pick("to", "Brugge en kust")
        admin.press("Toevoegen")
    admin.press("Bevestigen")
    return str(admin.path)


def adds_a_core_partner(admin: Any) -> None:
    """An organisation that nobody knew becomes the core partner."""
    admin.open("/netwerk/opstarten/P17/")
    admin.press("Partners: welke organisaties")
    admin.press("Partner toevoegen")
    admin.fill(naam="CAW De Vuurtoren van Hier")
    admin.press("Zoek")
    admin.press("Het is een nieuwe organisatie")
    admin.page.locator("[name=sector]").select_option("caw")
    admin.page.locator("[name=layer]").select_option("broad_access")
    admin.fill_date("since", FIRST_DAY)
    admin.choose("role", "core")
    admin.press("Bewaren")
    assert admin.reads("is partner vanaf 1 maart"), admin.page.inner_text("main")


def starts(admin: Any, name: str, role: Role) -> tuple[str, str]:
    """Somebody starts on the first day; gives their address and code."""
    email = f"{role}@nieuw.example"
    admin.open("/netwerk/team/nieuw/" + HERE)
    admin.fill(name=name, email=email, share="50")
    admin.page.locator("[name=organisation]").select_option(label="CAW De Vuurtoren van Hier")
    admin.choose("role", role)
    admin.fill_date("since", FIRST_DAY)
    admin.press("In het team zetten")
    return email, admin.page.locator(".paper-code").inner_text()


def names_a_contact_point(admin: Any) -> None:
    """Whom the region calls."""
    admin.open("/netwerk/opstarten/P17/")
    admin.press("Woorden: wie belt men")
    admin.press("Contactpunten")
    admin.press("Verander")
    admin.fill(name_nl="Aanmeldteam", phone="050 00 00 00", hours_nl="elke werkdag van 9 tot 17 uur")
    admin.fill_date("since", FIRST_DAY)
    admin.press("Bekijk hoe het wordt")
    admin.press("Bewaar")


def test_from_nothing_to_the_first_referral(somebody: Any, workers: Any, admin: Any) -> None:
    office = somebody()
    with time_machine.travel(datetime(2027, 2, 25, 10, 0, tzinfo=BRUSSELS)):
        # Given a name, a code and a first day that is still to come
        office.sign_in(admin)
        office.open("/netwerk/opstarten/")
        office.checks_accessibility()
        office.press("Nieuw samenwerkingsverband")
        office.fill(name="Brugge en kust", code="P17")
        office.fill_date("since", FIRST_DAY)
        office.checks_accessibility()
        office.press("Bewaren")

        # When each step is taken on its own page
        redrawing = draws_the_area(office)
        adds_a_core_partner(office)
        people = {role: starts(office, f"Iemand Nieuw {role}", role) for role in NEEDED_ROLES}
        names_a_contact_point(office)
        office.open("/netwerk/opstarten/P17/")
        office.checks_accessibility()
        assert office.reads("Alles staat klaar")

        # Then it cannot be called off while all of that waits
        office.press("Terugnemen")
        office.checks_accessibility()
        office.press("Terugnemen")
        assert office.reads("Neem eerst terug")
    try:
        with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=BRUSSELS)):
            # And on its first day somebody chooses a password, and a referral from Brugge lies on their desk
            reference = refer_kaat_and_jeroen(somebody(phone=True), postal_code="8000")
            intake = somebody(phone=True)
            email, code = people[Role.INTAKE]
            intake.open("/account/eerste-keer/")
            intake.checks_accessibility()
            intake.fill(email=email, code=code, password=PASSWORD, again=PASSWORD)
            intake.press("Wachtwoord bewaren")
            intake.page.fill("[name=login]", email)
            intake.page.fill("[name=password]", PASSWORD)
            intake.page.click("main button[type=submit]")
            intake.open("/aanmeldingen/")
            assert intake.reads("Brugge en kust")
            assert intake.reads(reference)
    finally:
        with time_machine.travel(datetime(2027, 2, 26, 10, 0, tzinfo=BRUSSELS)):
            again = somebody()
            again.sign_in(admin)
            again.open(redrawing)
            again.press("Ongedaan maken")
