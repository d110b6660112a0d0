"""Makes shares and answers, through the product's own verbs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from eenplan.consent.actions import answer, ask
from eenplan.consent.enums import Part, RecipientKind, Said, SaidHow, SharePurpose
from eenplan.consent.models import Grant
from eenplan.consent.rules import NewShare, Recipient
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from tests.cast import MARKER


def with_organisation(organisation_id: UUID) -> Recipient:
    """An organisation gets to see something."""
    return Recipient(RecipientKind.ORGANISATION, organisation_id)


def with_worker(staff_member_id: UUID) -> Recipient:
    """One worker gets to see something."""
    return Recipient(RecipientKind.WORKER, staff_member_id)


def new_share(recipient: Recipient, *about: UUID, **changes: Any) -> NewShare:
    """The family's wishes and help about some persons, for a month; `changes` are fields of NewShare."""
    share = NewShare(
        recipient,
        about,
        parts=(Part.WISHES.value, Part.HELP.value),
        purpose=SharePurpose.HELP,
        need=MARKER.format("waarom-delen"),
        until=today() + timedelta(days=30),
    )
    return replace(share, **changes)


def make_share(coach: Acting, family_id: UUID, recipient: Recipient, *about: UUID, **changes: Any) -> Grant:
    """A share that was asked by the coach; nobody answered yet."""
    with request_transaction(coach):
        return ask(coach, family_id=family_id, share=new_share(recipient, *about, **changes))


def say(
    coach: Acting, grant: Grant, person_id: UUID, said: Said = Said.GIVEN, how: SaidHow = SaidHow.ALOUD
) -> None:
    """The coach writes down what somebody says aloud."""
    reason = "kon niet" if said in (Said.INFORMED, Said.NOT_POSSIBLE) else ""
    with request_transaction(coach):
        answer(coach, grant_id=grant.id, person_id=person_id, said=said, how=how, reason=reason)


def make_agreed(coach: Acting, family_id: UUID, recipient: Recipient, *about: UUID, **changes: Any) -> Grant:
    """A share to which everybody whom it is about said yes themselves."""
    grant = make_share(coach, family_id, recipient, *about, **changes)
    for person_id in about:
        say(coach, grant, person_id)
    return grant
