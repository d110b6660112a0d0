"""The cast at the coach's door: Alice with her family, Bob her colleague, Charlie of elsewhere, a coordinator."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from tests.cast import Team, make_team
from tests.factories.plans import Helped, make_coach, make_helped
from tests.once import once

NOW = datetime(2026, 11, 18, 14, 0, tzinfo=BRUSSELS)


@once(at=NOW)
def here() -> Team:
    """The partnership that helps the family."""
    return make_team("9901")


@once(at=NOW - timedelta(days=3))
def helped(here: Team) -> Helped:
    """A family with Alice as its coach, since a few days."""
    return make_helped(here)


@once(at=NOW)
def there() -> Team:
    """Another partnership."""
    return make_team("9902")


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """A Wednesday afternoon."""
    with time_machine.travel(NOW):
        yield


@once(at=NOW)
def bob(here: Team) -> Any:
    """A colleague of Alice: the assignment."""
    return make_coach(here)


@pytest.fixture
def enter(client: Client, here: Team, there: Team, bob: Any) -> Callable[[str], Client]:
    """Come in as one of the cast."""
    accounts: dict[str, Any] = {
        "alice": here.account(Role.COACH),
        "bob": bob.staff_member.account,
        "charlie": there.account(Role.COACH),
        "coordinator": here.account(Role.COORDINATOR),
        "coordinator_elsewhere": there.account(Role.COORDINATOR),
        "partner": here.account(Role.PARTNER),
    }

    def come_in(who: str) -> Client:
        client.logout()
        if who != "visitor":
            client.force_login(accounts[who])
        return client

    return come_in


@pytest.fixture
def alice(enter: Callable[[str], Client]) -> Client:
    """The coach of the family, at the door."""
    return enter("alice")


def typed_date(name: str, day: Any) -> dict[str, str]:
    """A day as a form sends it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
