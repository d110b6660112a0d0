"""Outside the demo a worker sets up a passkey, keeps the codes for on paper, and comes in with the key from then on."""

from typing import Any

import pytest

from eenplan.core.enums import Role

pytestmark = pytest.mark.journey

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_from_the_first_day_on(somebody: Any, workers: Any, settings: Any) -> None:
    settings.DEMO = False
    account = workers.accounts[Role.COACH]
    coach = somebody(phone=True)
    # A browser makes keys for names, never for bare numbers.
    coach.address = coach.address.replace("127.0.0.1", "localhost")
    device = coach.context.new_cdp_session(coach.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    # The first time: a key, and codes on paper, before any page opens
    coach.open("/account/login/")
    coach.types_password(account)
    coach.page.wait_for_url("**/account/tweede-stap/**")
    coach.checks_accessibility()
    coach.press("Liever met een toegangssleutel")
    assert coach.path == "/account/herstelcodes/"
    assert coach.page.locator(".codes li").count() == 10
    coach.checks_accessibility()
    coach.press("Ik heb ze bewaard")
    coach.open("/account/veilig/")
    assert coach.reads("Chrome · ")
    assert coach.reads("Je hebt nog 10 herstelcodes")
    coach.checks_accessibility()

    # The next time: the key instead of a code
    coach.page.get_by_role("button", name="uitloggen").click()
    coach.open("/account/login/")
    coach.types_password(account)
    coach.page.wait_for_url("**/account/code/")
    coach.checks_accessibility()
    coach.press("Met je toegangssleutel")
    coach.open("/vandaag/")

    # And the key alone, without a password
    coach.page.get_by_role("button", name="uitloggen").click()
    coach.open("/account/login/?next=/account/role/")
    coach.press("Inloggen met een toegangssleutel")
    assert coach.path == "/account/role/"
    assert coach.reads("Coach Voorbeeld")

    # A key that the site does not know opens nothing
    stranger = somebody(phone=True)
    stranger.address = coach.address
    empty = stranger.context.new_cdp_session(stranger.page)
    empty.send("WebAuthn.enable")
    empty.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    stranger.open("/account/login/")
    stranger.page.get_by_role("button", name="Inloggen met een toegangssleutel").click()
    stranger.page.get_by_text("Dat lukte niet.").wait_for()
    assert stranger.path == "/account/login/"
