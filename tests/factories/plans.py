"""Makes trajectories and plans, through the product's own verbs. All names are invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.models import Family, Person
from eenplan.network.queries import life_domains
from eenplan.plans.actions import (
    GoalFields,
    HelpFields,
    Presence,
    StepFields,
    TeamFields,
    activate_plan,
    add_action,
    add_goal,
    add_help,
    mark_domain,
    note_team_member,
    start_trajectory,
    write_strength,
    write_who_we_are,
    write_wish,
)
from eenplan.plans.enums import HelpState, Mark, TeamKind
from eenplan.plans.models import Plan, Trajectory
from eenplan.plans.queries import VersionHead
from eenplan.referrals.actions import take_up
from eenplan.referrals.models import Referral
from tests.cast import MARKER, Team, acting_as, people_of
from tests.factories.network import AssignmentFactory
from tests.factories.referrals import make_referral


def make_coach(team: Team, share: str = "0.50") -> Any:
    """One more coach in a team: the assignment."""
    return AssignmentFactory(role=Role.COACH, partnership=team.partnership, share=Decimal(share))


def taken_up(team: Team, **changes: Any) -> Referral:
    """A referral that the team took up and that waits for a coach."""
    referral = make_referral(team, **changes)
    intake = team.acting(Role.INTAKE)
    with request_transaction(intake):
        return take_up(intake, referral_id=referral.id)


@dataclass
class Helped:
    """A family with its trajectory, its plan and its coach, acting."""

    team: Team
    family: Family
    trajectory: Trajectory
    plan: Plan
    coach: Acting

    @property
    def people(self) -> list[Person]:
        """The people of the family, in their order."""
        return people_of(self.family)

    @property
    def mother(self) -> Person:
        """Who speaks first."""
        return self.people[0]


def make_helped(team: Team, coach: Any = None, *, starts_on: date | None = None, **changes: Any) -> Helped:
    """A family that the team took up and gave to a coach (an assignment; default: the team's own)."""
    assignment = coach or team.assignments[Role.COACH]
    referral = taken_up(team, **changes)
    giver = team.acting(Role.COORDINATOR)
    with request_transaction(giver):
        trajectory = start_trajectory(
            giver,
            referral_id=referral.id,
            staff_member_id=assignment.staff_member_id,
            starts_on=starts_on,
            over_norm_confirmed=True,
        )
    return Helped(
        team, referral.family, trajectory, Plan.objects.get(trajectory=trajectory), acting_as(assignment)
    )


def add_family_goal(helped: Helped, text: str = "", **changes: Any) -> UUID:
    """A goal in the mother's words; its item's id."""
    goal = GoalFields(text or MARKER.format("doel"), expressed_by_id=helped.mother.id, **changes)
    with request_transaction(helped.coach):
        return add_goal(helped.coach, plan_id=helped.plan.id, goal=goal).item_id


def add_step(helped: Helped, text: str = "", due_on: date | None = None, **changes: Any) -> UUID:
    """A step that the mother takes within a week; its item's id."""
    owner = changes or {"person_id": helped.mother.id}
    step = StepFields(text or MARKER.format("stap"), due_on or today() + timedelta(days=7), **owner)
    with request_transaction(helped.coach):
        return add_action(helped.coach, plan_id=helped.plan.id, step=step).item_id


@action
def mark_domains(coach: Acting, /, *, plan_id: UUID, mark: Mark) -> None:
    """Say the same of every configured life domain, in one act: it is done for almost every plan."""
    for domain in life_domains(coach, on=today()):
        mark_domain(coach, plan_id=plan_id, domain=domain.code, mark=mark)


def mark_all_domains(helped: Helped, mark: Mark = Mark.NOT_NOW) -> None:
    """The family says something of every configured life domain."""
    with request_transaction(helped.coach):
        mark_domains(helped.coach, plan_id=helped.plan.id, mark=mark)


def fill(helped: Helped, times: int = 1) -> None:
    """Everything that a plan can hold, each so many times."""
    coach, plan_id, speaker = helped.coach, helped.plan.id, helped.mother.id
    mark_all_domains(helped)
    for number in range(times):
        with request_transaction(coach):
            for write in (write_wish, write_strength, write_who_we_are):
                write(coach, plan_id=plan_id, text=f"{write.__name__} {number}", speaker_id=speaker)
            add_help(
                coach,
                plan_id=plan_id,
                help=HelpFields(f"begeleiding {number}", HelpState.WAITING, bridge="b"),
            )
            note_team_member(coach, plan_id=plan_id, member=TeamFields(f"Buur {number}", TeamKind.NETWORK))
        goal = add_family_goal(helped, f"doel {number}")
        add_step(helped, f"stap {number}", goal_id=goal, staff_member_id=staff_of(helped))
        add_step(helped, f"losse stap {number}")


def staff_of(helped: Helped) -> UUID:
    """The worker who is the coach."""
    return helped.trajectory.coaches.get(period__contains=today()).staff_member_id


def activate(helped: Helped, **changes: Any) -> VersionHead:
    """The plan as it stands becomes active; the mother took part."""
    given = {
        "took_part": [Presence(person_id=helped.mother.id)],
        "next_review_date": today() + timedelta(weeks=6),
        **changes,
    }
    with request_transaction(helped.coach):
        return activate_plan(helped.coach, plan_id=helped.plan.id, **given)


def make_active(team: Team, coach: Any = None, **changes: Any) -> Helped:
    """A family with an active plan of one goal."""
    helped = make_helped(team, coach, **changes)
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    return helped
