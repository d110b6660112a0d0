"""Rows without names: who gets them from the database, and what cannot be joined."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, InternalError, ProgrammingError, connection, transaction

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.referrals.models import Fact
from eenplan.reporting.actions import take_rows
from eenplan.reporting.models import Extraction
from eenplan.reporting.queries import closed_years, extractions, research_rows
from tests.cast import acting_as, make_official, make_researcher, make_team
from tests.reporting.conftest import MakeFacts

pytestmark = pytest.mark.django_db
ASKED = "SELECT count(*) FROM reporting_research(2021, decode(repeat('ab', 32), 'hex'))"


@pytest.fixture(autouse=True)
def today_is() -> Iterator[Any]:
    """1 June 2022: 2021 is closed, 2022 runs."""
    with time_machine.travel("2022-06-01T08:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def researcher() -> Acting:
    """Who may take rows along."""
    return acting_as(make_researcher())


def take(acting: Acting, **other: Any) -> Any:
    """As the page does."""
    with request_transaction(acting):
        return take_rows(acting, **{"year": 2021, "purpose": "Wachttijden", "ending": "csv"} | other)


@pytest.mark.rule(43)
def test_a_row_per_referral_with_nothing_that_names_it(make_facts: MakeFacts, researcher: Acting) -> None:
    facts = make_facts(6, held_on=date(2021, 3, 20)) + make_facts(3, nis="44021", zone="elz13")
    with request_transaction(researcher):
        found = research_rows(researcher, year=2021).found
    assert (len(found.rows), found.left_out) == (6, 3)
    row = found.rows[0]
    assert row.told == ("Q1", "elz12", row.partnership, "clb", "2", "in_time", "taken_up", "d08_14")
    said = " ".join(str(row) for row in found.rows)
    for fact in facts:
        for known in (fact.id, fact.referral_id, fact.family_token, fact.municipality_id):
            assert str(known) not in said
            assert known.hex not in said


@pytest.mark.rule(43)
def test_no_two_extractions_can_be_joined(make_facts: MakeFacts, researcher: Acting) -> None:
    make_facts(8)
    one, two = (take(researcher).found.rows for _time in range(2))
    assert len({row.pseudonym for row in one}) == 8
    assert not {row.pseudonym for row in one} & {row.pseudonym for row in two}
    assert sorted(row.told for row in one) == sorted(row.told for row in two)


@pytest.mark.rule(43)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RESEARCHER}))
def test_the_database_gives_rows_to_no_other_role(make_facts: MakeFacts, role: Role) -> None:
    make_facts(6)
    team = make_team()
    known = acting_as(make_official()) if role is Role.OFFICIAL else team.acting(Role.ADMIN)
    acting = team.acting(role) if role in team.assignments else Acting(known.actor_id, known.kind, role)
    with request_transaction(acting), connection.cursor() as cursor:
        cursor.execute(ASKED)
        assert cursor.fetchone() == (0,)
        with pytest.raises(NotFound):
            research_rows(acting, year=2021)


@pytest.mark.rule(16)
def test_who_is_no_researcher_any_more_gets_nothing(make_facts: MakeFacts, researcher: Acting) -> None:
    make_facts(6)
    forged = Acting(researcher.actor_id, researcher.kind, Role.RESEARCHER, assignment_id=None)
    for acting, number in ((researcher, 6), (forged, 0)):
        with request_transaction(acting), connection.cursor() as cursor:
            cursor.execute(ASKED)
            assert cursor.fetchone() == (number,)
            assert not Fact.objects.exists()


@pytest.mark.rule(43)
def test_a_year_that_runs_and_a_short_key_give_nothing(make_facts: MakeFacts, researcher: Acting) -> None:
    make_facts(6, received_on=date(2022, 2, 1))
    make_facts(6)
    assert closed_years() == [2021, 2020, 2019, 2018]
    with request_transaction(researcher), connection.cursor() as cursor:
        for year, key in ((2022, 32), (2021, 4)):
            cursor.execute(
                "SELECT count(*) FROM reporting_research(%s, decode(repeat('ab', %s), 'hex'))", [year, key]
            )
            assert cursor.fetchone() == (0,)
    for year in (2022, 2017, -1, 10**6):
        with pytest.raises(RuleBroken, match="year-not-closed"):
            take(researcher, year=year)


@pytest.mark.rule(40)
def test_each_extraction_is_written_down_for_good(make_facts: MakeFacts, researcher: Acting) -> None:
    make_facts(6)
    take(researcher, purpose="  Wachttijden\n van gezinnen ")
    (kept,) = Extraction.objects.all()
    assert (kept.actor_id, kept.assignment_id) == (researcher.actor_id, researcher.assignment_id)
    assert (kept.year, kept.purpose, kept.ending) == (2021, "Wachttijden van gezinnen", "csv")
    assert (kept.rows, kept.coarsened, kept.left_out) == (6, 0, 0)
    entry = Entry.objects.get(what="reporting:extraction:taken")
    assert (entry.actor_id, entry.subject_id, entry.role) == (researcher.actor_id, kept.id, "researcher")
    assert entry.families == []
    for change in ("UPDATE reporting_extraction SET rows = 0", "DELETE FROM reporting_extraction"):
        with (
            pytest.raises((InternalError, DatabaseError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


@pytest.mark.parametrize(
    ("wrong", "said"), [({"purpose": " "}, "purpose-missing"), ({"ending": "pdf"}, "ending-unknown")]
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    make_facts: MakeFacts, researcher: Acting, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(RuleBroken, match=said), transaction.atomic():
        take(researcher, **wrong)
    assert not Extraction.objects.exists()


def test_the_register_is_ones_own_and_the_administrators(make_facts: MakeFacts, researcher: Acting) -> None:
    make_facts(6)
    take(researcher)
    other, team = acting_as(make_researcher()), make_team()
    seen = {}
    for name, acting in (("me", researcher), ("other", other), ("admin", team.acting(Role.ADMIN))):
        with request_transaction(acting):
            seen[name] = [one.by for one in extractions(acting)]
    assert [len(found) for found in seen.values()] == [1, 0, 1]
    assert seen["me"] == seen["admin"] != [""]
    for role in (Role.STEERING, Role.COORDINATOR, Role.COACH):
        acting = team.acting(role)
        with request_transaction(acting):
            assert not Extraction.objects.exists()
            with pytest.raises(NotFound):
                extractions(acting)


def test_nobody_writes_in_the_register_for_another(make_facts: MakeFacts, researcher: Acting) -> None:
    make_facts(6)
    take(researcher)
    other = acting_as(make_researcher())
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        request_transaction(other),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO reporting_extraction (id, at, actor_id, assignment_id, year, known_on, purpose, ending,"
            " rows, coarsened, left_out) VALUES (gen_random_uuid(), now(), %s, %s, 2021, now(), 'x', 'csv', 1, 0, 0)",
            [researcher.actor_id, researcher.assignment_id],
        )
