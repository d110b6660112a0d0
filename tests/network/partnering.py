"""Organisations that become partners, in a test: through the product's own verbs."""

from datetime import date
from typing import Any

import pytest

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import add_partner
from eenplan.network.rules.partners import Terms
from tests.cast import Team
from tests.factories.network import OrganisationFactory

TODAY = date(2026, 3, 2)
PLAIN = Terms()


def refused(code: str) -> Any:
    return pytest.raises(RuleBroken, check=lambda error: error.code == f"network:{code}")


def do(acting: Acting, act: Any, **values: Any) -> Any:
    with request_transaction(acting):
        return act(acting, **values)


def join(team: Team, terms: Terms = PLAIN, since: date = TODAY, **more: Any) -> Any:
    """A new organisation that becomes a partner; its id."""
    acting = more.pop("acting", team.acting(Role.COORDINATOR))
    made = more.pop("organisation_id", None) or OrganisationFactory().id
    do(
        acting,
        add_partner,
        organisation_id=made,
        partnership_id=team.partnership.id,
        terms=terms,
        since=since,
        **more,
    )
    return made
