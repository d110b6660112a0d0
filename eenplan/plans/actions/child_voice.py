"""A child's own voice: what it drew, and what it says with its own card."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import add_drawing, end_item, say, write_item
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.files import Paper
from eenplan.families.models import Person
from eenplan.families.queries import person_of
from eenplan.families.rules import FOR_FEW, RELEASED, Place, begins, labels_of
from eenplan.plans.actions.parts import child_view_of
from eenplan.plans.actions.sections import Saved, place, say_in, touch, working_plan
from eenplan.plans.enums import Face, SaidHow, SectionKey
from eenplan.plans.models import Part, Plan, PlanItem
from eenplan.plans.rules.contributions import no_plan, plan_closed

DRAWING = "drawing"


@dataclass(frozen=True, slots=True)
class OwnView:
    """What a child says itself: words, a face, a photo of a drawing with what is on it. One of them is enough.

    `for_all`: everybody of the plan may read it; else the child and its coach alone.
    """

    for_all: bool
    text: str = ""
    face: Face | None = None
    drawing: Paper | None = None
    drawing_words: str = ""
    language: str = "nl"


@action
def say_own_view(acting: Acting, *, view: OwnView) -> UUID:
    """A child says with its own card what it wants and how it feels; what it said before is over, and stays readable.

    Refuses with `plans:nothing-said`, `plans:no-plan`,
    `plans:plan-closed` or as `add_drawing`; NotFound for everybody but a child with its own card.
    """
    if acting.role != Role.FAMILY_MEMBER:
        raise NotFound("child")
    child = person_of(acting)
    if child.role != PersonRole.CHILD:
        raise NotFound("child")
    plan = Plan.objects.filter(family_id=child.family_id).order_by("-trajectory__started_on", "-id").first()
    if plan is None:
        raise no_plan()
    if plan.closed_at is not None:
        raise plan_closed()
    if not (view.text.strip() or view.face or view.drawing):
        raise RuleBroken(
            "plans:nothing-said", _("Kies een gezicht, schrijf iets, of kies een tekening."), field="text"
        )
    labels = RELEASED if view.for_all else FOR_FEW
    item = write_item(
        acting,
        family_id=child.family_id,
        kind=ItemKind.CHILD_VIEW,
        text=view.text,
        language=view.language,
        speaker_id=child.id,
        about=[child.id],
        labels=labels,
    )
    PlanItem.objects.create(
        item=item,
        family_id=child.family_id,
        plan=plan,
        section=SectionKey.WHAT_WE_WANT,
        position=min(PlanItem.objects.filter(plan=plan, section=SectionKey.WHAT_WE_WANT).count(), 32000),
    )
    drawing = None
    if view.drawing:
        drawing = add_drawing(
            acting, family_id=child.family_id, child_id=child.id, paper=view.drawing, labels=labels
        )
        if view.drawing_words.strip():
            say(
                acting,
                item_id=item.id,
                slot=DRAWING,
                text=view.drawing_words,
                language=view.language,
                speaker_id=child.id,
            )
    Part.objects.create(
        item=item,
        family_id=child.family_id,
        plan=plan,
        kind=ItemKind.CHILD_VIEW,
        person_id=child.id,
        how=SaidHow.OWN_CARD,
        on=today(),
        face=view.face or "",
        drawing=drawing,
    )
    record(acting, "plans:child-view:said", families=[child.family_id], subject=item.id)
    return item.id


@action
def keep_drawing(acting: Acting, *, plan_id: UUID, person_id: UUID, paper: Paper | None, told: str) -> Saved:
    """Keep a photo of what a child drew, with what is on it in words for who cannot see it; None keeps the one there is.

    The photo has the labels of what the child says. Refuses with `plans:told-missing`, `plans:no-drawing` or as
    `add_drawing`; NotFound for who is no child.
    """
    plan = working_plan(acting, plan_id)
    child = Person.objects.filter(
        id=person_id, family_id=plan.family_id, role=PersonRole.CHILD, due_date__isnull=True
    ).first()
    if child is None:
        raise NotFound("child")
    if not told.strip():
        raise RuleBroken(
            "plans:told-missing",
            _("Schrijf kort wat er op de tekening staat, voor wie ze niet kan zien."),
            field="told",
        )
    view = child_view_of(plan.id, child.id)
    if paper is None and (view is None or view.drawing_id is None):
        raise RuleBroken("plans:no-drawing", _("Kies eerst een foto van de tekening."), field="drawing")
    if view is None:
        item, saved = place(
            acting,
            plan,
            SectionKey.WHAT_WE_WANT,
            ItemKind.CHILD_VIEW,
            text="",
            from_whom_id=child.id,
            about=[child.id],
            labels=begins(Place.CHILD_VIEW),
        )
        view = Part(item=item, family_id=plan.family_id, plan=plan, kind=ItemKind.CHILD_VIEW, person=child)
        view.how, view.on = SaidHow.DRAWING, today()
        view.save(force_insert=True)
    else:
        saved = Saved(view.item_id, touch(acting, plan.id, SectionKey.WHAT_WE_WANT, None), now())
    if paper is not None:
        before = view.drawing_id
        view.drawing = add_drawing(
            acting, family_id=plan.family_id, child_id=child.id, paper=paper, labels=labels_of(view.item)
        )
        view.save(update_fields=["drawing"])
        if before:
            end_item(acting, item_id=before)
    say_in(acting, view.item_id, {DRAWING: told}, speaker_id=child.id)
    record(acting, "plans:child-view:drawn", families=[plan.family_id], subject=view.item_id)
    return saved
