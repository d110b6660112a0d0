"""Contacts with a crisis hotline about the family, before or around the referral."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.referrals.actions.intake import standing
from eenplan.referrals.enums import CrisisAgreement, CrisisKind
from eenplan.referrals.models import CrisisCall


@action
def note_crisis_call(
    acting: Acting,
    *,
    referral_id: UUID,
    hotline: str,
    kind: CrisisKind,
    at: datetime,
    by: str,
    agreed: CrisisAgreement,
    text: str = "",
) -> CrisisCall:
    """Note a contact with a crisis hotline: which, advice or help sent, when, by whom, what was agreed.

    `agreed` is whether the client agreed. Refuses with `referrals:crisis-hotline`, `crisis-by` or
    `crisis-in-future`.
    """
    if not hotline.strip():
        raise RuleBroken(
            "referrals:crisis-hotline", _("Vul in met welk crisismeldpunt er contact was."), field="hotline"
        )
    if not by.strip():
        raise RuleBroken("referrals:crisis-by", _("Vul in wie met het crisismeldpunt sprak."), field="by")
    if at > now():
        raise RuleBroken(
            "referrals:crisis-in-future",
            _("Dit moment moet nog komen. Vul in wanneer het contact was."),
            field="at",
        )
    referral = standing(acting, referral_id)
    call = CrisisCall.objects.create(
        family_id=referral.family_id,
        referral=referral,
        hotline=hotline.strip(),
        kind=kind,
        at=at,
        by=by.strip(),
        agreed=agreed,
        text=text.strip(),
        author_id=acting.actor_id,
    )
    record(acting, "referrals:crisis-call:noted", families=[referral.family_id], subject=call.id)
    return call
