"""What a status link opens, and what the desk knows of telling the family."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.core.languages import spoken
from eenplan.network.queries import ContactPointOn, contact_point, contact_point_of_id
from eenplan.referrals.models import Referral, ReferrerMayKnow, StatusLink, Telling


@dataclass(frozen=True, slots=True)
class Following:
    """What a referrer may follow: whether it is handled, the deadline, whom to call; more only if `may_know`.

    `outcome` is an `OutcomeKind` or ''. A consult without names has no deadline: nobody goes to that family.
    Nothing says who or where the family is.
    """

    handled: bool
    deadline: date | None
    contact: ContactPointOn | None
    may_know: bool
    has_coach: bool
    conversation_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Informed:
    """Whether the family was told (None: of before this was kept), and whether the referrer may know more."""

    telling: Telling | None
    may_know: ReferrerMayKnow | None


def follow(acting: Acting, *, key_hash: str) -> Following | None:
    """What the holder of a key or code may know. None when it is unknown, ended or expired. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM referrals_status(%s, %s)", [key_hash, settings.STATUS_LINK_MONTHS])
        row = cursor.fetchone()
    if row is None:
        return None
    link_id, state, deadline, contact_point_id, may_know, has_coach, conversation_on, outcome = row
    record_read(acting, "referrals:status:followed", families=[], subject=link_id)
    return Following(
        handled=state == "handled",
        deadline=deadline,
        contact=contact_point_of_id(acting, contact_point_id) if contact_point_id else None,
        may_know=may_know,
        has_coach=has_coach,
        conversation_on=conversation_on,
        outcome=outcome or "",
    )


def informed(acting: Acting, referral: Referral) -> Informed:
    """What the desk shows beside a referral that it reads anyway (and records as read). Two queries."""
    may_know = ReferrerMayKnow.objects.select_related("said_by").filter(
        referral=referral, withdrawn_at__isnull=True
    )
    return Informed(telling=Telling.objects.filter(referral=referral).first(), may_know=may_know.first())


def contact_of(acting: Acting, referral: Referral) -> ContactPointOn | None:
    """Whom this family and its referrer can call today. One query."""
    return contact_point(acting, partnership_id=referral.partnership_id, zone_id=referral.zone_id, on=today())


def link_of(acting: Acting, referral_id: UUID) -> tuple[UUID, str] | None:
    """The id of the link of a referral within reach, from which its key and code follow, and the key's hash."""
    return (
        StatusLink.objects.filter(referral_id=referral_id, ended_at__isnull=True)
        .values_list("id", "key_hash")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail to a family: where it goes, in which of our languages, and the only thing that it tells."""

    to: str
    language: str
    contact: ContactPointOn


def message(acting: Acting, telling_id: UUID) -> Message:
    """The e-mail of a telling that was claimed. For the machine, as the owner."""
    telling = Telling.objects.select_related("detail__person", "referral__family").get(id=telling_id)
    whose = telling.detail.person if telling.detail else None
    language = spoken((whose.language if whose else "") or telling.referral.family.language)
    with override(language):
        contact = contact_of(acting, telling.referral)
    if telling.detail is None or contact is None:  # taken away after it was claimed
        raise NotFound("message")
    return Message(telling.detail.value, language, contact)
