"""A mother comes in without her card: a code by e-mail and her PIN, later her own phone; a device that she lost is out."""

from typing import Any

import pytest
from django.core import mail

from eenplan.core.acting import task
from eenplan.families.tasks import send_codes
from tests.factories.family_plan import make_card, make_family_with_coach
from tests.journeys.test_second_step import KEY

pytestmark = pytest.mark.journey
ADDRESS = "kaat@example.org"


def _code() -> str:
    assert send_codes(task()).sent == 1
    return "".join(sign for sign in mail.outbox[-1].body.split("is ", 1)[1][:7] if sign.isdigit())


def test_in_without_the_card(somebody: Any, workers: Any) -> None:
    card = make_card(make_family_with_coach(workers.team))
    kaat = somebody(phone=True)
    kaat.address = kaat.address.replace("127.0.0.1", "localhost")
    device = kaat.context.new_cdp_session(kaat.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    # With her card she gives an address of her own
    kaat.open("/gezin/")
    kaat.fill(code=card.code, pin=card.pin)
    kaat.press("Openen")
    kaat.unfold("Privacy en rechten")
    kaat.press("Hoe ik binnenkom")
    kaat.checks_accessibility()
    kaat.press("Ook zonder kaart binnenkomen")
    kaat.checks_accessibility()
    kaat.fill(address=ADDRESS)
    kaat.press("Stuur mij een code")
    kaat.checks_accessibility()
    kaat.fill(code=_code())
    kaat.press("Klaar")
    assert kaat.reads("k•••@example.org")

    # The card lies at home: a code and her PIN
    kaat.open("/gezin/start/")
    kaat.press("Sluiten")
    kaat.press("Ik heb mijn kaart niet bij me")
    kaat.checks_accessibility()
    kaat.fill(address=ADDRESS)
    kaat.press("Stuur mij een code")
    kaat.checks_accessibility()
    kaat.fill(code=_code(), pin=card.pin)
    kaat.press("Openen")
    assert kaat.path == "/gezin/start/"

    # Her own phone does it from now on
    kaat.open("/gezin/binnenkomen/")
    kaat.press("Openen met dit toestel")
    assert kaat.reads("Dit toestel opent nu je plan")
    kaat.checks_accessibility()
    kaat.open("/gezin/start/")
    kaat.press("Sluiten")
    kaat.press("Openen met dit toestel")
    assert kaat.path == "/gezin/start/"

    # Until she says that it does not
    kaat.open("/gezin/binnenkomen/")
    with kaat.page.expect_navigation():
        kaat.page.locator(".card", has_text="Opent je plan sinds").get_by_role("button").click()
    assert kaat.reads("opent je plan niet meer")
    kaat.open("/gezin/start/")
    kaat.press("Sluiten")
    kaat.press("Openen met dit toestel")
    assert kaat.reads("Dit toestel kennen we niet")
    assert kaat.path == "/gezin/"
