"""Makes a family with a plan that was agreed, through the product's own verbs, with a marker in every text."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.memory import remembering
from eenplan.families.actions import Labels, issue_card
from eenplan.families.actions.cards import IssuedCard
from eenplan.families.models import Family, Person
from eenplan.plans import actions as plans
from eenplan.plans.enums import HelpState, Mark, SectionKey, TeamKind
from eenplan.plans.queries import plan as plan_now
from eenplan.referrals.actions import take_up
from tests.cast import MARKER, Team, people_of
from tests.factories.plans import mark_domains
from tests.factories.referrals import make_referral

# What only few may see: these words must stand in no answer to a family, and on no paper.
HIDDEN = MARKER.format("niet-vrijgegeven")
CLOSED = Labels(confidential=True)
PHONE = "089 11 22 33"


@dataclass
class FamilyPlan:
    """A family with a coach and a plan, and its first parent."""

    team: Team
    family: Family
    parent: Person
    child: Person
    plan_id: UUID
    trajectory_id: UUID

    @property
    def coach(self) -> Acting:
        """The coach, acting."""
        return self.team.acting(Role.COACH)


def make_family_with_coach(team: Team, **changes: Any) -> FamilyPlan:
    """A family that was referred, with a coach; nothing stands in its plan yet."""
    intake = team.acting(Role.INTAKE)
    referral = make_referral(team, **changes)
    with request_transaction(intake):
        take_up(intake, referral_id=referral.id)
        trajectory = plans.start_trajectory(
            intake,
            referral_id=referral.id,
            staff_member_id=team.assignments[Role.COACH].staff_member_id,
        )
        plan_id = trajectory.plan.id
    family = Family.objects.get(id=referral.family_id)
    parent, child = people_of(family)[:2]
    return FamilyPlan(team, family, parent, child, plan_id, trajectory.id)


def fill(made: FamilyPlan, *, of_each: int = 1, word: str = "zichtbaar") -> None:
    """Write a plan: `of_each` wishes, strengths, goals with a step, helps and helpers, and hidden ones beside."""
    with request_transaction(made.coach), remembering():
        _write_all(made.coach, made=made, of_each=of_each, word=word)


@action
def _write_all(coach: Acting, /, *, made: FamilyPlan, of_each: int, word: str) -> None:
    """In one act: each apart costs as much again in savepoints, constraints and audit."""
    plan_id, parent, child = made.plan_id, made.parent.id, made.child.id
    soon = today() + timedelta(days=7)
    mark_domains(coach, plan_id=plan_id, mark=Mark.NOT_NOW)
    plans.mark_domain(
        coach, plan_id=plan_id, domain="housing", mark=Mark.TALK_ABOUT, score=4,
        text=f"{word}-wonen", worry=f"{word}-zorg", speaker_id=parent,
    )  # fmt: skip
    plans.mark_domain(
        coach, plan_id=plan_id, domain="together", mark=Mark.GOES_WELL, strength=f"{word}-samen"
    )
    for number in range(of_each):
        plans.write_wish(coach, plan_id=plan_id, text=f"{word}-wens-{number}", speaker_id=child)
        plans.write_strength(coach, plan_id=plan_id, text=f"{word}-sterk-{number}", speaker_id=parent)
        goal = plans.add_goal(
            coach,
            plan_id=plan_id,
            goal=plans.GoalFields(
                f"{word}-doel-{number}", parent, notice=f"{word}-merken-{number}", domain="housing",
                score_start=2, score_target=6, target_date=soon,
            ),
        )  # fmt: skip
        plans.add_action(
            coach,
            plan_id=plan_id,
            step=plans.StepFields(f"{word}-stap-{number}", soon, person_id=parent, goal_id=goal.item_id),
        )
        plans.add_help(
            coach,
            plan_id=plan_id,
            help=plans.HelpFields(
                f"{word}-wachten-{number}", HelpState.WAITING, organisation="CGG Voorbeeld",
                asked_on=date(2026, 6, 3), expected=date(2027, 2, 1), bridge=f"{word}-intussen-{number}",
            ),
        )  # fmt: skip
        plans.note_team_member(
            coach,
            plan_id=plan_id,
            member=plans.TeamFields(f"{word}-oma-{number}", TeamKind.NETWORK, role="oma"),
        )
    plans.note_team_member(
        coach,
        plan_id=plan_id,
        member=plans.TeamFields(
            "Sara Voorbeeld", TeamKind.PROFESSIONAL, role="onze coach", phone=PHONE,
            staff_member_id=made.team.assignments[Role.COACH].staff_member_id,
        ),
    )  # fmt: skip
    _hide(coach, made)


def _hide(coach: Acting, made: FamilyPlan) -> None:
    """Something of every kind that is not released to everybody."""
    plan_id, parent, soon = made.plan_id, made.parent.id, today() + timedelta(days=7)
    for section in (SectionKey.WHO_WE_ARE, SectionKey.WHAT_WE_WANT, SectionKey.IF_DIFFICULT):
        plans.write_text(
            coach, plan_id=plan_id, section=section, text=HIDDEN, speaker_id=parent, labels=CLOSED
        )
    goal = plans.add_goal(
        coach, plan_id=plan_id, goal=plans.GoalFields(HIDDEN, parent, domain="housing"), labels=CLOSED
    )
    plans.add_action(
        coach,
        plan_id=plan_id,
        step=plans.StepFields(HIDDEN, soon, person_id=parent, goal_id=goal.item_id),
        labels=CLOSED,
    )
    plans.add_help(
        coach, plan_id=plan_id, help=plans.HelpFields(HIDDEN, HelpState.WAITING), labels=Labels(health=True)
    )
    plans.note_team_member(
        coach, plan_id=plan_id, member=plans.TeamFields(HIDDEN, TeamKind.NETWORK), labels=CLOSED
    )
    plans.mark_domain(
        coach, plan_id=plan_id, domain="safety", mark=Mark.TALK_ABOUT, text=HIDDEN, labels=CLOSED
    )


def activate(made: FamilyPlan) -> int:
    """Agree the plan as it stands; gives the version's number."""
    with request_transaction(made.coach):
        head = plans.activate_plan(
            made.coach,
            plan_id=made.plan_id,
            took_part=[plans.Presence(person_id=made.parent.id)],
            next_review_date=today() + timedelta(days=42),
        )
    return head.number


def make_family_plan(team: Team, *, of_each: int = 1, word: str = "zichtbaar", **changes: Any) -> FamilyPlan:
    """A family with an active plan."""
    made = make_family_with_coach(team, **changes)
    fill(made, of_each=of_each, word=word)
    activate(made)
    return made


def make_card(made: FamilyPlan, person: Person | None = None) -> IssuedCard:
    """A card for somebody of the family (the parent), given by the coach."""
    with request_transaction(made.coach):
        return issue_card(made.coach, person_id=(person or made.parent).id)


def change_the_plan(made: FamilyPlan, word: str) -> None:
    """A wish more in the working plan, not agreed yet."""
    with request_transaction(made.coach):
        plans.write_wish(made.coach, plan_id=made.plan_id, text=word, speaker_id=made.parent.id)
        assert plan_now(made.coach, made.family.id).changed_since_version
