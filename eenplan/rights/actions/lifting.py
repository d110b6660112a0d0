"""Letting something be used again that was not to be used (GDPR art. 18.3): told first, decided once, with a day."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.actions.shares import people_of_written
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Lifting, Request
from eenplan.rights.queries.readers import someone
from eenplan.rights.rules.lifting import check_lifting, holds_back


@action
def lift(
    acting: Acting,
    *,
    request_id: UUID,
    reason: str,
    told_how: AskedHow,
    told_on: date,
    lifts_on: date,
    by_wish: bool = False,
) -> Lifting:
    """From a day on it may be used again; whoever asked it was told before, or asks it themselves (`by_wish`).

    Refuses with `rights:lifted` and those of `check_lifting`; raises NotFound where nothing holds.
    """
    if acting.role == Role.FAMILY_MEMBER or told_how == AskedHow.OWN_CARD:
        raise NotFound("request")
    asked = _standing(acting, request_id)
    check_lifting(reason=reason, by_wish=by_wish, told_on=told_on, lifts_on=lifts_on, today=today())
    return _keep(
        acting,
        asked,
        reason=reason.strip(),
        told_how=told_how,
        told_on=told_on,
        lifts_on=lifts_on,
        by_wish=by_wish,
    )


@action
def take_back(acting: Acting, *, request_id: UUID) -> Lifting:
    """Whoever asked not to use something says with their own card that it may be used again, from now on."""
    asked = _standing(acting, request_id)
    if acting.role != Role.FAMILY_MEMBER:
        raise NotFound("request")
    someone(acting, asked.family_id, asked.person_id)
    return _keep(acting, asked, told_how=AskedHow.OWN_CARD, told_on=today(), lifts_on=today(), by_wish=True)


def _standing(acting: Acting, request_id: UUID) -> Request:
    asked = Request.objects.select_related("decision", "lifting").filter(id=request_id).first()
    decision = getattr(asked, "decision", None)
    if asked is None or not holds_back(
        RequestKind(asked.kind),
        Outcome(decision.outcome) if decision else None,
        about_piece=asked.item_id is not None,
    ):
        raise NotFound("request")
    people_of_written(acting, asked.family_id)
    if getattr(asked, "lifting", None):
        raise _lifted()
    return asked


def _keep(acting: Acting, asked: Request, **said: object) -> Lifting:
    try:
        with transaction.atomic():
            row = Lifting.objects.create(
                family_id=asked.family_id, request=asked, decided_by_id=acting.actor_id, **said
            )
    except IntegrityError as error:  # somebody decided in the same moment
        raise _lifted() from error
    record(acting, "rights:request:lifted", families=[asked.family_id], subject=asked.id)
    return row


def _lifted() -> RuleBroken:
    return RuleBroken("rights:lifted", _("Hierover is al beslist. Lees wat er staat."), field="lifts_on")
