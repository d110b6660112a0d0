"""Acute danger: said, and answered by somebody with a name (rule 12)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.referrals.actions.intake import keep, standing
from eenplan.referrals.enums import DangerAct, State
from eenplan.referrals.models import DangerReport, DangerResponse, Referral


@action
def report_danger(acting: Acting, *, referral_id: UUID, text: str) -> Referral:
    """There is acute danger now: the referral comes on top until somebody answers it.

    Refuses with `referrals:danger-unsaid` or `referrals:danger-ended`.
    """
    if not text.strip():
        raise RuleBroken(
            "referrals:danger-unsaid",
            _("Schrijf in enkele woorden wat er aan de hand is, en van wie je het hoorde."),
            field="text",
        )
    referral = standing(acting, referral_id)
    if referral.state == State.ENDED:
        raise RuleBroken(
            "referrals:danger-ended",
            _(
                "Deze aanmelding is al afgerond. Bel meteen het crisismeldpunt of 112, en maak daarna een nieuwe"
                " aanmelding."
            ),
        )
    DangerReport.objects.create(
        family_id=referral.family_id, referral=referral, text=text.strip(), author_id=acting.actor_id
    )
    referral.acute_danger = True
    keep(referral)
    record(acting, "referrals:danger:reported", families=[referral.family_id], subject=referral.id)
    return referral


@action
def answer_danger(
    acting: Acting,
    *,
    referral_id: UUID,
    who: str,
    act: DangerAct,
    at: datetime,
    agreed: str,
    organisation: str = "",
) -> DangerResponse:
    """Note who did what about acute danger, when, and what happens next.

    The danger leaves the top of the desk; what was noted stays with the referral. Further answers may be
    added. Refuses with `referrals:no-danger`, `danger-who`, `danger-agreed` or `danger-in-future`.
    """
    for value, code, field, said in (
        (
            who,
            "referrals:danger-who",
            "who",
            _("Vul de naam in van wie iets deed. Zo weet iedereen wie het volgt."),
        ),
        (agreed, "referrals:danger-agreed", "agreed", _("Schrijf wat er is afgesproken: wie doet nu wat?")),
    ):
        if not value.strip():
            raise RuleBroken(code, said, field=field)
    if at > now():
        raise RuleBroken(
            "referrals:danger-in-future",
            _("Dit moment moet nog komen. Noteer wat er al gebeurde."),
            field="at",
        )
    referral = standing(acting, referral_id)
    if not referral.acute_danger:
        raise RuleBroken(
            "referrals:no-danger",
            _("Bij deze aanmelding is geen acuut gevaar gemeld. Meld het eerst als het er nu wel is."),
        )
    response = DangerResponse.objects.create(
        family_id=referral.family_id,
        referral=referral,
        who=who.strip(),
        organisation=organisation.strip(),
        act=act,
        at=at,
        agreed=agreed.strip(),
        author_id=acting.actor_id,
    )
    record(acting, "referrals:danger:answered", families=[referral.family_id], subject=referral.id)
    return response
