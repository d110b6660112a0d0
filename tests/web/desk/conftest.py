"""The desk on 21 November 2026, ten o'clock in Brussels: two teams, and a browser for whoever signs in."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.enums import Role
from tests.cast import Team, make_team
from tests.once import once
from tests.web.desk.situations import NOW


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """21 November 2026, 10.00 in Brussels."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def here() -> Team:
    """The partnership of the zone where the family lives."""
    return make_team("9901")


@once(at=NOW)
def there() -> Team:
    """Another partnership."""
    return make_team("9902")


@pytest.fixture
def as_role(client: Client) -> Callable[[Team, Role], Client]:
    """The browser, signed in as the worker of a team in a role."""

    def sign_in(team: Team, role: Role) -> Client:
        client.force_login(team.account(role))
        return client

    return sign_in


@pytest.fixture
def intake(here: Team, as_role: Callable[[Team, Role], Client]) -> Client:
    """The browser of the intake worker of the first team."""
    return as_role(here, Role.INTAKE)
