"""The cast: Alice is the coach of the family, Bob her colleague, Charlie a coach of elsewhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.families.actions import issue_card
from eenplan.families.models import Card, Person
from tests.cast import Team, acting_as, make_team
from tests.factories.plans import Helped, make_coach, make_helped
from tests.once import once


@once
def here() -> Team:
    """The partnership that helps the family."""
    return make_team("9901")


@once
def helped(here: Team) -> Helped:
    """A family with Alice as its coach."""
    return make_helped(here)


@once
def there() -> Team:
    """Another partnership."""
    return make_team("9902")


@dataclass
class Cast:
    """Who tries: the coach, a colleague, a coach of elsewhere."""

    alice: Acting
    bob: Acting
    charlie: Acting


@once
def cast(here: Team, there: Team) -> Cast:
    """Alice, Bob and Charlie."""
    return Cast(here.acting(Role.COACH), acting_as(make_coach(here)), there.acting(Role.COACH))


def with_card(helped: Helped, person: Person) -> Acting:
    """A person of the family, with a card of their own."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=person.id)
    row = Card.objects.select_related("person").get(id=card.card_id)
    return Acting(
        row.person.actor_id,
        ActorKind.FAMILY_MEMBER,
        Role.FAMILY_MEMBER,
        purpose=Purpose.OWN_PLAN,
        family_id=row.family_id,
    )


@pytest.fixture
def texts(settings: Any, tmp_path: Path) -> Path:
    """Where text messages land."""
    settings.TEXTS_BY, settings.TEXTS_FILE_PATH = "file", tmp_path
    return tmp_path
