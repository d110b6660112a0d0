"""What an e-mail needs to tell a family that something ends."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.core.languages import spoken
from eenplan.network.queries import ContactPointOn
from eenplan.referrals.models import Referral
from eenplan.referrals.queries import contact_of
from eenplan.rights.models import Ending


@dataclass(frozen=True, slots=True)
class Notice:
    """An e-mail to a family: where it goes, in which of our languages, and whom to call."""

    to: str
    language: str
    contact: ContactPointOn


def notice(acting: Acting, ending_id: UUID) -> Notice:
    """The e-mail of an ending that was claimed. For the machine, as the owner. NotFound when nobody can be called."""
    row = Ending.objects.select_related("detail__person", "family").get(id=ending_id)
    referral = Referral.objects.filter(family_id=row.family_id).order_by("-received_at").first()
    whose = row.detail.person if row.detail else None
    language = spoken((whose.language if whose else "") or row.family.language)
    if row.detail is None or referral is None:
        raise NotFound("notice")
    with override(language):
        contact = contact_of(acting, referral)
    if contact is None:
        raise NotFound("notice")
    return Notice(row.detail.value, language, contact)
