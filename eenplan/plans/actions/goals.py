"""Goals in the family's words, and the steps towards them (rules 19 and 21)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, move_about
from eenplan.families.enums import ItemKind
from eenplan.network.models import StaffMember
from eenplan.plans.actions.sections import (
    Saved,
    check_score,
    must_be_asked,
    must_be_of,
    must_say,
    place,
    placed,
    relabel_piece,
    say_in,
    touch,
    working_plan,
)
from eenplan.plans.enums import GoalStatus, Horizon, SectionKey
from eenplan.plans.models import Action, Goal, Plan
from eenplan.plans.rules import owners


@dataclass(frozen=True, slots=True)
class GoalFields:
    """A goal as it is written down. `expressed_by_id` is who of the family said it, None for a worker's goal.

    `whose_id` None: of the whole family. `notice`: how they will notice. Scores are 0 to 10; `scale_low` and
    `scale_high` are what 0 and 10 mean in the family's own words. `part_of_id`: the long goal it is a step of.
    """

    text: str
    expressed_by_id: UUID | None = None
    whose_id: UUID | None = None
    notice: str = ""
    scale_low: str = ""
    scale_high: str = ""
    domain: str | None = None
    horizon: Horizon = Horizon.SMALL
    part_of_id: UUID | None = None
    score_start: int | None = None
    score_now: int | None = None
    score_target: int | None = None
    target_date: date | None = None
    status: GoalStatus = GoalStatus.OPEN
    language: str | None = None


@dataclass(frozen=True, slots=True)
class StepFields:
    """An action as it is written down: exactly one owner and a day (rule 21). `helped_by`: who helps with it."""

    text: str
    due_on: date | None
    person_id: UUID | None = None
    staff_member_id: UUID | None = None
    organisation_name: str = ""
    network_name: str = ""
    goal_id: UUID | None = None
    note: str = ""
    helped_by: str = ""
    speaker_id: UUID | None = None
    language: str | None = None


@action
def add_goal(
    acting: Acting,
    *,
    plan_id: UUID,
    goal: GoalFields,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write a goal down, in the words of who said it (rule 19).

    Refuses with `plans:text-missing`, `plans:score-out-of-range` or `plans:domain-unknown`; NotFound for
    persons of others.
    """
    plan = working_plan(acting, plan_id)
    columns = _goal_columns(acting, plan, goal)
    item, saved = place(
        acting,
        plan,
        SectionKey.GOALS,
        ItemKind.GOAL,
        text=goal.text,
        revision=revision,
        speaker_id=goal.expressed_by_id,
        about=[goal.whose_id] if goal.whose_id else [],
        language=goal.language,
        labels=labels,
    )
    Goal.objects.create(item=item, family_id=plan.family_id, plan=plan, **columns)
    say_in(
        acting,
        item.id,
        _goal_slots(goal),
        speaker_id=goal.expressed_by_id,
        language=goal.language,
    )
    record(acting, "plans:goal:added", families=[plan.family_id], subject=item.id)
    return saved


@action
def change_goal(
    acting: Acting, *, goal_id: UUID, goal: GoalFields, revision: int, labels: Labels | None = None
) -> Saved:
    """Change a goal as a whole; its earlier words stay readable. Refuses as `add_goal`; stale: SectionChanged."""
    standing = placed(acting, goal_id)
    row = Goal.objects.select_related("plan").filter(item_id=goal_id).first()
    if row is None:
        raise NotFound("goal")
    columns = _goal_columns(acting, row.plan, goal, had=row.domain)
    if goal.part_of_id == goal_id:
        raise RuleBroken(
            "plans:part-of-itself", _("Een doel kan geen deel van zichzelf zijn."), field="part_of"
        )
    raised = touch(acting, standing.plan_id, standing.section, revision)
    move_about(acting, item_id=goal_id, before=row.whose_id, after=goal.whose_id)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    said_by, language = goal.expressed_by_id, goal.language
    say_in(acting, goal_id, {"text": goal.text}, speaker_id=said_by, language=language, by_another=True)
    say_in(acting, goal_id, _goal_slots(goal), speaker_id=said_by, language=language)
    if labels is not None:
        relabel_piece(acting, item_id=goal_id, labels=labels)
    record(acting, "plans:goal:changed", families=[row.family_id], subject=goal_id)
    return Saved(goal_id, raised, now())


@action
def score_goal(
    acting: Acting, *, goal_id: UUID, score_now: int | None = None, status: GoalStatus | None = None
) -> Saved:
    """Note where a goal stands: the family's score now (0 to 10), or that it is reached or let go."""
    standing = placed(acting, goal_id)
    row = Goal.objects.filter(item_id=goal_id).first()
    if row is None:
        raise NotFound("goal")
    check_score(score_now, "score_now")
    raised = touch(acting, standing.plan_id, standing.section, None)
    row.score_now = row.score_now if score_now is None else score_now
    row.status = status or row.status
    row.save(update_fields=["score_now", "status"])
    record(acting, "plans:goal:scored", families=[row.family_id], subject=goal_id)
    return Saved(goal_id, raised, now())


def _goal_columns(acting: Acting, plan: Plan, goal: GoalFields, *, had: str | None = None) -> dict[str, Any]:
    """What a goal is, as columns. It may keep the life domain that it `had`, also when that is not asked any more."""
    must_say(goal.text)
    for name in ("score_start", "score_now", "score_target"):
        check_score(getattr(goal, name), name)
    must_be_of(plan.family_id, goal.expressed_by_id)
    must_be_of(plan.family_id, goal.whose_id)
    if goal.domain and goal.domain != had:
        must_be_asked(acting, goal.domain)
    if goal.part_of_id:
        _check_long(plan, goal, goal.part_of_id)
    columns = asdict(goal)
    for words in ("text", "notice", "scale_low", "scale_high", "language"):
        del columns[words]
    columns["domain"] = goal.domain or None
    return columns


def _goal_slots(goal: GoalFields) -> dict[str, str | None]:
    return {"notice": goal.notice, "scale_low": goal.scale_low, "scale_high": goal.scale_high}


def _check_long(plan: Plan, goal: GoalFields, part_of_id: UUID) -> None:
    """A small step stands under a goal for later, and under nothing else."""
    above = Goal.objects.filter(item_id=part_of_id, plan=plan, item__ended_at__isnull=True).first()
    if above is None:
        raise NotFound("goal")
    if above.horizon != Horizon.LONG or goal.horizon == Horizon.LONG:
        raise RuleBroken(
            "plans:part-of-small",
            _("Een kleine stap hoort bij een doel voor later. Kies zo’n doel, of laat het los staan."),
            field="part_of",
        )


@action
def add_action(
    acting: Acting,
    *,
    plan_id: UUID,
    step: StepFields,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write a step down, with the one who takes it and the day by which (rule 21).

    Refuses with `plans:text-missing`, `plans:one-owner` or `plans:due-date-missing`.
    """
    plan = working_plan(acting, plan_id)
    columns = _step_columns(plan, step)
    item, saved = place(
        acting,
        plan,
        SectionKey.GOALS,
        ItemKind.ACTION,
        text=step.text,
        revision=revision,
        speaker_id=step.speaker_id,
        about=[step.person_id] if step.person_id else [],
        language=step.language,
        labels=labels,
    )
    Action.objects.create(item=item, family_id=plan.family_id, plan=plan, **columns)
    say_in(acting, item.id, _step_slots(step), language=step.language)
    record(acting, "plans:action:added", families=[plan.family_id], subject=item.id)
    return saved


@action
def change_action(
    acting: Acting, *, action_id: UUID, step: StepFields, revision: int, labels: Labels | None = None
) -> Saved:
    """Change a step as a whole. Refuses as `add_action`; a stale revision raises SectionChanged."""
    standing = placed(acting, action_id)
    row = Action.objects.select_related("plan").filter(item_id=action_id).first()
    if row is None:
        raise NotFound("action")
    columns = _step_columns(row.plan, step)
    raised = touch(acting, standing.plan_id, standing.section, revision)
    move_about(acting, item_id=action_id, before=row.person_id, after=step.person_id)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    say_in(acting, action_id, {"text": step.text}, speaker_id=step.speaker_id, language=step.language)
    say_in(acting, action_id, _step_slots(step), language=step.language)
    if labels is not None:
        relabel_piece(acting, item_id=action_id, labels=labels)
    record(acting, "plans:action:changed", families=[row.family_id], subject=action_id)
    return Saved(action_id, raised, now())


@action
def tick_action(acting: Acting, *, action_id: UUID, done: bool = True, done_on: date | None = None) -> Saved:
    """Note that a step is done (today, or on an earlier day), or that it is not done after all."""
    standing = placed(acting, action_id)
    row = Action.objects.filter(item_id=action_id).first()
    if row is None:
        raise NotFound("action")
    if done_on and done_on > today():
        raise RuleBroken(
            "plans:done-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="done_on"
        )
    raised = touch(acting, standing.plan_id, standing.section, None)
    row.done_on = (done_on or today()) if done else None
    row.save(update_fields=["done_on"])
    record(
        acting,
        "plans:action:done" if done else "plans:action:not-done",
        families=[row.family_id],
        subject=action_id,
    )
    return Saved(action_id, raised, now())


def _step_slots(step: StepFields) -> dict[str, str | None]:
    return {"helped_by": step.helped_by, "note": step.note}


def _step_columns(plan: Plan, step: StepFields) -> dict[str, Any]:
    must_say(step.text)
    named = owners(
        person_id=step.person_id,
        staff_member_id=step.staff_member_id,
        organisation_name=step.organisation_name,
        network_name=step.network_name,
    )
    if named != 1:
        raise RuleBroken(
            "plans:one-owner",
            _(
                "Kies één iemand die deze stap doet: iemand van het gezin, van het netwerk of een hulpverlener."
            ),
            field="owner",
        )
    if step.due_on is None:
        raise RuleBroken(
            "plans:due-date-missing", _("Kies een dag waarop deze stap klaar is."), field="due_on"
        )
    must_be_of(plan.family_id, step.person_id)
    if step.staff_member_id and not StaffMember.objects.filter(id=step.staff_member_id).exists():
        raise NotFound("worker")
    if step.goal_id and not Goal.objects.filter(item_id=step.goal_id, plan=plan).exists():
        raise NotFound("goal")
    return {
        "goal_id": step.goal_id,
        "person_id": step.person_id,
        "staff_member_id": step.staff_member_id,
        "organisation_name": step.organisation_name.strip(),
        "network_name": step.network_name.strip(),
        "due_on": step.due_on,
    }
