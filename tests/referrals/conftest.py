"""Two teams: the one on whose desk the referral lies, and another."""

import pytest

from eenplan.core.enums import Role
from tests.cast import Team, make_team
from tests.once import once


@once
def here() -> Team:
    """The partnership of the zone where the family lives."""
    return make_team("9901")


@once
def there() -> Team:
    """Another partnership."""
    return make_team("9902")


@pytest.fixture
def intake(here: Team) -> object:
    """The intake worker of the first team, acting."""
    return here.acting(Role.INTAKE)
