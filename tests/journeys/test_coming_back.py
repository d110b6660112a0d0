"""A plan is looked at again, closed, asked after, and the family comes back into the same file."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.plans.actions import start_trajectory
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Aftercare, Plan, PlanVersion, ReviewScore
from eenplan.referrals.actions import take_up
from eenplan.referrals.models import Referral
from tests.factories.plans import make_active
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.journey

CHANGES = "De post openen we voortaan samen op vrijdag."
SIGN = "Ik neem de telefoon niet meer op."


@pytest.mark.rule(18)
@pytest.mark.rule(21)
@pytest.mark.rule(41)
def test_review_to_closure_to_coming_back(somebody: Any, workers: Any) -> None:
    # Given a family with a plan that was agreed some weeks ago
    start = now()
    with time_machine.travel(start - timedelta(days=40)):
        helped = make_active(workers.team)
    reference = Referral.objects.get().reference
    family, plan = f"/gezinnen/{helped.family.id}/", f"/gezinnen/{helped.family.id}/plan/"
    mother = helped.mother.given_name

    # When the coach looks back together with them
    coach = somebody(phone=True)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(plan)
    coach.checks_accessibility()
    coach.press("Terugkijken")
    coach.checks_accessibility()
    coach.pick("persons", mother)
    coach.page.locator("main [name^=score_]").select_option("6")
    coach.fill(changes=CHANGES)
    coach.fill_date("next_review_date", today() + timedelta(weeks=6))
    coach.press("Bewaren")
    assert coach.reads(CHANGES)
    assert ReviewScore.objects.get().score == 6
    assert Plan.objects.get().next_review_date == today() + timedelta(weeks=6)

    # And writes down what they notice when it gets hard
    coach.press("Waaraan we het merken")
    coach.checks_accessibility()
    coach.fill(text=SIGN)
    coach.pick("speaker", mother)
    coach.press("Bewaren")
    assert coach.reads(SIGN)

    # And closes the trajectory with them
    coach.open(family + "afronden/")
    coach.choose("reason", "goals_reached")
    coach.page.locator("main [name^=status_][value=reached]").check()
    coach.fill(
        remaining_needs="Niets dat haast heeft.",
        who_continues="Oma belt elke week.",
        satisfaction_words="Er was iemand die bleef.",
    )
    coach.fill_date("told_of_retention_on", today())
    coach.choose("copy_offered", "yes")
    coach.press("Traject afronden")
    assert coach.reads("Er was iemand die bleef.")

    # Then the desk asks after them some months later
    with time_machine.travel(start + timedelta(days=185)):
        intake = somebody()
        intake.sign_in(workers.accounts[Role.INTAKE])
        intake.open("/nazorg/")
        intake.checks_accessibility()
        intake.press(helped.family.name)
        intake.checks_accessibility()
        intake.choose("result", "needs_help")
        intake.fill(words="De spanning is terug.")
        intake.press("Bewaren")
        assert not intake.reads(helped.family.name)
        assert Aftercare.objects.get().result == "needs_help"

        # And when they are referred again, the desk knows them and goes on in the same file
        again = make_referral(workers.team)
        intake.open(f"/aanmeldingen/{again.id}/dubbel/")
        intake.fill(reference=reference, reason="De mama vertelde het zelf.")
        intake.press("Het is hetzelfde gezin")
        again.refresh_from_db()
        assert again.family_id == helped.family.id
        acting = workers.team.acting(Role.INTAKE)
        with request_transaction(acting):
            take_up(acting, referral_id=again.id)
            start_trajectory(
                acting,
                referral_id=again.id,
                staff_member_id=workers.assignments[Role.COACH].staff_member_id,
            )

        # Then the coach begins a new plan, and the one of then can still be read
        coach_again = somebody()
        coach_again.sign_in(workers.accounts[Role.COACH])
        coach_again.open(plan)
        coach_again.checks_accessibility()
        assert coach_again.reads("Wat ontbreekt nog")
        assert not coach_again.reads(SIGN)
        assert coach_again.page.locator("#als-het-moeilijk-wordt").count() == 1
        coach_again.press("Versie 1")
        assert coach_again.reads("Versie 1")
        assert PlanVersion.objects.filter(family=helped.family, status="active").count() == 0
        assert str(SectionKey.GOALS.label) in coach_again.page.inner_text("main")
