"""Correcting what is known of a family and of its people. What stood there before is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.folding import fold
from eenplan.families.actions.families import NewPerson, check_person, columns_of
from eenplan.families.actions.keys import keep_keys
from eenplan.families.enums import Gender, LivesHere, PersonRole
from eenplan.families.models import Correction, Family, Person, Tie
from eenplan.families.rules import Overtaken, check_due, check_stays_child


@dataclass(frozen=True, slots=True)
class FamilyFields:
    """What is known of a family as a whole. `interpreter` None: nobody knows whether one is needed."""

    name: str
    language: str = "nl"
    interpreter: bool | None = None


def known_person(person: Person) -> NewPerson:
    """What is known of somebody as it stands."""
    return NewPerson(
        role=PersonRole(person.role),
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        due_date=person.due_date,
        gender=Gender(person.gender),
        lives_here=LivesHere(person.lives_here),
        parental_authority=person.parental_authority,
        language=person.language,
    )


def known_family(family: Family) -> FamilyFields:
    """What is known of a family as it stands."""
    return FamilyFields(family.name, family.language, family.interpreter)


@action
def change_person(
    acting: Acting, *, person_id: UUID, person: NewPerson, read: NewPerson | None = None
) -> Person:
    """Correct what is known of somebody; what stood there is kept. Writing the same changes nothing.

    `read` is what stood there when it was read: `rules.Overtaken` when somebody changed it since.
    """
    check_person(person)
    standing = (
        Person.objects.select_for_update(of=("self",)).select_related("family").filter(id=person_id).first()
    )
    if standing is None:
        raise NotFound("person")
    wanted, known = columns_of(person), columns_of(known_person(standing))
    if read is not None and known != columns_of(read):
        raise Overtaken
    before = _differing(known, wanted)
    if not before:
        return standing
    for name, value in wanted.items():
        setattr(standing, name, value)
    standing.save()
    _keep_before(acting, standing.family_id, before, standing)
    keep_keys(standing.family)
    record(acting, "families:person:changed", families=[standing.family_id], subject=standing.id)
    return standing


@action
def correct_person(
    acting: Acting, *, person_id: UUID, person: NewPerson, read: NewPerson | None = None
) -> Person:
    """Correct somebody of a family that is being helped. A child that is expected stays so until its birth.

    Refuses with `families:name-missing`, `families:still-a-child`, those of `check_person`, and for a child
    that is expected those of `check_due`.
    """
    standing = Person.objects.filter(id=person_id).first()
    if standing is None:
        raise NotFound("person")
    if standing.due_date is not None:
        check_due(person.due_date, birth_date=person.birth_date, on=today())
    elif person.due_date is not None:
        raise RuleBroken(
            "families:already-born", _("Wie geboren is, heeft geen uitgerekende datum."), field="due_date"
        )
    elif standing.given_name and not person.given_name.strip():
        raise RuleBroken("families:name-missing", _("Vul een voornaam in."), field="given_name")
    check_stays_child(
        is_child=person.role == PersonRole.CHILD,
        was_child=standing.role == PersonRole.CHILD,
        has_ties=Tie.objects.filter(child=standing, period__contains=today()).exists(),
    )
    return change_person(acting, person_id=person_id, person=person, read=read)


@action
def change_family(
    acting: Acting, *, family_id: UUID, family: FamilyFields, read: FamilyFields | None = None
) -> Family:
    """Correct the family's name, language or need of an interpreter; what stood there is kept.

    Refuses with `families:family-name-missing`; `read` as in `change_person`.
    """
    if not family.name.strip():
        raise RuleBroken(
            "families:family-name-missing", _("Vul in hoe dit gezin genoemd wil worden."), field="name"
        )
    standing = Family.objects.select_for_update().filter(id=family_id).first()
    if standing is None:
        raise NotFound("family")
    wanted = asdict(family) | {"name": family.name.strip()}
    known = asdict(known_family(standing))
    if read is not None and known != asdict(read):
        raise Overtaken
    before = _differing(known, wanted)
    if not before:
        return standing
    for name, value in wanted.items():
        setattr(standing, name, value)
    standing.sort_key = fold(standing.name)
    standing.save()
    _keep_before(acting, family_id, before)
    keep_keys(standing)
    record(acting, "families:family:changed", families=[family_id], subject=family_id)
    return standing


def _differing(known: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What stood there, of the fields that get another value."""
    return {name: value for name, value in known.items() if value != wanted[name]}


def _keep_before(
    acting: Acting, family_id: UUID, before: Mapping[str, Any], person: Person | None = None
) -> None:
    Correction.objects.create(
        family_id=family_id,
        person=person,
        before={
            name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()
        },
        changed_by_id=acting.actor_id,
        changed_at=now(),
    )
