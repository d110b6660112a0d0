"""One referral with all that its page shows, the receipt of a form, and the clocks of some families."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Contact, ContactDetail, Family, Person
from eenplan.families.queries import Said, contacts, details, items, persons, said_of
from eenplan.families.queries.safety import SaidNotSafe, not_safe
from eenplan.network.queries import partnership_name
from eenplan.referrals.enums import Act, OutcomeKind, State
from eenplan.referrals.facts import clock_on, danger_is_open
from eenplan.referrals.models import Outcome, ReceivedCorrection, Referral
from eenplan.referrals.queries.desk import joined_outcome
from eenplan.referrals.rules import Child, Clock, is_eligible, next_act

_KINDS = (ItemKind.QUESTION, ItemKind.REFERRER_VIEW, ItemKind.GOING_WELL, ItemKind.ANSWER)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a question of the partnership's own, with the words in which it was asked."""

    asked: Said
    answer: Said


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """A referral in full. Voices are kept apart: the family's question, what goes well, the referrer's view.

    `danger_open` while acute danger has no answer (rule 12); `not_safe` while it is not safe to call or write.
    """

    referral: Referral
    family: Family
    persons: list[Person]
    details: list[ContactDetail]
    question: list[Said]
    going_well: list[Said]
    referrer_view: list[Said]
    answers: list[Answered]
    contacts: list[Contact]
    outcome: Outcome | None
    clock: Clock
    act: Act
    is_eligible: bool
    danger_open: bool
    not_safe: SaidNotSafe | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a sender may know right after sending: that it arrived, where, and until when the promise runs."""

    reference: str
    received_at: datetime
    deadline: date
    partnership_name: str


@dataclass(frozen=True, slots=True)
class ReferralClock:
    """Where the newest referral of a family stands."""

    referral_id: UUID
    reference: str
    state: State
    act: Act
    clock: Clock


def referral(acting: Acting, referral_id: UUID) -> ReferralPage:
    """All of one referral. Raises NotFound when it is not on the desk of whoever acts."""
    if acting.partnership_id is None:
        raise NotFound("referral")
    found = (
        Referral.objects.select_related(
            "family", "municipality", "zone", "first_conversation", "outcome", "taken_by"
        )
        .filter(id=referral_id, partnership_id=acting.partnership_id)
        .first()
    )
    if found is None:
        raise NotFound("referral")
    people = persons(acting, [found.family_id])[found.family_id]
    voices: dict[str, list[Said]] = {kind: [] for kind in _KINDS}
    answers = []
    for item in items(acting, found.family_id, kinds=_KINDS):
        words = said_of(item)
        if item.kind == ItemKind.ANSWER:
            slots = {one.slot: one for one in words}
            if {"asked", "text"} <= slots.keys():
                answers.append(Answered(slots["asked"], slots["text"]))
        voices[item.kind] += words
    outcome = joined_outcome(found)
    page = ReferralPage(
        referral=found,
        family=found.family,
        persons=people,
        details=details(acting, found.family_id),
        question=voices[ItemKind.QUESTION],
        going_well=voices[ItemKind.GOING_WELL],
        referrer_view=voices[ItemKind.REFERRER_VIEW],
        answers=answers,
        contacts=contacts(acting, found.family_id, people),
        outcome=outcome,
        clock=clock_on(found, outcome, today()),
        act=next_act(found.state, has_coach=found.coach_given_at is not None, anonymous=found.anonymous),
        is_eligible=is_eligible(
            [
                Child(person.birth_date, person.due_date)
                for person in people
                if person.role == PersonRole.CHILD
            ],
            day_of(found.received_at),
        ),
        danger_open=danger_is_open(found),
        not_safe=not_safe(acting, found.family_id),
    )
    record_read(acting, "referrals:referral:read", families=[found.family_id], subject=found.id)
    return page


def received_corrections(acting: Acting, referral_id: UUID) -> list[ReceivedCorrection]:
    """How the moment of receipt was corrected, the oldest first. One query; part of a page that is recorded itself."""
    return list(ReceivedCorrection.objects.filter(referral_id=referral_id).order_by("at", "id"))


def receipt(acting: Acting, *, sent_token: UUID) -> Receipt:
    """The receipt of a form that was sent with this token. Raises NotFound when none was.

    The token is known to the sender only; nothing of the family is in the receipt.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, received_at, deadline, partnership_id FROM referrals_sent(%s)", [sent_token]
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound("receipt")
    reference, received_at, deadline, partnership_id = row
    return Receipt(
        reference, received_at, deadline, partnership_name(acting, partnership_id, day_of(received_at))
    )


def clocks_of(acting: Acting, family_ids: Iterable[UUID]) -> dict[UUID, ReferralClock]:
    """The newest referral of each of some families within reach, doubles left out. One query.

    Whoever composes the page records the reading.
    """
    if acting.partnership_id is None:
        return {}
    day = today()
    rows = (
        Referral.objects.filter(family_id__in=list(family_ids), partnership_id=acting.partnership_id)
        .exclude(outcome__kind=OutcomeKind.DUPLICATE)
        .select_related("first_conversation", "outcome")
        .order_by("received_at", "id")
    )
    return {
        row.family_id: ReferralClock(
            referral_id=row.id,
            reference=row.reference,
            state=State(row.state),
            act=next_act(row.state, has_coach=row.coach_given_at is not None),
            clock=clock_on(row, joined_outcome(row), day),
        )
        for row in rows
    }
