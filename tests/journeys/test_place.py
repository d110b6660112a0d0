"""A mother with her phone: what comes, who is there, a message to the coach and its answer, somebody invited; heard, and light."""

from datetime import timedelta
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.families.actions import plan_contact
from eenplan.families.enums import Channel, ContactKind
from eenplan.families.models import Person
from tests.factories.family_plan import FamilyPlan, make_card, make_family_plan

pytestmark = pytest.mark.journey

SAID = "Dinsdag lukt het niet, kan het woensdag?"
ANSWER = "Woensdag om tien uur is goed."
# In bytes, with fonts, style, scripts and headers, nothing kept from before.
HEAVIEST = 150_000
VOICE = """
  window.said = [];
  window.cancelled = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => [{lang: "nl-BE", name: "proef"}],
    speak: (one) => { window.said.push(one.text); setTimeout(() => one.onend && one.onend(), 0); },
    cancel: () => { window.cancelled += 1; },
    addEventListener: () => {},
  }});
"""


def comes_in(person: Any, made: FamilyPlan, who: Person) -> None:
    """Open the plan with a card."""
    card = make_card(made, who)
    person.open("/gezin/")
    person.fill(code=card.code, pin=card.pin)
    person.press("Openen")
    assert person.path == "/gezin/start/"


def test_a_mother_finds_her_way_on_her_phone(somebody: Any, workers: Any) -> None:
    made = make_family_plan(workers.team)
    with request_transaction(made.coach):
        plan_contact(
            made.coach,
            family_id=made.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=2),
            persons=[made.parent.id],
        )
    mother = somebody(phone=True)
    mother.page.add_init_script(VOICE)
    comes_in(mother, made, made.parent)
    assert mother.reads("bij jullie langs")
    assert mother.reads("Wat we nu doen")
    mother.checks_accessibility()

    # She does not read well: the page speaks, of what stands there and of no button
    aloud = mother.page.get_by_role("button", name="Lees mij dit voor")
    aloud.click()
    aloud.wait_for()  # called so again when all was said
    said = mother.page.evaluate("window.said")
    assert said[0].startswith("Dag ")
    assert "Privacy en rechten" in said
    assert not any("Sluiten" in one or "Snel weg" in one for one in said)
    before = mother.page.evaluate("window.cancelled")
    mother.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert mother.page.evaluate("window.cancelled") > before

    # It cannot be then: she lets her coach know
    mother.press("Alle afspraken")
    mother.checks_accessibility()
    assert mother.reads("In mijn agenda zetten")
    mother.press("Laat het weten")
    mother.checks_accessibility()
    mother.fill(words=SAID)
    mother.press("Versturen")
    assert mother.reads("Je bericht is weg")

    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    coach.checks_accessibility()
    assert not coach.reads(SAID)
    with coach.page.expect_navigation():
        coach.page.locator("main a", has_text="schreef je een bericht").click()
    assert coach.reads(SAID)
    coach.checks_accessibility()
    coach.fill(words=ANSWER)
    coach.press("Antwoord bewaren")
    coach.checks_accessibility()

    mother.open("/gezin/start/")
    mother.press("Bericht")
    assert mother.reads(ANSWER)
    mother.press("Ik heb het gelezen")
    mother.checks_accessibility()

    # Who belongs to them fits her phone: nothing is moved sideways
    mother.open("/gezin/start/")
    mother.press("Wie hoort bij ons")
    mother.checks_accessibility()
    beside = "[...document.querySelectorAll('.scroller')].map(one => one.scrollWidth - one.clientWidth)"
    assert max(mother.page.evaluate(beside)) <= 0
    assert mother.page.locator(".drawing.on-phone svg").first.is_visible()

    # Her own mother may read along
    mother.open("/gezin/start/")
    mother.press("Iemand uitnodigen")
    mother.checks_accessibility()
    mother.fill(name="Oma Leen", why="Ze past op na school.")
    mother.choose("kind", "support_figure")
    mother.page.check(f"[name=about][value='{made.parent.id}']")
    mother.press("Uitnodigen")
    assert mother.reads("mag meelezen")
    mother.checks_accessibility()
    coach.open("/vandaag/")
    assert coach.reads("Oma Leen mag meelezen: geef een kaart")


def test_without_javascript_the_child_writes_and_hears_nothing(somebody: Any, workers: Any) -> None:
    made = make_family_plan(workers.team)
    child = somebody(phone=True, javascript=False)
    comes_in(child, made, made.child)
    assert child.page.get_by_role("button", name="Lees mij dit voor").count() == 0
    child.open("/gezin/bericht/")
    child.fill(words=SAID)
    child.press("Versturen")
    assert child.reads("Je bericht is weg")


@pytest.mark.parametrize("language", ["nl", "ar", "uk"])
def test_the_first_page_is_light(somebody: Any, workers: Any, language: str) -> None:
    made = make_family_plan(workers.team)
    with writing():
        Person.objects.filter(id=made.parent.id).update(language=language)
    mother = somebody(phone=True)
    comes_in(mother, made, made.parent)
    assert mother.page.evaluate("document.documentElement.lang") == language
    device = mother.context.new_cdp_session(mother.page)
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    device.on(
        "Network.requestWillBeSent", lambda one: names.update({one["requestId"]: one["request"]["url"]})
    )
    device.on(
        "Network.loadingFinished",
        lambda one: weights.update({names.get(one["requestId"], one["requestId"]): one["encodedDataLength"]}),
    )
    device.send("Network.enable")
    device.send("Network.clearBrowserCache")
    device.send("Network.setCacheDisabled", {"cacheDisabled": True})
    mother.open("/gezin/start/")
    mother.page.wait_for_load_state("networkidle")
    mother.page.evaluate("document.fonts.ready.then(() => true)")
    assert any(".woff2" in name for name in weights)
    assert sum(weights.values()) < HEAVIEST, sorted(weights.items(), key=lambda one: -one[1])
