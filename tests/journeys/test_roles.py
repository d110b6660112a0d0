"""Somebody with two roles works in one at a time, on a phone, and is out of it the moment it ends."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.clock import today
from eenplan.core.enums import Role
from tests.factories.network import AssignmentFactory

pytestmark = pytest.mark.journey


@pytest.mark.rule(16)
def test_two_roles_one_at_a_time_until_one_ends(somebody: Any, workers: Any) -> None:
    # Given a psychologist who is in the steering group too
    psychologist = workers.assignments[Role.PSYCHOLOGIST]
    with transaction.atomic():
        AssignmentFactory(
            staff_member=psychologist.staff_member,
            role=Role.STEERING,
            partnership=workers.partnership,
            share=Decimal(0),
            period=DateRange(today() - timedelta(days=30), None),
        )
    name = psychologist.staff_member.name
    them, coordinator = somebody(phone=True), somebody(phone=True)
    them.sign_in(workers.accounts[Role.PSYCHOLOGIST])

    # When they go to work in the steering group, each page says so
    them.checks_accessibility()
    assert "eerstelijnspsycholoog" in them.page.inner_text("header .who")
    with them.page.expect_navigation():
        them.page.click("text=van rol wisselen")
    them.checks_accessibility()
    them.page.check("text=lid van de stuurgroep")
    them.press("Werk in deze rol")
    assert them.reads("Je werkt nu als lid van de stuurgroep")
    assert "lid van de stuurgroep" in them.page.inner_text("header .who")
    them.checks_accessibility()
    them.press("Cijfers")
    assert "lid van de stuurgroep" in them.page.inner_text("header .who")

    # And the coordinator lets that role end today
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/netwerk/rollen/")
    assert coordinator.reads(name)
    coordinator.checks_accessibility()
    coordinator.open("/netwerk/rollen/nieuw/")
    coordinator.checks_accessibility()
    coordinator.open("/netwerk/rollen/")
    coordinator.press(f"Laten stoppen {name}")
    coordinator.checks_accessibility()
    coordinator.press("Laten stoppen")
    assert coordinator.reads("heeft deze rol niet meer vanaf")

    # Then the page that was open, and the one before it, show nothing any more
    them.page.reload()
    assert them.reads("De rol waarin je werkte, is gestopt")
    assert not them.reads("stuurgroep ·")
    them.page.go_back()
    assert not them.reads("of gezinnen op tijd hulp krijgen")
    them.open("/account/role/")
    them.checks_accessibility()
    them.page.check("text=eerstelijnspsycholoog")
    them.press("Werk in deze rol")
    assert them.reads("Wachttijd van ons aanbod")
