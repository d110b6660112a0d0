"""A family that was helped before and came back: its first trajectory, its end, and the new one beside the plan of then.

Invented as a whole, and lived with the product's own actions.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting, become, public_form
from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo.chance import Chance
from eenplan.demo.days import Days
from eenplan.demo.staff import Staff
from eenplan.families.actions import NewDetail, NewPerson, issue_card, record_contact
from eenplan.families.enums import Channel, ContactKind, DetailKind, Gender, LivesHere, PersonRole
from eenplan.families.models import Person
from eenplan.network.queries import life_domains
from eenplan.plans import actions as plans
from eenplan.plans.actions import GoalFields, GoalResult, MattersFields, Presence, Reply, StepFields
from eenplan.plans.actions.coming_back import take_along
from eenplan.plans.enums import Answer, AnswerForm, Closeness, ClosureReason, GoalStatus, Mark
from eenplan.plans.models import Plan
from eenplan.referrals import actions as referrals
from eenplan.referrals.actions import NewReferral, Where
from eenplan.referrals.enums import ReferralChannel, ReferrerType
from eenplan.referrals.models import Referral

# The card of the mother; printed by `make demo`, as Kaat's.
CARD_CODE = "MARE-AS12-2345"
CARD_PIN = "135790"
FAMILY_NAME = "Hendrix – Maes"
SCHOOL = "Basisschool De Klimtoren (demo)"
SAFE: dict[str, Any] = {
    "details": (NewDetail(DetailKind.PHONE, "0470 00 00 00", safe=True),),
    "family_informed": True,
    "safe_to_contact": True,
    "disagreement_known": False,
    "acute_danger": False,
    "concern_about_child": False,
}
SEEN = ("school", "wellbeing", "together")


@dataclass(frozen=True, slots=True)
class _Who:
    """Who acts, on which days, and the three of the family: Mare and her children."""

    intake: Acting
    coordinator: Acting
    coach: Acting
    coach_id: UUID
    days: Days
    mare: UUID
    yara: UUID
    lou: UUID


def tell(staff: Staff, partnership_id: UUID, today: date) -> None:
    """Tell all of it. Call inside the transaction of the load."""
    acting, days = partial(staff.acting, partnership_id=partnership_id), Days(today)
    with telling(days.at(430, 11)):
        first = _by_the_school(today)
    mare, yara, lou = Person.objects.filter(family_id=first.family_id).order_by("position")
    who = _Who(
        acting(Role.INTAKE),
        acting(Role.COORDINATOR),
        acting(Role.COACH),
        UUID(staff.accounts[Role.COACH].staff_id),
        days,
        mare.id,
        yara.id,
        lou.id,
    )
    school, apart, wish = _helped(who, first)
    become(who.coach)
    _ended(who, first.family_id, school, apart)
    become(who.intake)
    with telling(days.at(19, 10)):
        again = _by_themselves(who.intake, today)
        referrals.recognise_family(
            who.intake,
            referral_id=again.id,
            reference=first.reference,
            reason="Mare belde zelf en vertelde dat Hanne vorig jaar bij hen kwam.",
        )
    _back(who, Referral.objects.get(id=again.id), wish)


def _people(today: date) -> tuple[NewPerson, ...]:
    """Yara is twelve since two months: whoever spoke for her then, she is asked for herself now."""
    born = today - timedelta(days=12 * 365 + 3 + 60)
    child = partial(NewPerson, PersonRole.CHILD, family_name="Hendrix", lives_here=LivesHere.FULL)
    return (
        NewPerson(
            PersonRole.PARENT,
            "Mare",
            "Maes",
            gender=Gender.FEMALE,
            lives_here=LivesHere.FULL,
            parental_authority=True,
        ),
        child("Yara", birth_date=born, gender=Gender.FEMALE),
        child("Lou", birth_date=born + timedelta(days=1300), gender=Gender.MALE),
    )


def _by_the_school(today: date) -> Referral:
    """The first time: through the public form."""
    return _refer(
        public_form(),
        today,
        NewReferral(
            family_name=FAMILY_NAME,
            persons=_people(today),
            referrer_type=ReferrerType.SCHOOL,
            channel=ReferralChannel.WEB,
            question="Sinds papa weg is, wil Yara niet meer naar school. Elke ochtend is een gevecht.",
            question_speaker=0,
            referrer_view="Yara mist veel dagen. Haar mama staat er alleen voor en vraagt zelf om hulp.",
            going_well="Yara en Lou zijn dol op elkaar.",
            domains=SEEN,
            referrer_organisation=SCHOOL,
            referrer_name="Joke (demo)",
            referrer_phone="089 00 00 00",
            stays_involved=True,
            wants_feedback=True,
            **SAFE,
        ),
    )


def _by_themselves(intake: Acting, today: date) -> Referral:
    """The second time: Mare calls."""
    return _refer(
        intake,
        today,
        NewReferral(
            family_name=FAMILY_NAME,
            persons=_people(today),
            referrer_type=ReferrerType.FAMILY,
            referrer_phone="0470 00 00 00",
            channel=ReferralChannel.PHONE,
            question="Het ging lang goed. Sinds het over de grote school gaat, blijft Yara weer thuis.",
            question_speaker=0,
            going_well="We weten nog wat vorige keer hielp.",
            domains=SEEN,
            **SAFE,
        ),
    )


def _refer(acting: Acting, today: date, form: NewReferral) -> Referral:
    token = Chance(f"returning:{form.referrer_type}").new_id(datetime.combine(today, time(8), BRUSSELS))
    return referrals.receive(acting, form=form, area=Where(postal_code="3665"), sent_token=UUID(token))


def _start(who: _Who, referral: Referral, ago: int) -> UUID:
    """Taken up, and the same coach, some days later; the plan's id."""
    with telling(who.days.at(ago, 9)):
        referrals.take_up(who.intake, referral_id=referral.id)
    with telling(who.days.at(ago - 2, 14)):
        trajectory = plans.start_trajectory(
            who.coordinator,
            referral_id=referral.id,
            staff_member_id=who.coach_id,
            over_norm_confirmed=True,
        )
    return Plan.objects.values_list("id", flat=True).get(trajectory=trajectory)


def _helped(who: _Who, referral: Referral) -> tuple[UUID, UUID, UUID]:
    """The first time: a plan that was agreed and worked. Its two goals, and the wish."""
    coach, days = who.coach, who.days
    plan_id = _start(who, referral, 428)
    with telling(days.at(412, 18)):
        referrals.record_first_conversation(
            coach,
            referral_id=referral.id,
            held_at=days.at(412, 16),
            present=[who.mare, who.yara],
            channel=Channel.HOME,
            text="We maakten een tekening van een gewone ochtend. Yara kleurde zelf wat er moeilijk is.",
        )
    with telling(days.at(400, 16)):
        wish = plans.write_wish(
            coach, plan_id=plan_id, text="Ontbijten zonder te kijken hoe laat het is.", speaker_id=who.mare
        )
        plans.write_strength(
            coach, plan_id=plan_id, text="Lou maakt ons elke ochtend aan het lachen.", speaker_id=who.mare
        )
        for domain in life_domains(coach, on=days.ago(400)):
            talk = domain.code in SEEN
            plans.mark_domain(
                coach,
                plan_id=plan_id,
                domain=domain.code,
                mark=Mark.TALK_ABOUT if talk else Mark.GOES_WELL,
                score=3 if talk else None,
            )
        plans.note_who_matters(
            coach,
            plan_id=plan_id,
            matters=MattersFields("Nonkel Stijn", "broer van Mare", Closeness.CLOSE, gives_strength=True),
        )
        goal = partial(plans.add_goal, coach, plan_id=plan_id)
        school = goal(
            goal=GoalFields(
                "Elke dag naar school kunnen, ook op maandag.",
                expressed_by_id=who.mare,
                domain="school",
                notice="De juf belt niet meer.",
                score_start=2,
                score_now=2,
                score_target=8,
            )
        ).item_id
        apart = goal(
            goal=GoalFields(
                "Eén avond in de week voor mezelf.",
                expressed_by_id=who.mare,
                domain="wellbeing",
                notice="Ik ga nog eens zingen in het koor.",
                score_start=1,
                score_now=1,
                score_target=6,
            )
        ).item_id
        plans.add_action(
            coach,
            plan_id=plan_id,
            step=StepFields(
                "Op maandag mee tot aan de poort wandelen",
                days.ago(380),
                network_name="Nonkel Stijn",
                goal_id=school,
            ),
        )
    with telling(days.at(398, 17)):
        plans.activate_plan(
            coach,
            plan_id=plan_id,
            took_part=[
                Presence(person_id=who.mare),
                Presence(person_id=who.yara),
                Presence(staff_member_id=who.coach_id),
            ],
            next_review_date=days.ago(350),
            agreements=[Reply(who.mare, Answer.AGREED, AnswerForm.SIGNED, "Zo kunnen we verder.")],
        )
    with telling(days.at(300, 17)):
        record_contact(
            coach,
            family_id=referral.family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            held_at=days.at(300, 16),
            present=[who.mare, who.yara, who.lou],
            text="Al drie weken gaat Yara elke dag. We vierden het met pannenkoeken.",
        )
    return school, apart, wish.item_id


def _ended(who: _Who, family_id: UUID, school: UUID, apart: UUID) -> None:
    """It went well enough to stop; one goal was let go."""
    with telling(who.days.at(160, 17)):
        plans.close_trajectory(
            who.coach,
            trajectory_id=Plan.objects.values_list("trajectory_id", flat=True).get(family_id=family_id),
            reason=ClosureReason.GOALS_REACHED,
            remaining_needs="De stap naar de middelbare school wordt spannend.",
            who_continues="De juf en nonkel Stijn. Mare belt als het weer moeilijk wordt.",
            told_of_retention_on=who.days.ago(160),
            copy_offered=True,
            goals={school: GoalResult(GoalStatus.REACHED, 8), apart: GoalResult(GoalStatus.LET_GO, 3)},
            satisfaction=9,
            satisfaction_words="Hanne bleef komen, ook toen het tegenzat.",
            left_reason="We namen samen afscheid van wat nog openstond.",
        )


def _back(who: _Who, referral: Referral, wish: UUID) -> None:
    """The same coach again, and of the plan of before what Mare still wants; the rest is offered. They talk this week."""
    coach, days = who.coach, who.days
    plan_id = _start(who, referral, 18)
    become(coach)
    with telling(days.at(13, 15)):
        record_contact(
            coach,
            family_id=referral.family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.PHONE,
            held_at=days.at(13, 14),
            present=[who.mare],
            text="Mare gebeld. Ze heeft het plan van toen nog in de kast liggen. Wat bovenaan stond, wil ze houden.",
        )
        referrals.note_first_contact(coach, referral_id=referral.id, on=days.ago(13))
        take_along(coach, plan_id=plan_id, source_id=wish, wanted_by=[who.mare])
        referrals.plan_first_conversation(
            coach,
            referral_id=referral.id,
            when=days.at_ahead(4, 15),
            channel=Channel.HOME,
            persons=[who.mare, who.yara],
        )
    issue_card(coach, person_id=who.mare, code=CARD_CODE, pin=CARD_PIN)
