"""Families of one team to whom happened what cannot happen to a family whose plan goes on: so that each table has a row.

Together with the family that is walked they fill every table of family data (`test_fence.py`).
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from eenplan.consent.actions import judge_capability
from eenplan.core.acting import request_transaction, task
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import NewPerson, correct_person, issue_card, record_contact
from eenplan.families.actions.corrections import known_person
from eenplan.families.enums import Channel, ContactKind, PersonRole
from eenplan.families.models import Card
from eenplan.families.queries import reader
from eenplan.plans.actions import (
    ReviewFields,
    close_trajectory,
    hold_review,
    record_aftercare,
    record_agreement,
    write_wish,
)
from eenplan.plans.actions.coming_back import take_along
from eenplan.plans.actions.contributions import Brought, bring, respond, tick_own_step
from eenplan.plans.actions.drafts import save_draft
from eenplan.plans.actions.handovers import decide_file
from eenplan.plans.enums import AftercareResult, Answer, Brings, ClosureReason, Lasts, Verdict
from eenplan.plans.enums import AnswerForm as HowSaid
from eenplan.plans.queries.aftercare import goals_to_ask
from eenplan.plans.rules.lasting import Lasted
from eenplan.referrals import queries
from eenplan.referrals.actions import (
    NewStep,
    answer_danger,
    correct_received,
    end_with_consult,
    forward,
    let_referrer_know,
    mark_notes_read,
    note_crisis_call,
    recognise_family,
    report_danger,
    write_note,
)
from eenplan.referrals.enums import CrisisAgreement, CrisisKind, DangerAct
from eenplan.rights.actions import Refused, answer_look, ask, ask_look, decide, lift, refuse_helper
from eenplan.rights.actions.endings import keep_calendar, place_hold
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Ending
from tests.cast import MARKER, Team, people_of
from tests.factories.coming_back import back_again, close
from tests.factories.plans import activate, add_family_goal, add_step, make_helped, mark_all_domains
from tests.factories.referrals import make_referral, where

CONSULT: dict[str, Any] = {
    "anonymous": True,
    "family_informed": False,
    "family_name": "",
    "persons": (NewPerson(PersonRole.CHILD),),
    "told_ages": (4,),
    "details": (),
    "question": "",
    "question_speaker": None,
    "going_well": "",
    "referrer_phone": "089 00 00 01",
}


def live_through(here: Team, there: Team, redrawing_id: UUID) -> list[UUID]:
    """The families of the team `here`; a zone of theirs goes to `there` by a redrawing."""
    lived = [
        _under_way(here, redrawing_id),
        _ended(here),
        _came_back(here),
        _in_danger(here),
        _of_a_consult(here),
        _from_elsewhere(here, there),
        _come_twice(here),
    ]
    _keep_longer(here, lived)
    return lived


def _under_way(team: Team, redrawing_id: UUID) -> UUID:
    """Somebody is writing; the plan was looked at again; a child may not decide yet; a name was mended."""
    helped = make_helped(team)
    mark_all_domains(helped)
    goal, step, version = add_family_goal(helped), add_step(helped), activate(helped).id
    coach, family, mother, daughter = helped.coach, helped.family.id, helped.mother, helped.people[1]
    with request_transaction(coach):
        record_agreement(
            coach, version_id=version, person_id=mother.id, answer=Answer.AGREED, form=HowSaid.ALOUD
        )
        hold_review(
            coach,
            plan_id=helped.plan.id,
            review=ReviewFields(
                today(), today() + timedelta(weeks=6), (mother.id,), scores={goal: 4}, changes="niets"
            ),
        )
        save_draft(coach, plan_id=helped.plan.id, page="/ergens/", fields={"text": [MARKER.format("half")]})
        record_contact(
            coach,
            family_id=family,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            held_at=now() - timedelta(hours=1),
            present=[mother.id],
        )
        judge_capability(
            coach,
            family_id=family,
            person_id=daughter.id,
            capable=False,
            reason="nog niet",
            discussed_on=today(),
        )
        mended = known_person(mother)
        correct_person(coach, person_id=mother.id, person=_renamed(mended))
        refuse_helper(
            coach,
            family_id=family,
            person_id=mother.id,
            helper=Refused(MARKER.format("liever niet")),
            how=AskedHow.TABLE,
        )
        wish = write_wish(coach, plan_id=helped.plan.id, text=MARKER.format("beperkt"), speaker_id=mother.id)
        for piece in (wish.item_id, None):  # what holds, and what is lifted tomorrow
            held = ask(
                coach,
                family_id=family,
                person_id=mother.id,
                kind=RequestKind.RESTRICTION,
                words=MARKER.format("niet gebruiken"),
                item_id=piece,
                how=AskedHow.TABLE,
            )
            decide(coach, request_id=held.id, outcome=Outcome.ACCEPTED)
        tomorrow = today() + timedelta(days=1)
        lift(
            coach,
            request_id=held.id,
            reason=MARKER.format("voorbij"),
            told_how=AskedHow.TABLE,
            told_on=today(),
            lifts_on=tomorrow,
        )
        card = issue_card(coach, person_id=mother.id)
    own = reader(Card.objects.get(id=card.card_id))
    with request_transaction(own):
        asked = ask_look(own, words=MARKER.format("waarom"))
        brought = bring(own, new=Brought(Brings.GOAL, MARKER.format("voorstel"), new_id(), for_all=True))
        tick_own_step(own, action_id=step, done=True)
    with request_transaction(coach):
        respond(coach, family_id=family, item_id=brought.item_id, verdict=Verdict.TALK, reason="Vrijdag.")
        answer_look(coach, question_id=asked.id, words="Voor ons gesprek.", as_whom="De coach")
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        decide_file(coordinator, redrawing_id=redrawing_id, family_id=family, goes_on=None)
    return family


def _renamed(person: NewPerson) -> NewPerson:
    return NewPerson(person.role, "Anders", lives_here=person.lives_here, parental_authority=True)


def _ended(team: Team) -> UUID:
    """The trajectory is over, and somebody asked how it is now."""
    helped = make_helped(team)
    with request_transaction(helped.coach):
        close_trajectory(
            helped.coach,
            trajectory_id=helped.trajectory.id,
            reason=ClosureReason.values[0],
            remaining_needs="Geen.",
            who_continues="Het gezin zelf.",
            told_of_retention_on=today(),
            copy_offered=True,
        )
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        record_aftercare(
            coordinator,
            trajectory_id=helped.trajectory.id,
            result=AftercareResult.GOES_WELL,
            words=MARKER.format("nazorg"),
        )
    return helped.family.id


def _came_back(team: Team) -> UUID:
    """A goal lasted for a part; the family was referred again, and took a wish along."""
    helped = make_helped(team, family_name="Weer daar")
    add_family_goal(helped)
    with request_transaction(helped.coach):
        wish = write_wish(
            helped.coach, plan_id=helped.plan.id, text=MARKER.format("nog eens"), speaker_id=helped.mother.id
        ).item_id
    close(helped)
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        (goal,) = goals_to_ask(coordinator, helped.trajectory.id)
        record_aftercare(
            coordinator,
            trajectory_id=helped.trajectory.id,
            result=AftercareResult.NEEDS_LITTLE,
            words=MARKER.format("nazorg"),
            lasted={goal.id: Lasted(Lasts.PARTLY, 6)},
        )
    again = back_again(helped)
    with request_transaction(again.coach):
        take_along(again.coach, plan_id=again.plan.id, source_id=wish, wanted_by=[again.mother.id])
    return helped.family.id


def _in_danger(team: Team) -> UUID:
    """Danger was told and answered, the hotline called; a colleague read a note; the day of receipt was mended."""
    intake, coordinator = team.acting(Role.INTAKE), team.acting(Role.COORDINATOR)
    referral = make_referral(team)
    with request_transaction(intake):
        report_danger(intake, referral_id=referral.id, text="buren belden")
        answer_danger(
            intake,
            referral_id=referral.id,
            who="Sara Voorbeeld",
            act=DangerAct.CRISIS_HOTLINE,
            at=now(),
            agreed="Zij gaan langs.",
        )
        note_crisis_call(
            intake,
            referral_id=referral.id,
            hotline="Crisismeldpunt (proef)",
            kind=CrisisKind.CONSULT,
            at=now(),
            by="Sara Voorbeeld",
            agreed=CrisisAgreement.YES,
        )
        correct_received(
            intake, referral_id=referral.id, received_at=now() - timedelta(days=1), reason="gisteren gebeld"
        )
        mother = people_of(referral.family)[0]
        let_referrer_know(intake, referral_id=referral.id, said_by=mother.id, said_on=today())
        write_note(intake, referral_id=referral.id, text=MARKER.format("notitie"))
    with request_transaction(coordinator):
        mark_notes_read(coordinator, referral_id=referral.id)
    return referral.family_id


def _of_a_consult(team: Team) -> UUID:
    """A consult without names, with what the referrer will do."""
    intake = team.acting(Role.INTAKE)
    referral = make_referral(team, **CONSULT)
    with request_transaction(intake):
        end_with_consult(
            intake,
            referral_id=referral.id,
            advice="Ga eerst samen langs bij de huisarts.",
            steps=[NewStep("Een afspraak maken", today() + timedelta(days=7))],
            given_by=intake.actor_id,
            on=today(),
        )
    return referral.family_id


def _from_elsewhere(here: Team, there: Team) -> UUID:
    """A referral that another desk sent on."""
    sender = there.acting(Role.INTAKE)
    referral = make_referral(there, family_name="Verhuisd")
    with request_transaction(sender):
        forward(sender, referral_id=referral.id, area=where(here), reason="Ze wonen daar.")
    return referral.family_id


def _come_twice(team: Team) -> UUID:
    """Referred twice: the second was recognised and joined to the first."""
    intake = team.acting(Role.INTAKE)
    first = make_referral(team, family_name="Tweemaal")
    again = make_referral(team, family_name="Tweemaal")
    with request_transaction(intake):
        double = next(
            one
            for one in queries.decisions(intake, queries.referral(intake, again.id)).doubles
            if one.referral_id == first.id
        )
        recognise_family(intake, referral_id=again.id, pair=double.pair, reason="Zelfde gezin.")
    return first.family_id


def _keep_longer(team: Team, lived: list[UUID]) -> None:
    """The night puts on the calendar what ends; something of it must wait."""
    keep_calendar(task())
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        ending = Ending.objects.filter(family_id__in=lived).order_by("day", "id")[0]
        place_hold(
            coordinator,
            ending_id=ending.id,
            reason="Klacht loopt nog",
            until=today() + timedelta(days=30),
        )
