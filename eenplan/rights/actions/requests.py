"""Asking about one's own data, and deciding (rule 37). Each request is decided once; nothing of it changes later."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.actions.shares import end_share, people_of_written
from eenplan.consent.queries import legal_terms
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import say
from eenplan.families.enums import ItemKind
from eenplan.families.models import Correction, Item, Words
from eenplan.families.rules.statements import STATEMENT
from eenplan.plans.models import PlanItem, Section
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Decision, Request
from eenplan.rights.queries.concerned import shares_of
from eenplan.rights.queries.readers import may_ask_copy, sees_piece, someone
from eenplan.rights.rules.requests import answer_by, check_decision, check_request


@action
def ask_copy(acting: Acting, *, family_id: UUID, person_id: UUID, how: AskedHow) -> Request:
    """Ask a copy of one's own data: it is there at once, for the part that the person may read.

    Refuses with `rights:others-decide` who is too young to ask it alone.
    """
    people_of_written(acting, family_id)
    if not may_ask_copy(acting, someone(acting, family_id, person_id)):
        raise RuleBroken(
            "rights:others-decide",
            _("Anderen beslissen nog voor deze persoon. Een ouder kan een eigen kopie vragen."),
        )
    row = _keep(acting, family_id, person_id, RequestKind.COPY, how=how)
    Decision.objects.create(
        family_id=family_id,
        request=row,
        outcome=Outcome.GIVEN,
        decided_on=today(),
        decided_by_id=acting.actor_id,
    )
    return row


@action
def ask(
    acting: Acting,
    *,
    family_id: UUID,
    person_id: UUID,
    kind: RequestKind,
    words: str,
    how: AskedHow,
    language: str = "nl",
    item_id: UUID | None = None,
    asked_on: date | None = None,
) -> Request:
    """Ask something about one's own data: with the own card for oneself; a worker writes down what was asked.

    Refuses with those of `check_request`; raises NotFound for a piece that the person does not read.
    """
    people_of_written(acting, family_id)
    who = someone(acting, family_id, person_id)
    check_request(
        kind,
        words=words,
        about_piece=item_id is not None,
        asked_on=asked_on or today(),
        today=today(),
        how=how,
    )
    if item_id is not None:
        with sees_piece(acting, who, item_id) as item:
            if item.family_id != family_id:
                raise NotFound("item")
    return _keep(
        acting,
        family_id,
        person_id,
        kind,
        how=how,
        words=words.strip(),
        language=language,
        item_id=item_id,
        asked_on=asked_on or today(),
    )


@action
def decide(
    acting: Acting, *, request_id: UUID, outcome: Outcome, reason: str = "", ends: Collection[UUID] = ()
) -> Decision:
    """Decide what was asked, once. A statement is put beside its piece, under the piece's labels.

    What is accepted holds at once: a restriction, or an objection about a piece, until it is lifted; an objection about
    no piece by the shares that it ends (`ends`). Refuses with `rights:decided` and those of `check_decision`; raises
    NotFound for a share that is not concerned.
    """
    asked = Request.objects.select_related("item", "person").filter(id=request_id).first()
    if asked is None or acting.role == Role.FAMILY_MEMBER:
        raise NotFound("request")
    people_of_written(acting, asked.family_id)
    if Decision.objects.filter(request=asked).exists():
        raise _decided()
    proof = _what_changed(asked) if outcome == Outcome.CORRECTED else None
    check_decision(
        RequestKind(asked.kind),
        outcome,
        about_piece=asked.item_id is not None,
        reason=reason,
        is_changed=proof is not None,
        ends=len(ends),
    )
    if ends:
        _end_shares(acting, asked, set(ends))
    if outcome == Outcome.BESIDE and asked.item_id:
        proof = {
            "words": say(
                acting,
                item_id=asked.item_id,
                slot=f"{STATEMENT}{asked.reference}",
                text=asked.words,
                language=asked.language,
                speaker_id=asked.person_id,
            )
        }
    try:
        with transaction.atomic():
            row = Decision.objects.create(
                family_id=asked.family_id,
                request=asked,
                outcome=outcome,
                reason=reason.strip(),
                decided_on=today(),
                decided_by_id=acting.actor_id,
                **(proof or {}),
            )
    except IntegrityError as error:  # somebody decided in the same moment
        raise _decided() from error
    record(acting, f"rights:request:{outcome}", families=[asked.family_id], subject=asked.id)
    return row


def _end_shares(acting: Acting, asked: Request, wanted: set[UUID]) -> None:
    """Stop the shares to which somebody objects. Raises NotFound for one that is not about them."""
    if not wanted <= {one.id for one in shares_of(acting, asked.family_id, asked.person_id)}:
        raise NotFound("share")
    for one in sorted(wanted):
        end_share(acting, grant_id=one)


def _decided() -> RuleBroken:
    return RuleBroken("rights:decided", _("Hierover is al beslist. Lees wat er staat."), field="outcome")


def _keep(
    acting: Acting,
    family_id: UUID,
    person_id: UUID,
    kind: RequestKind,
    *,
    how: AskedHow,
    asked_on: date | None = None,
    **more: Any,
) -> Request:
    with_card = acting.role == Role.FAMILY_MEMBER
    if with_card != (how == AskedHow.OWN_CARD):
        raise RuleBroken(
            "rights:how",
            _("Met de eigen kaart vraagt iedereen voor zichzelf. De coach noteert wat gevraagd werd."),
            field="how",
        )
    day = asked_on or today()
    row = Request.objects.create(
        family_id=family_id,
        person_id=person_id,
        kind=kind,
        how=how,
        asked_on=day,
        due_on=answer_by(day, legal_terms(acting, on=day).answer_within),
        recorded_by_id=acting.actor_id,
        **more,
    )
    record(acting, f"rights:request:asked-{kind}", families=[family_id], subject=row.id)
    return row


def _what_changed(asked: Request) -> dict[str, Any] | None:
    """What was corrected since it was asked: words, facts of somebody, a fact of a piece. None: nothing."""
    since = asked.recorded_at
    if asked.item_id is None:
        made = Correction.objects.filter(family_id=asked.family_id, changed_at__gt=since).order_by(
            "-changed_at"
        )
        if correction := made.first():
            return {"correction": correction}
        details = Item.objects.filter(family_id=asked.family_id, kind=ItemKind.CONTACT_DETAIL)
        anew = details.filter(created_at__gt=since) | details.filter(ended_at__gt=since)
        return {} if anew.exists() else None
    anew_said = Words.objects.filter(item_id=asked.item_id, said_at__gt=since).exclude(
        slot__startswith=STATEMENT
    )
    if words := anew_said.order_by("-said_at").first():
        return {"words": words}
    if asked.item and asked.item.ended_at and asked.item.ended_at > since:
        return {}
    placed = PlanItem.objects.filter(item_id=asked.item_id).values("plan_id", "section").first()
    touched = placed and Section.objects.filter(
        plan_id=placed["plan_id"], key=placed["section"], changed_at__gt=since
    )
    return {} if touched and touched.exists() else None
