"""Keeping the national number of somebody, reading it back once, and letting it go. By coach and intake alone."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.core.keys import current, hashed
from eenplan.core.sealing import seal, unseal
from eenplan.families.models import NationalNumber, Person
from eenplan.families.rules.national import read_number, written

MAY = (Role.COACH, Role.INTAKE)
SEALED_FOR = "national-number"


def lookup_of(digits: str) -> str:
    """The keyed hash under which files with this number recognise one another."""
    return hashed(f"match:national:{digits}")


def sealed_of(row_id: UUID, digits: str) -> bytes:
    """The number, encrypted for this row: moved to another it does not open."""
    return seal(SEALED_FOR, digits, code=str(row_id))


def digits_of(row: NationalNumber) -> str | None:
    """The number that a row keeps; None when none of the server's secrets opens it."""
    return unseal(SEALED_FOR, bytes(row.sealed), code=str(row.id))


@action
def note_national_number(acting: Acting, *, person_id: UUID, typed: str, reason: str) -> None:
    """Keep somebody's number in place of an earlier one, with why it is needed.

    Raises NotFound for who may not; refuses those of `read_number`, and `families:number-reason`,
    `families:number-not-born`.
    """
    person = _person(acting, person_id)
    if person.due_date is not None:
        raise RuleBroken("families:number-not-born", _("Wie nog niet geboren is, heeft nog geen nummer."))
    digits = read_number(typed, birth_date=person.birth_date)
    if not reason.strip():
        raise RuleBroken(
            "families:number-reason",
            _("Schrijf waarvoor je dit nummer nodig hebt. Zonder reden mogen we het niet bewaren."),
            field="reason",
        )
    NationalNumber.objects.filter(person_id=person_id).delete()
    row_id = new_id()
    NationalNumber.objects.create(
        id=row_id,
        family_id=person.family_id,
        person=person,
        sealed=sealed_of(row_id, digits),
        lookup=lookup_of(digits),
        key_id=current().id,
        reason=reason.strip(),
        noted_by_id=acting.actor_id,
    )
    record(acting, "families:national-number:noted", families=[person.family_id], subject=person.id)


@action
def show_national_number(acting: Acting, *, person_id: UUID) -> str:
    """The number as people write it. Each time stands in the audit. Raises NotFound when none is kept.

    Refuses with `families:number-closed` when the secret it was written with is gone.
    """
    person = _person(acting, person_id)
    row = NationalNumber.objects.filter(person_id=person_id).order_by("-noted_at", "-id").first()
    if row is None:
        raise NotFound("national number")
    digits = digits_of(row)
    if digits is None:
        raise RuleBroken(
            "families:number-closed",
            _("Dit nummer is niet meer te lezen. Vraag het opnieuw aan het gezin, en noteer het dan weer."),
        )
    record(acting, "families:national-number:shown", families=[person.family_id], subject=person.id)
    return written(digits)


@action
def remove_national_number(acting: Acting, *, person_id: UUID) -> None:
    """Keep the number no longer. Raises NotFound when none is kept."""
    person = _person(acting, person_id)
    removed, _by_table = NationalNumber.objects.filter(person_id=person_id).delete()
    if not removed:
        raise NotFound("national number")
    record(acting, "families:national-number:removed", families=[person.family_id], subject=person.id)


def _person(acting: Acting, person_id: UUID) -> Person:
    person = Person.objects.filter(id=person_id).first() if acting.role in MAY else None
    if person is None:
        raise NotFound("person")
    return person
