"""Who belongs to whom, as whoever acts may see it: people of the file, relatives, and what they are of each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.families.enums import Gender, KinshipKind, PersonRole, TieKind
from eenplan.families.models import Item, Kinship, Person, Relative, Tie
from eenplan.families.rules import Labels, Whose, labels_of


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person on the drawing. `role` is None for who is not in the file; `item_id` then names them too.

    `item_id` of a person of the file is the piece that says they died.
    """

    id: UUID
    name: str
    role: PersonRole | None
    gender: Gender
    birth_date: date | None = None
    born: int | None = None
    due_date: date | None = None
    is_dead: bool = False
    died: int | None = None
    home_id: UUID | None = None
    item_id: UUID | None = None
    labels: Labels | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one is of another. Without `item_id` it follows from 'Ouders en gezag'."""

    one_id: UUID
    kind: KinshipKind
    other_id: UUID
    since: int | None = None
    until: int | None = None
    item_id: UUID | None = None
    labels: Labels | None = None


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """Everybody who may be shown, in the order of the file, relatives after them; and the ties between those."""

    people: tuple[Somebody, ...]
    ties: tuple[Drawn, ...]

    def somebody(self, who: UUID) -> Somebody | None:
        """Who this is, if shown."""
        return next((one for one in self.people if one.id == who), None)

    def tie(self, item_id: UUID) -> Drawn | None:
        """The tie that this piece is, if shown."""
        return next((one for one in self.ties if one.item_id == item_id), None)


def who_is_who(acting: Acting, family_id: UUID) -> WhoIsWho:
    """Who belongs to whom. A tie of which one end is not for the reader is not there at all. Four queries."""
    relatives = list(
        Relative.objects.filter(family_id=family_id, item__ended_at__isnull=True)
        .select_related("item")
        .order_by("item_id")
    )
    deaths: dict[UUID | None, Relative] = {row.person_id: row for row in relatives if row.person_id}
    persons = Person.objects.filter(family_id=family_id).order_by("position", "id")
    people = [_person(one, deaths) for one in persons]
    people += [_relative(row) for row in relatives if row.person_id is None]
    known = {one.id for one in people}
    ties = [one for one in _ties(family_id) if one.one_id in known and one.other_id in known]
    return WhoIsWho(tuple(people), tuple(ties))


def _person(person: Person, deaths: Mapping[UUID | None, Relative]) -> Somebody:
    death = deaths.get(person.id)
    return Somebody(
        person.id,
        person.given_name,
        PersonRole(person.role),
        Gender(person.gender),
        person.birth_date,
        person.birth_date.year if person.birth_date else None,
        person.due_date,
        death is not None,
        death.died if death else None,
        item_id=death.item_id if death else None,
        labels=labels_of(death.item) if death else None,
    )


def _relative(row: Relative) -> Somebody:
    return Somebody(
        row.item_id,
        row.name,
        None,
        Gender(row.gender),
        born=row.born,
        is_dead=row.is_dead,
        died=row.died,
        home_id=row.home_id,
        item_id=row.item_id,
        labels=labels_of(row.item),
    )


def _ties(family_id: UUID) -> list[Drawn]:
    """What was drawn, then what 'Ouders en gezag' says of parents and was not drawn otherwise."""
    rows = (
        Kinship.objects.filter(family_id=family_id, item__ended_at__isnull=True)
        .select_related("item")
        .order_by("item_id")
    )
    found = [_drawn(row, row.item) for row in rows]
    drawn = {frozenset((one.one_id, one.other_id)) for one in found}
    certain = Tie.objects.filter(family_id=family_id, kind=TieKind.PARENT, period__contains=today())
    found += [
        Drawn(parent, KinshipKind.PARENT, child)
        for parent, child in certain.order_by("child__position", "person__position", "id").values_list(
            "person_id", "child_id"
        )
        if frozenset((parent, child)) not in drawn
    ]
    return found


def _drawn(row: Kinship, item: Item) -> Drawn:
    one, other = row.one_person_id or row.one_relative_id, row.other_person_id or row.other_relative_id
    return Drawn(
        cast(UUID, one),
        KinshipKind(row.kind),
        cast(UUID, other),
        row.since,
        row.until,
        row.item_id,
        labels_of(item),
    )


def whose_of_piece(acting: Acting, item_id: UUID) -> Whose:
    """About whom a piece of the drawing is and from whom it is known. Raises NotFound when out of reach."""
    item = Item.objects.filter(id=item_id).prefetch_related("about").first()
    if item is None:
        raise NotFound("item")
    return Whose(tuple(sorted(row.person_id for row in item.about.all())), item.from_whom_id)


def names_on_drawing(acting: Acting, family_id: UUID) -> dict[UUID, str]:
    """What each piece of the drawing is called, by item: 'Oma Lutgart', 'Oma Lutgart: ouder van Kaat'. Two queries.

    A tie of which one end is not for the reader has no name.
    """
    relatives = Relative.objects.filter(family_id=family_id).select_related("person")
    called = {row.item_id: row.name or (row.person.given_name if row.person else "") for row in relatives}
    ties = Kinship.objects.filter(family_id=family_id).select_related(
        "one_person", "one_relative", "other_person", "other_relative"
    )
    for row in ties:
        ends = [_end_name(row.one_person, row.one_relative), _end_name(row.other_person, row.other_relative)]
        if all(ends):
            called[row.item_id] = f"{ends[0]}: {KinshipKind(row.kind).label} {ends[1]}"
    return called


def _end_name(person: Person | None, relative: Relative | None) -> str:
    if person is not None:
        return person.given_name
    return relative.name if relative is not None else ""
