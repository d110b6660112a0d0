"""A child's face and drawing at the coach's door."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from eenplan.plans.models import Part
from tests.factories.papers import make_picture
from tests.factories.plans import Helped

pytestmark = pytest.mark.django_db


def at(helped: Helped, name: str, **more: Any) -> str:
    """The address of a page about the family."""
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def typed(told: str = "Een huis") -> dict[str, Any]:
    """A photo with what is on it."""
    return {"drawing": SimpleUploadedFile("t.jpg", make_picture(), "image/jpeg"), "told": told}


def test_a_drawing_is_shown_with_what_is_on_it(alice: Client, helped: Helped) -> None:
    page = at(helped, "keep-drawing", person_id=helped.people[1].id)
    assert "Kies eerst een foto" in alice.post(page, {"told": "Een huis"}).content.decode()
    assert "voor wie ze niet kan zien" in alice.post(page, typed("")).content.decode()
    assert alice.post(page, typed()).status_code == 302
    drawing_id = Part.objects.get(kind="child_view").drawing_id
    href = at(helped, "open-drawing", drawing_id=drawing_id)
    assert f'<img src="{href}" alt="Een huis"' in alice.get(at(helped, "read-plan")).content.decode()
    assert alice.get(href).headers["Content-Type"] == "image/jpeg"
    assert "Een huis" in alice.get(page).content.decode()


def test_a_face_stands_with_its_word(alice: Client, helped: Helped) -> None:
    page = at(helped, "hear-child", person_id=helped.people[1].id)
    assert alice.post(page, {"said_how": "signs", "face": "afraid"}).status_code == 302
    assert "<span>bang</span>" in alice.get(at(helped, "read-plan")).content.decode()


@pytest.mark.parametrize("who", ["bob", "charlie", "partner", "visitor"])
def test_who_does_not_help_here_neither_keeps_nor_sees_a_drawing(
    alice: Client, enter: Any, helped: Helped, who: str
) -> None:
    page = at(helped, "keep-drawing", person_id=helped.people[1].id)
    alice.post(page, typed())
    href = at(helped, "open-drawing", drawing_id=Part.objects.get(kind="child_view").drawing_id)
    client = enter(who)
    assert client.get(href).status_code in (302, 403, 404)
    assert client.post(page, typed("GEHEIM")).status_code in (302, 403, 404)
