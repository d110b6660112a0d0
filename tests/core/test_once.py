"""What tests begin with is made once: what one of them does with it is no other's."""

from typing import Any

import pytest

from eenplan.core.actions import writing
from eenplan.network.models import Partnership, PostalCode
from tests.cast import Team, make_team
from tests.factories.network import PartnershipFactory
from tests.once import once

pytestmark = pytest.mark.django_db
CODE = "9951"


@once
def team() -> Team:
    return make_team(CODE)


@once
def second(team: Team) -> Any:
    return PartnershipFactory(period=team.partnership.period)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_it_as_it_was_made(team: Team, turn: int) -> None:
    assert team.postal_code == CODE
    assert Partnership.objects.get(id=team.partnership.id).code == team.partnership.code
    team.postal_code = "changed"
    with writing():
        Partnership.objects.filter(id=team.partnership.id).update(code="changed")


def test_two_that_belong_together_stay_so(team: Team, second: Any) -> None:
    assert second.period == team.partnership.period
    assert team.assignments["coach"].partnership is team.assignments["intake"].partnership


@pytest.mark.parametrize("turn", [1, 2])
def test_who_did_not_ask_finds_nothing_of_it(turn: int) -> None:
    assert not PostalCode.objects.filter(code=CODE).exists()
