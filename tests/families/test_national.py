"""A national number: kept encrypted and for few, found by equality alone, shown by an act that is written down."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families import actions
from eenplan.families.actions.keys import keep_keys
from eenplan.families.enums import MatchKind
from eenplan.families.models import Family, MatchKey, NationalNumber, Person
from eenplan.families.queries import number_of
from eenplan.families.rules.national import read_number, written
from tests.cast import Team, make_family, make_team, people_of
from tests.once import once

NUMBER, PLAIN = "85.07.30-033.28", "85073003328"


@pytest.mark.parametrize("typed", [NUMBER, PLAIN, " 85 07 30 033 28 ", "85/07/30-033-28"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_number(typed) == PLAIN
    assert written(PLAIN) == NUMBER


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number-length"),
        ("85.07.30-033", "number-length"),
        ("١٢٣٤٥٦٧٨٩٠١", "number-length"),
        ("85.07.30-033.29", "number-wrong"),
        ("85.07.30-330.28", "number-wrong"),
        ("00000000000", "number-wrong"),
    ],
)
def test_what_is_no_number_is_refused_in_words(typed: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_number(typed)
    assert refused.value.code == f"families:{code}"
    assert refused.value.field == "number"


def test_a_bis_number_is_one_too() -> None:
    # Of who is not in the register: the month is 20 or 40 higher, the last two digits check the rest.
    body = "854730033"
    assert read_number(f"{body}{97 - int(body) % 97:02}") == f"{body}{97 - int(body) % 97:02}"


@once
def here() -> Team:
    return make_team("9901")


@once
def family(here: Team) -> Family:
    return make_family(here)


@pytest.fixture
def mother(family: Family) -> Person:
    return people_of(family)[0]


def note(acting: Acting, person: Person, typed: str = NUMBER, reason: str = "groeipakket") -> None:
    with request_transaction(acting):
        actions.note_national_number(acting, person_id=person.id, typed=typed, reason=reason)


def show(acting: Acting, person: Person) -> str:
    with request_transaction(acting):
        return actions.show_national_number(acting, person_id=person.id)


def acts(person: Person) -> list[str]:
    return list(Entry.objects.filter(subject_id=person.id).order_by("at").values_list("what", flat=True))


def test_it_is_kept_encrypted_and_shown_by_an_act_in_the_audit(here: Team, mother: Person) -> None:
    intake = here.acting(Role.INTAKE)
    note(intake, mother)
    row = NationalNumber.objects.get()
    assert PLAIN.encode() not in bytes(row.sealed)
    assert PLAIN not in row.lookup
    assert len(row.key_id) == 8
    with request_transaction(intake):
        kept = number_of(intake, mother.id)
    assert kept is not None
    assert kept.reason == "groeipakket"
    before = len(acts(mother))
    assert show(intake, mother) == NUMBER
    assert acts(mother)[before:] == ["families:national-number:shown"]


def test_a_new_one_takes_the_place_of_the_old(here: Team, mother: Person) -> None:
    intake = here.acting(Role.INTAKE)
    note(intake, mother)
    note(intake, mother, "71.03.02-004.95" if _is_valid("71030200495") else _valid("710302004"))
    assert NationalNumber.objects.count() == 1
    assert MatchKey.objects.filter(kind=MatchKind.NATIONAL).count() == 1
    assert show(intake, mother) != NUMBER


def _is_valid(digits: str) -> bool:
    return 97 - int(digits[:9]) % 97 == int(digits[9:])


def _valid(body: str) -> str:
    return f"{body}{97 - int(body) % 97:02}"


@pytest.mark.parametrize(("reason", "code"), [("", "number-reason"), ("   ", "number-reason")])
def test_without_a_reason_it_is_not_kept(here: Team, mother: Person, reason: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        note(here.acting(Role.INTAKE), mother, reason=reason)
    assert refused.value.code == f"families:{code}"
    assert not NationalNumber.objects.exists()


def test_who_is_not_born_or_born_on_another_day_has_not_this_number(here: Team, family: Family) -> None:
    _mother, daughter, expected = people_of(family)
    for person, code in ((daughter, "number-of-another"), (expected, "number-not-born")):
        with pytest.raises(RuleBroken) as refused:
            note(here.acting(Role.INTAKE), person)
        assert refused.value.code == f"families:{code}"


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.PARTNER, Role.PSYCHOLOGIST, Role.EXPERT, Role.ADMIN, Role.COACH]
)
def test_nobody_else_reads_writes_or_removes_it(here: Team, mother: Person, role: Role) -> None:
    """A coach of the team who does not have this family is nobody else's coach either."""
    note(here.acting(Role.INTAKE), mother)
    acting = here.acting(role)
    for verb in (
        lambda: note(acting, mother),
        lambda: show(acting, mother),
        lambda: _remove(acting, mother),
    ):
        with pytest.raises(NotFound):
            verb()
    for statement in (
        "SELECT 1 FROM families_nationalnumber",
        "DELETE FROM families_nationalnumber",
    ):
        with request_transaction(acting), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0


def test_not_even_intake_changes_a_row_in_place(here: Team, mother: Person) -> None:
    intake = here.acting(Role.INTAKE)
    note(intake, mother)
    with pytest.raises(DatabaseError), transaction.atomic(), request_transaction(intake):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE families_nationalnumber SET sealed = 'x'")


def test_a_row_moved_to_somebody_else_does_not_open(here: Team, mother: Person, family: Family) -> None:
    """The seal is of its own row: copied to another it is noise."""
    note(here.acting(Role.INTAKE), mother)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_nationalnumber SET id = %s", [new_id()])
    with pytest.raises(RuleBroken) as refused:
        show(here.acting(Role.INTAKE), mother)
    assert refused.value.code == "families:number-closed"


def test_it_is_of_somebody_of_this_family(here: Team, mother: Person) -> None:
    note(here.acting(Role.INTAKE), mother)
    other = make_family(here, name="Anders")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE families_nationalnumber SET family_id = %s", [other.id])


def _remove(acting: Acting, person: Person) -> None:
    with request_transaction(acting):
        actions.remove_national_number(acting, person_id=person.id)


@pytest.mark.rule(11)
def test_two_files_with_one_number_recognise_each_other(here: Team, mother: Person) -> None:
    elsewhere = make_team("9902")
    twin = people_of(make_family(elsewhere, name="Anders"))[0]
    note(here.acting(Role.INTAKE), mother)
    note(elsewhere.acting(Role.INTAKE), twin)
    keys: Any = MatchKey.objects.filter(kind=MatchKind.NATIONAL)
    assert len({row.family_id for row in keys}) == 2
    assert len({row.key for row in keys}) == 1
    keep_keys_as_owner(mother.family)
    assert keys.count() == 2  # correcting the rest of a file leaves the key
    _remove(here.acting(Role.INTAKE), mother)
    assert [row.family_id for row in keys.all()] == [twin.family_id]


def keep_keys_as_owner(family: Family) -> None:
    from eenplan.core.actions import writing

    with writing():
        keep_keys(family)


def test_the_key_goes_along_when_a_file_is_taken_in(here: Team, mother: Person) -> None:
    note(here.acting(Role.INTAKE), mother)
    known = make_family(here, name="Anders")
    with request_transaction(here.acting(Role.INTAKE)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT families_take_in(%s, %s, %s::uuid[], %s::uuid[])",
            [mother.family_id, known.id, [mother.id], [people_of(known)[0].id]],
        )
    row = NationalNumber.objects.get()
    assert (row.family_id, row.person_id) == (known.id, people_of(known)[0].id)
    assert MatchKey.objects.get(kind=MatchKind.NATIONAL).family_id == known.id
    assert show(here.acting(Role.INTAKE), people_of(known)[0]) == NUMBER
