"""The month is not empty: the family hears whom it can call, the referrer follows, anyone finds help and a way out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from eenplan.core.acting import task
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.network.models import ContactPoint
from eenplan.referrals.keys import code_of, key_of
from eenplan.referrals.models import StatusLink
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.journey

PHONE = "089 00 00 42"


@pytest.fixture
def answering(workers: Any) -> Iterator[Any]:
    """The region answers on a number."""
    made = set_contact_point(
        task(),
        partnership_id=workers.partnership.id,
        who=NewContactPoint("Aanmeldteam", PHONE, "op werkdagen van 9 tot 17 uur"),
        since=today(),
    )
    yield workers
    with writing():
        ContactPoint.objects.filter(id=made).delete()


@pytest.mark.parametrize("javascript", [True, False], ids=["phone", "phone-without-scripts"])
def test_a_referrer_follows_and_the_desk_tells_the_family(
    somebody: Any, answering: Any, javascript: bool
) -> None:
    # Given a referral of a family that can be called safely
    referral = make_referral(answering.team, safe_to_contact=True, family_informed=True)
    link = StatusLink.objects.get(referral=referral)

    # When the referrer opens the link on a phone
    referrer = somebody(phone=True, javascript=javascript)
    referrer.open(f"/volg/{key_of(link.id)}/")
    assert referrer.reads("Je aanmelding is ontvangen")
    assert referrer.reads(PHONE)
    if javascript:
        referrer.checks_accessibility()

    # And the desk takes it up, tells the family and notes it, and later the family's yes
    intake = somebody()
    intake.sign_in(answering.accounts[Role.INTAKE])
    intake.open(f"/aanmeldingen/{referral.id}/")
    intake.press("Aanmelding opnemen")
    intake.press("Noteer dat je het verteld hebt")
    assert intake.reads("Wat gebeurt er nu?")
    intake.checks_accessibility()
    intake.press("Noteer dat je het verteld hebt")
    assert intake.reads("Het gezin weet wie het kan bellen")
    intake.press("Het gezin vindt het goed")
    intake.checks_accessibility()
    intake.pick("said_by", "GEHEIM-moeder")
    intake.press("Bewaren")
    intake.press("Volglink voor de aanmelder")
    assert intake.reads(code_of(link.id))
    intake.checks_accessibility()

    # Then the referrer sees more, with the code that was read out
    referrer.open("/volg/")
    if javascript:
        referrer.checks_accessibility()
    referrer.fill(code=code_of(link.id).lower())
    referrer.press("Toon waar het staat")
    assert referrer.reads("Je aanmelding wordt behandeld")
    assert referrer.reads("Er is een vaste coach")
    assert not referrer.reads("GEHEIM")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_somebody_finds_help_in_genk_and_a_way_out(somebody: Any, answering: Any, javascript: bool) -> None:
    visitor = somebody(phone=True, javascript=javascript)
    visitor.open("/")
    visitor.fill(place="3600")
    visitor.press("Zoek")
    assert visitor.path == "/gemeente/genk/"
    assert visitor.reads(PHONE)
    if javascript:
        visitor.checks_accessibility()
    visitor.press("Alle gemeenten")
    if javascript:
        visitor.checks_accessibility()

    # The numbers open at once, without going anywhere; what stands above can still be scrolled free
    bar = visitor.page.locator("nav.safe")
    assert not bar.locator("a[href='tel:112']").is_visible()
    bar.locator("summary").click()
    assert bar.locator("a[href='tel:112']").is_visible()
    assert visitor.path == "/gemeente/"
    box, height = bar.bounding_box(), visitor.page.viewport_size["height"]
    assert box is not None
    assert box["height"] < height * 0.85
    bar.locator("summary").click()
    shut = bar.bounding_box()
    assert shut is not None
    assert shut["height"] < height * 0.2

    # And out: elsewhere at once; with scripts the page that was left is not one step back
    visitor.context.route("https://**", lambda route: route.fulfill(body="het weer"))
    visitor.page.click("[data-leave]")
    visitor.page.wait_for_url(re.compile("^https://"))
    if javascript:
        visitor.page.go_back()
        assert "/gemeente/genk/" in visitor.page.url
