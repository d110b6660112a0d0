"""Beginning a family's file and keeping its people."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.folding import fold
from eenplan.core.ids import new_id
from eenplan.families.actions.items import write_item
from eenplan.families.actions.keys import begin_keys, keep_keys
from eenplan.families.enums import DetailKind, Gender, ItemKind, LivesHere, PersonRole
from eenplan.families.models import ContactDetail, Family, Person, Responsibility
from eenplan.families.rules import Place, begins, check_due

OLDEST = 120


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody when a family is first written down. Nothing but the role is required."""

    role: PersonRole
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    due_date: date | None = None
    gender: Gender = Gender.UNKNOWN
    lives_here: LivesHere = LivesHere.UNKNOWN
    parental_authority: bool | None = None
    # In which they read; empty: as the family.
    language: str = ""


@dataclass(frozen=True, slots=True)
class NewDetail:
    """A way to reach the family. `safe` is None when nobody knows whether it is safe to use."""

    kind: DetailKind
    value: str
    safe: bool | None = None


def check_person(person: NewPerson) -> None:
    """Refuse dates that cannot be. Raises RuleBroken with the field that it concerns."""
    if person.birth_date and person.birth_date > today():
        raise RuleBroken(
            "birth-date-in-future",
            _(
                "Deze geboortedatum ligt in de toekomst. Is het kindje nog niet geboren? Vul dan de uitgerekende datum in."
            ),
            field="birth_date",
        )
    if person.birth_date and person.birth_date.year < today().year - OLDEST:
        raise RuleBroken(
            "birth-date-too-old", _("Kijk het jaartal van deze geboortedatum even na."), field="birth_date"
        )
    if person.birth_date and person.due_date:
        raise RuleBroken(
            "born-and-expected",
            _("Vul een geboortedatum of een uitgerekende datum in, niet allebei."),
            field="due_date",
        )


@action
def create_family(
    acting: Acting,
    *,
    name: str,
    partnership_id: UUID,
    from_day: date,
    municipality_id: UUID | None = None,
    postal_code: str = "",
    language: str = "nl",
    interpreter: bool | None = None,
    persons: Iterable[NewPerson] = (),
    details: Iterable[NewDetail] = (),
    family_id: UUID | None = None,
) -> Family:
    """Begin a family's file, with the partnership that answers for it from `from_day` on.

    `family_id` is given by a door that reaches only that one new family (the public form).
    Raises RuleBroken for impossible dates.
    """
    new = list(persons)
    for person in new:
        check_person(person)
    family = Family(
        id=family_id or new_id(),
        name=name.strip(),
        sort_key=fold(name),
        municipality_id=municipality_id,
        postal_code=postal_code,
        language=language,
        interpreter=interpreter,
    )
    # First who answers for it, then the family itself: the fence asks for this order.
    Responsibility.objects.create(family_id=family.id, partnership_id=partnership_id, period=(from_day, None))
    family.save(force_insert=True)
    added = Person.objects.bulk_create(
        [Person(family=family, position=place, **columns_of(person)) for place, person in enumerate(new)]
    )
    ways = [_write_detail(acting, family.id, detail, None) for detail in details]
    begin_keys(family, added, ways)
    record(acting, "families:family:created", families=[family.id], subject=family.id)
    return family


@action
def add_person(acting: Acting, *, family_id: UUID, person: NewPerson) -> Person:
    """Add somebody to a family. Raises RuleBroken for impossible dates, NotFound for a family out of reach."""
    check_person(person)
    if person.due_date is not None:
        check_due(person.due_date, birth_date=person.birth_date, on=today())
        if person.role != PersonRole.CHILD:
            raise RuleBroken(
                "families:only-a-child-is-expected",
                _(
                    "Enkel een kind kan nog niet geboren zijn. Laat deze datum leeg, of kies ‘kind of jongere’."
                ),
                field="due_date",
            )
    family = reached_family(family_id)
    added = Person.objects.create(family=family, position=family.persons.count(), **columns_of(person))
    keep_keys(family)
    record(acting, "families:person:added", families=[family_id], subject=added.id)
    return added


@action
def note_detail(
    acting: Acting, *, family_id: UUID, detail: NewDetail, person_id: UUID | None = None
) -> ContactDetail:
    """Note a phone number, e-mail address or address, and whether it is safe to use."""
    written = _write_detail(acting, family_id, detail, person_id)
    keep_keys(reached_family(family_id))
    return written


def _write_detail(
    acting: Acting, family_id: UUID, detail: NewDetail, person_id: UUID | None
) -> ContactDetail:
    item = write_item(
        acting,
        family_id=family_id,
        kind=ItemKind.CONTACT_DETAIL,
        about=[person_id] if person_id else [],
        labels=begins(Place.CONTACT_DETAIL),
    )
    return ContactDetail.objects.create(
        item=item,
        family_id=family_id,
        person_id=person_id,
        kind=detail.kind,
        value=detail.value.strip(),
        safe=detail.safe,
    )


def reached_family(family_id: UUID) -> Family:
    """The family, if whoever acts reaches it. Raises NotFound otherwise."""
    family = Family.objects.filter(id=family_id).first()
    if family is None:
        raise NotFound("family")
    return family


def columns_of(person: NewPerson) -> dict[str, Any]:
    """What is known of somebody, by column."""
    return {field.name: getattr(person, field.name) for field in fields(person)}
