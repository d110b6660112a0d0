"""The desk's whole morning by keyboard alone: filter, take up, give a coach, plan the conversation, leave a note."""

from datetime import timedelta
from typing import Any

import pytest

from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.referrals.enums import State, Urgency
from eenplan.referrals.models import Note, Referral
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.journey

FAR = 80
FOCUS = """() => {
  const it = document.activeElement;
  const label = it.labels && it.labels.length ? it.labels[0].innerText : it.innerText;
  const style = getComputedStyle(it);
  return {name: it.getAttribute('name') || '', text: (label || it.value || '').trim(), tag: it.tagName,
    seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    place: it === document.body ? -1 : [...document.querySelectorAll('*')].indexOf(it)};
}"""


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, somebody: Any) -> None:
        self.page = somebody.page

    @property
    def focus(self) -> Any:
        """What has the focus."""
        return self.page.evaluate(FOCUS)

    def to(self, text: str = "", *, name: str = "") -> None:
        """Press Tab until the focus is on what is called so; every stop is seen, and none holds the focus."""
        before = None
        for _step in range(FAR):
            self.page.keyboard.press("Tab")
            here = self.focus
            assert here["place"] != before, f"the keyboard is caught at {here}"
            before = here["place"]
            if here["place"] >= 0:
                assert here["seen"], f"no focus to be seen on {here}"
            if here["name"] == name if name else here["text"].startswith(text):
                return
        raise AssertionError(f"{text or name} is out of reach of the keyboard on {self.page.url}")

    def press(self, text: str) -> None:
        """Go to a link or button and press Enter."""
        self.to(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.to(name=name)
        self.page.keyboard.type(text)


def test_a_morning_at_the_desk_without_a_mouse(somebody: Any, workers: Any) -> None:
    # Given two families that wait, one of them today still
    make_referral(workers.team, family_name="Rustig", received_at=now() - timedelta(days=3))
    urgent = make_referral(
        workers.team, family_name="Dringend", received_at=now() - timedelta(days=2), urgency=Urgency.TODAY
    )
    intake = somebody()
    intake.open("/account/login/")
    intake.types_password(workers.accounts[Role.INTAKE])
    intake.open("/aanmeldingen/")
    keys = Keys(intake)

    # The first stop skips the menu, and what follows is in the page itself
    intake.page.keyboard.press("Tab")
    assert keys.focus["text"] == "Naar de inhoud"
    intake.page.keyboard.press("Enter")
    intake.page.keyboard.press("Tab")
    assert intake.page.evaluate("document.querySelector('main').contains(document.activeElement)")

    # The filters open in place and take the focus along
    keys.to("Verfijn de lijst")
    intake.page.keyboard.press("Enter")
    intake.page.wait_for_selector("#verfijnen select")
    intake.page.wait_for_function("document.activeElement.name === 'zone'")
    keys.to(name="urgentie")
    intake.page.keyboard.type("vandaag")
    keys.press("Toon deze gezinnen")
    assert intake.reads("Je ziet 1 van 2 gezinnen.")
    assert intake.reads("Dringend")
    assert not intake.reads("Rustig")
    intake.checks_accessibility()

    # Take up
    keys.press("Lezen en opnemen")
    keys.press("Aanmelding opnemen")
    assert intake.reads("de aanmelding is opgenomen")

    # A coach
    keys.press("Coach kiezen")
    keys.to(name="coach")
    intake.page.keyboard.press("Space")
    keys.press("Coach bewaren")
    assert intake.reads("is de coach")

    # The conversation
    keys.press("Gesprek plannen")
    when = today() + timedelta(days=3)
    keys.type("when_day", str(when.day))
    keys.type("when_month", str(when.month))
    keys.type("when_year", str(when.year))
    keys.type("at", "14.30")
    keys.to(name="channel")
    intake.page.keyboard.press("Space")
    keys.press("Gesprek")
    assert intake.reads("het gesprek is op")
    assert Referral.objects.get(id=urgent.id).state == State.CONVERSATION_PLANNED

    # A note for colleagues
    keys.type("text", "Bel na vier uur.")
    keys.press("Notitie bewaren")
    assert intake.reads("Bel na vier uur.")
    assert Note.objects.count() == 1
    intake.checks_accessibility()
    intake.open("/aanmeldingen/teamlijst/")
    intake.checks_accessibility()
