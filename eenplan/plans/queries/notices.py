"""How each person hears of something, what stands against it, and what was not sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from eenplan.core.acting import Acting
from eenplan.core.clock import now
from eenplan.core.errors import NotFound
from eenplan.core.outgoing import BEING_SENT
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail, Person
from eenplan.families.queries import EntranceOn, address_behind, entrances_of, entrances_of_mine, person_of
from eenplan.families.rules.addresses import Address, address_of
from eenplan.network.models import Leave
from eenplan.plans.enums import HearsBy, NoticeKind, NoticeState
from eenplan.plans.models import HearsHow, Notice

# What the coach does something with: tell it, or give the letter. What waits or was sent is no work.
TO_TELL = (NoticeState.LETTER, NoticeState.UNSENT, NoticeState.UNSURE, NoticeState.KEPT)
# Not told of: somebody chose nothing, or it is over.
_QUIET = ("nothing", "over", "ended")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice that was claimed: where it goes, in which language, and the little that it says."""

    id: UUID
    to: Address
    language: str
    kind: NoticeKind
    at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """An address or number that can be chosen: of the file, or by which somebody comes in; as it may be shown."""

    key: str
    by: HearsBy
    shown: str
    detail_id: UUID | None = None
    entrance_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Hears:
    """How somebody hears of something, the address that it goes to as it may be shown, and what can be chosen."""

    person_id: UUID
    name: str
    role: str
    by: HearsBy
    chosen: OwnAddress | None
    can: tuple[OwnAddress, ...]
    unsafe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToTell:
    """What was not sent, or is a letter: to whom, since when, of which kind, and why."""

    id: UUID
    family_id: UUID
    name: str
    kind: NoticeKind
    state: NoticeState
    why: str
    made_at: datetime
    at: datetime | None


def why_not(person_id: UUID, by: HearsBy, address: Address | None) -> str:
    """Why nothing may be sent to somebody by a way, as a code; '' when it may. One query, at the last moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plans_why_not(%s, %s, %s)", [person_id, by.value, address.value if address else ""]
        )
        (why,) = cursor.fetchone()
    return str(why)


def address_to(how: HearsHow) -> Address | None:
    """The address that was chosen, if it stands still: of the right kind, and not ended."""
    found: Address | None = None
    if how.detail_id and how.detail and _is_theirs(how, how.detail):
        found = address_of(how.detail.value)
    elif how.entrance_id and how.entrance and how.entrance.person_id == how.person_id:
        found = address_behind(how.entrance) if how.entrance.ended_at is None else None
    return found if found and found.kind.value == how.by else None


def _is_theirs(how: HearsHow, detail: ContactDetail) -> bool:
    """Whether an address of the file stands still, is safe, and is of this person or of all of the family."""
    whose = detail.family_id == how.family_id and detail.person_id in (how.person_id, None)
    return bool(whose and detail.safe and detail.item.ended_at is None)


def leave_of(leave_id: UUID) -> Leave | None:
    """A leave by its id. For the machine."""
    return Leave.objects.filter(id=leave_id).first()


def how_i_hear(acting: Acting) -> Hears:
    """How whoever acts hears of something, and at which addresses of their own they can. Three queries.

    An address that the coach wrote down is not among these: `chosen` is None then.
    """
    person = person_of(acting)
    chosen = HearsHow.objects.filter(person=person).first()
    return _hears(person, chosen, [], entrances_of_mine(acting))


def how_all_hear(acting: Acting, family_id: UUID) -> list[Hears]:
    """How everybody of a family hears of something. Four queries, whatever their number."""
    people = list(
        Person.objects.filter(family_id=family_id, due_date__isnull=True).order_by("position", "id")
    )
    chosen = {row.person_id: row for row in HearsHow.objects.filter(family_id=family_id)}
    details = list(ContactDetail.objects.filter(family_id=family_id, item__ended_at__isnull=True))
    entrances = entrances_of(acting, family_id)
    return [
        _hears(
            person,
            chosen.get(person.id),
            [one for one in details if one.person_id in (person.id, None)],
            [one for one in entrances if one.person_id == person.id],
        )
        for person in people
    ]


def how_one_hears(acting: Acting, family_id: UUID, person_id: UUID) -> Hears:
    """How somebody of a family hears of something. Raises NotFound."""
    for one in how_all_hear(acting, family_id):
        if one.person_id == person_id:
            return one
    raise NotFound("person")


def _hears(
    person: Person,
    how: HearsHow | None,
    details: Iterable[ContactDetail],
    entrances: Iterable[EntranceOn],
) -> Hears:
    can: list[OwnAddress] = []
    unsafe: list[str] = []
    for one in details:
        if one.kind not in (DetailKind.EMAIL, DetailKind.PHONE):
            continue
        address = address_of(one.value)
        if one.safe is False:
            unsafe.append(one.value)
        elif one.safe and address:
            by = HearsBy(address.kind.value)
            can.append(OwnAddress(f"d{one.item_id}", by, one.value, detail_id=one.item_id))
    can += [
        OwnAddress(f"e{one.id}", HearsBy(one.kind.value), one.masked, entrance_id=one.id)
        for one in entrances
        if one.confirmed_at
    ]
    by = HearsBy(how.by) if how else HearsBy.NOTHING
    chosen = next(
        (
            one
            for one in can
            if how
            and one.by is by
            and (
                (one.detail_id and one.detail_id == how.detail_id)
                or (one.entrance_id and one.entrance_id == how.entrance_id)
            )
        ),
        None,
    )
    return Hears(person.id, person.given_name, person.role, by, chosen, tuple(can), tuple(unsafe))


def to_tell(acting: Acting, family_ids: Iterable[UUID]) -> list[ToTell]:
    """What was not sent to people of these families, and letters to give: the newest first. One query."""
    rows = (
        Notice.objects.select_related("person")
        .filter(
            Q(state__in=TO_TELL) | Q(state=NoticeState.SENDING, sending_at__lt=now() - BEING_SENT),
            family_id__in=list(family_ids),
            heard_at__isnull=True,
        )
        .exclude(state=NoticeState.KEPT, why__in=_QUIET)
        .order_by("-made_at", "-id")
    )
    return [
        ToTell(
            row.id,
            row.family_id,
            row.person.given_name,
            NoticeKind(row.kind),
            NoticeState.UNSURE if row.state == NoticeState.SENDING else NoticeState(row.state),
            row.why,
            row.made_at,
            row.at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to print: what it says, in which language, and why it may not be given now ('' when it may)."""

    kind: NoticeKind
    at: datetime | None
    language: str
    why_not: str


def letter(acting: Acting, family_id: UUID, notice_id: UUID) -> Letter:
    """A letter to print; whether it may be given is asked anew. Raises NotFound. Two queries."""
    row = (
        Notice.objects.select_related("person__family")
        .filter(id=notice_id, family_id=family_id, state=NoticeState.LETTER)
        .first()
    )
    if row is None:
        raise NotFound("letter")
    return Letter(
        NoticeKind(row.kind),
        row.at,
        row.person.language or row.person.family.language,
        _why_no_letter(notice_id),
    )


def _why_no_letter(notice_id: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_why_no_letter(%s)", [notice_id])
        (why,) = cursor.fetchone()
    return str(why)


def waiting_notices(acting: Acting) -> list[UUID]:
    """Notices that wait, the oldest first. For the machine. One query."""
    return list(
        Notice.objects.filter(state=NoticeState.WAITING)
        .order_by("made_at", "id")
        .values_list("id", flat=True)
    )
