"""One piece of the plan, open in two browsers: both write, one without JavaScript, and no word is lost."""

import re
from typing import Any

import pytest

from eenplan.core.enums import Role
from eenplan.families.models import Words
from eenplan.plans.models import Draft
from tests.factories.plans import make_helped

pytestmark = pytest.mark.journey

TUIN = "We willen een tuin. Oma komt vaak."


def ever() -> str:
    """Everything that anybody ever wrote."""
    return " ".join(Words.objects.values_list("text", flat=True))


@pytest.mark.parametrize("javascript", [True, False])
def test_two_people_in_one_piece_lose_no_word(somebody: Any, workers: Any, javascript: bool) -> None:
    # Given a coach with the same wish open at her desk and on her phone
    helped = make_helped(workers.team)
    desk, phone = somebody(), somebody(phone=True, javascript=javascript)
    for one in (desk, phone):
        one.sign_in(workers.accounts[Role.COACH])
    plan = f"/gezinnen/{helped.family.id}/plan/"
    desk.open(plan + "teksten/wat-we-willen/")
    desk.fill(text=TUIN)
    desk.page.locator("main [name=speaker]").first.check()
    desk.press("Bewaren")
    for one in (desk, phone):
        one.open(plan + "teksten/wat-we-willen/")
        one.press("Aanpassen")

    # When both change another sentence, they go together
    desk.fill(text=TUIN.replace("vaak", "op woensdag"))
    desk.press("Bewaren")
    phone.fill(text=TUIN.replace("een tuin", "een grote tuin"))
    phone.press("Bewaren")
    assert phone.reads("We voegden het samen")
    assert phone.reads("We willen een grote tuin. Oma komt op woensdag.")

    # And when both change the same one, the second sees both and chooses
    for one in (desk, phone):
        one.open(plan + "teksten/wat-we-willen/")
        one.press("Aanpassen")
    desk.fill(text="We willen een park. Oma komt op woensdag.")
    desk.press("Bewaren")
    phone.fill(text="We willen een moestuin. Oma komt op woensdag.")
    phone.press("Bewaren")
    assert phone.reads("Hier werd intussen nog iets bewaard")
    if javascript:
        phone.checks_accessibility()
    assert phone.reads("We willen een park.")
    assert phone.reads("We willen een moestuin.")
    phone.page.check("[name=choice-text][value=theirs]")
    phone.press("Zo bewaren")
    assert phone.reads("We willen een park. Oma komt op woensdag.")

    # Then every word stands in the plan or among the earlier words
    for word in ("tuin", "vaak", "woensdag", "grote", "park", "moestuin"):
        assert word in ever()


def test_what_is_typed_survives_a_closed_tab_and_a_session_that_ends(somebody: Any, workers: Any) -> None:
    # Given a coach who types, and closes the tab
    helped = make_helped(workers.team)
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    wishes = f"/gezinnen/{helped.family.id}/plan/teksten/wat-we-willen/"
    coach.open(wishes)
    coach.page.fill("main [name=text]", "Een huis waar we niet over de dozen stru")
    coach.page.locator("main [name=text]").blur()
    coach.page.locator("[data-saved]", has_text="bewaard om").wait_for()
    coach.checks_accessibility()
    assert Draft.objects.count() == 1
    coach.open("/vandaag/")

    # When they come back, it is there
    coach.open(wishes)
    assert coach.reads("Je was hier bezig")
    assert coach.page.input_value("main [name=text]") == "Een huis waar we niet over de dozen stru"

    # And when nobody touches the page for long, it warns, waits, and signs out
    clock = coach.context.clock
    clock.install()
    coach.open(wishes)
    clock.fast_forward("26:00")
    coach.page.locator("[data-here]").wait_for()
    coach.checks_accessibility()
    coach.page.click("[data-here]")
    coach.page.locator("[data-here]").wait_for(state="detached")
    clock.fast_forward("24:00")
    coach.page.fill("main [name=text]", "Een huis waar we niet over de dozen struikelen.")
    clock.fast_forward("31:00")
    coach.page.wait_for_url("**/account/login/**")
    assert coach.reads("Wat je typte, staat er straks weer")

    # Then signing in brings back the same page with every word
    coach.page.fill("[name=login]", workers.accounts[Role.COACH].email)
    coach.page.fill("[name=password]", "een-lang-wachtwoord")
    clock.resume()
    coach.press("Inloggen")
    assert coach.path == wishes
    assert coach.page.input_value("main [name=text]") == "Een huis waar we niet over de dozen struikelen."


def test_who_signed_out_in_another_window_is_led_to_sign_in_with_every_word(
    somebody: Any, workers: Any
) -> None:
    # Given a coach who types a wish, and who signs out in another window
    helped = make_helped(workers.team)
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    wishes = f"/gezinnen/{helped.family.id}/plan/teksten/wat-we-willen/"
    coach.open(wishes)
    coach.page.locator("#formulier[data-device]").wait_for()
    coach.context.clear_cookies(name=re.compile("session"))

    # When the page keeps what was typed, it does not blame the connection
    coach.page.fill("main [name=text]", TUIN)
    coach.page.locator("main [name=text]").blur()
    coach.page.locator("[data-saved]", has_text="niet meer ingelogd").wait_for()

    # Then the button leads to where to sign in, and from there back to every word
    coach.press("Bewaren")
    coach.page.wait_for_url("**/account/login/**")
    assert coach.reads("Wat je typte, is niet weg")
    coach.page.fill("[name=login]", workers.accounts[Role.COACH].email)
    coach.page.fill("[name=password]", "een-lang-wachtwoord")
    coach.press("Inloggen")
    assert coach.path == wishes
    assert coach.page.input_value("main [name=text]") == TUIN
