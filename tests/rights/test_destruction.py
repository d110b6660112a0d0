"""What is destroyed is gone from every table, file, queue and paper, and nothing else is (rule 42).

One family of three children with a marker of whom each piece is; the whole database is read for the markers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection

from eenplan.audit.models import Entry
from eenplan.core import clock
from eenplan.core.acting import task
from eenplan.core.enums import Role
from eenplan.plans.models import Action, PlanVersion
from eenplan.rights.actions import destroying, endings
from eenplan.rights.models import Certificate, Ending, Hold
from eenplan.rights.rules.ways import FORGOTTEN_ACTOR, WAYS
from tests.cast import Team, make_team
from tests.database import kept
from tests.factories.three import BORN, EACH, FAMILY, MOTHER, PAIR, Three, make_three

pytestmark = [pytest.mark.rule(42), pytest.mark.django_db]

MADE = "2026-11-02T10:00:00+01:00"
# The day after the eldest, and after the youngest, is 35.
ELDEST = BORN[0].replace(year=2044)
YOUNGEST = BORN[2].replace(year=2053)


@pytest.fixture(scope="module")
def three(django_db_setup: None, django_db_blocker: Any) -> Iterator[Three]:
    """The family, kept for all tests here; each undoes what it does."""
    with kept(django_db_blocker), time_machine.travel(MADE, tick=False):
        yield make_three(make_team("9901"))


def at(day: date, hour: int = 12) -> Any:
    """Stop the clock on a day."""
    return time_machine.travel(f"{day.isoformat()}T{hour}:00:00+01:00", tick=False)


def night(day: date) -> list[Certificate]:
    """What `eenplan retention` does in the night of a day."""
    with at(day):
        endings.keep_calendar(task())
        endings.tell(task())
        made = [destroying.destroy(task(), ending_id=one) for one in destroying.due(task())]
        endings.keep_calendar(task())
        return [one for one in made if one]


def told_and_over(last: date) -> list[Certificate]:
    """What is destroyed on the first day on which it may be, after it was told in time."""
    assert night(last - timedelta(days=59)) == []
    assert night(last) == []
    return night(last + timedelta(days=1))


def everything() -> dict[str, str]:
    """All that stands in any table, whatever its type, as the owner reads it: text by table."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position),"
            " array_agg(c.data_type::text ORDER BY c.ordinal_position) FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1"
        )
        for table, columns, types in cursor.fetchall():
            said = ", ".join(
                f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
                for column, kind in zip(columns, types, strict=True)
            )
            cursor.execute(f"SELECT string_agg(concat_ws(' ', {said}), E'\\n') FROM \"{table}\"")
            (text,) = cursor.fetchone()
            found[table] = text or ""
    found["sessions"] = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    return found


def where(marker: str, everywhere: dict[str, str]) -> set[str]:
    """In which tables a marker stands."""
    return {table for table, text in everywhere.items() if marker.casefold() in text.casefold()}


def figures() -> dict[str, list[tuple[Any, ...]]]:
    """Every row from which a figure is made, and what the functions that count say of them."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(f)::text FROM referrals_fact f ORDER BY f.id")
        found["facts"] = cursor.fetchall()
        cursor.execute(
            "SELECT to_jsonb(c)::text FROM reporting_counts('2026-01-01', '2027-01-01', '2060-01-01', false) c ORDER BY 1"
        )
        found["counts"] = cursor.fetchall()
    return found


def test_the_family_has_something_in_almost_every_table(three: Three) -> None:
    """What has no row here is told of, so that nothing is thought to be tried that is not."""
    empty = set()
    with connection.cursor() as cursor:
        for table in WAYS:
            column = "id" if table == "families_family" else "family_id"
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = %s)", [three.family.id])
            if cursor.fetchone() == (False,):
                empty.add(table)
    assert empty == {
        *("consent_emergencyaccess", "families_correction", "families_entrance", "families_takenin"),
        *("plans_aftercare", "plans_areahandover", "plans_session", "plans_sessionseries"),
        *("referrals_consult", "referrals_consultstep", "referrals_doubleverdict", "referrals_forwarding"),
        *("referrals_noteread", "referrals_receivedcorrection"),
        *("rights_ending", "rights_hold"),
    }


def test_one_of_three_goes_and_then_the_family(three: Three) -> None:
    """The one walk: every table, every file, every session, before, between and after."""
    eldest, middle, youngest = three.children
    before, counted = everything(), figures()
    for marker in (*EACH, PAIR, MOTHER, FAMILY):
        assert where(marker, before), marker
    assert {"families_words", "plans_versionitem", "families_attachmentcontent", "plans_draft"} <= where(
        EACH[0], before
    )

    (certificate,) = told_and_over(ELDEST)

    between = everything()
    assert where(EACH[0], between) == set()
    assert where(str(eldest.id), between) == set()
    for marker in (EACH[1], EACH[2], PAIR, MOTHER, FAMILY):
        # Half-typed pages of any of them went; nothing else did.
        assert where(marker, between) == where(marker, before) - {"plans_draft"}, marker
    assert figures() == counted
    assert certificate.what == "child"
    assert certificate.counts["removed"]["families_person"] == 1
    assert (
        FAMILY not in str(certificate.counts) and three.family.reference not in between["rights_certificate"]
    )

    gone = [one.what for one in told_and_over(BORN[1].replace(year=2047, month=3, day=1))]
    assert gone == ["child"]
    left = everything()
    assert where(EACH[1], left) == where(PAIR, left) == set()
    assert where(EACH[2], left) and where(MOTHER, left)

    assert [one.what for one in told_and_over(YOUNGEST)] == ["file"]

    after = everything()
    for marker in (
        *EACH,
        PAIR,
        MOTHER,
        FAMILY,
        str(three.family.id),
        three.family.reference,
        str(youngest.id),
    ):
        assert where(marker, after) == set(), marker
    assert figures() == counted
    assert Certificate.objects.count() == 3
