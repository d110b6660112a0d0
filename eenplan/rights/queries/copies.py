"""A copy of one's own data: all that is kept and that the person may read, by the one rule of labels (rule 33).

Whoever reads it for somebody (the coach, at the table) is narrowed to what that person may see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, OuterRef, Subquery

from eenplan.audit.actions import record_read
from eenplan.consent.enums import Said as Consented
from eenplan.consent.queries import ShareOn, people, shares
from eenplan.consent.queries.trusted import trusted_persons
from eenplan.consent.rules import Someone
from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind, TieKind
from eenplan.families.models import (
    Attachment,
    Card,
    Contact,
    ContactDetail,
    Correction,
    Home,
    Item,
    Person,
    Residence,
    Tie,
    Words,
)
from eenplan.families.queries import HomeAddress, home_addresses
from eenplan.families.queries.kinships import names_on_drawing
from eenplan.plans.enums import Answer, Attendance, Coming
from eenplan.plans.models import (
    Agreement,
    Part,
    Seat,
    SeatAnswer,
    TeamMember,
)
from eenplan.plans.queries import CoachOf, Translation, coaches_of
from eenplan.rights.enums import RequestKind
from eenplan.rights.queries.copied_facts import Fact, facts_of
from eenplan.rights.queries.looking import Looked, who_looked
from eenplan.rights.queries.readers import may_ask_copy, reading_as, reads_own_file, someone
from eenplan.rights.queries.requests import RequestOn, request, requests

# Ways to reach somebody stand apart: of the own ones, and of homes only those that are the reader's to know.
LEFT_OUT = (ItemKind.CONTACT_DETAIL,)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of a piece. `replaced`: they stood there before others took their place."""

    slot: str
    text: str
    language: str
    speaker: str
    at: datetime
    replaced: bool
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class CopiedPiece:
    """A piece of the file. `facts` are its fields by name; `ended`: since when it is no longer current."""

    item_id: UUID
    kind: ItemKind
    at: datetime
    ended: datetime | None
    name: str
    words: tuple[Spoken, ...]
    facts: Mapping[str, Fact]

    @property
    def standing(self) -> tuple[Spoken, ...]:
        """The words that stand now."""
        return tuple(one for one in self.words if not one.replaced)


@dataclass(frozen=True, slots=True)
class AnsweredPlan:
    """What the person said of a version of the plan."""

    number: int
    answer: Answer
    words: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedToTable:
    """A round table to which the person is or was asked, what they said to it, and whether they came."""

    starts_at: datetime
    minutes: int
    status: str
    attendance: Attendance
    said: Coming | None
    came: bool | None


@dataclass(frozen=True, slots=True)
class Copy:
    """All that is kept of a person and theirs to read. `own_file`: by the rule for a youngster who decides (rule 33)."""

    asked: RequestOn
    made_at: datetime
    person: Person
    own_file: bool
    ties: tuple[tuple[TieKind, str], ...]
    homes: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]
    coach: CoachOf | None
    shares: tuple[ShareOn, ...]
    trusted: tuple[tuple[str, date], ...]
    card: tuple[datetime, datetime | None] | None
    pieces: tuple[CopiedPiece, ...]
    answers: tuple[AnsweredPlan, ...]
    tables: tuple[AskedToTable, ...]
    requests: tuple[RequestOn, ...]
    corrections: tuple[tuple[Mapping[str, Any], datetime], ...]
    # Who looked, the newest thirty; with a card alone: a coach does not read it through somebody else's eyes.
    looked: tuple[Looked, ...]
    names: Mapping[UUID, str]

    def said_of(self, share: ShareOn) -> Consented | None:
        """What the person said of a share."""
        spoken = share.said_by(self.person.id)
        return spoken.said if spoken else None


def copy_of(acting: Acting, family_id: UUID, request_id: UUID) -> Copy:
    """The copy that was asked today, as the data stand now. About thirty queries, whatever stands in the file.

    Raises NotFound for a request that is no copy, is of another day, or is not for whoever acts.
    """
    asked = request(acting, family_id, request_id)
    if asked.kind != RequestKind.COPY or asked.asked_on != today():
        raise NotFound("copy")
    if acting.role not in (Role.COACH, Role.FAMILY_MEMBER):
        raise NotFound("copy")
    who = someone(acting, family_id, asked.person_id)
    if not may_ask_copy(acting, who):
        raise NotFound("copy")
    known = people(acting, family_id)
    homes = _homes(acting, family_id, who.id)
    ways = _ways(acting, who.id)
    mine = tuple(one for one in shares(acting, family_id) if _is_mine(one, who, known))
    own = tuple(requests(acting, family_id, person_id=who.id))
    corrections = _corrections(acting, who.id)
    looked = who_looked(acting, family_id).found if acting.role == Role.FAMILY_MEMBER else []
    card = Card.objects.filter(person_id=who.id, revoked_at__isnull=True).first()
    with reading_as(acting, who) as reader:
        family = {one.id: one for one in Person.objects.filter(family_id=family_id)}
        names = {one.id: one.given_name for one in family.values()}
        found = Copy(
            asked=asked,
            made_at=now(),
            person=family[who.id],
            own_file=reads_own_file(reader, who),
            ties=_ties(family_id, who.id, names),
            homes=homes,
            ways=ways,
            coach=coaches_of(reader, [family_id]).get(family_id),
            shares=mine,
            trusted=tuple(
                (one.name, one.since) for one in trusted_persons(reader, family_id) if one.person_id == who.id
            ),
            card=(card.made_at, card.used_at) if card else None,
            pieces=_pieces(acting, family_id, names),
            answers=_answers(who.id),
            tables=_tables(who.id),
            requests=own,
            corrections=corrections,
            looked=tuple(looked),
            names=names,
        )
        record_read(reader, "rights:copy", families=[family_id], subject=asked.id)
    return found


def _is_mine(share: ShareOn, who: Someone, known: Mapping[UUID, Someone]) -> bool:
    """Whether a share is about the person, or about a child for whom they decide: what they may know of."""
    return any(
        one == who.id or (one in known and who.id in known[one].holders and who.id in share.with_a_say)
        for one in share.about
    )


def _homes(acting: Acting, family_id: UUID, person_id: UUID) -> tuple[tuple[str, str], ...]:
    """The homes where the person lives now, each with its address; of other homes what all may know."""
    addresses: dict[UUID, HomeAddress] = home_addresses(acting, family_id)
    mine = set(
        Residence.objects.filter(
            family_id=family_id, person_id=person_id, period__contains=today()
        ).values_list("home_id", flat=True)
    )
    homes = Home.objects.filter(family_id=family_id, item__ended_at__isnull=True).order_by("name", "item_id")
    return tuple(
        (home.name, ", ".join(filter(None, (address.value, address.municipality))))
        for home in homes
        if (address := addresses.get(home.item_id)) and (address.for_everyone or home.item_id in mine)
    )


def _ways(acting: Acting, person_id: UUID) -> tuple[tuple[str, str], ...]:
    """The person's own phone numbers and addresses, with their kind."""
    if acting.role == Role.FAMILY_MEMBER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind, value FROM rights_ways_of_mine()")
            return tuple(cursor.fetchall())
    rows = ContactDetail.objects.filter(person_id=person_id, home__isnull=True, item__ended_at__isnull=True)
    return tuple(rows.order_by("item_id").values_list("kind", "value"))


def _corrections(acting: Acting, person_id: UUID) -> tuple[tuple[Mapping[str, Any], datetime], ...]:
    """What was corrected of the person, the newest first."""
    if acting.role == Role.FAMILY_MEMBER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT before, changed_at FROM rights_corrections_of_mine()")
            return tuple(cursor.fetchall())
    rows = Correction.objects.filter(person_id=person_id).order_by("-changed_at", "-id")
    return tuple(rows.values_list("before", "changed_at"))


def _ties(family_id: UUID, person_id: UUID, names: Mapping[UUID, str]) -> tuple[tuple[TieKind, str], ...]:
    rows = Tie.objects.filter(family_id=family_id, person_id=person_id, period__contains=today())
    return tuple(
        (TieKind(kind), names.get(child, ""))
        for kind, child in rows.order_by("child__position", "kind").values_list("kind", "child_id")
    )


def _answers(person_id: UUID) -> tuple[AnsweredPlan, ...]:
    rows = Agreement.objects.filter(person_id=person_id).select_related("version").order_by("said_at", "id")
    return tuple(
        AnsweredPlan(row.version.number, Answer(row.answer), row.words, row.language, row.said_at)
        for row in rows
    )


def _tables(person_id: UUID) -> tuple[AskedToTable, ...]:
    """The round tables to which the person is asked, the first first. One query."""
    newest = SeatAnswer.objects.filter(seat=OuterRef("pk")).order_by("-recorded_at", "-id").values("said")
    rows = (
        Seat.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
        .select_related("table")
        .annotate(said=Subquery(newest[:1]))
        .order_by("table__starts_at", "id")
    )
    return tuple(
        AskedToTable(
            row.table.starts_at,
            row.table.minutes,
            "cancelled" if row.table.cancelled_at else "held" if row.table.closed_at else "planned",
            Attendance(row.attendance),
            Coming(row.said) if row.said else None,
            row.came,
        )
        for row in rows
    )


def _pieces(acting: Acting, family_id: UUID, names: Mapping[UUID, str]) -> tuple[CopiedPiece, ...]:
    """Every piece that is the reader's to see, the newest first; what is over and what was said before included."""
    items = list(
        Item.objects.filter(family_id=family_id).exclude(kind__in=LEFT_OUT).order_by("-created_at", "-id")
    )
    said = _words(family_id, names)
    facts = facts_of(family_id, names)
    called = {
        key: value
        for model in (TeamMember, Home, Part, Attachment)
        for key, value in _names(model, family_id)
    }
    called |= names_on_drawing(acting, family_id)
    moments = dict(Contact.objects.filter(family_id=family_id).values_list("item_id", "held_at"))
    found = (
        CopiedPiece(
            item.id,
            ItemKind(item.kind),
            moments.get(item.id) or item.created_at,
            item.ended_at,
            called.get(item.id, ""),
            tuple(said.get(item.id, ())),
            facts.get(item.id, {}),
        )
        for item in items
    )
    return tuple(one for one in found if one.words or one.name or one.facts)


def _words(family_id: UUID, names: Mapping[UUID, str]) -> dict[UUID, list[Spoken]]:
    rows = (
        Words.objects.filter(family_id=family_id)
        .exclude(text="")
        .order_by("said_at", "id")
        .values_list(
            *("item_id", "slot", "text", "language", "speaker_id", "said_at", "replaced_by__id"),
            *("translation_of__text", "by_interpreter", "author__staff_member__name"),
        )
    )
    said = []
    translations: dict[tuple[UUID, str, str], list[Translation]] = {}
    for *row, of, by_interpreter, author in rows:
        item_id, slot, text, language, speaker, _at, later = row
        if of is None:
            said.append(row)
        elif later is None:
            by = names.get(speaker, "") or author or ""
            translations.setdefault((item_id, slot, of), []).append(
                Translation(text, language, by, by_interpreter)
            )
    found: dict[UUID, list[Spoken]] = {}
    for item_id, slot, text, language, speaker, at, later in said:
        beside = tuple(translations.get((item_id, slot, text), ()))
        spoken = Spoken(slot, text, language, names.get(speaker, ""), at, later is not None, beside)
        found.setdefault(item_id, []).append(spoken)
    return found


def _names(model: type[Model], family_id: UUID) -> Iterable[tuple[UUID, str]]:
    rows: Iterable[tuple[UUID, str]] = model._default_manager.filter(family_id=family_id).values_list(
        "item_id", "name"
    )
    return rows
