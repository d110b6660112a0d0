"""What somebody of a family brings into the plan with their own card, and what the coach does with it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import BRUSSELS, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import say, write_item
from eenplan.families.models import Item, ItemAbout
from eenplan.families.queries import current_words, person_of
from eenplan.families.rules import labels_of
from eenplan.plans.actions.goals import GoalFields, StepFields, add_action, add_goal
from eenplan.plans.actions.parts import DisagreementFields, note_disagreement
from eenplan.plans.actions.sections import Saved, working_plan
from eenplan.plans.enums import Brings, Horizon, Verdict
from eenplan.plans.models import Action, Contribution, Goal, Plan, PlanItem, Response, Tick
from eenplan.plans.rules.contributions import (
    KINDS,
    check_contribution,
    check_own_step,
    check_response,
    check_taking,
    labels_of_contribution,
    no_plan,
    plan_closed,
)

RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings in. `sent_key` is of the form; `for_all`: everybody of the plan may read it, else the coach.

    `beside_id` is the piece it is about, of a step the goal it belongs to. `own`: a goal for myself, a step that I take.
    """

    what: Brings
    text: str
    sent_key: UUID
    for_all: bool
    language: str = "nl"
    beside_id: UUID | None = None
    own: bool = False
    by_day: date | None = None


@dataclass(frozen=True, slots=True)
class TakenStep:
    """Who takes a proposed step, and by which day: one person of the family, one worker, or somebody by name."""

    due_on: date | None
    person_id: UUID | None = None
    staff_member_id: UUID | None = None
    organisation_name: str = ""
    network_name: str = ""


@action
def bring(acting: Acting, *, new: Brought) -> Contribution:
    """Propose a goal or a step, or say something beside a piece that one reads. What is sent twice is one.

    Refuses as `check_contribution` and `labels_of_contribution`, and with `plans:plan-closed` or `plans:no-plan`;
    raises NotFound without a card, and for a piece that is not the reader's or stands in no plan.
    """
    if acting.role != Role.FAMILY_MEMBER:
        raise NotFound("contribution")
    person = person_of(acting)
    _one_at_a_time(person.id)
    standing = Contribution.objects.filter(person_id=person.id, sent_key=new.sent_key).first()
    if standing:
        return standing
    plan = _open_plan(person.family_id)
    beside = _beside(plan, new)
    check_contribution(
        new.what, text=new.text, sent_today=_sent_today(person.id), today=today(), by_day=new.by_day
    )
    item = write_item(
        acting,
        family_id=person.family_id,
        kind=KINDS[new.what],
        from_whom_id=person.id,
        labels=labels_of_contribution(
            for_all=new.for_all, beside_released=beside is None or beside.released_to_all
        ),
    )
    row = Contribution(
        item=item,
        family_id=person.family_id,
        plan=plan,
        person_id=person.id,
        what=new.what,
        beside=beside,
        own=new.own,
        by_day=new.by_day if new.what == Brings.STEP else None,
        sent_key=new.sent_key,
    )
    row.save(force_insert=True)
    about = _about(row)
    ItemAbout.objects.bulk_create(
        ItemAbout(family_id=person.family_id, item=item, person_id=one) for one in sorted(about)
    )
    say(acting, item_id=item.id, text=new.text, language=new.language, speaker_id=person.id)
    record(acting, f"plans:contribution:{new.what}", families=[person.family_id], subject=item.id)
    return row


@action
def tick_own_step(acting: Acting, *, action_id: UUID, done: bool) -> bool:
    """Say with the own card that one's own step is done today, or is not done after all. Whether anything changed.

    That it is done is a fact: what was agreed stays as it was agreed. Refuses as `check_own_step`.
    """
    if acting.role != Role.FAMILY_MEMBER:
        raise NotFound("action")
    person = person_of(acting)
    row = Action.objects.select_related("plan", "item").filter(item_id=action_id).first()
    if row is None:
        raise NotFound("action")
    check_own_step(
        is_open=row.plan.closed_at is None,
        is_mine=row.person_id == person.id and row.item.ended_at is None,
    )
    if done == (row.done_on is not None):
        return False
    row.done_on = today() if done else None
    row.save(update_fields=["done_on"])
    Tick.objects.create(family_id=row.family_id, action=row, person_id=person.id, done=done)
    record(
        acting,
        "plans:action:done" if done else "plans:action:not-done",
        families=[row.family_id],
        subject=action_id,
    )
    return True


@action
def respond(
    acting: Acting,
    *,
    family_id: UUID,
    item_id: UUID,
    verdict: Verdict,
    reason: str = "",
    language: str = "nl",
) -> Response:
    """Answer without putting it in the plan: 'we talk about it', 'not now' with why, or 'read'.

    Whoever may read the contribution reads the answer. Refuses as `check_response`, and `plans:plan-closed`.
    """
    row = _to_answer(acting, family_id, item_id)
    check_response(Brings(row.what), verdict, reason=reason, is_taken=_is_taken(item_id))
    words = (
        say(acting, item_id=item_id, slot=RESPONSE, text=reason, language=language)
        if reason.strip()
        else None
    )
    made = Response.objects.create(
        family_id=family_id, item_id=item_id, verdict=verdict, words=words, by_id=acting.actor_id
    )
    record(acting, f"plans:contribution:{verdict}", families=[family_id], subject=item_id)
    return made


@action
def take_over(acting: Acting, *, family_id: UUID, item_id: UUID, step: TakenStep | None = None) -> Saved:
    """Put it in the plan in one act: the words as they were said, of who said them, for whoever could read them.

    A step needs who takes it and a day: `step`, else the person's own step and the day they named. A disagreement
    stands among what the family does not agree on. Refuses as `check_taking`, `add_goal` and `add_action`.
    """
    row = _to_answer(acting, family_id, item_id)
    what = Brings(row.what)
    check_taking(what, is_taken=_is_taken(item_id))
    said = next(
        (one for one in current_words(acting, family_id, item_ids=[item_id])[item_id] if one.slot == "text"),
        None,
    )
    if said is None:
        raise NotFound("contribution")
    labels = labels_of(row.item)
    if what == Brings.GOAL:
        goal = GoalFields(
            said.text,
            expressed_by_id=row.person_id,
            whose_id=row.person_id if row.own else None,
            horizon=Horizon.SMALL,
            language=said.language,
        )
        saved = add_goal(acting, plan_id=row.plan_id, goal=goal, labels=labels)
    elif what == Brings.STEP:
        saved = add_action(
            acting, plan_id=row.plan_id, step=_step(row, said.text, said.language, step), labels=labels
        )
    else:
        disagreement = DisagreementFields(said.text, row.person_id, language=said.language)
        saved = note_disagreement(acting, plan_id=row.plan_id, disagreement=disagreement, labels=labels)
    Response.objects.create(
        family_id=family_id,
        item_id=item_id,
        verdict=Verdict.TAKEN,
        became_id=saved.item_id,
        by_id=acting.actor_id,
    )
    record(acting, "plans:contribution:taken", families=[family_id], subject=item_id)
    return saved


def _one_at_a_time(person_id: UUID) -> None:
    """Of two that one person sends at once, the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contribution:{person_id}"])


def _open_plan(family_id: UUID) -> Plan:
    newest = Plan.objects.filter(family_id=family_id).order_by("-trajectory__started_on", "-id").first()
    if newest is None:
        raise no_plan()
    if newest.closed_at is not None:
        raise plan_closed()
    return newest


def _beside(plan: Plan, new: Brought) -> Item | None:
    """The piece it is about. Raises NotFound for what the reader does not see, or what stands in no plan of now."""
    if new.beside_id is None:
        if new.what in (Brings.COMMENT, Brings.DISAGREE):
            raise NotFound("item in plan")
        return None
    standing = PlanItem.objects.select_related("item").filter(item_id=new.beside_id, plan=plan).first()
    if standing is None or (
        new.what == Brings.STEP and not Goal.objects.filter(item_id=new.beside_id, plan=plan).exists()
    ):
        raise NotFound("item in plan")
    return standing.item


def _about(row: Contribution) -> set[UUID]:
    """About whom it is: as the piece beside which it stands; a goal or a step of one's own about oneself."""
    about = {row.person_id} if row.own else set()
    if row.beside_id is not None:
        about |= set(ItemAbout.objects.filter(item_id=row.beside_id).values_list("person_id", flat=True))
    return about


def _sent_today(person_id: UUID) -> int:
    midnight = datetime.combine(today(), time(), BRUSSELS)
    return Contribution.objects.filter(person_id=person_id, sent_at__gte=midnight).count()


def _to_answer(acting: Acting, family_id: UUID, item_id: UUID) -> Contribution:
    """A contribution for the coach to answer, in a plan that is open; held until the act is done."""
    row = Contribution.objects.select_related("item").filter(item_id=item_id, family_id=family_id).first()
    if row is None or acting.role != Role.COACH:
        raise NotFound("contribution")
    working_plan(acting, row.plan_id)
    return row


def _is_taken(item_id: UUID) -> bool:
    return Response.objects.filter(item_id=item_id, verdict=Verdict.TAKEN).exists()


def _step(row: Contribution, text: str, language: str, given: TakenStep | None) -> StepFields:
    """The step as proposed: under its goal while that stands there."""
    chosen = given or TakenStep(row.by_day, person_id=row.person_id if row.own else None)
    under = Goal.objects.filter(item_id=row.beside_id, item__ended_at__isnull=True) if row.beside_id else None
    goal = under.first() if under is not None else None
    return StepFields(
        text,
        chosen.due_on,
        person_id=chosen.person_id,
        staff_member_id=chosen.staff_member_id,
        organisation_name=chosen.organisation_name,
        network_name=chosen.network_name,
        goal_id=goal.item_id if goal else None,
        speaker_id=row.person_id,
        language=language,
    )
