"""Correcting who somebody is: what cannot be is refused, and what stood there is kept for workers alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families import actions
from eenplan.families.actions import FamilyFields, known_family, known_person
from eenplan.families.enums import PersonRole, TieKind
from eenplan.families.models import Correction, Family, Person, SearchKey
from eenplan.families.queries import corrections
from eenplan.families.rules import Overtaken
from tests.cast import MARKER, Team, make_family, make_team, people_of
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def here() -> Team:
    """The partnership of the family."""
    return make_team("9901")


@once
def family(here: Team) -> Family:
    """A mother, a daughter of 13 and a baby to come."""
    return make_family(here)


@pytest.fixture
def correct(here: Team, family: Family) -> Callable[..., Person]:
    """Correct the person at a place in the family, by some of its fields."""
    acting = here.acting(Role.INTAKE)

    def act(place: int, **changes: Any) -> Person:
        standing = people_of(family)[place]
        with request_transaction(acting):
            return actions.correct_person(
                acting, person_id=standing.id, person=replace(known_person(standing), **changes)
            )

    return act


def test_what_stood_there_before_is_kept(here: Team, family: Family, correct: Callable[..., Person]) -> None:
    correct(1, birth_date=date(2014, 5, 4), given_name="Noor")
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        found = corrections(acting, family.id, person_id=people_of(family)[1].id)
    assert [one.before for one in found] == [
        {"given_name": MARKER.format("dochter"), "birth_date": "2013-05-04"}
    ]
    assert found[0].by
    assert SearchKey.objects.filter(family=family, key="noor").exists()


def test_writing_the_same_leaves_no_trace(family: Family, correct: Callable[..., Person]) -> None:
    correct(1)
    assert not Correction.objects.filter(family=family).exists()


@pytest.mark.parametrize(
    ("place", "changes", "code"),
    [
        (1, {"birth_date": date(2200, 1, 1)}, "birth-date-in-future"),
        (1, {"birth_date": date(1800, 1, 1)}, "birth-date-too-old"),
        (1, {"given_name": " "}, "families:name-missing"),
        (1, {"birth_date": None, "due_date": date(2027, 3, 1)}, "families:already-born"),
        (2, {"birth_date": date(2026, 1, 1)}, "families:use-birth"),
        (2, {"birth_date": date(2026, 1, 1), "due_date": None}, "families:use-birth"),
        (2, {"due_date": None}, "families:due-date-missing"),
        (2, {"due_date": date(2200, 1, 1)}, "families:due-date-far"),
        (2, {"due_date": date(2020, 1, 1)}, "families:due-date-past"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    family: Family, correct: Callable[..., Person], place: int, changes: dict[str, Any], code: str
) -> None:
    before = known_person(people_of(family)[place])
    with pytest.raises(RuleBroken, match=f"^{code}$"):
        correct(place, **changes)
    assert known_person(people_of(family)[place]) == before


def test_an_unborn_child_gets_another_due_date_and_stays_unborn(
    family: Family, correct: Callable[..., Person]
) -> None:
    correct(2, due_date=today() + timedelta(days=90))
    found = people_of(family)[2]
    assert (found.due_date, found.birth_date) == (today() + timedelta(days=90), None)


def test_a_child_with_parents_written_down_stays_a_child(
    here: Team, family: Family, correct: Callable[..., Person]
) -> None:
    mother, child = people_of(family)[:2]
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        actions.tie(acting, person_id=mother.id, child_id=child.id, kind=TieKind.PARENT)
    with pytest.raises(RuleBroken, match="still-a-child"):
        correct(1, role=PersonRole.OTHER_ADULT)


def test_who_read_something_older_is_told(here: Team, family: Family, correct: Callable[..., Person]) -> None:
    mother = people_of(family)[0]
    read = known_person(mother)
    correct(0, family_name="Janssens")
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting), pytest.raises(Overtaken):
        actions.change_person(acting, person_id=mother.id, person=replace(read, given_name="Els"), read=read)


def test_the_family_gets_another_name_and_language(here: Team, family: Family) -> None:
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        actions.change_family(
            acting,
            family_id=family.id,
            family=FamilyFields(" Gezin Peeters ", "fr", True),
            read=known_family(family),
        )
        found = corrections(acting, family.id)
    family.refresh_from_db()
    assert (family.name, family.language, family.interpreter, family.sort_key) == (
        "Gezin Peeters", "fr", True, "gezin peeters",
    )  # fmt: skip
    assert found[0].before == {"name": MARKER.format("familienaam"), "language": "nl", "interpreter": None}
    with request_transaction(acting), pytest.raises(RuleBroken, match="family-name-missing"):
        actions.change_family(acting, family_id=family.id, family=FamilyFields("  "))


def test_another_partnership_corrects_nothing_and_reads_nothing(
    family: Family, correct: Callable[..., Person]
) -> None:
    correct(1, given_name="Noor")
    child, elsewhere = people_of(family)[1], make_team("9902").acting(Role.INTAKE)
    with request_transaction(elsewhere), pytest.raises(NotFound):
        actions.correct_person(elsewhere, person_id=child.id, person=known_person(child))
    with request_transaction(elsewhere), pytest.raises(NotFound):
        actions.change_family(elsewhere, family_id=family.id, family=FamilyFields("X"))
    with request_transaction(elsewhere):
        assert corrections(elsewhere, family.id, person_id=child.id) == []


def test_what_stood_there_is_never_changed_nor_read_by_the_family(
    here: Team, family: Family, correct: Callable[..., Person]
) -> None:
    correct(1, given_name="Noor")
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting), connection.cursor() as cursor:
        update = "UPDATE families_correction SET before = '{}'"
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(update)
    with request_transaction(acting):
        card = actions.issue_card(acting, person_id=people_of(family)[0].id)
    mother = people_of(family)[0]
    assert card
    reader = Acting(mother.actor_id, ActorKind.FAMILY_MEMBER, Role.FAMILY_MEMBER, family_id=family.id)
    with request_transaction(reader):
        assert Person.objects.filter(family=family).exists()
        assert corrections(reader, family.id, person_id=people_of(family)[1].id) == []
