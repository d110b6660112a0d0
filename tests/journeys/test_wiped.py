"""A file ends: looked at first, told of, wiped; the privacy officer reads the certificate on a phone (rule 42)."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.db import transaction

from eenplan.cli.retention import retention
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.models import Family
from eenplan.referrals.actions import end
from eenplan.referrals.enums import OutcomeKind
from tests.factories.network import AssignmentFactory
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.journey


def night(day: str, *options: str) -> str:
    """What the command says in the night of a day."""
    with time_machine.travel(f"{day}T02:00:00+01:00", tick=False):
        done = CliRunner().invoke(retention, options, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.rule(42)
def test_what_ends_is_told_wiped_and_proven(somebody: Any, workers: Any) -> None:
    # Given a referral of five years ago that was never taken up, and a privacy officer
    with transaction.atomic():
        AssignmentFactory(
            staff_member=workers.assignments[Role.PARTNER].staff_member,
            role=Role.PRIVACY_OFFICER,
            partnership=workers.partnership,
            share=Decimal(0),
        )
    intake = workers.team.acting(Role.INTAKE)
    with time_machine.travel("2021-11-12T10:00:00+01:00", tick=False):
        referral = make_referral(workers.team)
        with request_transaction(intake):
            end(intake, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="wil niet meer")
    number = referral.family.reference

    # When somebody looks first, and then the nights go by
    assert number in night("2026-09-20", "--dry-run", "--until", "2026-12-31")
    assert "Told of: 1. Destroyed: 0" in night("2026-09-20")
    officer = somebody(phone=True)
    officer.sign_in(workers.accounts[Role.PARTNER])
    officer.page.click("text=van rol wisselen")
    officer.page.check("text=privacyverantwoordelijke")
    officer.press("Werk in deze rol")
    officer.open("/privacy/bewaren/?toon=aangekondigd")
    officer.checks_accessibility()
    assert officer.reads(number)
    assert "Destroyed: 1" in night("2026-11-21")

    # Then the file is gone, and its certificate is found by the number on paper
    assert not Family.objects.filter(id=referral.family_id).exists()
    officer.open("/privacy/bewaren/bewijzen/")
    officer.fill(nummer=number)
    officer.press("Zoeken")
    officer.checks_accessibility()
    officer.press("Bewijs bekijken")
    officer.checks_accessibility()
    assert officer.reads("Nooit opgenomen")
