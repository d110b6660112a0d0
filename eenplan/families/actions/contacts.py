"""Meetings, calls and messages with a family: planned, held, or not."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions.items import say, write_item
from eenplan.families.enums import Channel, ContactKind, ContactStatus, ItemKind
from eenplan.families.models import Contact, ContactParticipant
from eenplan.families.rules import Place, begins


@action
def plan_contact(
    acting: Acting,
    *,
    family_id: UUID,
    kind: ContactKind,
    channel: Channel,
    planned_for: datetime,
    staff_actor_id: UUID | None = None,
    persons: Iterable[UUID] = (),
) -> Contact:
    """Plan a meeting or call. `staff_actor_id` is who of the team takes it (default: whoever acts)."""
    contact = _begin(
        acting,
        family_id=family_id,
        kind=kind,
        channel=channel,
        status=ContactStatus.PLANNED,
        planned_for=planned_for,
        staff_actor_id=staff_actor_id,
    )
    _with(contact, persons)
    record(acting, f"families:{kind}:planned", families=[family_id], subject=contact.item_id)
    return contact


@action
def hold_contact(
    acting: Acting,
    *,
    contact_id: UUID,
    held_at: datetime,
    present: Iterable[UUID],
    channel: Channel | None = None,
    text: str = "",
) -> Contact:
    """Note that a planned contact took place, who of the family was there, and what was said.

    Raises RuleBroken when it lies in the future, or for a first conversation without the family (rule 3).
    """
    contact = _standing(contact_id)
    people = list(present)
    _check_held(contact.kind, held_at, people)
    contact.status = ContactStatus.HELD
    contact.held_at = held_at
    contact.channel = channel or contact.channel
    contact.recorded_at = now()
    contact.save()
    contact.participants.all().delete()
    _with(contact, people)
    if text.strip():
        say(acting, item_id=contact.item_id, text=text)
    record(acting, f"families:{contact.kind}:held", families=[contact.family_id], subject=contact.item_id)
    return contact


@action
def record_contact(
    acting: Acting,
    *,
    family_id: UUID,
    kind: ContactKind,
    channel: Channel,
    held_at: datetime,
    present: Iterable[UUID] = (),
    staff_actor_id: UUID | None = None,
    text: str = "",
) -> Contact:
    """Note a contact that took place without having been planned."""
    people = list(present)
    _check_held(kind, held_at, people)
    contact = _begin(
        acting,
        family_id=family_id,
        kind=kind,
        channel=channel,
        status=ContactStatus.HELD,
        held_at=held_at,
        staff_actor_id=staff_actor_id,
    )
    _with(contact, people)
    if text.strip():
        say(acting, item_id=contact.item_id, text=text)
    record(acting, f"families:{kind}:held", families=[family_id], subject=contact.item_id)
    return contact


@action
def cancel_contact(
    acting: Acting, *, contact_id: UUID, status: ContactStatus = ContactStatus.CANCELLED
) -> Contact:
    """Note that a planned contact was called off or did not take place. No clock stops for that."""
    contact = _standing(contact_id)
    if contact.status == ContactStatus.HELD:
        raise RuleBroken("already-held", _("Dit gesprek is al genoteerd als gehouden."))
    contact.status = status
    contact.recorded_at = now()
    contact.save()
    record(acting, f"families:{contact.kind}:{status}", families=[contact.family_id], subject=contact.item_id)
    return contact


def _check_held(kind: str, held_at: datetime, people: list[UUID]) -> None:
    if held_at > now():
        raise RuleBroken(
            "held-in-future",
            _("Dit moment is nog niet voorbij. Plan het gesprek, of kijk de datum na."),
            field="held_at",
        )
    if kind == ContactKind.FIRST_CONVERSATION and not people:
        raise RuleBroken(
            "nobody-of-the-family",
            _(
                "Duid aan wie van het gezin erbij was. Zonder iemand van het gezin telt het niet als eerste gesprek."
            ),
            field="present",
        )


def _begin(
    acting: Acting,
    *,
    family_id: UUID,
    kind: ContactKind,
    channel: Channel,
    status: ContactStatus,
    staff_actor_id: UUID | None,
    planned_for: datetime | None = None,
    held_at: datetime | None = None,
) -> Contact:
    item = write_item(acting, family_id=family_id, kind=ItemKind.CONTACT, labels=begins(Place.CONTACT))
    return Contact.objects.create(
        item=item,
        family_id=family_id,
        kind=kind,
        channel=channel,
        status=status,
        planned_for=planned_for,
        held_at=held_at,
        staff_id=staff_actor_id or acting.actor_id,
    )


def _with(contact: Contact, persons: Iterable[UUID]) -> None:
    ContactParticipant.objects.bulk_create(
        [
            ContactParticipant(family_id=contact.family_id, contact=contact, person_id=person)
            for person in dict.fromkeys(persons)
        ]
    )


def _standing(contact_id: UUID) -> Contact:
    contact = Contact.objects.filter(item_id=contact_id).first()
    if contact is None:
        raise NotFound("contact")
    return contact
