"""A consult without names becomes a referral, once the family knows and agrees."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.core.folding import fold
from eenplan.families.actions import NewDetail, note_detail
from eenplan.families.models import Family
from eenplan.referrals.actions.intake import keep, must_be_undecided, standing
from eenplan.referrals.models import ReceivedCorrection, Referral
from eenplan.referrals.rules import deadline_of


@action
def name_family(
    acting: Acting,
    *,
    referral_id: UUID,
    family_name: str,
    agreed: str,
    details: Iterable[NewDetail] = (),
    safe_to_contact: bool | None = None,
) -> Referral:
    """The family of a consult agrees to be referred: it gets its name, and its month begins now.

    `agreed` says who of the family agreed, and how. The earlier moment of receipt stays as a correction
    (rule 1). Refuses with `referrals:has-names`, `outcome-exists`, `name-missing` or `agreed-missing`.
    """
    if not family_name.strip():
        raise RuleBroken(
            "referrals:name-missing",
            _("Vul een naam in waaronder we het gezin terugvinden. Een voornaam is genoeg."),
            field="family_name",
        )
    if not agreed.strip():
        raise RuleBroken(
            "referrals:agreed-missing",
            _("Schrijf wie van het gezin akkoord ging, en hoe je dat weet."),
            field="agreed",
        )
    referral = standing(acting, referral_id)
    must_be_undecided(referral)
    if not referral.anonymous:
        raise RuleBroken("referrals:has-names", _("Dit gezin heeft al een naam. Ga gewoon verder."))
    Family.objects.filter(id=referral.family_id).update(name=family_name.strip(), sort_key=fold(family_name))
    for detail in details:
        note_detail(acting, family_id=referral.family_id, detail=detail)
    at = now()
    if at != referral.received_at:
        ReceivedCorrection.objects.create(
            family_id=referral.family_id,
            referral=referral,
            old=referral.received_at,
            new=at,
            reason=_("Overleg zonder namen werd een aanmelding. Akkoord: %(agreed)s")
            % {"agreed": agreed.strip()},
            author_id=acting.actor_id,
        )
    referral.received_at, referral.deadline = at, deadline_of(at)
    referral.anonymous = False
    referral.family_informed = True
    referral.safe_to_contact = safe_to_contact
    keep(referral)
    record(acting, "referrals:referral:named", families=[referral.family_id], subject=referral.id)
    return referral
