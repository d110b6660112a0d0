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
    assert "Oma" not in table.page.evaluate("(name) => localStorage.getItem(name)", place)
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

    # And signing out takes along what another page still kept
    coach.page.context.set_offline(True)
    coach.fill(text="Een ander huis.")
    coach.page.locator("main [name=text]").blur()
    coach.page.locator("[data-saved]", has_text="versleuteld op dit toestel").wait_for()
    coach.page.context.set_offline(False)
    coach.page.evaluate("window.eenplanDevice = undefined")
    coach.page.get_by_role("button", name="uitloggen").click()
    coach.page.wait_for_url(lambda address: wishes not in address)
    assert coach.page.evaluate(KEPT) == []
    assert not Words.objects.filter(text="Een ander huis.").exists()
