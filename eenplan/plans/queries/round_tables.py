"""Round tables as whoever acts may see them: their moment, who is asked, and of the agenda and the minutes what is theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.models import Home, Item, Person, Words
from eenplan.families.queries import home_addresses
from eenplan.network.models import StaffMember
from eenplan.plans.enums import Attendance, Coming, Secrecy, TeamKind, ToldHow
from eenplan.plans.models import RoundTable, Seat, SeatAnswer, TableDecision, TablePoint
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.rules.round_tables import Asked, DecisionFact


@dataclass(frozen=True, slots=True)
class TableHead:
    """A round table in a list. `is_agreed`: the family agreed who comes."""

    id: UUID
    family_id: UUID
    starts_at: datetime
    minutes: int
    is_agreed: bool
    cancelled_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether they sit together now."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_over(self) -> bool:
        """Whether it was held or called off."""
        return self.closed_at is not None or self.cancelled_at is not None


@dataclass(frozen=True, slots=True)
class SeatNow:
    """Somebody who is asked. `name` is '' for who is not to be named to whoever reads. `mine`: of whoever acts."""

    id: UUID
    person_id: UUID | None
    name: str
    kind: TeamKind
    secrecy: Secrecy
    attendance: Attendance
    member_id: UUID | None
    staff_member_id: UUID | None
    came: bool | None
    mine: bool
    said: Coming | None = None
    how: ToldHow | None = None


@dataclass(frozen=True, slots=True)
class LineNow:
    """What somebody said at a point; `speaker` is '' for what the coach wrote down."""

    id: UUID
    text: str
    language: str
    speaker: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionNow:
    """What was decided. `owner` is who does it, '' while that is not said."""

    id: UUID
    text: str
    language: str
    seat_id: UUID | None
    owner: str
    due_on: date | None
    is_step: bool
    needs_nobody: bool

    @property
    def fact(self) -> DecisionFact:
        """What the rules ask of it."""
        return DecisionFact(self.seat_id is not None, self.due_on, self.is_step, self.needs_nobody)


@dataclass(frozen=True, slots=True)
class PointNow:
    """A point of the agenda that whoever acts may see. `kind` is of its piece, None for one in words of its own.

    `text` is what it is about, in the words of who said it.
    """

    item_id: UUID
    piece_id: UUID | None
    kind: ItemKind | None
    text: str
    language: str
    speaker: str
    released: bool
    left_at: datetime | None
    lines: tuple[LineNow, ...] = ()
    decisions: tuple[DecisionNow, ...] = ()

    @property
    def facts(self) -> list[DecisionFact]:
        """What was decided, as the rules ask it."""
        return [one.fact for one in self.decisions]


@dataclass(frozen=True, slots=True)
class TableNow(TableHead):
    """A round table with all of it that whoever acts may see."""

    home_id: UUID | None = None
    home: str = ""
    address: str = ""
    place: str = ""
    agreed_with: str = ""
    agreed_with_id: UUID | None = None
    agreed_on: date | None = None
    sequence: int = 0
    at_point_id: UUID | None = None
    seats: tuple[SeatNow, ...] = ()
    points: tuple[PointNow, ...] = ()

    @property
    def where(self) -> str:
        """Where it is, as far as whoever acts may know it; '' when they may not, or nobody said it."""
        return ", ".join(part for part in (self.home, self.address) if part) or self.place

    @property
    def mine(self) -> SeatNow | None:
        """The seat of whoever acts."""
        return next((one for one in self.seats if one.mine), None)

    @property
    def at(self) -> int:
        """The place of the point that is on the table, among those that are seen; the first when it is none of them."""
        return next((n for n, one in enumerate(self.points) if one.item_id == self.at_point_id), 0)


def round_tables(acting: Acting, family_ids: Iterable[UUID]) -> list[TableHead]:
    """The round tables of some families, those to come first, then the newest. One query."""
    rows = RoundTable.objects.filter(family_id__in=list(family_ids))
    heads = [head_of_table(row) for row in rows.order_by("starts_at", "item_id")]
    coming = [one for one in heads if not one.is_over]
    return [*coming, *reversed([one for one in heads if one.is_over])]


def coming_tables(acting: Acting, family_ids: Iterable[UUID]) -> list[TableHead]:
    """Those that are still to come or under way, the first first. One query."""
    rows = RoundTable.objects.filter(
        family_id__in=list(family_ids), cancelled_at__isnull=True, closed_at__isnull=True
    )
    return [head_of_table(row) for row in rows.order_by("starts_at", "item_id")]


def round_table(acting: Acting, family_id: UUID, table_id: UUID) -> TableNow:
    """A round table as whoever acts may see it. Raises NotFound for who is not asked. Twelve queries at most."""
    row = RoundTable.objects.filter(item_id=table_id, family_id=family_id).first()
    if row is None:
        raise NotFound("round table")
    people = {
        one.id: (name_of(one), one.actor_id == acting.actor_id)
        for one in Person.objects.filter(family_id=family_id).order_by("position", "id")
    }
    seats = _seats(acting, row, people)
    names = {key: name for key, (name, _mine) in people.items()}
    home = Home.objects.filter(item_id=row.home_id).first() if row.home_id else None
    address = home_addresses(acting, family_id).get(home.item_id) if home else None
    head = head_of_table(row)
    found = TableNow(
        id=head.id,
        family_id=head.family_id,
        starts_at=head.starts_at,
        minutes=head.minutes,
        is_agreed=head.is_agreed,
        cancelled_at=head.cancelled_at,
        opened_at=head.opened_at,
        closed_at=head.closed_at,
        home_id=row.home_id,
        home=home.name if home else "",
        address=", ".join(filter(None, (address.value, address.municipality))) if address else "",
        place=row.place,
        agreed_with=names.get(row.agreed_with_id, "") if row.agreed_with_id else "",
        agreed_with_id=row.agreed_with_id,
        agreed_on=row.agreed_on,
        sequence=row.sequence,
        at_point_id=row.at_point_id,
        seats=seats,
        points=_points(row, seats, names),
    )
    record_read(acting, "plans:round-table", families=[family_id], subject=table_id)
    return found


def table_stamp(acting: Acting, table_id: UUID) -> str:
    """A mark that is another as soon as whoever acts would read something else at the table; it tells nothing itself.

    Raises NotFound for who is not asked. Three queries; nothing of the family is shown, so nothing is audited.
    """
    row = RoundTable.objects.filter(item_id=table_id).values_list("at_point_id", "closed_at").first()
    if row is None:
        raise NotFound("round table")
    said = (
        Words.objects.filter(item__table_point__table_id=table_id).order_by("id").values_list("id", flat=True)
    )
    decided = (
        TableDecision.objects.filter(point__table_id=table_id)
        .order_by("id")
        .values_list("id", "seat_id", "due_on", "needs_nobody", "step_id", "dropped_at")
    )
    return sha256(repr((row, list(said), list(decided))).encode()).hexdigest()[:20]


def asked_at(acting: Acting, family_id: UUID, table_id: UUID, seat_id: UUID) -> Asked:
    """For whom a seat is, before a file or paper is made for them. One query; the audit stands with what they get."""
    found = Seat.objects.filter(
        id=seat_id, table_id=table_id, family_id=family_id, withdrawn_at__isnull=True
    ).first()
    if found is None:
        raise NotFound("seat")
    return found


def head_of_table(row: RoundTable) -> TableHead:
    """A round table as a list has it."""
    return TableHead(
        row.pk,
        row.family_id,
        row.starts_at,
        row.minutes,
        row.agreed_on is not None,
        row.cancelled_at,
        row.opened_at,
        row.closed_at,
    )


def _seats(acting: Acting, table: RoundTable, people: Mapping[UUID, tuple[str, bool]]) -> tuple[SeatNow, ...]:
    """Who is asked, the family first, with what each answered last. Three queries."""
    rows = list(Seat.objects.filter(table=table, withdrawn_at__isnull=True).order_by("id"))
    answers = {
        row.seat_id: row for row in SeatAnswer.objects.filter(seat__table=table).order_by("recorded_at", "id")
    }
    workers = {one.staff_member_id for one in rows if one.staff_member_id}
    me = set(
        StaffMember.objects.filter(id__in=workers, actor_id=acting.actor_id).values_list("id", flat=True)
    )
    found = []
    for row in rows:
        answer = answers.get(row.id)
        name, mine = people.get(row.person_id, ("", False)) if row.person_id else (row.name, False)
        found.append(
            SeatNow(
                row.id,
                row.person_id,
                name,
                TeamKind(row.kind),
                Secrecy(row.secrecy),
                Attendance(row.attendance),
                row.member_id,
                row.staff_member_id,
                row.came,
                mine or row.staff_member_id in me,
                Coming(answer.said) if answer else None,
                ToldHow(answer.how) if answer else None,
            )
        )
    order = {person_id: place for place, person_id in enumerate(people)}
    return tuple(
        sorted(found, key=lambda one: order.get(one.person_id, len(order)) if one.person_id else len(order))
    )


def _points(table: RoundTable, seats: Sequence[SeatNow], names: Mapping[UUID, str]) -> tuple[PointNow, ...]:
    """The agenda with what was said and decided, as far as it is seen. Four queries."""
    rows = list(TablePoint.objects.filter(table=table).order_by("position", "item_id"))
    ids = [row.pk for row in rows] + [row.piece_id for row in rows if row.piece_id]
    items = {one.id: one for one in Item.objects.filter(id__in=ids)}
    said: dict[tuple[UUID, str], list[Words]] = {}
    for words in Words.objects.filter(
        item_id__in=ids, replaced_by__isnull=True, translation_of__isnull=True
    ).order_by("said_at", "id"):
        said.setdefault((words.item_id, words.slot), []).append(words)
    owners = {one.id: one.name for one in seats}
    decided: dict[UUID, list[DecisionNow]] = {}
    texts = {words.id: words for group in said.values() for words in group}
    for row in TableDecision.objects.filter(
        point_id__in=[one.pk for one in rows], dropped_at__isnull=True
    ).order_by("written_at", "id"):
        if row.words_id in texts:
            text = texts[row.words_id]
            owner = owners.get(row.seat_id, "") if row.seat_id else ""
            decided.setdefault(row.point_id, []).append(
                DecisionNow(
                    row.id,
                    text.text,
                    text.language,
                    row.seat_id,
                    owner,
                    row.due_on,
                    row.step_id is not None,
                    row.needs_nobody,
                )
            )
    return tuple(_point(row, items, said, decided, names) for row in rows if row.pk in items)


def _point(
    row: TablePoint,
    items: Mapping[UUID, Item],
    said: Mapping[tuple[UUID, str], list[Words]],
    decided: Mapping[UUID, list[DecisionNow]],
    names: Mapping[UUID, str],
) -> PointNow:
    piece = items.get(row.piece_id) if row.piece_id else None
    own = said.get((row.pk, "text"), [])
    told = said.get((piece.id, "text"), []) if piece else []
    title = next(iter(reversed(own or told)), None)
    return PointNow(
        row.pk,
        row.piece_id,
        ItemKind(piece.kind) if piece else None,
        title.text if title else "",
        title.language if title else "nl",
        names.get(title.speaker_id, "") if title and title.speaker_id else "",
        items[row.pk].released_to_all,
        row.left_at,
        tuple(
            LineNow(
                one.id,
                one.text,
                one.language,
                names.get(one.speaker_id, "") if one.speaker_id else "",
                one.said_at,
            )
            for one in said.get((row.pk, "line"), [])
        ),
        tuple(decided.get(row.pk, ())),
    )
