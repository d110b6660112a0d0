"""Is this family known already? Flagged before taking up, without showing what is not one's own (rule 11)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import NewDetail, NewPerson, change_person
from eenplan.families.enums import DetailKind, ItemKind, MatchKind, PersonRole
from eenplan.families.matching import phone
from eenplan.families.models import ContactDetail, Family, Item, MatchKey, Person, TakenIn, Words
from eenplan.plans.actions import close_trajectory, start_trajectory
from eenplan.plans.enums import ClosureReason
from eenplan.plans.models import Trajectory
from eenplan.referrals import queries
from eenplan.referrals.actions import end, note_other_family, recognise_family, take_up
from eenplan.referrals.enums import OutcomeKind, State
from eenplan.referrals.models import DoubleVerdict, Fact, Outcome, Referral
from eenplan.referrals.queries import Double
from tests.cast import Team
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db

BORN = date(2013, 5, 4)
OTHER = {
    "family_name": "Anders",
    "persons": (NewPerson(PersonRole.CHILD, "Ander", birth_date=date(2011, 1, 1)),),
    "details": (NewDetail(DetailKind.PHONE, "089 99 99 99"),),
}


MADE_AT = datetime(2026, 11, 21, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """Noon in Brussels; the clock stands."""
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


def doubles(acting: Acting, row: Referral) -> list[Double]:
    with request_transaction(acting):
        return queries.decisions(acting, queries.referral(acting, row.id)).doubles


def do(acting: Acting, verb: Any, row: Referral, **how: Any) -> Referral:
    with request_transaction(acting):
        verb(acting, referral_id=row.id, **how)
    return Referral.objects.get(id=row.id)


def refused(acting: Acting, verb: Any, row: Referral, **how: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        do(acting, verb, row, **how)
    assert str(caught.value.message).endswith((".", "?"))
    return caught.value.code


def close(team: Team, row: Referral) -> None:
    """Take up, give a coach and close at once."""
    intake, coordinator = team.acting(Role.INTAKE), team.acting(Role.COORDINATOR)
    do(intake, take_up, row)
    with request_transaction(intake):
        trajectory = start_trajectory(
            intake, referral_id=row.id, staff_member_id=team.assignments[Role.COACH].staff_member_id
        )
    with request_transaction(coordinator):
        close_trajectory(
            coordinator,
            trajectory_id=trajectory.id,
            reason=ClosureReason.values[0],
            remaining_needs="Geen.",
            who_continues="Het gezin zelf.",
            told_of_retention_on=today(),
            copy_offered=True,
        )


def with_child(name: str, born: date | None = BORN) -> dict[str, Any]:
    return OTHER | {"persons": (NewPerson(PersonRole.CHILD, name, birth_date=born),)}


@pytest.mark.rule(11)
@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (with_child("Zoë"), with_child("ZOE") | {"details": ()}, {MatchKind.PERSON}),
        (with_child("Zoë"), with_child("Zoë", date(2013, 5, 5)) | {"details": ()}, set()),
        (with_child("Zoë", None), with_child("Zoë", None) | {"details": ()}, set()),
        (
            {"details": (NewDetail(DetailKind.PHONE, "+32 (0)89 12 34 56"),)},
            OTHER | {"details": (NewDetail(DetailKind.PHONE, "089/12.34.56"),)},
            {MatchKind.PHONE},
        ),
        (
            {"details": (NewDetail(DetailKind.EMAIL, "Mama@Example.org"),)},
            OTHER | {"details": (NewDetail(DetailKind.EMAIL, "mama@example.org "),)},
            {MatchKind.EMAIL},
        ),
        (
            {"family_name": "De Smet", "details": (NewDetail(DetailKind.ADDRESS, "Kerkstraat 1, Genk"),)},
            OTHER
            | {"family_name": "de smet", "details": (NewDetail(DetailKind.ADDRESS, "kerkstraat 1 genk"),)},
            {MatchKind.HOME},
        ),
        ({}, OTHER, set()),
    ],
)
def test_a_family_is_recognised_exactly(
    here: Team, intake: Acting, one: dict[str, Any], other: dict[str, Any], kinds: set[MatchKind]
) -> None:
    first, second = make_referral(here, **one), make_referral(here, **other)
    found = doubles(intake, second)
    assert {kind for double in found for kind in double.kinds} == kinds
    assert [double.referral_id for double in found] == ([first.id] if kinds else [])


def test_phone_numbers_are_brought_to_one_form() -> None:
    assert {
        phone(text) for text in ("089 12 34 56", "+3289123456", "0032 89 12 34 56", "+32(0)89/123456")
    } == {"089123456"}
    assert phone("0031 6 12345678") == "+31612345678"
    assert phone("bel maar") == phone("112") == ""


@pytest.mark.rule(11)
def test_nothing_can_be_read_from_a_key(here: Team) -> None:
    make_referral(here)
    keys = set(MatchKey.objects.values_list("key", flat=True))
    assert keys
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


@pytest.mark.rule(11)
def test_of_a_file_elsewhere_only_that_it_is_there(here: Team, there: Team, intake: Acting) -> None:
    far = make_referral(there, received_at=now() - timedelta(days=40))
    (double,) = doubles(intake, make_referral(here))
    assert double.pair not in (far.id, far.family_id)
    assert (double.partnership_name, double.since, double.is_open) == (
        f"Verband {there.partnership.code}",
        today() - timedelta(days=40),
        True,
    )
    assert (double.family_id, double.kinds, double.referral_id, double.reference, double.family_name) == (
        None, (), None, "", "",
    )  # fmt: skip
    for role in (Role.COACH, Role.PARTNER, Role.ADMIN):
        acting = here.acting(role)
        with request_transaction(acting), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM referrals_doubles(%s)", [far.family_id])
            assert cursor.fetchall() == []
    with request_transaction(intake), connection.cursor() as cursor:  # not of a family out of reach either
        cursor.execute("SELECT * FROM referrals_doubles(%s)", [far.family_id])
        assert cursor.fetchall() == []


@pytest.mark.rule(11)
def test_another_family_is_said_once_and_does_not_come_back(here: Team, there: Team, intake: Acting) -> None:
    far, row = make_referral(there), make_referral(here)
    (double,) = doubles(intake, row)
    assert refused(intake, note_other_family, row, pair=double.pair, reason=" ") == "referrals:reason-missing"
    assert refused(intake, note_other_family, row, pair=uuid4(), reason="x") == "referrals:double-gone"
    do(intake, note_other_family, row, pair=double.pair, reason="Neven met dezelfde naam.")
    assert doubles(intake, row) == []
    assert doubles(there.acting(Role.INTAKE), far) == []
    assert refused(intake, note_other_family, row, pair=double.pair, reason="x") == "referrals:double-gone"
    assert DoubleVerdict.objects.get().reason == "Neven met dezelfde naam."
    assert Referral.objects.get(id=row.id).state == State.RECEIVED


@pytest.mark.rule(11)
def test_the_same_family_with_somebody_busy_ends_as_a_double_in_its_file(here: Team, intake: Acting) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=5))
    do(intake, take_up, first)
    second = make_referral(here, question="GEHEIM-nieuw", persons=(
        NewPerson(PersonRole.CHILD, "GEHEIM-dochter", birth_date=BORN),
        NewPerson(PersonRole.CHILD, "Nieuw broertje"),
    ))  # fmt: skip
    (double,) = doubles(intake, second)
    row = do(intake, recognise_family, second, pair=double.pair, reason="Zelfde moeder aan de lijn.")
    assert (row.family_id, row.state) == (first.family_id, State.ENDED)
    outcome = Outcome.objects.get(referral=row)
    assert (outcome.kind, outcome.family_id) == (OutcomeKind.DUPLICATE, first.family_id)
    assert DoubleVerdict.objects.get().other_referral_id == first.id
    assert Family.objects.count() == 1
    names = sorted(Person.objects.values_list("given_name", flat=True))
    assert names == ["GEHEIM-dochter", "GEHEIM-moeder", "GEHEIM-zoon", "Nieuw broertje"]
    questions = Words.objects.filter(item__kind=ItemKind.QUESTION, family=first.family_id)
    assert {said.text for said in questions} == {"GEHEIM-vraag", "GEHEIM-nieuw"}
    assert set(Item.objects.values_list("family_id", flat=True)) == {first.family_id}
    assert ContactDetail.objects.filter(family_id=first.family_id).count() == 2
    taken = TakenIn.objects.get()
    assert (taken.former_id, taken.author_id) == (second.family_id, intake.actor_id)
    tokens = set(Fact.objects.values_list("family_token", flat=True))
    assert tokens == {Family.objects.get().figures_token}


@pytest.mark.rule(11)
def test_who_spoke_and_whom_it_is_about_survive_the_taking_in(here: Team, intake: Acting) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=5))
    second = make_referral(here, question="GEHEIM-nieuw")
    (double,) = doubles(intake, second)
    do(intake, recognise_family, second, pair=double.pair, reason="Zelfde gezin.")
    mother = Person.objects.get(given_name="GEHEIM-moeder")
    assert {said.speaker_id for said in Words.objects.filter(item__kind=ItemKind.QUESTION)} == {mother.id}
    assert mother.family_id == first.family_id


@pytest.mark.rule(11)
@pytest.mark.rule(18)
def test_a_family_that_comes_back_goes_on_in_the_same_file(here: Team, intake: Acting) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=200))
    close(here, first)
    second = make_referral(here)
    (double,) = doubles(intake, second)
    assert not double.is_open
    row = do(intake, recognise_family, second, pair=double.pair, reason="De moeder belt opnieuw.")
    assert (row.family_id, row.state) == (first.family_id, State.RECEIVED)
    with request_transaction(intake):
        page = queries.referral(intake, row.id)
        (earlier,) = queries.decisions(intake, page).others
    assert (earlier.id, earlier.is_open) == (first.id, False)
    do(intake, take_up, row)
    with request_transaction(intake):
        start_trajectory(
            intake, referral_id=row.id, staff_member_id=here.assignments[Role.COACH].staff_member_id
        )
    assert Trajectory.objects.filter(family_id=first.family_id).count() == 2
    assert Trajectory.objects.filter(family_id=first.family_id, ended_on=None).count() == 1
    assert set(Fact.objects.values_list("family_token", flat=True)) == {Family.objects.get().figures_token}


@pytest.mark.rule(11)
def test_the_same_family_elsewhere_moves_nothing(here: Team, there: Team, intake: Acting) -> None:
    make_referral(there)
    row = make_referral(here)
    (double,) = doubles(intake, row)
    found = do(intake, recognise_family, row, pair=double.pair, reason="De moeder zei het.")
    assert (found.state, found.family_id) == (State.ENDED, row.family_id)
    assert Outcome.objects.get().kind == OutcomeKind.DUPLICATE
    verdict = DoubleVerdict.objects.get()
    assert (verdict.other_partnership_id, verdict.other_referral_id) == (there.partnership.id, None)
    assert Family.objects.count() == 2


@pytest.mark.rule(11)
def test_by_its_number_where_nothing_was_flagged(here: Team, there: Team, intake: Acting) -> None:
    known, row = make_referral(here, received_at=now() - timedelta(days=9)), make_referral(here, **OTHER)
    far = make_referral(there)
    assert doubles(intake, row) == []
    for wrong, code in (
        ("", "referrals:double-unknown"),
        ("K7M-4QX9", "referrals:double-unknown"),
        (far.reference, "referrals:double-unknown"),
        (row.reference, "referrals:double-itself"),
    ):
        assert refused(intake, recognise_family, row, reference=wrong, reason="x") == code
    found = do(intake, recognise_family, row, reference=known.reference.lower(), reason="Zelfde gezin.")
    assert (found.state, found.family_id) == (State.ENDED, known.family_id)


@pytest.mark.rule(11)
def test_the_first_of_two_keeps_its_date(here: Team, intake: Acting) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=9))
    second = make_referral(here)
    (double,) = doubles(intake, first)
    assert (
        refused(intake, recognise_family, first, pair=double.pair, reason="x") == "referrals:first-one-stays"
    )
    assert Family.objects.count() == 2
    assert do(intake, recognise_family, second, pair=double.pair, reason="x").state == State.ENDED


def taken_up_both(team: Team, intake: Acting) -> tuple[Referral, Referral, Double]:
    """Two referrals that look alike, both taken up before anybody judged."""
    first, second = make_referral(team), make_referral(team)
    for row in (first, second):
        do(intake, take_up, row)
    (double,) = doubles(intake, second)
    return first, second, double


def verdicts(acting: Acting, row: Referral) -> list[tuple[str, str]]:
    with request_transaction(acting):
        found = queries.decisions(acting, queries.referral(acting, row.id)).verdicts
        return [(one.verdict, one.reason) for one in found]


@pytest.mark.rule(11)
@pytest.mark.parametrize(("verb", "verdict"), [(recognise_family, "same"), (note_other_family, "other")])
def test_after_taking_up_it_is_noted_for_both_and_nothing_moves(
    here: Team, intake: Acting, verb: Any, verdict: str
) -> None:
    first, second, double = taken_up_both(here, intake)
    assert do(intake, verb, second, pair=double.pair, reason="De moeder zei het.").state == State.TAKEN_UP
    assert Family.objects.count() == 2
    assert not TakenIn.objects.exists()
    for row in (first, second):
        assert verdicts(intake, row) == [(verdict, "De moeder zei het.")]
        assert doubles(intake, row) == []
    assert refused(intake, verb, first, pair=double.pair, reason="x") == "referrals:double-gone"


@pytest.mark.rule(11)
def test_one_that_nobody_decided_on_is_judged_there(here: Team, intake: Acting) -> None:
    waiting, row = make_referral(here), make_referral(here)
    do(intake, take_up, row)
    (double,) = doubles(intake, row)
    assert refused(intake, recognise_family, row, pair=double.pair, reason="x") == "referrals:judge-there"
    assert do(intake, recognise_family, waiting, pair=double.pair, reason="x").state == State.ENDED
    assert Family.objects.count() == 1


@pytest.mark.rule(11)
def test_of_a_file_elsewhere_it_is_noted_too(here: Team, there: Team, intake: Acting) -> None:
    make_referral(there)
    row = make_referral(here)
    do(intake, take_up, row)
    (double,) = doubles(intake, row)
    assert do(intake, recognise_family, row, pair=double.pair, reason="x").state == State.TAKEN_UP
    assert verdicts(intake, row) == [("same", "x")]


@pytest.mark.rule(11)
def test_what_has_ended_is_neither_flagged_nor_judged(here: Team, intake: Acting) -> None:
    make_referral(here)
    row = make_referral(here)
    (double,) = doubles(intake, row)
    do(intake, end, row, kind=OutcomeKind.WITHDRAWN, reason="Toch niet.")
    assert doubles(intake, row) == []
    for verb in (note_other_family, recognise_family):
        assert refused(intake, verb, row, pair=double.pair, reason="x") == "referrals:outcome-exists"


@pytest.mark.rule(11)
def test_a_name_that_is_corrected_is_recognised_from_then_on(here: Team, intake: Acting) -> None:
    first, second = make_referral(here), make_referral(here, **OTHER)
    child = Person.objects.get(family_id=second.family_id)
    assert doubles(intake, second) == []
    with request_transaction(intake):
        change_person(
            intake,
            person_id=child.id,
            person=NewPerson(PersonRole.CHILD, "geheim dochter", birth_date=BORN),
        )
    assert [one.referral_id for one in doubles(intake, second)] == [first.id]


@pytest.mark.rule(11)
def test_no_raw_statement_takes_in_what_is_not_within_reach(here: Team, there: Team, intake: Acting) -> None:
    own, far = make_referral(here), make_referral(there)
    for newcomer, known in ((far.family_id, own.family_id), (own.family_id, far.family_id)):
        with (
            pytest.raises(ProgrammingError, match="within reach"),
            request_transaction(intake),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT families_take_in(%s, %s, '{}'::uuid[], '{}'::uuid[])", [newcomer, known])
    coach = here.acting(Role.COACH)
    other = make_referral(here)
    with (
        pytest.raises(ProgrammingError, match="within reach"),
        request_transaction(coach),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT families_take_in(%s, %s, '{}'::uuid[], '{}'::uuid[])", [own.family_id, other.family_id]
        )
    with (
        pytest.raises(IntegrityError, match="file by a taking in"),
        request_transaction(intake),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE referrals_referral SET family_id = %s WHERE id = %s", [other.family_id, own.id]
        )


@pytest.mark.rule(11)
def test_a_closed_one_is_no_double(here: Team, intake: Acting) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=60))
    do(intake, end, first, kind=OutcomeKind.WITHDRAWN, reason="Niet nu.")
    second = make_referral(here)
    (double,) = doubles(intake, second)
    assert not double.is_open
    found = do(intake, recognise_family, second, pair=double.pair, reason="Nu wel.")
    assert (found.state, found.family_id) == (State.RECEIVED, first.family_id)
