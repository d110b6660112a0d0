"""A partner's morning: three families, a step, an invitation, a wait corrected for all coaches; a neighbour's one step."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson
from eenplan.families.enums import PersonRole
from eenplan.plans.actions import TeamFields, note_team_member
from eenplan.plans.actions.links import make_link
from eenplan.plans.actions.round_tables import NewSeat, When, agree_seats, plan_round_table
from eenplan.plans.actions.waits import Asked
from eenplan.plans.enums import Attendance, TeamKind
from eenplan.plans.models import Action, Wait, WaitCheck
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import activate, add_family_goal, add_step, make_helped, mark_all_domains
from tests.factories.waits import ask, offer, wait_for
from tests.journeys.steps import another_coach

pytestmark = pytest.mark.journey

STEP, NEIGHBOURS = "Met de juf bellen over het huiswerk", "Op woensdag naar de turnles brengen"
HELP = "Iemand die thuis meekijkt bij het opvoeden"
FAMILIES = ("Kaat en Jeroen", "Aya", "Noor en Sam")


def prepare(team: Any, bob: Any = None) -> tuple[list[Any], UUID]:
    """Three families that share with a partner, the last one Bob's; in the first a step and an invitation of theirs.

    And what they offer: its id.
    """
    worker = team.assignments[Role.PARTNER].staff_member_id
    made = []
    for name in FAMILIES:
        helped = make_helped(
            team,
            bob if name == FAMILIES[-1] else None,
            family_name=name,
            persons=(NewPerson(PersonRole.PARENT, name.split()[0]), NewPerson(PersonRole.CHILD, "Seppe")),
        )
        mark_all_domains(helped)
        goal = add_family_goal(helped, "Beter gaan op school", domain="school")
        if not made:
            add_step(helped, STEP, goal_id=goal, staff_member_id=worker)
            add_step(helped, NEIGHBOURS, goal_id=goal, network_name="Rita Voorbeeld")
        activate(helped)
        make_agreed(
            helped.coach,
            helped.family.id,
            with_worker(worker),
            helped.mother.id,
            parts=("life:school",),
            secrecy=True,
            need="Ze helpt Seppe met het huiswerk.",
        )
        made.append(helped)
    first, coach = made[0], made[0].coach
    with request_transaction(coach):
        member = TeamFields("Mia Voorbeeld", TeamKind.PROFESSIONAL, staff_member_id=worker)
        member_id = note_team_member(coach, plan_id=first.plan.id, member=member).item_id
        when = When(now() + timedelta(days=6), 60, place="Huis van het Kind")
        table = plan_round_table(coach, family_id=first.family.id, when=when).pk
        seats = [NewSeat(Attendance.MUST, first.mother.id), NewSeat(Attendance.MAY, member_id=member_id)]
        agree_seats(coach, table_id=table, seats=seats, agreed_with_id=first.mother.id)
    return made, offer(team, weeks=12)


@pytest.mark.rule(24)
def test_a_partners_morning(somebody: Any, workers: Any) -> None:
    # Given three families of two coaches that share something with a partner, a step of hers, an invitation, and an
    # offer of theirs for which two of the families wait since four weeks
    bob = another_coach(workers.team, "Bob Anders")
    made, offered_id = prepare(workers.team, bob)
    first, last = made[0], made[-1]
    waits = {helped.family.id: wait_for(helped, what=HELP) for helped in (first, last)}
    for helped in (first, last):
        ask(
            helped, waits[helped.family.id], Asked(offer_id=offered_id, expected=today() + timedelta(weeks=8))
        )

    # When she opens the day on her telephone
    mia = somebody(phone=True)
    mia.sign_in(workers.accounts[Role.PARTNER])
    for name in FAMILIES:
        assert mia.reads(name)
    assert mia.reads("Drie gezinnen delen een stuk van hun plan met jou.")
    mia.checks_accessibility()

    # And answers the invitation, does her step, and corrects how long one waits
    mia.press("Antwoorden")
    mia.pick("said", "Ja, ik kom")
    mia.checks_accessibility()
    mia.press("Antwoorden")
    mia.open("/gedeeld/")
    assert mia.reads("je komt")
    mia.press("Gedaan")
    assert mia.reads("De coach ziet dat het gedaan is.")
    mia.press("Opvoedhulp thuis")
    mia.checks_accessibility()
    mia.fill(weeks="20")
    mia.press("Wachttijd bewaren")
    mia.checks_accessibility()
    assert mia.reads("ongeveer 20 weken")

    # Then her coach sees what was done, and each of the coaches confirms the new wait without typing it
    assert Action.objects.get(staff_member_id=offered_by(workers)).done_on == today()
    coach, other = somebody(phone=True), somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    assert coach.reads("Van wie meehelpt")
    assert coach.reads(STEP)
    other.sign_in(bob.staff_member.account)
    for reader, helped in ((coach, first), (other, last)):
        help_id = waits[helped.family.id]
        reader.open(f"/gezinnen/{helped.family.id}/plan/")
        reader.unfolds()
        reader.press("Navragen en overbruggen")
        assert reader.reads("ongeveer 20 weken")
        reader.press("Klopt, zo noteren")
        assert Wait.objects.get(help_id=help_id).help.expected == today() + timedelta(weeks=16)
        newest = WaitCheck.objects.filter(help_id=help_id).latest("at")
        assert newest.expected == today() + timedelta(weeks=16)
    coach.checks_accessibility()


def offered_by(workers: Any) -> Any:
    """The partner's worker."""
    return workers.assignments[Role.PARTNER].staff_member_id


def test_a_neighbour_answers_one_step(somebody: Any, workers: Any) -> None:
    made, _offer = prepare(workers.team)
    first = made[0]
    rita = Recipient(RecipientKind.OUTSIDE, name="Rita Voorbeeld", outside_kind=OutsideKind.SUPPORT_FIGURE)
    grant = make_agreed(first.coach, first.family.id, rita, first.mother.id, parts=("life:school",))
    step = Action.objects.get(network_name="Rita Voorbeeld")
    with request_transaction(first.coach):
        token = make_link(first.coach, family_id=first.family.id, action_id=step.pk, grant_id=grant.id)

    # Without JavaScript, on a telephone: the one step, no name of the family, and no key in the address
    neighbour = somebody(phone=True, javascript=False)
    neighbour.open(f"/stap/{token}/")
    assert neighbour.path == "/stap/"
    assert neighbour.reads(NEIGHBOURS)
    assert not neighbour.reads("Kaat")
    neighbour.pick("answer", "Het is gedaan")
    neighbour.press("Versturen")
    assert neighbour.reads("Bedankt")
    step.refresh_from_db()
    assert step.done_on == today()
    assert not neighbour.visits("/stap/")
