"""Coming in with a card."""

from collections.abc import Callable

import pytest
from django.test import Client

from eenplan.families.models import Person
from tests.factories.family_plan import FamilyPlan, make_card

Enter = Callable[..., Client]


@pytest.fixture
def enter(client: Client) -> Enter:
    """Open the plan as somebody of the family (the parent): `enter(made)` gives the browser."""

    def come_in(made: FamilyPlan, person: Person | None = None) -> Client:
        card = make_card(made, person)
        assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
        return client

    return come_in
