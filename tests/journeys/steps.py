"""What people do in a journey, in their words."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from eenplan.core.enums import Role
from tests.factories.network import AssignmentFactory
from tests.journeys.conftest import PASSWORD

# Seed 003: the family of Kaat and Jeroen (its names are fictitious).
QUESTION = "We leven tussen de verhuisdozen. We weten niet meer bij wie we moeten zijn."
VIEW = "De jongste wacht een half jaar op begeleiding. De spanning thuis loopt op."
GOING_WELL = "Ze zorgen goed voor elkaar."
WISH = "Een huis waar we niet over de dozen struikelen."
GOAL = "We wonen ruimer voor de zomer."
STEP = "Inschrijven voor een sociale woning"
WAITS_FOR = "begeleiding bij autisme voor de jongste"


def refer_kaat_and_jeroen(clb: Any, *, check_pages: bool = False, postal_code: str = "3600") -> str:
    """A CLB worker refers the family through the public form; gives the reference of the receipt."""
    clb.open("/aanmelden/")

    def go_on() -> None:
        if check_pages:
            clb.checks_accessibility()
        clb.press("Verder")

    clb.choose("referrer_type", "clb")
    go_on()
    clb.choose("acute_danger", "no")
    go_on()
    clb.choose("family_informed", "yes")
    go_on()
    clb.page.fill("[name=place]", postal_code)
    go_on()
    for role, name, day in (("parent", "Kaat", ""), ("parent", "Jeroen", ""), ("child", "Wout", "3/5/2015")):
        clb.choose("role", role)
        clb.page.fill("[name=given_name]", name)
        clb.page.fill("[name=day_day]", day)
        go_on()
        clb.press("Nee, verder" if name == "Wout" else "Ja, nog iemand toevoegen")
    clb.page.fill("[name=family_name]", "Kaat en Jeroen")
    clb.page.fill("[name=family_phone]", "089 00 00 10")
    clb.choose("safe_to_contact", "yes")
    go_on()
    clb.choose("interpreter", "no")
    go_on()
    clb.page.fill("[name=question]", QUESTION)
    clb.page.fill("[name=going_well]", GOING_WELL)
    go_on()
    clb.page.fill("[name=referrer_view]", VIEW)
    go_on()
    go_on()  # no papers
    clb.page.fill("[name=referrer_name]", "Een medewerker")
    clb.page.fill("[name=referrer_phone]", "089 00 00 11")
    go_on()
    if check_pages:
        clb.checks_accessibility()
    clb.press("Verstuur")
    if check_pages:
        clb.checks_accessibility()
    found = re.search(r"Je nummer: (\S{8})", clb.page.inner_text("main"))
    assert found, clb.page.inner_text("main")
    return found.group(1)


def read_card(coach: Any) -> tuple[str, str]:
    """Code and PIN of the card that is shown once."""
    code, pin = coach.page.locator(".paper-code").all_inner_texts()
    return code, pin


def another_coach(team: Any, name: str) -> Any:
    """One more coach of the team, who can sign in: the assignment."""
    with transaction.atomic():
        given = AssignmentFactory(role=Role.COACH, partnership=team.partnership, staff_member__name=name)
        account = given.staff_member.account
        account.set_password(PASSWORD)
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return given
