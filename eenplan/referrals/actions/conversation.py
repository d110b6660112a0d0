"""The first conversation, and the other days that are noted apart: first contact, first help."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, today
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import cancel_contact, hold_contact, plan_contact, record_contact
from eenplan.families.enums import Channel, ContactKind, ContactStatus
from eenplan.families.models import Contact
from eenplan.referrals.actions.intake import keep, must_be_taken_up, standing
from eenplan.referrals.enums import State
from eenplan.referrals.models import Referral
from eenplan.referrals.rules import state_without_conversation, stops_clock


def _must_not_be_held(referral: Referral) -> None:
    if referral.state == State.CONVERSATION_HELD:
        raise RuleBroken(
            "referrals:already-held",
            _("Het eerste gesprek is al genoteerd. Noteer een volgend gesprek bij de contacten."),
        )


@action
def plan_first_conversation(
    acting: Acting,
    *,
    referral_id: UUID,
    when: datetime,
    channel: Channel,
    staff_actor_id: UUID | None = None,
    persons: Iterable[UUID] = (),
) -> Referral:
    """Plan the first conversation; one that was planned before is called off. The clock runs on (rule 3).

    `staff_actor_id` is who of the team goes (default: whoever acts), `persons` who of the family is
    expected. Refuses with `referrals:not-taken-up`, `ended`, `already-held` or `planned-in-past`.
    """
    referral = standing(acting, referral_id)
    must_be_taken_up(referral)
    _must_not_be_held(referral)
    if day_of(when) < today():
        raise RuleBroken(
            "referrals:planned-in-past",
            _(
                "Deze dag is al voorbij. Kies een dag die nog komt, of noteer het gesprek als het al plaatsvond."
            ),
            field="when",
        )
    if referral.first_conversation is not None:
        cancel_contact(acting, contact_id=referral.first_conversation.item_id)
    referral.first_conversation = plan_contact(
        acting,
        family_id=referral.family_id,
        kind=ContactKind.FIRST_CONVERSATION,
        channel=channel,
        planned_for=when,
        staff_actor_id=staff_actor_id,
        persons=persons,
    )
    referral.state = State.CONVERSATION_PLANNED
    keep(referral)
    record(
        acting, "referrals:referral:conversation-planned", families=[referral.family_id], subject=referral.id
    )
    return referral


@action
def record_first_conversation(
    acting: Acting,
    *,
    referral_id: UUID,
    held_at: datetime,
    present: Iterable[UUID],
    channel: Channel | None = None,
    text: str = "",
    staff_actor_id: UUID | None = None,
) -> Referral:
    """Record that the first conversation was held, planned or not: from now on the clock stands (rule 3).

    `present` are the persons of the family who were there, at least one. It is in time when held and
    recorded by the deadline. It is also the first contact, if none was noted before. Refuses with
    `referrals:not-taken-up`, `ended`, `already-held`, `held-before-received`, `held-in-future` or
    `nobody-of-the-family`.
    """
    referral = standing(acting, referral_id)
    must_be_taken_up(referral)
    _must_not_be_held(referral)
    if held_at < referral.received_at:
        raise RuleBroken(
            "referrals:held-before-received",
            _("Dit gesprek zou van vóór de aanmelding zijn. Kijk de dag en het uur na."),
            field="held_at",
        )
    people = list(dict.fromkeys(present))
    contact = _held(
        acting, referral, held_at=held_at, people=people, channel=channel, text=text, staff=staff_actor_id
    )
    if not stops_clock(contact.kind, contact.status, len(people)):  # the families room refuses these before
        raise RuleBroken("nobody-of-the-family", _("Duid aan wie van het gezin erbij was."), field="present")
    referral.first_conversation = contact
    referral.state = State.CONVERSATION_HELD
    held_on = day_of(held_at)
    if referral.first_contact_on is None or referral.first_contact_on > held_on:
        referral.first_contact_on = held_on
    keep(referral)
    record(acting, "referrals:referral:conversation-held", families=[referral.family_id], subject=referral.id)
    return referral


def _held(
    acting: Acting,
    referral: Referral,
    *,
    held_at: datetime,
    people: list[UUID],
    channel: Channel | None,
    text: str,
    staff: UUID | None,
) -> Contact:
    planned = referral.first_conversation
    if planned is not None:
        return hold_contact(
            acting, contact_id=planned.item_id, held_at=held_at, present=people, channel=channel, text=text
        )
    return record_contact(
        acting,
        family_id=referral.family_id,
        kind=ContactKind.FIRST_CONVERSATION,
        channel=channel or Channel.HOME,
        held_at=held_at,
        present=people,
        staff_actor_id=staff,
        text=text,
    )


@action
def cancel_first_conversation(
    acting: Acting, *, referral_id: UUID, status: ContactStatus = ContactStatus.CANCELLED
) -> Referral:
    """The planned first conversation was called off or did not take place; the clock runs on (rule 3).

    `status` is CANCELLED or MISSED. Refuses with `referrals:nothing-planned`.
    """
    referral = standing(acting, referral_id)
    planned = referral.first_conversation
    if referral.state != State.CONVERSATION_PLANNED or planned is None:
        raise RuleBroken("referrals:nothing-planned", _("Er staat nu geen eerste gesprek gepland."))
    if status not in (ContactStatus.CANCELLED, ContactStatus.MISSED):
        raise RuleBroken(
            "referrals:how-not-held",
            _("Kies: het gesprek is afgezegd, of het ging niet door."),
            field="status",
        )
    cancel_contact(acting, contact_id=planned.item_id, status=status)
    referral.first_conversation = None
    referral.state = state_without_conversation(has_coach=referral.coach_given_at is not None)
    keep(referral)
    record(
        acting,
        f"referrals:referral:conversation-{status}",
        families=[referral.family_id],
        subject=referral.id,
    )
    return referral


@action
def note_first_contact(acting: Acting, *, referral_id: UUID, on: date) -> Referral:
    """Note the day of the first contact with the family, a call or a message. It stops no clock."""
    referral = standing(acting, referral_id)
    _check_day(referral, on)
    referral.first_contact_on = on
    keep(referral)
    record(acting, "referrals:referral:first-contact", families=[referral.family_id], subject=referral.id)
    return referral


@action
def note_help_started(acting: Acting, *, referral_id: UUID, on: date) -> Referral:
    """Note the day on which the first help started. It waits for no plan; the first day noted stays the first."""
    referral = standing(acting, referral_id)
    must_be_taken_up(referral)
    _check_day(referral, on)
    if referral.help_started_on is None or on < referral.help_started_on:
        referral.help_started_on = on
    keep(referral)
    record(acting, "referrals:referral:help-started", families=[referral.family_id], subject=referral.id)
    return referral


def _check_day(referral: Referral, on: date) -> None:
    if on > today():
        raise RuleBroken(
            "referrals:day-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on"
        )
    if on < day_of(referral.received_at):
        raise RuleBroken(
            "referrals:day-before-received",
            _("Deze dag ligt vóór de aanmelding. Kijk de datum na."),
            field="on",
        )
