"""Alice's family, opened by Bob her colleague; a coordinator who reviews it; Charlie of elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from eenplan.core.enums import Role
from tests.cast import Team, make_team
from tests.factories.network import AssignmentFactory
from tests.factories.plans import Helped, make_coach, make_helped
from tests.once import once


@once
def here() -> Team:
    """The partnership that helps the family."""
    return make_team("9901")


@once
def there() -> Team:
    """Another partnership."""
    return make_team("9902")


@once
def helped(here: Team) -> Helped:
    """A family with Alice as its coach."""
    return make_helped(here)


@once
def bob(here: Team) -> Any:
    """A colleague of Alice: the assignment."""
    return make_coach(here)


@pytest.fixture
def enter(client: Client, here: Team, there: Team, bob: Any) -> Callable[[str], Client]:
    """Come in as one of the cast."""
    second = AssignmentFactory(role=Role.COORDINATOR, partnership=here.partnership)
    accounts = {
        "alice": here.account(Role.COACH),
        "bob": bob.staff_member.account,
        "charlie": there.account(Role.COACH),
        "intake": here.account(Role.INTAKE),
        "coordinator": here.account(Role.COORDINATOR),
        "second": second.staff_member.account,
        "coordinator_elsewhere": there.account(Role.COORDINATOR),
        "partner": here.account(Role.PARTNER),
        "admin": here.account(Role.ADMIN),
    }

    def come_in(who: str) -> Client:
        client.logout()
        if who != "visitor":
            client.force_login(accounts[who])
        return client

    return come_in
