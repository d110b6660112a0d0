"""Coming in with a card, to a plan that was agreed."""

from collections.abc import Callable

import pytest
from django.test import Client

from eenplan.families.models import Person
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
