"""Taking along from the plan of before what the family still wants: piece by piece, in the same words (rules 19 and 32)."""

from collections.abc import Iterable
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.families.actions import Labels, Whose
from eenplan.network.queries import life_domains
from eenplan.plans.actions.goals import GoalFields, add_goal
from eenplan.plans.actions.parts import MattersFields, note_who_matters
from eenplan.plans.actions.sections import Saved, place, relabel_piece, say_in, working_plan
from eenplan.plans.enums import Closeness
from eenplan.plans.models import Plan, PlanItem, StillWanted, TakenAlong
from eenplan.plans.queries import GoalPiece, MattersPiece, Piece
from eenplan.plans.queries.asked import persons_asked
from eenplan.plans.queries.coming_back import (
    can_be_taken,
    earlier_plan,
    taken_along_as,
    who_must_want,
)
from eenplan.plans.rules.coming_back import check_taking_along


@action
def take_along(acting: Acting, *, plan_id: UUID, source_id: UUID, wanted_by: Iterable[UUID]) -> Saved:
    """Put a piece of the earlier plan in the one that goes on: its words, of who said them, with its labels of today.

    `wanted_by` are those of the family who said that it still holds. Refuses as `check_taking_along`; raises NotFound
    for a piece that does not stand in the plan of before, or that whoever acts does not read.
    """
    plan = working_plan(acting, plan_id)
    before = earlier_plan(acting, plan.family_id)
    piece = before.piece(source_id)
    people, asked = persons_asked([plan.family_id])
    chosen = set(wanted_by)
    if piece is None or piece.labels is None or piece.source is None:
        raise NotFound("piece of the earlier plan")
    if not chosen <= {one.id for one in people}:
        raise NotFound("person")
    check_taking_along(
        wanted_by=chosen & asked,
        must=who_must_want(piece, asked),
        names=before.names,
        is_offered=can_be_taken(piece) or piece.used_less,
        used_less=piece.used_less,
        is_taken=taken_along_as(source_id) is not None,
    )
    saved = _written(acting, plan, piece, piece.labels)
    relabel_piece(acting, item_id=saved.item_id, whose=Whose(piece.source.about, piece.source.from_whom_id))
    taken = TakenAlong(
        item_id=saved.item_id, family_id=plan.family_id, source_id=source_id, taken_by_id=acting.actor_id
    )
    taken.save(force_insert=True)
    StillWanted.objects.bulk_create(
        StillWanted(family_id=plan.family_id, taken=taken, person_id=one) for one in sorted(chosen & asked)
    )
    record(acting, "plans:piece:taken-along", families=[plan.family_id], subject=saved.item_id)
    return saved


def _written(acting: Acting, plan: Plan, piece: Piece, labels: Labels) -> Saved:
    """The piece anew in the plan that goes on; scores, days and steps of then stay with the plan of then."""
    said = {slot: one for slot, one in piece.words.items() if one.text}
    if isinstance(piece, GoalPiece):
        domains = {one.code for one in life_domains(acting, on=today())}
        text = said["text"]
        goal = GoalFields(
            text.text,
            expressed_by_id=piece.expressed_by_id,
            whose_id=piece.whose_id,
            domain=piece.domain if piece.domain in domains else None,
            horizon=piece.horizon,
            language=text.language,
            notice=_say(piece, "notice"),
            scale_low=_say(piece, "scale_low"),
            scale_high=_say(piece, "scale_high"),
        )
        return add_goal(acting, plan_id=plan.id, goal=goal, labels=labels)
    if isinstance(piece, MattersPiece):
        matters = MattersFields(
            piece.name,
            piece.relation,
            Closeness(piece.closeness) if piece.closeness else None,
            piece.gives_strength,
            _say(piece, "text"),
        )
        return note_who_matters(acting, plan_id=plan.id, matters=matters, labels=labels)
    text = said["text"]
    item, saved = place(
        acting,
        plan,
        piece.section,
        piece.kind,
        text=text.text,
        speaker_id=text.speaker_id,
        language=text.language,
        labels=labels,
    )
    if piece.topic:
        PlanItem.objects.filter(item=item).update(topic=piece.topic)
    for slot, one in said.items():
        if slot != "text":
            say_in(acting, item.id, {slot: one.text}, speaker_id=one.speaker_id, language=one.language)
    return saved


def _say(piece: Piece, slot: str) -> str:
    """The words of a piece in a slot; '' when there are none."""
    return piece.words[slot].text if slot in piece.words else ""
