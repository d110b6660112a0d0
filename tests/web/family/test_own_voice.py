"""A child's own page: faces with words, large answers, no script, and nobody else's."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from eenplan.core.acting import request_transaction
from eenplan.families.models import Person, Words
from eenplan.plans.actions import Presence, activate_plan
from eenplan.plans.models import Part
from tests.factories.family_plan import FamilyPlan
from tests.factories.papers import make_pdf, make_picture
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

PAGE = "/gezin/mijn-stem/"


def drawing(content: bytes | None = None) -> SimpleUploadedFile:
    """A photo as the browser sends it."""
    return SimpleUploadedFile("tekening.jpg", content or make_picture(), "image/jpeg")


def test_a_boy_chooses_a_face_and_a_drawing_and_reads_it_back(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made, made.child)
    shown = client.get(PAGE).content.decode()
    for word in ("blij", "rustig", "bang", "verdrietig", "boos"):
        assert f"<span>{word}</span>" in shown
    typed = {"face": "glad", "drawing": drawing(), "drawing_words": "Ons huis", "who": "all"}
    assert client.post(PAGE, typed).status_code == 302
    shown = client.get(PAGE).content.decode()
    drawing_id = Part.objects.get(kind="child_view", how="own_card").drawing_id
    assert re.search(rf'<img src="/gezin/tekening/{drawing_id}/"\s+alt="Ons huis"', shown)
    assert "Iedereen in het plan mag dit zien." in shown
    picture = client.get(f"/gezin/tekening/{drawing_id}/")
    assert (picture.headers["Content-Type"], picture.headers["Content-Disposition"]) == (
        "image/jpeg",
        "inline",
    )
    assert "no-store" in picture.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("who", "thanks"),
    [("all", "Dank je. Het staat in je plan."), ("coach", "Dank je. Alleen jij en je coach zien dit.")],
)
def test_the_thanks_say_who_reads_it(enter: Enter, made: FamilyPlan, who: str, thanks: str) -> None:
    client = enter(made, made.child)
    assert thanks in client.post(PAGE, {"text": "Mijn zin", "who": who}, follow=True).content.decode()


def test_what_is_for_all_stands_in_the_plan_that_is_agreed_next(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made, made.child)
    client.post(PAGE, {"face": "sad", "text": "Niet verhuizen", "drawing": drawing(), "who": "all"})
    assert "Niet verhuizen" not in client.get("/gezin/plan/").content.decode()
    with request_transaction(made.coach):
        activate_plan(made.coach, plan_id=made.plan_id, took_part=[Presence(person_id=made.child.id)])
    shown = enter(made).get("/gezin/plan/").content.decode()
    assert "“Niet verhuizen”" in shown
    assert "<span>verdrietig</span>" in shown
    drawing_id = Part.objects.get(how="own_card").drawing_id
    assert f'<img src="/gezin/tekening/{drawing_id}/"' in shown
    assert enter(made).get(f"/gezin/tekening/{drawing_id}/").status_code == 200
    client = enter(made, made.child)
    client.post(PAGE, {"text": "GEHEIM-voor-coach", "who": "coach"})
    assert "Alleen jij en je coach zien dit." in client.get(PAGE).content.decode()
    client = enter(made)
    assert "GEHEIM-voor-coach" not in client.get("/gezin/plan/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"who": "all"}, "Kies een gezicht, schrijf iets, of kies een tekening."),
        ({"text": "Mijn zin"}, "Kies wie dit mag zien."),
        ({"text": "Mijn zin", "who": "coach", "face": "cijfer"}, "Kies een van de antwoorden"),
        ({"text": "Mijn zin", "who": "coach", "drawing": drawing(make_pdf())}, "Dit is geen foto."),
    ],
)
def test_a_mistake_says_how_to_mend_it_and_keeps_what_was_typed(
    enter: Enter, made: FamilyPlan, typed: dict[str, object], words: str
) -> None:
    answer = enter(made, made.child).post(PAGE, typed)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert str(typed.get("text", "")) in shown
    assert not Words.objects.filter(text="Mijn zin").exists()


def test_it_is_a_childs_page(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"text": "x", "who": "all"}).status_code == 404
    assert PAGE not in client.get("/gezin/start/").content.decode()
    assert PAGE in enter(made, made.child).get("/gezin/start/").content.decode()


def test_a_drawing_is_not_for_another_family_nor_any_paper(enter: Enter, made: FamilyPlan) -> None:
    enter(made, made.child).post(PAGE, {"drawing": drawing(), "who": "coach"})
    drawing_id = Part.objects.get(how="own_card").drawing_id
    assert enter(made).get(f"/gezin/tekening/{drawing_id}/").status_code == 404
    assert enter(made).get(f"/gezin/tekening/{Person.objects.first().id}/").status_code == 404  # type: ignore[union-attr]
