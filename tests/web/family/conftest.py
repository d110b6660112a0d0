"""Coming in with a card, to a plan that was agreed."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from eenplan.families.models import Person
from tests.cast import make_team
from tests.database import kept
from tests.factories.family_plan import FamilyPlan, make_card, make_family_plan

Enter = Callable[..., Client]


@pytest.fixture(scope="package")
def agreed(django_db_setup: None, django_db_blocker: Any) -> Iterator[FamilyPlan]:
    """A family with an active plan, made once for all tests of this folder. Tests ask for `made`."""
    with kept(django_db_blocker):
        yield make_family_plan(make_team("9909"))


@pytest.fixture
def made(agreed: FamilyPlan, db: None) -> FamilyPlan:
    """A family with an active plan."""
    return deepcopy(agreed)


@pytest.fixture
def enter(client: Client) -> Enter:
    """Open the plan as somebody of the family (the parent): `enter(made)` gives the browser."""

    def come_in(made: FamilyPlan, person: Person | None = None) -> Client:
        card = make_card(made, person)
        assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
        return client

    return come_in
