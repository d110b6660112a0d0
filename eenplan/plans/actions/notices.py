"""Whom an event is told to, and claiming, sending or telling it oneself: once, or said to be unsure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.audit.models import Event
from eenplan.core.acting import Acting, become
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.core.outgoing import BEING_SENT
from eenplan.families.enums import ContactKind, ContactStatus
from eenplan.families.models import Contact, ContactParticipant, Item, Person, Responsibility, Words
from eenplan.plans.enums import CoachKind, HearsBy, NoticeKind, NoticeState
from eenplan.plans.models import (
    CoachAssignment,
    Contribution,
    HearsHow,
    Message,
    Notice,
    Plan,
    PlanVersion,
    RoundTable,
    Seat,
)
from eenplan.plans.queries.notices import Outgoing, address_to, leave_of, why_not
from eenplan.plans.rules.notices import MOST_TRIES, expected, is_hour_to_remind, reminds_of


@action
def tell_of_event(acting: Acting, *, event_id: UUID) -> int:
    """Keep a notice for each person who is to hear of an event and chose a way; gives how many. As the owner, once each."""
    if acting.role != Role.TASK:
        raise NotFound("event")
    event = Event.objects.filter(id=event_id).first()
    return _keep(_of(event)) if event else 0


@action
def tell_new(acting: Acting, *, family_id: UUID, person_id: UUID, key: str) -> int:
    """Keep that something new is ready for one person, if they chose a way, once for each `key`; gives how many.

    For the rooms above, as the owner.
    """
    if acting.role != Role.TASK:
        raise NotFound("notice")
    return _keep([_Telling(NoticeKind.NEW, (family_id,), key, frozenset((person_id,)))])


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is told to some people, once for each `key`. `persons` None: to everybody of the family."""

    kind: NoticeKind
    families: tuple[UUID, ...]
    key: str
    persons: frozenset[UUID] | None = None
    at: datetime | None = None
    item_id: UUID | None = None


def _of(event: Event) -> Iterable[_Telling]:
    """What is told of an event. Nothing of what was taken away meanwhile, or is not of the family that it names."""
    name, subject, family = event.name, event.subject_id, event.family_id
    if name == "plans:coach:away":
        families = _whose_coach_is_away(subject)
        return [_Telling(NoticeKind.LEAVE, families, f"leave:{subject}")]
    if subject is None or family is None:
        return []
    if name == "plans:trajectory:coach-changed":
        coming = CoachAssignment.objects.filter(
            trajectory_id=subject, family_id=family, period__startswith__gt=today()
        )
        return [_Telling(NoticeKind.LEAVE, (family,), f"coach:{event.id}")] if coming.exists() else []
    if name == "plans:version:activated":
        versions = PlanVersion.objects.filter(id=subject, family_id=family)
        return [_Telling(NoticeKind.NEW, (family,), f"version:{subject}")] if versions.exists() else []
    if name == "plans:plan:review-set":
        plans = Plan.objects.filter(id=subject, family_id=family)
        return [_Telling(NoticeKind.PLANNED, (family,), f"review:{event.id}")] if plans.exists() else []
    if name == "plans:message:done":
        answered = Words.objects.filter(item_id=subject, slot="answer").exists()
        writers = Message.objects.filter(item_id=subject).values_list("person_id", flat=True)
        return _new(family, subject, frozenset(writers), event) if answered else []
    if name.startswith("plans:contribution:"):
        whose = Contribution.objects.filter(item_id=subject).values_list("person_id", flat=True)
        return _new(family, subject, frozenset(whose), event)
    if name.startswith("plans:round-table:"):
        return _of_table(subject, family, has_changed=name != "plans:round-table:agreed")
    return []


def _new(family: UUID, item_id: UUID, persons: frozenset[UUID], event: Event) -> list[_Telling]:
    return [_Telling(NoticeKind.NEW, (family,), f"new:{event.id}", persons, item_id=item_id)]


def _whose_coach_is_away(leave_id: UUID | None) -> tuple[UUID, ...]:
    leave = leave_of(leave_id) if leave_id else None
    if leave is None:
        return ()
    here = Responsibility.objects.filter(
        partnership_id=leave.partnership_id, period__overlap=leave.period
    ).values("family_id")
    turns = CoachAssignment.objects.filter(
        kind=CoachKind.STAND_IN,
        instead_of_id=leave.staff_member_id,
        period__overlap=leave.period,
        family_id__in=here,
    )
    return tuple(turns.values_list("family_id", flat=True).distinct())


def _of_table(table_id: UUID, family_id: UUID, *, has_changed: bool) -> list[_Telling]:
    """Who is asked hears once of each time that it was agreed, moved or called off, however those follow each other."""
    table = RoundTable.objects.filter(item_id=table_id, family_id=family_id, agreed_on__isnull=False).first()
    if table is None or table.starts_at <= now() or table.closed_at:
        return []
    if table.cancelled_at and not has_changed:
        return []
    persons = _seated(table_id)
    kind = NoticeKind.MOVED if has_changed else NoticeKind.PLANNED
    key = f"table:{table_id}:{table.sequence}"
    return [_Telling(kind, (table.family_id,), key, persons, item_id=table_id)]


def _seated(table_id: UUID) -> frozenset[UUID]:
    seats = Seat.objects.filter(table_id=table_id, person__isnull=False, withdrawn_at__isnull=True)
    return frozenset(one for one in seats.values_list("person_id", flat=True) if one)


@action
def remind(acting: Acting) -> int:
    """Keep a reminder of each appointment of tomorrow, for who is expected and chose a way. As the owner; once each.

    Where nobody was ticked, that is who expects it: see `rules.notices.expected`.
    """
    if acting.role != Role.TASK:
        raise NotFound("reminder")
    moment = now()
    if not is_hour_to_remind(moment):
        return 0
    since, until = reminds_of(moment)
    contacts = Contact.objects.select_related("item").filter(
        status=ContactStatus.PLANNED,
        planned_for__gte=since,
        planned_for__lt=until,
        item__ended_at__isnull=True,
    )
    comes = _who_come(list(contacts))
    tellings = [
        _reminder(one.family_id, one.pk, one.planned_for, comes[one.pk])
        for one in contacts
        if one.planned_for and comes[one.pk]
    ]
    tables = RoundTable.objects.filter(
        starts_at__gte=since,
        starts_at__lt=until,
        cancelled_at__isnull=True,
        closed_at__isnull=True,
        agreed_on__isnull=False,
    )
    tellings += [_reminder(one.family_id, one.pk, one.starts_at, _seated(one.pk)) for one in tables]
    return _keep(tellings)


def _who_come(contacts: Sequence[Contact]) -> dict[UUID, frozenset[UUID]]:
    """Whom each contact is with: who was ticked, else who expects it. Two queries.

    Nobody is guessed for what is for few eyes, or is no appointment with the family itself.
    """
    ticked: dict[UUID, set[UUID]] = {}
    for contact_id, person_id in ContactParticipant.objects.filter(contact__in=contacts).values_list(
        "contact_id", "person_id"
    ):
        ticked.setdefault(contact_id, set()).add(person_id)
    open_ones = [one for one in contacts if one.pk not in ticked and _is_of_the_family(one)]
    people: dict[UUID, list[Person]] = {}
    for person in Person.objects.filter(family_id__in={one.family_id for one in open_ones}):
        people.setdefault(person.family_id, []).append(person)
    found = {one.pk: frozenset(ticked.get(one.pk, ())) for one in contacts}
    found |= {one.pk: expected(people.get(one.family_id, [])) for one in open_ones}
    return found


def _is_of_the_family(contact: Contact) -> bool:
    of_it = contact.kind in (ContactKind.FIRST_CONVERSATION, ContactKind.FAMILY)
    return of_it and not _is_for_few(contact.item)


def _is_for_few(item: Item) -> bool:
    return item.confidential or item.third_party_only or item.health or item.court or item.agogic_exception


def _reminder(family_id: UUID, item_id: UUID, at: datetime, persons: frozenset[UUID]) -> _Telling:
    key = f"reminder:{item_id}:{at.isoformat()}"
    return _Telling(NoticeKind.REMINDER, (family_id,), key, persons, at, item_id)


def _keep(tellings: Iterable[_Telling]) -> int:
    """A row for each who chose a way; never two with one key, nor two that both say that something new is ready."""
    rows = []
    for one in tellings:
        chosen = HearsHow.objects.filter(family_id__in=one.families).exclude(by=HearsBy.NOTHING)
        if one.persons is not None:
            chosen = chosen.filter(person_id__in=one.persons)
        waiting: set[UUID] = set()
        if one.kind is NoticeKind.NEW:
            waiting = set(
                Notice.objects.filter(
                    family_id__in=one.families, kind=NoticeKind.NEW, state=NoticeState.WAITING
                ).values_list("person_id", flat=True)
            )
        rows += [
            Notice(
                family_id=each.family_id,
                person_id=each.person_id,
                kind=one.kind,
                key=hashlib.sha256(f"{one.key}:{each.person_id}".encode()).hexdigest(),
                item_id=one.item_id,
                at=one.at,
            )
            for each in chosen.order_by("person_id")
            if each.person_id not in waiting
        ]
    before = Notice.objects.filter(key__in=[row.key for row in rows]).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


@action
def claim_notice(acting: Acting, *, notice_id: UUID) -> Outgoing | None:
    """Claim a notice that waits and may leave, so that nobody else sends it; None when there is nothing to send.

    Only for the machine, as the owner. All that is against it is asked here, at the last moment: what was chosen, what
    is not safe, who is not to know, what was called off. A letter waits for the coach.
    """
    if acting.role != Role.TASK:
        raise NotFound("notice")
    row = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("person__family", "item")
        .filter(id=notice_id, state=NoticeState.WAITING)
        .first()
    )
    if row is None:
        return None
    become(acting)
    how = HearsHow.objects.select_related("detail__item", "entrance").filter(person_id=row.person_id).first()
    address = address_to(how) if how else None
    by = HearsBy(how.by) if how else HearsBy.NOTHING
    why = "over" if _is_over(row) else why_not(row.person_id, by, address)
    if not why and how and _others_would_read(row, how):
        why = "shared"
    if why:
        _end(acting, row, NoticeState.KEPT, why)
        return None
    if by is HearsBy.LETTER:
        _end(acting, row, NoticeState.LETTER)
        return None
    if address is None:
        return None
    row.state, row.sending_at, row.tries = NoticeState.SENDING, now(), row.tries + 1
    row.save(update_fields=["state", "sending_at", "tries"])
    language = row.person.language or row.person.family.language
    return Outgoing(row.id, address, language, NoticeKind(row.kind), row.at)


def _others_would_read(row: Notice, how: HearsHow) -> bool:
    """Whether a moment that is for few eyes would be told at an address of the whole family (rule 34)."""
    if row.kind != NoticeKind.REMINDER or row.item is None or how.detail is None:
        return False
    return how.detail.person_id is None and _is_for_few(row.item)


def _is_over(row: Notice) -> bool:
    """Whether the appointment of a reminder is past, moved, called off or was held before."""
    if row.kind != NoticeKind.REMINDER or row.at is None or row.item_id is None:
        return False
    contacts = Contact.objects.select_related("item").filter(
        item_id=row.item_id,
        planned_for=row.at,
        status=ContactStatus.PLANNED,
        item__ended_at__isnull=True,
    )
    stands = (
        any(row.person_id in who for who in _who_come(list(contacts)).values())
        or RoundTable.objects.filter(
            item_id=row.item_id,
            starts_at=row.at,
            cancelled_at__isnull=True,
            closed_at__isnull=True,
            seats__person_id=row.person_id,
            seats__withdrawn_at__isnull=True,
        ).exists()
    )
    return row.at <= now() or not stands


def _end(acting: Acting, row: Notice, state: NoticeState, why: str = "") -> None:
    row.state, row.why, row.ended_at = state, why, now()
    row.save(update_fields=["state", "why", "ended_at"])
    record(acting, f"plans:notice:{state}", families=[row.family_id], subject=row.id)


@action
def note_left(acting: Acting, *, notice_id: UUID) -> None:
    """The mail server or provider took it."""
    _finish(acting, notice_id, NoticeState.SENT)


@action
def note_refused(acting: Acting, *, notice_id: UUID) -> None:
    """The address was refused for good: the coach is told."""
    _finish(acting, notice_id, NoticeState.UNSENT, "refused")


@action
def note_unsure(acting: Acting, *, notice_id: UUID) -> None:
    """Nobody knows whether it left: the coach is told, and it is never sent again."""
    _finish(acting, notice_id, NoticeState.UNSURE)


@action
def put_back_notice(acting: Acting, *, notice_id: UUID) -> bool:
    """It certainly did not leave: it waits again, and True. After enough tries the coach is told, and False."""
    row = _claimed(notice_id)
    if row is None:
        return False
    if row.tries >= MOST_TRIES:
        _end(acting, row, NoticeState.UNSENT, "no-answer")
        return False
    row.state = NoticeState.WAITING
    row.save(update_fields=["state"])
    return True


def _finish(acting: Acting, notice_id: UUID, state: NoticeState, why: str = "") -> None:
    row = _claimed(notice_id)
    if row is not None:
        _end(acting, row, state, why)


def _claimed(notice_id: UUID) -> Notice | None:
    """A notice that is under way still; what was given up meanwhile stays so."""
    return Notice.objects.select_for_update().filter(id=notice_id, state=NoticeState.SENDING).first()


@action
def give_up_unsure(acting: Acting) -> int:
    """Who died while sending never said what became of it: the coach is told. Gives how many. As the owner."""
    if acting.role != Role.TASK:
        raise NotFound("notice")
    rows = Notice.objects.select_for_update(skip_locked=True).filter(
        state=NoticeState.SENDING, sending_at__lt=now() - BEING_SENT
    )
    stale = list(rows)
    for row in stale:
        _end(acting, row, NoticeState.UNSURE)
    return len(stale)


@action
def note_heard(acting: Acting, *, family_id: UUID, notice_id: UUID) -> None:
    """The coach told it, or gave the letter: it stands on no list any more."""
    row = Notice.objects.filter(id=notice_id, family_id=family_id).exclude(state=NoticeState.WAITING).first()
    if row is None or acting.role not in (Role.COACH, Role.COORDINATOR):
        raise NotFound("notice")
    if row.heard_at is None:
        row.heard_at = now()
        row.save(update_fields=["heard_at"])
        record(acting, "plans:notice:heard", families=[family_id], subject=notice_id)
