"""The figures on 1 June 2022, in the browser of whoever signs in."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.core.enums import Role
from tests.cast import Team, make_official, make_team
from tests.once import once
from tests.reporting.conftest import MakeFacts, make_facts

__all__ = ["Enter", "MakeFacts", "make_facts", "queries_of"]

Enter = Callable[[Role], Client]


NOW = "2022-06-01T08:00:00Z"


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """1 June 2022, ten o'clock in Brussels."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def here() -> Team:
    """A partnership with a worker in each role."""
    return make_team("9901")


@pytest.fixture
def enter(client: Client, here: Team) -> Enter:
    """The browser, signed in in a role."""

    def sign_in(role: Role) -> Client:
        account = make_official().staff_member.account if role is Role.OFFICIAL else here.account(role)
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def official(enter: Enter) -> Client:
    """The browser of an official."""
    return enter(Role.OFFICIAL)


def queries_of(browser: Client, name: str, query: str = "") -> int:
    """How many queries a page of figures needs beyond those of any page, of which the definitions are one."""

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    return count(reverse(name) + query) - count(reverse("figures:read-definitions"))
