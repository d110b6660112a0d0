"""Makes trajectories and plans, through the product's own verbs. All names are invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from eenplan.audit.actions import record
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.memory import remembering
from eenplan.families.actions import NewItem, write_items
from eenplan.families.enums import ItemKind
from eenplan.families.models import Family, Person
from eenplan.families.rules import begins
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
from eenplan.plans.enums import HelpState, Mark, SectionKey, TeamKind
from eenplan.plans.models import DomainMark, Plan, PlanItem, Section, Trajectory
from eenplan.plans.queries import VersionHead
from eenplan.plans.rules.labels import place_in_plan
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
    """Say the same of every configured life domain, for almost every plan: one by the verb, the new ones beside it at once.

    What then stands in the database is what the verb leaves, domain by domain.
    """
    first, *others = (domain.code for domain in life_domains(coach, on=today()))
    mark_domain(coach, plan_id=plan_id, domain=first, mark=mark)
    plan = Plan.objects.get(id=plan_id)
    standing = set(DomainMark.objects.filter(plan=plan).values_list("domain", flat=True))
    for domain in others:
        if domain in standing:
            mark_domain(coach, plan_id=plan_id, domain=domain, mark=mark)
    new = [domain for domain in others if domain not in standing]
    blank = NewItem(ItemKind.DOMAIN, labels=begins(place_in_plan(ItemKind.DOMAIN)))
    items = write_items(coach, family_id=plan.family_id, items=[blank] * len(new))
    here = {"family_id": plan.family_id, "plan": plan}
    position = PlanItem.objects.filter(plan=plan, section=SectionKey.DOMAINS).count()
    PlanItem.objects.bulk_create(
        PlanItem(item=item, section=SectionKey.DOMAINS, position=position + number, **here)
        for number, item in enumerate(items)
    )
    DomainMark.objects.bulk_create(
        DomainMark(item=item, domain=domain, mark=mark, **here)
        for item, domain in zip(items, new, strict=True)
    )
    Section.objects.filter(plan=plan, key=SectionKey.DOMAINS).update(
        revision=F("revision") + len(new), changed_at=now()
    )
    for item in items:
        record(coach, "plans:domain:marked", families=[plan.family_id], subject=item.id)


def mark_all_domains(helped: Helped, mark: Mark = Mark.NOT_NOW) -> None:
    """The family says something of every configured life domain."""
    with request_transaction(helped.coach):
        mark_domains(helped.coach, plan_id=helped.plan.id, mark=mark)


def fill(helped: Helped, times: int = 1) -> None:
    """Everything that a plan can hold, each so many times."""
    mark_all_domains(helped)
    with request_transaction(helped.coach), remembering():
        for number in range(times):
            _write_each(helped.coach, helped=helped, number=number)


@action
def _write_each(coach: Acting, /, *, helped: Helped, number: int) -> None:
    """In one act: each apart costs as much again in savepoints, constraints and audit."""
    plan_id, speaker = helped.plan.id, helped.mother.id
    for write in (write_wish, write_strength, write_who_we_are):
        write(coach, plan_id=plan_id, text=f"{write.__name__} {number}", speaker_id=speaker)
    add_help(
        coach,
        plan_id=plan_id,
        help=HelpFields(f"begeleiding {number}", HelpState.WAITING, bridge="b"),
    )
    note_team_member(coach, plan_id=plan_id, member=TeamFields(f"Buur {number}", TeamKind.NETWORK))
    goal = add_goal(
        coach, plan_id=plan_id, goal=GoalFields(f"doel {number}", expressed_by_id=speaker)
    ).item_id
    soon = today() + timedelta(days=7)
    for step in (
        StepFields(f"stap {number}", soon, goal_id=goal, staff_member_id=staff_of(helped)),
        StepFields(f"losse stap {number}", soon, person_id=speaker),
    ):
        add_action(coach, plan_id=plan_id, step=step)


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
