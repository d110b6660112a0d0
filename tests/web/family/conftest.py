"""Coming in with a card, to a plan that was agreed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from eenplan.core.actions import writing
from eenplan.families.models import Person
from eenplan.network.models import TextReview
from eenplan.network.queries.translations import catalogue
from tests.cast import make_team
from tests.factories.family_plan import FamilyPlan, make_card, make_family_plan
from tests.once import once

Enter = Callable[..., Client]


@once
def agreed() -> FamilyPlan:
    """A family with an active plan."""
    return make_family_plan(make_team("9909"))


@once
def made(agreed: FamilyPlan) -> FamilyPlan:
    """A family with an active plan."""
    return agreed


@pytest.fixture
def enter(client: Client) -> Enter:
    """Open the plan as somebody of the family (the parent): `enter(made)` gives the browser."""

    def come_in(made: FamilyPlan, person: Person | None = None) -> Client:
        card = make_card(made, person)
        assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
        return client

    return come_in


def read_all(language: str, reader_id: UUID) -> None:
    """Somebody reads every text of a language, and finds it right."""
    with writing():
        TextReview.objects.bulk_create(
            TextReview(
                language=language,
                text_key=one.key,
                translation_key=one.translation_key,
                approves=one.translation_key,
                reviewer_id=reader_id,
            )
            for one in catalogue(language)
        )
