"""The small parts of a plan: who matters, what each child wants, disagreements, other plans, words on a topic.

Each verb writes one down, or with `item_id` changes it; what was said before stays readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Person
from eenplan.families.rules import Place, begins
from eenplan.plans.actions.sections import (
    TEXT_KINDS,
    Saved,
    must_be_of,
    must_say,
    place,
    placed,
    relabel_piece,
    say_in,
    touch,
    working_plan,
)
from eenplan.plans.enums import Closeness, Face, SaidHow, SectionKey, Topic
from eenplan.plans.models import Part, PlanItem
from eenplan.plans.rules import section_of_topic


@dataclass(frozen=True, slots=True)
class MattersFields:
    """Somebody who matters: the name as the family says it, what they are to them, how near."""

    name: str
    relation: str = ""
    closeness: Closeness | None = None
    gives_strength: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChildViewFields:
    """What a child wants, and how it was said; `reason` when it was not asked yet. `face` is the one that it chose."""

    person_id: UUID
    said_how: SaidHow
    text: str = ""
    on: date | None = None
    reason: str = ""
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class DisagreementFields:
    """Who does not agree with what: a person of the family, or somebody else by name."""

    text: str
    person_id: UUID | None = None
    name: str = ""
    on: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedPlanFields:
    """A partner's own plan: what it is called, of whom, where it is kept and of which day (rule 24)."""

    title: str
    organisation: str
    where: str = ""
    dated: date | None = None


@action
def note_who_matters(
    acting: Acting,
    *,
    plan_id: UUID,
    matters: MattersFields,
    item_id: UUID | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down somebody who matters to the family. Refuses with `plans:name-missing`."""
    if not matters.name.strip():
        raise RuleBroken("plans:name-missing", _("Vul een naam in. Een voornaam is genoeg."), field="name")
    columns = {
        "name": matters.name.strip(),
        "about": matters.relation.strip(),
        "how": matters.closeness or "",
        "gives_strength": matters.gives_strength,
    }
    return _keep(
        acting,
        plan_id,
        _Kept(SectionKey.WHO_WE_ARE, ItemKind.WHO_MATTERS, {"text": matters.note}, columns),
        item_id=item_id,
        labels=labels,
        revision=revision,
    )


@action
def hear_child(
    acting: Acting,
    *,
    plan_id: UUID,
    view: ChildViewFields,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down what a child wants, or why it was not asked yet. One view per child: the newest words count.

    It is of the child: released to nobody, unless `labels` say that the child wants that.

    Refuses with `plans:text-missing`, `plans:reason-missing` or `plans:said-in-future`; NotFound for
    somebody who is no child of the family, or not born.
    """
    child = Person.objects.filter(id=view.person_id, role=PersonRole.CHILD, due_date__isnull=True).first()
    if child is None:
        raise NotFound("child")
    asked = view.said_how != SaidHow.NOT_YET
    standing = child_view_of(plan_id, child.id)
    if asked and view.face is None and not (standing and standing.drawing_id):
        must_say(view.text)
    elif not asked and not view.reason.strip():
        raise RuleBroken(
            "plans:reason-missing",
            _("Schrijf kort waarom het nog niet gevraagd is, en wanneer het wel kan."),
            field="reason",
        )
    if view.on and view.on > today():
        raise RuleBroken("plans:said-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on")
    columns = {
        "person_id": child.id,
        "how": view.said_how,
        "on": view.on or (today() if asked else None),
        "face": (view.face or "") if asked else "",
    }
    slots = {"text": view.text, "reason": ""} if asked else {"reason": view.reason}
    return _keep(
        acting,
        plan_id,
        _Kept(SectionKey.WHAT_WE_WANT, ItemKind.CHILD_VIEW, slots, columns, child.id if asked else None),
        item_id=standing.item_id if standing else None,
        labels=labels,
        revision=revision,
    )


def child_view_of(plan_id: UUID, child_id: UUID) -> Part | None:
    """The newest view of a child in a plan; None while there is none."""
    return (
        Part.objects.select_related("item")
        .filter(plan_id=plan_id, kind=ItemKind.CHILD_VIEW, person_id=child_id, item__ended_at__isnull=True)
        .order_by("-item__created_at", "-item_id")
        .first()
    )


@action
def note_disagreement(
    acting: Acting,
    *,
    plan_id: UUID,
    disagreement: DisagreementFields,
    item_id: UUID | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down who does not agree with what. It stays. Refuses with `plans:text-missing`, `plans:who-missing`."""
    must_say(disagreement.text)
    if not (disagreement.person_id or disagreement.name.strip()):
        raise RuleBroken("plans:who-missing", _("Duid aan wie het hier niet mee eens is."), field="who")
    if disagreement.on and disagreement.on > today():
        raise RuleBroken("plans:said-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on")
    columns = {
        "person_id": disagreement.person_id,
        "name": "" if disagreement.person_id else disagreement.name.strip(),
        "on": disagreement.on or today(),
    }
    return _keep(
        acting,
        plan_id,
        _Kept(
            SectionKey.AGREEMENTS,
            ItemKind.DISAGREEMENT,
            {"text": disagreement.text},
            columns,
            disagreement.person_id,
            disagreement.language,
        ),
        item_id=item_id,
        labels=labels,
        revision=revision,
    )


@action
def resolve_disagreement(acting: Acting, *, item_id: UUID, how: str, on: date | None = None) -> Saved:
    """Say how a disagreement was resolved, and when (default today). What was said stays readable.

    Refuses with `plans:text-missing` or `plans:resolved-in-future`.
    """
    standing = placed(acting, item_id)
    row = Part.objects.filter(item_id=item_id, kind=ItemKind.DISAGREEMENT).first()
    if row is None:
        raise NotFound("disagreement")
    must_say(how, "how")
    day = on or today()
    if day > today():
        raise RuleBroken(
            "plans:resolved-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on"
        )
    if row.on and day < row.on:
        raise RuleBroken(
            "plans:resolved-before", _("Toen was dit nog niet gezegd. Kijk de datum na."), field="on"
        )
    raised = touch(acting, standing.plan_id, standing.section, None)
    row.resolved_on = day
    row.save(update_fields=["resolved_on"])
    say_in(acting, item_id, {"resolution": how})
    record(acting, "plans:disagreement:resolved", families=[row.family_id], subject=item_id)
    return Saved(item_id, raised, now())


@action
def link_plan(
    acting: Acting,
    *,
    plan_id: UUID,
    linked: LinkedPlanFields,
    item_id: UUID | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Name a partner's own plan and where it is kept. Nothing of it is copied; it changes nothing here (rule 24).

    Refuses with `plans:text-missing` or `plans:organisation-missing`.
    """
    must_say(linked.title, "title")
    if not linked.organisation.strip():
        raise RuleBroken(
            "plans:organisation-missing",
            _("Schrijf op van welke organisatie dit plan is."),
            field="organisation",
        )
    columns = {"name": linked.organisation.strip(), "about": linked.where.strip(), "on": linked.dated}
    return _keep(
        acting,
        plan_id,
        _Kept(SectionKey.AGREEMENTS, ItemKind.LINKED_PLAN, {"text": linked.title}, columns),
        item_id=item_id,
        labels=labels,
        revision=revision,
    )


@action
def write_on_topic(
    acting: Acting,
    *,
    plan_id: UUID,
    topic: Topic,
    text: str,
    speaker_id: UUID | None = None,
    language: str | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Add words to one side of a section: early signs, whom we call, how often we meet…

    What is agreed about safety is for few: it is confidential, whatever `labels` say of everybody.
    Refuses with `plans:text-missing`.
    """
    plan = working_plan(acting, plan_id)
    must_say(text)
    key = section_of_topic(topic)
    if topic == Topic.SAFETY and (labels is None or labels.released_to_all):
        labels = begins(Place.SAFETY)
    item, saved = place(
        acting,
        plan,
        key,
        TEXT_KINDS[key],
        text=text,
        revision=revision,
        speaker_id=speaker_id,
        language=language,
        labels=labels,
    )
    PlanItem.objects.filter(item=item).update(topic=topic)
    record(acting, f"plans:{topic}:written", families=[plan.family_id], subject=item.id)
    return saved


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a part stands, its words by slot with who says them, and the facts of its row."""

    section: SectionKey
    kind: ItemKind
    slots: Mapping[str, str]
    columns: Mapping[str, Any]
    speaker_id: UUID | None = None
    language: str | None = None


def _keep(
    acting: Acting,
    plan_id: UUID,
    kept: _Kept,
    *,
    item_id: UUID | None,
    labels: Labels | None,
    revision: int | None,
) -> Saved:
    plan = working_plan(acting, plan_id)
    must_be_of(plan.family_id, kept.columns.get("person_id"))
    if item_id is None:
        item, saved = place(
            acting,
            plan,
            kept.section,
            kept.kind,
            text="",
            revision=revision,
            from_whom_id=kept.speaker_id,
            about=[kept.columns["person_id"]] if kept.columns.get("person_id") else [],
            labels=labels,
        )
        Part.objects.create(item=item, family_id=plan.family_id, plan=plan, kind=kept.kind, **kept.columns)
    else:
        standing = placed(acting, item_id)
        row = Part.objects.filter(item_id=item_id, kind=kept.kind, plan=plan).first()
        if row is None:
            raise NotFound("part of plan")
        saved = Saved(item_id, touch(acting, plan.id, standing.section, revision), now())
        move_about(acting, item_id=item_id, before=row.person_id, after=kept.columns.get("person_id"))
        for name, value in kept.columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(kept.columns))
        if labels is not None:
            relabel_piece(acting, item_id=item_id, labels=labels)
    say_in(acting, saved.item_id, kept.slots, speaker_id=kept.speaker_id, language=kept.language)
    record(acting, f"plans:{kept.kind}:kept", families=[plan.family_id], subject=saved.item_id)
    return saved
