"""Trajectories: one of them, those of a coach, and what is due in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound
from eenplan.families.enums import ContactStatus
from eenplan.families.models import Contact, Words
from eenplan.network.enums import Phase
from eenplan.plans.enums import Answer, ClosureReason, VersionStatus, WaitsAtEnd
from eenplan.plans.models import (
    Action,
    Aftercare,
    Agreement,
    Closure,
    CoachAssignment,
    ComingTold,
    PlanVersion,
    Section,
    Trajectory,
)
from eenplan.plans.queries.asked import persons_asked
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.rules import DUE_SOON, REVIEW_SOON, WayFacts, phase_of
from eenplan.referrals.enums import State
from eenplan.referrals.models import Referral


class DueKind(StrEnum):
    """What can be due."""

    FIRST_CONVERSATION = "first_conversation"
    STEP = "step"
    REVIEW = "review"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that asks for an act. `on` is the day by which; None when it has no day.

    `text` is the family's own (the step, a name), never more than needed. `subject_id` is the item,
    plan, person or referral it is about; `staff_member_id` the worker who takes the step, if one does.
    """

    kind: DueKind
    family_id: UUID
    family_name: str
    on: date | None
    text: str
    subject_id: UUID
    staff_member_id: UUID | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.on is not None and self.on < today()


@dataclass(frozen=True, slots=True)
class MyFamily:
    """A family of a coach, with the next contact and what is due.

    Who stands in says in whose place (`instead_of`), and up to which day (`until`, exclusive; None: not known yet).
    """

    family_id: UUID
    family_name: str
    reference: str
    trajectory_id: UUID
    plan_id: UUID
    since: date
    referral_id: UUID
    referral_state: State
    deadline: date
    next_contact_at: datetime | None
    review_date: date
    has_active_version: bool
    phase: Phase
    due: tuple[Due, ...]
    instead_of: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CoachPeriod:
    """Who was there as the coach from a day until another (exclusive; None: still).

    `reason` is of the change to them; it is about workers, so only workers read it. A stand-in says whose
    place they take (`instead_of`). `told`: whether the family was told that they come.
    """

    staff_member_id: UUID
    name: str
    since: date
    until: date | None
    reason: str
    instead_of_id: UUID | None = None
    instead_of: str = ""
    told: bool = False

    @property
    def own_coach_id(self) -> UUID:
        """The own coach in this period, there or away."""
        return self.instead_of_id or self.staff_member_id


@dataclass(frozen=True, slots=True)
class ClosureNow:
    """How a trajectory ended."""

    reason: ClosureReason
    remaining_needs: str
    who_continues: str
    told_of_retention_on: date
    copy_offered: bool
    aftercare_on: date
    satisfaction: int | None
    satisfaction_words: str = ""
    # What still waited and was left as it is, and why. The family reads why: that somebody wrote to the coach alone is
    # for nobody else to know, so that how much waited is for workers.
    left_waiting: Mapping[WaitsAtEnd, int] = field(default_factory=dict)
    left_reason: str = ""


@dataclass(frozen=True, slots=True)
class TrajectoryNow:
    """A trajectory with its coaches, oldest first, and its closure if it has ended."""

    id: UUID
    family_id: UUID
    referral_id: UUID
    plan_id: UUID
    started_on: date
    ended_on: date | None
    phase: Phase
    coaches: tuple[CoachPeriod, ...]
    closure: ClosureNow | None

    @property
    def coach(self) -> CoachPeriod | None:
        """Who is there as the coach today."""
        return next(
            (
                one
                for one in self.coaches
                if one.since <= today() and (one.until is None or today() < one.until)
            ),
            None,
        )


def trajectory(acting: Acting, family_id: UUID) -> TrajectoryNow:
    """The family's open trajectory, or its last. Raises NotFound when out of reach or not begun. Two queries."""
    found = (
        Trajectory.objects.filter(family_id=family_id)
        .select_related("plan", "closure")
        .annotate(
            # A family reads its trajectory and not its referral, which by then has had its conversation.
            referral_state=Coalesce(
                Subquery(Referral.objects.filter(id=OuterRef("referral_id")).values("state")),
                Value(State.CONVERSATION_HELD.value),
            ),
            begun=_begun(OuterRef("plan__id")),
            agreed=Exists(
                PlanVersion.objects.filter(plan__trajectory_id=OuterRef("id"), status=VersionStatus.ACTIVE)
            ),
            asked_after=Exists(Aftercare.objects.filter(trajectory_id=OuterRef("id"))),
            turns=_TURNS,
        )
        .order_by("-started_on", "-id")
        .first()
    )
    if found is None:
        raise NotFound("trajectory")
    page = TrajectoryNow(
        found.id,
        family_id,
        found.referral_id,
        found.plan.id,
        found.started_on,
        found.ended_on,
        phase_of(
            WayFacts(
                State(found.referral_state),
                found.begun,
                found.agreed,
                found.plan.next_review_date,
                found.ended_on is not None,
                found.asked_after,
            ),
            today(),
        ),
        tuple(_turn(one, to_worker=acting.kind == ActorKind.STAFF) for one in found.turns),
        _closure(getattr(found, "closure", None), to_worker=acting.kind == ActorKind.STAFF),
    )
    record_read(acting, "plans:trajectory", families=[family_id], subject=found.id)
    return page


# Whether the family was told that a worker will be there as the coach from a day on.
TOLD = Exists(
    ComingTold.objects.filter(
        family_id=OuterRef("family_id"),
        staff_member_id=OuterRef("staff_member_id"),
        since=OuterRef("period__startswith"),
    )
)
_TURNS = ArraySubquery(
    CoachAssignment.objects.filter(trajectory_id=OuterRef("id"))
    .order_by("period")
    .values(
        json=JSONObject(
            worker=Cast("staff_member_id", TextField()),
            name="staff_member__name",
            since="period__startswith",
            until="period__endswith",
            reason="reason",
            instead_of_id=Cast("instead_of_id", TextField()),
            instead_of="instead_of__name",
            told=TOLD,
        )
    )
)


def _turn(one: Mapping[str, Any], *, to_worker: bool) -> CoachPeriod:
    return CoachPeriod(
        UUID(one["worker"]),
        one["name"],
        date.fromisoformat(one["since"]),
        date.fromisoformat(one["until"]) if one["until"] else None,
        one["reason"] if to_worker else "",
        UUID(one["instead_of_id"]) if one["instead_of_id"] else None,
        one["instead_of"] or "",
        one["told"],
    )


def _begun(plan_id: OuterRef) -> Exists:
    """Whether something stands in a plan."""
    return Exists(Section.objects.filter(plan_id=plan_id, revision__gt=0))


def _closure(row: Closure | None, *, to_worker: bool) -> ClosureNow | None:
    if row is None:
        return None
    return ClosureNow(
        ClosureReason(row.reason),
        row.remaining_needs,
        row.who_continues,
        row.told_of_retention_on,
        row.copy_offered,
        row.aftercare_on,
        row.satisfaction,
        row.satisfaction_words,
        {kind: row.left_waiting[kind] for kind in WaitsAtEnd if to_worker and kind in row.left_waiting},
        row.left_reason,
    )


def my_families(acting: Acting) -> list[MyFamily]:
    """The families that whoever acts is the coach of today, by name. Eight queries, whatever their number."""
    rows = _mine(acting)
    families = [row.family_id for row in rows]
    versions = _active_versions(families)
    contacts: dict[UUID, datetime] = {}
    for family_id, moment in (
        Contact.objects.filter(family_id__in=families, status=ContactStatus.PLANNED, planned_for__gte=now())
        .order_by("-planned_for")
        .values_list("family_id", "planned_for")
    ):
        if moment is not None:
            contacts[family_id] = moment
    due = _due(rows, versions)
    record_read(acting, "plans:my-families", families=families)
    return [
        MyFamily(
            row.family_id,
            row.family.name,
            row.family.reference,
            row.trajectory_id,
            row.trajectory.plan.id,
            row.period.lower,
            row.trajectory.referral_id,
            State(row.trajectory.referral.state),
            row.trajectory.referral.deadline,
            contacts.get(row.family_id),
            row.trajectory.plan.next_review_date,
            row.family_id in versions,
            phase_of(
                WayFacts(
                    State(row.trajectory.referral.state),
                    row.begun,  # type: ignore[attr-defined]  # annotated
                    row.family_id in versions,
                    row.trajectory.plan.next_review_date,
                ),
                today(),
            ),
            tuple(one for one in due if one.family_id == row.family_id),
            row.instead_of.name if row.instead_of else "",
            row.period.upper if row.instead_of else None,
        )
        for row in rows
    ]


def what_is_due(acting: Acting) -> list[Due]:
    """What is due in the families of whoever acts, the first day first; what has no day last. Seven queries."""
    rows = _mine(acting)
    due = _due(rows, _active_versions([row.family_id for row in rows]))
    record_read(acting, "plans:due", families=[row.family_id for row in rows])
    return due


def _mine(acting: Acting) -> list[CoachAssignment]:
    return list(
        CoachAssignment.objects.filter(
            actor_id=acting.actor_id, period__contains=today(), trajectory__ended_on__isnull=True
        )
        .select_related("family", "trajectory__plan", "trajectory__referral", "instead_of")
        .annotate(begun=_begun(OuterRef("trajectory__plan__id")))
        .order_by("family__sort_key", "family_id")
    )


def _active_versions(families: Sequence[UUID]) -> dict[UUID, UUID]:
    return dict(
        PlanVersion.objects.filter(family_id__in=families, status=VersionStatus.ACTIVE).values_list(
            "family_id", "id"
        )
    )


def _due(rows: Sequence[CoachAssignment], versions: Mapping[UUID, UUID]) -> list[Due]:
    names = {row.family_id: row.family.name for row in rows}
    due = [*_conversations(rows), *_reviews(rows), *_steps(rows, names), *_answers(versions, names)]
    return sorted(due, key=lambda one: (one.on or date.max, one.family_name))


def _conversations(rows: Iterable[CoachAssignment]) -> list[Due]:
    return [
        Due(
            DueKind.FIRST_CONVERSATION,
            row.family_id,
            row.family.name,
            row.trajectory.referral.deadline,
            "",
            row.trajectory.referral_id,
        )
        for row in rows
        if row.trajectory.referral.state != State.CONVERSATION_HELD
    ]


def _reviews(rows: Iterable[CoachAssignment]) -> list[Due]:
    soon = today() + REVIEW_SOON
    return [
        Due(
            DueKind.REVIEW,
            row.family_id,
            row.family.name,
            row.trajectory.plan.next_review_date,
            "",
            row.trajectory.plan.id,
        )
        for row in rows
        if row.trajectory.plan.next_review_date <= soon
    ]


def _steps(rows: Iterable[CoachAssignment], names: Mapping[UUID, str]) -> list[Due]:
    steps = list(
        Action.objects.filter(
            plan_id__in=[row.trajectory.plan.id for row in rows],
            done_on__isnull=True,
            due_on__lte=today() + DUE_SOON,
            item__ended_at__isnull=True,
        ).order_by("due_on", "item_id")
    )
    texts = dict(
        Words.objects.filter(
            item_id__in=[step.item_id for step in steps],
            slot="text",
            replaced_by__isnull=True,
            translation_of__isnull=True,
        ).values_list("item_id", "text")
    )
    return [
        Due(
            DueKind.STEP,
            step.family_id,
            names[step.family_id],
            step.due_on,
            texts.get(step.item_id, ""),
            step.item_id,
            step.staff_member_id,
        )
        for step in steps
    ]


def _answers(versions: Mapping[UUID, UUID], names: Mapping[UUID, str]) -> list[Due]:
    """Who was asked what they think of the plan and said nothing yet (rule 22)."""
    answered = set(
        Agreement.objects.filter(version_id__in=versions.values(), answer__in=Answer.values).values_list(
            "person_id", flat=True
        )
    )
    persons, asked = persons_asked(versions)
    return [
        Due(DueKind.ANSWER, person.family_id, names[person.family_id], None, name_of(person), person.id)
        for person in persons
        if person.id in asked and person.id not in answered
    ]
