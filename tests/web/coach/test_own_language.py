"""What the coach hands over is in the language that its reader chose, and nobody else's changes with it."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.core.actions import writing
from eenplan.families.models import Person
from tests.factories.plans import Helped

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads_arabic(helped: Helped) -> Helped:
    """The family reads Dutch; its mother chose Arabic."""
    with writing():
        Person.objects.filter(id=helped.mother.id).update(language="ar")
    return helped


def another(helped: Helped) -> Person:
    """Somebody of the family who chose nothing."""
    return next(one for one in helped.people if one.id != helped.mother.id and one.due_date is None)


def test_the_card_says_how_it_works_in_the_language_of_who_gets_it(
    alice: Client, reads_arabic: Helped
) -> None:
    place = reverse("coach:issue-card", args=[reads_arabic.family.id])
    card = 'class="paper-sheet" lang="{}" dir="{}"'
    hers: Any = alice.post(place, {"person": str(reads_arabic.mother.id)})
    assert card.format("ar", "rtl") in hers.content.decode()
    assert '<html lang="nl"' in hers.content.decode(), "around it the coach reads Dutch"
    other: Any = alice.post(place, {"person": str(another(reads_arabic).id)})
    assert card.format("nl", "ltr") in other.content.decode()


@pytest.mark.rule(37)
def test_the_copy_on_paper_is_in_the_language_of_whose_it_is(alice: Client, reads_arabic: Helped) -> None:
    for person, language in ((reads_arabic.mother, "ar"), (another(reads_arabic), "nl")):
        asked: Any = alice.post(reverse("coach:ask-copy", args=[reads_arabic.family.id, person.id]))
        paper: Any = alice.get(f"{asked.url.rstrip('/')}.pdf")
        assert str(PdfReader(BytesIO(paper.content)).trailer["/Root"]["/Lang"]) == language
