"""A family with a coach, and an organisation that could see something."""

from datetime import date
from typing import Any

from eenplan.families.actions import NewPerson
from eenplan.families.enums import PersonRole
from tests.cast import MARKER, make_team
from tests.factories.network import OrganisationFactory
from tests.factories.plans import Helped, make_helped
from tests.once import once


@once
def helped() -> Helped:
    """Alice's family: a mother, a father, a daughter of 13, a son of six."""
    return make_helped(
        make_team(),
        persons=(
            NewPerson(PersonRole.PARENT, MARKER.format("moeder")),
            NewPerson(PersonRole.PARENT, MARKER.format("vader")),
            NewPerson(PersonRole.CHILD, MARKER.format("dochter"), birth_date=date(2013, 5, 4)),
            NewPerson(PersonRole.CHILD, MARKER.format("zoon"), birth_date=date(2020, 1, 2)),
        ),
    )


@once
def elsewhere() -> Any:
    """An organisation that could help."""
    return OrganisationFactory()
