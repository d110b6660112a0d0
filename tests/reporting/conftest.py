"""Ways to lay down facts, and who asks for figures."""

import calendar
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from eenplan.core.acting import TASK_ACTOR, Acting
from eenplan.core.actions import writing
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.core.ids import new_id
from eenplan.network.reference import reference_id
from eenplan.referrals.models import Fact


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


MakeFacts = Callable[..., list[Fact]]


@pytest.fixture
def official() -> Acting:
    """An official: sees figures of the whole, and no family."""
    return Acting(TASK_ACTOR, ActorKind.STAFF, Role.OFFICIAL, purpose=Purpose.FIGURES)


@pytest.fixture
def make_facts(db: None) -> MakeFacts:
    """Lay down `number` facts of different families in a municipality (NIS code) and zone (code)."""

    def make(
        number: int = 1,
        *,
        nis: str = "71016",
        zone: str = "elz12",
        received_on: date = date(2021, 3, 10),
        held_on: date | None = None,
        recorded_on: date | None = None,
        family_token: UUID | None = None,
        **known: object,
    ) -> list[Fact]:
        with writing():
            return Fact.objects.bulk_create(
                [
                    Fact(
                        referral_id=new_id(),
                        family_token=family_token or new_id(),
                        municipality_id=reference_id("municipality", nis),
                        zone_id=reference_id("zone", zone),
                        received_on=received_on,
                        deadline=a_month_after(received_on),
                        conversation_held_on=held_on,
                        conversation_recorded_on=recorded_on or held_on,
                        referrer_type="clb",
                        **{"children": 2, **known},
                    )
                    for _fact in range(number)
                ]
            )

    return make
