"""What happened with a referral, oldest first, in a sentence each."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.clock import day_of
from eenplan.families.enums import ContactKind, ContactStatus
from eenplan.plans.queries import CoachOf
from eenplan.referrals.enums import OutcomeKind, OutcomeReason
from eenplan.referrals.queries import ReceivedCorrection, ReferralPage
from eenplan.web.desk.presenters.referral import PLACE_WORDS
from eenplan.web.shared import words
from eenplan.web.shared.components import Row


def timeline(
    page: ReferralPage,
    corrections: Iterable[ReceivedCorrection],
    names: Mapping[UUID, str],
    coach: CoachOf | None,
    more: Iterable[tuple[datetime, str]] = (),
) -> list[Row]:
    """What happened, with what was noted besides (`more`), oldest first."""
    referral = page.referral
    happened: list[tuple[datetime, str]] = [(referral.received_at, _received_words(page)), *more]
    if referral.taken_up_at:
        happened.append((referral.taken_up_at, _("Opgenomen: we helpen dit gezin.")))
    if referral.coach_given_at:
        first = coach if coach and coach.since == day_of(referral.coach_given_at) else None
        text = _("%(name)s werd de coach.") % {"name": first.name} if first else _("Er kwam een vaste coach.")
        happened.append((referral.coach_given_at, text))
    for correction in corrections:
        text = _("Datum van ontvangst verbeterd. Er stond: %(old)s. Waarom: %(reason)s") % {
            "old": words.day_and_hour(correction.old),
            "reason": correction.reason,
        }
        happened.append((correction.at, text))
    for contact in page.contacts:
        said = _contact_words(contact.status, contact.kind, contact.channel, contact.planned_for)
        at = contact.held_at or contact.recorded_at
        there = ", ".join(
            part.person.given_name for part in contact.participants.all() if part.person.given_name
        )
        with_whom = [name for name in (there, names.get(contact.staff_id, "")) if name]
        if contact.status == ContactStatus.HELD and with_whom:
            said = _("%(what)s Erbij: %(who)s.") % {"what": said, "who": ", ".join(with_whom)}
        happened.append((at, said))
    if page.outcome and page.outcome.kind != OutcomeKind.TAKEN_UP:
        happened.append((page.outcome.at, _outcome_words(page)))
    return [
        Row(f"{words.day(day_of(at))}, {words.hour(at)}", text)
        for at, text in sorted(happened, key=lambda pair: pair[0])
    ]


def _received_words(page: ReferralPage) -> str:
    referral = page.referral
    return _("Aangemeld (%(who)s).") % {
        "who": referral.referrer_organisation or words.referrer(referral.referrer_type)
    }


def _contact_words(status: str, kind: str, channel: str, planned_for: datetime | None) -> str:
    what = (
        _("Eerste gesprek")
        if kind == ContactKind.FIRST_CONVERSATION
        else words.sentence(str(ContactKind(kind).label))
    )
    values = {
        "what": what,
        "place": PLACE_WORDS[channel],
        "when": words.day_and_hour(planned_for) if planned_for else "",
    }
    if status == ContactStatus.HELD:
        return _("%(what)s gehouden, %(place)s.") % values
    if status == ContactStatus.PLANNED:
        return _("%(what)s gepland voor %(when)s, %(place)s.") % values
    if status == ContactStatus.CANCELLED:
        return _("%(what)s van %(when)s afgezegd. De klok liep verder.") % values
    return _("%(what)s van %(when)s ging niet door. De klok liep verder.") % values


def _outcome_words(page: ReferralPage) -> str:
    outcome = page.outcome
    assert outcome is not None  # noqa: S101 (asked by the only caller)
    return _("Anders afgerond: %(kind)s, want %(why)s. %(reason)s") % {
        "kind": OutcomeKind(outcome.kind).label,
        "why": OutcomeReason(outcome.reason_code).label if outcome.reason_code else "…",
        "reason": outcome.reason,
    }
