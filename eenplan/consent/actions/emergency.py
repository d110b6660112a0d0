"""Opening a file in an emergency, ending that, saying that one saw it, and reviewing it. Never silent."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.models import EmergencyAccess
from eenplan.consent.queries import legal_terms
from eenplan.consent.queries.emergency import may_open
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import StaffMember


def in_emergency(acting: Acting) -> Acting:
    """The same actor, reading because of an emergency: PostgreSQL opens the file to no other purpose."""
    return replace(acting, purpose=Purpose.EMERGENCY)


@action
def open_file(acting: Acting, *, family_id: UUID, reason: str) -> EmergencyAccess:
    """Let a worker of the responsible team read a file for some hours. One that is open already is given again.

    Refuses with `consent:emergency-reason` without a reason. Raises NotFound for a family of another team.
    """
    if acting.partnership_id is None or not may_open(acting, family_id):
        raise NotFound("family")
    if not reason.strip():
        raise RuleBroken(
            "consent:emergency-reason",
            _("Schrijf wat er aan de hand is. De coach en de coördinator lezen dit."),
            field="reason",
        )
    at = now()
    standing = EmergencyAccess.objects.filter(
        family_id=family_id, actor_id=acting.actor_id, partnership_id=acting.partnership_id,
        ended_at__isnull=True, until__gt=at,
    ).first()  # fmt: skip
    if standing:
        return standing
    terms = legal_terms(acting)
    opened = EmergencyAccess.objects.create(
        family_id=family_id,
        actor_id=acting.actor_id,
        staff_member=StaffMember.objects.get(actor_id=acting.actor_id),
        partnership_id=acting.partnership_id,
        reason=reason.strip(),
        opened_at=at,
        until=at + timedelta(hours=terms.emergency_hours),
        review_by=today() + timedelta(days=terms.emergency_review),
    )
    record(in_emergency(acting), "consent:emergency:opened", families=[family_id], subject=opened.id)
    return opened


@action
def end_access(acting: Acting, *, access_id: UUID) -> EmergencyAccess:
    """Stop reading. Only who opened it; ending it twice changes nothing. Raises NotFound for anybody else."""
    found = _found(access_id)
    if found.actor_id != acting.actor_id:
        raise NotFound("emergency access")
    if found.ended_at is None:
        found.ended_at = now()
        found.save(update_fields=["ended_at"])
        record(in_emergency(acting), "consent:emergency:ended", families=[found.family_id], subject=found.id)
    return found


@action
def note_seen(acting: Acting, *, access_id: UUID) -> EmergencyAccess:
    """The coach of the family saw it. Whoever opened it does not say so. Raises NotFound for anybody else."""
    found = _found(access_id)
    if acting.role != Role.COACH or found.actor_id == acting.actor_id:
        raise NotFound("emergency access")
    if found.seen_at is None:
        found.seen_at, found.seen_by_id = now(), acting.actor_id
        found.save(update_fields=["seen_at", "seen_by"])
        record(acting, "consent:emergency:seen", families=[found.family_id], subject=found.id)
    return found


@action
def review(acting: Acting, *, access_id: UUID, justified: bool, words: str) -> EmergencyAccess:
    """A coordinator judges what somebody else opened, in words.

    Refuses with `consent:review-own` for what one opened oneself, `consent:review-words` without words, and
    `consent:reviewed-already`.
    """
    found = _found(access_id)
    if acting.role != Role.COORDINATOR:
        raise NotFound("emergency access")
    if found.actor_id == acting.actor_id:
        raise RuleBroken(
            "consent:review-own",
            _("Je opende dit dossier zelf. Vraag een andere coördinator om het na te kijken."),
        )
    if found.reviewed_at is not None:
        raise RuleBroken(
            "consent:reviewed-already",
            _("Iemand keek dit al na. Wat er toen gezegd werd, blijft staan."),
        )
    if not words.strip():
        raise RuleBroken(
            "consent:review-words", _("Schrijf in een paar woorden waarom je dat vindt."), field="words"
        )
    found.reviewed_at, found.reviewed_by_id = now(), acting.actor_id
    found.justified, found.review = justified, words.strip()
    found.save(update_fields=["reviewed_at", "reviewed_by", "justified", "review"])
    record(acting, "consent:emergency:reviewed", families=[found.family_id], subject=found.id)
    return found


def _found(access_id: UUID) -> EmergencyAccess:
    row = EmergencyAccess.objects.filter(id=access_id).first()
    if row is None:
        raise NotFound("emergency access")
    return row
