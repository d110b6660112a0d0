"""A coach types at a kitchen table, the line drops, a colleague writes in the same section: no word is lost."""

from typing import Any

import pytest

from eenplan.core.enums import Role
from eenplan.families.models import Words
from eenplan.plans.models import Draft
from tests.factories.plans import make_helped

pytestmark = pytest.mark.journey

FIRST = "We willen een tuin."
MINE = "We willen een tuin. Oma komt op woensdag."
THEIRS = "We willen een tuin met een schommel."
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('eenplan-words:'))"


def test_a_section_typed_without_a_connection_while_a_colleague_edits_the_same_one(
    somebody: Any, workers: Any
) -> None:
    # Given a coach at the kitchen table and the same section open at a desk
    helped = make_helped(workers.team)
    table, desk = somebody(phone=True), somebody()
    for one in (table, desk):
        one.sign_in(workers.accounts[Role.COACH])
    wishes = f"/gezinnen/{helped.family.id}/plan/teksten/wat-we-willen/"
    desk.open(wishes)
    desk.fill(text=FIRST)
    desk.page.locator("main [name=speaker]").first.check()
    desk.press("Bewaren")
    for one in (table, desk):
        one.open(wishes)
        one.press("Aanpassen")
    piece = table.path

    # When the line drops while the coach types, it is kept on the device, and nobody can read it there
    table.page.context.set_offline(True)
    table.fill(text=MINE)
    table.page.get_by_role("button", name="Bewaren").click()
    table.page.locator("[data-saved]", has_text="versleuteld op dit toestel").wait_for()
    assert table.path == piece
    (place,) = table.page.evaluate(KEPT)
    assert "Oma komt" not in table.page.evaluate("(name) => localStorage.getItem(name)", place)
    assert str(helped.family.id) not in place

    # And a colleague saves another sentence there meanwhile
    desk.fill(text=THEIRS)
    desk.press("Bewaren")
    assert not Draft.objects.exists()

    # Then it goes along as soon as there is a line again, and is put together in the open
    table.page.context.set_offline(False)
    table.page.locator("text=Oma komt op woensdag").first.wait_for()
    table.page.wait_for_url(lambda address: not address.endswith(piece))
    assert table.reads("We willen een tuin met een schommel. Oma komt op woensdag.")
    assert table.reads("We voegden het samen")
    assert table.page.evaluate(KEPT) == []


def test_what_a_device_kept_comes_back_after_the_tab_was_closed(somebody: Any, workers: Any) -> None:
    # Given words that a device kept, and a tab that was closed before the line came back
    helped = make_helped(workers.team)
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    wishes = f"/gezinnen/{helped.family.id}/plan/teksten/wat-we-willen/"
    coach.open(wishes)
    coach.page.context.set_offline(True)
    coach.fill(text="Een huis waar we niet over de dozen struikelen.")
    coach.page.locator("main [name=text]").blur()
    coach.page.locator("[data-saved]", has_text="versleuteld op dit toestel").wait_for()
    assert coach.page.evaluate(KEPT)
    coach.page.goto("about:blank")
    coach.page.context.set_offline(False)

    # When the coach opens the page again, every word stands there, and no longer on the device
    coach.open(wishes)
    coach.page.locator("form[data-device=empty]").wait_for()
    assert coach.reads("Je was hier bezig")
    assert coach.page.input_value("main [name=text]") == "Een huis waar we niet over de dozen struikelen."
    assert coach.page.evaluate(KEPT) == []
    coach.checks_accessibility()


def test_signing_out_asks_first_and_what_is_unsent_stays_for_its_author_alone(
    somebody: Any, workers: Any
) -> None:
    # Given words that were typed while there is no line
    helped = make_helped(workers.team)
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    wishes = f"/gezinnen/{helped.family.id}/plan/teksten/wat-we-willen/"
    coach.open(wishes)
    coach.checks_accessibility()
    coach.page.context.set_offline(True)
    coach.fill(text="Een huis met een tuin.")

    # When the coach signs out, one is asked first, and told what happens without a line
    ask = coach.page.get_by_role("dialog")
    coach.page.get_by_role("button", name="uitloggen", exact=True).click()
    ask.get_by_text("Er is nu geen verbinding").wait_for()
    coach.checks_accessibility()
    ask.get_by_role("button", name="Versturen en uitloggen").click()
    ask.get_by_role("button", name="Ingelogd blijven").click()
    assert len(coach.page.evaluate(KEPT)) == 1
    assert coach.page.input_value("main [name=text]") == "Een huis met een tuin."

    # And signed out while away, the words stay on the device, locked
    coach.page.context.clear_cookies()
    coach.page.context.set_offline(False)

    # Then a colleague at the same device neither reads them nor takes them along
    colleague = workers.accounts[Role.INTAKE]
    coach.sign_in(colleague)
    with coach.page.expect_navigation():
        coach.page.get_by_role("button", name="uitloggen", exact=True).click()
    assert len(coach.page.evaluate(KEPT)) == 1

    # And who typed them reads at once, signed in again, that they are kept, and goes on
    coach.sign_in(workers.accounts[Role.COACH])
    coach.page.get_by_role("link", name="Verder typen").click()
    coach.page.wait_for_url(f"**{wishes}")
    assert coach.page.input_value("main [name=text]") == "Een huis met een tuin."
    assert coach.page.evaluate(KEPT) == []

    # And who throws them away signs out without them
    coach.context.set_offline(True)
    coach.fill(text="Een ander huis.")
    coach.page.get_by_role("button", name="uitloggen", exact=True).click()
    ask.get_by_role("button", name="Weggooien en uitloggen").click()
    ask.get_by_text("Weggegooid").wait_for()
    assert coach.page.evaluate(KEPT) == []
    assert not Words.objects.filter(text="Een ander huis.").exists()
