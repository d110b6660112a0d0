"""A family with a coach, whose people ask about their own data."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from eenplan.core.acting import Acting, request_transaction
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.families.models import Card
from eenplan.families.queries import reader
from tests.cast import make_team
from tests.database import kept
from tests.factories.plans import Helped, make_helped

MOTHER, FATHER, DAUGHTER, SON = range(4)


@pytest.fixture(scope="package")
def family(django_db_setup: None, django_db_blocker: Any) -> Iterator[Helped]:
    """A mother, a father, a daughter of 13, a son of six; made once for all tests of this folder."""
    with kept(django_db_blocker):
        yield make_helped(
            make_team("9908"),
            persons=(
                NewPerson(PersonRole.PARENT, "Kaat"),
                NewPerson(PersonRole.PARENT, "Jeroen"),
                NewPerson(PersonRole.CHILD, "Noor", birth_date=date(2013, 5, 4)),
                NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2020, 1, 2)),
            ),
        )


@pytest.fixture
def helped(family: Helped, db: None) -> Helped:
    """The family, for one test."""
    return deepcopy(family)


def card_of(helped: Helped, who: int) -> Acting:
    """Somebody of the family, acting with their own card."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.people[who].id)
    return reader(Card.objects.get(id=card.card_id))
