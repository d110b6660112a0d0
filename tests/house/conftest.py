"""One world for all tests of the house. `--record-access` writes the access matrix anew, for a person to read."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import kept
from tests.house.world import World, make_world


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--record-access", action="store_true", help="write eenplan/web/access_matrix.csv anew")


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A family with everything in its file, made once: whatever a test adds to it is gone after that test."""
    with kept(django_db_blocker):
        yield make_world()
