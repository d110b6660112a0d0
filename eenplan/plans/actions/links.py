"""A link for one step: made by the coach where the family shares that step, answered by whoever got it."""

import secrets
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.enums import RecipientKind
from eenplan.consent.models import Grant
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.core.models import Actor
from eenplan.network.rules.partners import clean_text
from eenplan.plans.enums import StepSaid
from eenplan.plans.models import Action, ActionLink
from eenplan.plans.queries.links import LinkedStep, hash_of_link, hashes_of_link, step_of_link
from eenplan.plans.rules.helpers import LONGEST_LINE

# 160 bits in the address.
TOKEN_BYTES = 20


@action
def make_link(
    acting: Acting, *, family_id: UUID, action_id: UUID, grant_id: UUID, last_day: date | None = None
) -> str:
    """A link to one step for somebody outside the network, with whom the family shares it. Shown once, here.

    It opens until `last_day`, at most the days that are configured and never longer than the share. Raises NotFound;
    refuses with `plans:link-day`, and with `plans:link-not-shared` when the family did not say yes to this step.
    """
    row = Action.objects.filter(item_id=action_id, family_id=family_id, plan__closed_at__isnull=True).first()
    share = Grant.objects.filter(
        id=grant_id, family_id=family_id, recipient_kind=RecipientKind.OUTSIDE, ended_at__isnull=True
    ).first()
    if acting.role != Role.COACH or row is None or share is None:
        raise NotFound("action")
    if row.done_on:
        raise RuleBroken("plans:step-done", _("Deze stap is al gedaan. Er valt niets meer te antwoorden."))
    latest = min(today() + timedelta(days=settings.ACTION_LINK_DAYS), share.period.upper - timedelta(days=1))
    if last_day is not None and not today() <= last_day <= latest:
        raise RuleBroken(
            "plans:link-day",
            _("Kies een dag van vandaag tot en met %(day)s.")
            % {"day": f"{latest.day}/{latest.month}/{latest.year}"},
            field="last_day",
        )
    if share.actor_id is None:
        share.actor = Actor.objects.create(id=new_id(), kind=ActorKind.OUTSIDE_HELPER)
        share.save(update_fields=["actor"])
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = ActionLink(
        family_id=family_id,
        action=row,
        grant=share,
        token_hash=hash_of_link(token),
        last_day=last_day or latest,
        made_by_id=acting.actor_id,
    )
    if not _holds(acting, share.id):
        raise _not_shared()
    made.save(force_insert=True)
    if step_of_link([made.token_hash]) is None:
        raise _not_shared()
    record(acting, "plans:action-link:made", families=[family_id], subject=made.id)
    return token


def _holds(acting: Acting, grant_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_grant_holds(%s, %s)", [grant_id, today()])
        (holds,) = cursor.fetchone()
    return bool(holds)


def _not_shared() -> RuleBroken:
    return RuleBroken(
        "plans:link-not-shared",
        _(
            "Deze stap is nog niet met die persoon gedeeld. Vraag eerst aan het gezin of dat mag, "
            "voor dit deel van het plan."
        ),
        field="grant",
    )


@action
def end_link(acting: Acting, *, family_id: UUID, link_id: UUID) -> None:
    """A link opens nothing any more; one that ended already stays as it is. Raises NotFound."""
    row = ActionLink.objects.filter(id=link_id, family_id=family_id).first()
    if acting.role != Role.COACH or row is None:
        raise NotFound("link")
    if row.ended_at is not None:
        return
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    record(acting, "plans:action-link:ended", families=[family_id], subject=link_id)


def helper_of(step: LinkedStep) -> Acting:
    """Whoever has the link, acting: known by the share, reaching nothing."""
    if step.actor_id is None:
        raise NotFound("link")
    return Acting(step.actor_id, ActorKind.OUTSIDE_HELPER, Role.GUEST)


@action
def answer_link(acting: Acting, *, token: str, said: StepSaid, line: str = "") -> None:
    """Whoever has the link says that the step is done, or does not work out with a line for the coach. Once done it ends.

    Raises NotFound for a link that opens nothing; refuses with `plans:line-missing` and what `clean_text` refuses.
    """
    told = clean_text(line, field="line", most=LONGEST_LINE)
    if said == StepSaid.STUCK and not told:
        raise RuleBroken(
            "plans:line-missing",
            _("Schrijf in een zin wat er niet lukt. Dan kan de coach mee zoeken."),
            field="line",
        )
    found = hashes_of_link(token)
    step = step_of_link(found)
    if step is None or step.actor_id != acting.actor_id:
        raise NotFound("link")
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_answer_link(%s, %s, %s, %s)", [found, new_id(), said.value, told])
        (kept,) = cursor.fetchone()
    if not kept:
        raise NotFound("link")
    record(acting, f"plans:action:link-{said.value}", families=[step.family_id], subject=step.action_id)
