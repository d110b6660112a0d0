"""A mother's sentence in Arabic stands first, in Dutch beneath; a boy of seven says with a face and a drawing what he wants."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image, ImageDraw

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.plans.actions import write_wish
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains

pytestmark = pytest.mark.journey

ARABIC, DUTCH = "أريد بيتا هادئا لأولادي", "Ik wil een rustig huis voor mijn kinderen"
PERSONS = (
    NewPerson(PersonRole.PARENT, "Amal"),
    NewPerson(PersonRole.CHILD, "Sami", birth_date=date(2019, 5, 4)),
)


def house() -> bytes:
    """A drawing of a house, as a photo has it."""
    image = Image.new("RGB", (640, 420), "white")
    pen = ImageDraw.Draw(image)
    pen.polygon([(160, 200), (320, 60), (480, 200)], outline="firebrick", width=8)
    pen.rectangle((190, 200, 450, 380), outline="steelblue", width=8)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def test_a_mother_and_a_boy_are_heard_in_their_own_voice(somebody: Any, workers: Any) -> None:
    helped = make_helped(workers.team, persons=PERSONS)
    mother, boy = helped.people[:2]
    mark_all_domains(helped)
    with request_transaction(helped.coach):
        write_wish(helped.coach, plan_id=helped.plan.id, text=ARABIC, speaker_id=mother.id, language="ar")
    add_family_goal(helped, "Elke avond samen eten")
    with request_transaction(helped.coach):
        cards = [issue_card(helped.coach, person_id=one.id) for one in (mother, boy)]
    coach = somebody()
    amal, sami = somebody(phone=True), somebody(phone=True, javascript=False)

    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/plan/")
    coach.press("Vertaling ernaast zetten")
    coach.fill(**{"in-text": DUTCH})
    coach.pick("by", "Een tolk")
    coach.press("Bewaren")
    assert coach.reads(DUTCH)
    assert coach.reads("vertaald door een tolk")
    coach.press("Notitie erbij")
    coach.fill(
        text="De sociale huisvestingsmaatschappij bekijkt momenteel de inschrijvingsvoorwaarden opnieuw."
    )
    coach.page.locator("summary", has_text="Wie mag dit zien?").click()
    coach.pick("seen_by", "Iedereen van het plan")
    coach.page.keyboard.press("Tab")
    coach.page.wait_for_selector("text=Dit kan eenvoudiger voor wie het leest.")
    coach.press("Bewaren")

    sami.open("/gezin/")
    sami.fill(code=cards[1].code, pin=cards[1].pin)
    sami.press("Openen")
    sami.press("Wat ik wil")
    sami.pick("face", "blij")
    sami.page.set_input_files(
        "[name=drawing]", {"name": "huis.jpg", "mimeType": "image/jpeg", "buffer": house()}
    )
    sami.fill(text="Een hond", drawing_words="Ons huis met een rood dak")
    sami.press("Zo is het goed")
    assert sami.reads("Kies wie dit mag zien.")
    assert sami.page.input_value("[name=text]") == "Een hond"
    sami.page.set_input_files(
        "[name=drawing]", {"name": "huis.jpg", "mimeType": "image/jpeg", "buffer": house()}
    )
    sami.pick("who", "Iedereen in het plan")
    sami.press("Zo is het goed")
    assert sami.reads("Iedereen in het plan mag dit zien.")

    activate(helped)
    amal.open("/gezin/")
    amal.fill(code=cards[0].code, pin=cards[0].pin)
    amal.press("Openen")
    amal.open("/gezin/plan/")
    wish = amal.page.locator("blockquote[lang=ar]")
    assert wish.get_attribute("dir") == "rtl"
    beneath = amal.page.locator("p.translated[lang=nl]").first
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert wish.evaluate(size) > beneath.evaluate(size)
    drawn = amal.page.locator("img[alt='Ons huis met een rood dak']")
    assert drawn.evaluate("one => one.decode().then(() => one.naturalWidth)") == 640
