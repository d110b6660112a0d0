"""A referral runs over its month: the desk says so in words, and no later note undoes it."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson
from eenplan.families.enums import PersonRole
from eenplan.referrals.models import Fact
from tests.factories.referrals import send_form

pytestmark = pytest.mark.journey

PERSONS = (NewPerson(PersonRole.PARENT, "Jeroen"), NewPerson(PersonRole.CHILD, "Wout"))


@pytest.mark.rule(4)
def test_a_promise_that_was_broken_stays_broken(somebody: Any, workers: Any) -> None:
    # Given a family that was referred on the last day of August and that nobody has spoken to yet
    with time_machine.travel(datetime(2026, 8, 31, 16, 0, tzinfo=BRUSSELS)):
        send_form(workers.team, family_name="Kaat en Jeroen", persons=PERSONS)

    with time_machine.travel(datetime(2026, 10, 4, 9, 0, tzinfo=BRUSSELS)):
        # When the intake worker opens the desk in October
        intake = somebody()
        intake.sign_in(workers.accounts[Role.INTAKE])
        intake.open("/aanmeldingen/")
        assert intake.reads("4 dagen te laat")
        assert intake.reads("beloofd tegen 30 september")
        assert intake.reads("Eén gezin wacht langer dan beloofd")
        intake.checks_accessibility()

        # And the conversation is noted as if it had been held in time
        intake.press("Lezen en opnemen")
        intake.press("Aanmelding opnemen")
        intake.open(intake.path + "gesprek/noteren/")
        intake.checks_accessibility()
        intake.fill_date("held_at", date(2026, 9, 20))
        intake.fill(at="14.30")
        intake.pick("present", "Jeroen")
        intake.pick("channel", "huis")
        intake.press("Gesprek bewaren")

        # Then the broken promise still stands, on the page and in what the figures count
        assert intake.reads("Gesprek te laat genoteerd")
        fact = Fact.objects.get()
        assert (fact.late_since, fact.conversation_held_on) == (date(2026, 10, 1), date(2026, 9, 20))
