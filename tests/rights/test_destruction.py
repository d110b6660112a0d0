"""What is destroyed is gone from every table, file, queue and paper, and nothing else is (rule 42).

One family of three children with a marker of whom each piece is; the whole database is read for the markers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from eenplan.audit.actions import record
from eenplan.audit.models import Entry, Event
from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.models import Actor
from eenplan.families.models import Item, Person, TakenIn, Words
from eenplan.plans.enums import VersionStatus
from eenplan.plans.models import Action, PlanVersion, VersionItem
from eenplan.plans.queries.versions import version as version_of
from eenplan.rights.actions import destroying, endings
from eenplan.rights.actions.counting import count_files
from eenplan.rights.enums import EndGround
from eenplan.rights.models import Certificate, Ending, Hold
from eenplan.rights.rules.retention import End
from eenplan.rights.rules.ways import FORGOTTEN_ACTOR, WAYS
from tests.cast import make_family, make_team
from tests.database import kept
from tests.factories.three import BORN, EACH, FAMILY, MOTHER, PAIR, Three, make_three

pytestmark = [pytest.mark.rule(42), pytest.mark.django_db]

MADE = "2026-11-02T10:00:00+01:00"
# The day after the eldest, and after the youngest, is 35.
ELDEST = BORN[0].replace(year=2044)
YOUNGEST = BORN[2].replace(year=2053)


# Of the whole family or of a referral alone: they go by the same foreign key as what is tried beside them.
NOT_TRIED = {
    *(
        "plans_areahandover",
        "referrals_consult",
        "referrals_consultstep",
    ),
    *(
        "referrals_doubleverdict",
        "referrals_forwarding",
        "referrals_noteread",
        "referrals_receivedcorrection",
    ),
    *("rights_ending", "rights_hold", "rights_lookanswer"),
}


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
        # `help_id` leads back to the file as long as that is there.
        cursor.execute("SELECT (to_jsonb(f) - 'help_id')::text FROM plans_waitfact f ORDER BY f.id")
        found["waits"] = cursor.fetchall()
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
    assert empty <= NOT_TRIED, empty - NOT_TRIED


def test_one_of_three_goes_and_then_the_family(three: Three) -> None:
    """The one walk: every table, every file, every session, before, between and after."""
    eldest, _middle, youngest = three.children
    acted = Person.objects.get(id=eldest.id).actor_id
    joined = TakenIn.objects.get(family=three.family)
    known_before = {stays: former for former, stays in joined.twins}
    coach = three.helped.coach
    with request_transaction(coach), writing():
        record(coach, "families:person:corrected", subject=UUID(known_before[str(eldest.id)]))
    before, counted = everything(), figures()
    assert where(known_before[str(eldest.id)], before) >= {"audit_entry", "audit_event", "families_takenin"}
    assert where(str(joined.former_id), before) >= {"audit_entry", "families_takenin"}
    assert where(str(acted), before) >= {"audit_entry", "core_actor", "families_card", "families_entrance"}
    for marker in (*EACH, PAIR, MOTHER, FAMILY):
        assert where(marker, before), marker
    assert {"families_words", "plans_versionitem", "families_attachmentcontent", "plans_draft"} <= where(
        EACH[0], before
    )
    assert {"plans_wait", "plans_placerequest", "plans_stepreply"} <= where(EACH[0], before)

    (certificate,) = told_and_over(ELDEST)

    between = everything()
    assert where(EACH[0], between) == set()
    assert where(str(eldest.id), between) == where(str(acted), between) == set()
    assert where(known_before[str(eldest.id)], between) == set()
    for marker in (EACH[1], EACH[2], PAIR, MOTHER, FAMILY):
        # Half-typed pages of any of them went; nothing else did.
        assert where(marker, between) == where(marker, before) - {"plans_draft"}, marker
    assert figures() == counted
    assert certificate.what == "child"
    assert certificate.counts["removed"]["families_person"] == 1
    assert three.family.reference not in between["rights_certificate"]

    gone = [one.what for one in told_and_over(BORN[1].replace(year=2047, month=3, day=1))]
    assert gone == ["child"]
    left = everything()
    assert where(EACH[1], left) == where(PAIR, left) == set()
    assert where(EACH[2], left)
    assert where(MOTHER, left)

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
        known_before[str(youngest.id)],
        str(joined.former_id),
        joined.former_reference,
    ):
        assert where(marker, after) == set(), marker
    assert figures() == counted
    assert Certificate.objects.count() == 3


def test_what_is_shared_reads_well_without_who_is_gone(three: Three) -> None:
    """A step of the two eldest is taken by 'somebody of the family'; versions say how much stands in them now."""
    step = Item.objects.get(words__text=f"{PAIR} stap").id
    wish = Words.objects.get(text=f"{FAMILY} wens").id
    told_and_over(ELDEST)
    action = Action.objects.get(item_id=step)
    assert (action.person_id, action.network_name) == (None, "iemand van het gezin")
    kept_step = VersionItem.objects.get(item_id=step).content
    assert (kept_step["person_id"], kept_step["network_name"]) == (None, "iemand van het gezin")
    assert Words.objects.get(id=wish).speaker_id is None
    version = PlanVersion.objects.get()
    assert version.items_count == version.items.count()
    with at(ELDEST):
        read = version_of(task(), three.family.id)
    assert not read.withheld
    assert {step.owner for step in read.pieces.steps} >= {"iemand van het gezin", EACH[1], EACH[2]}
    assert {answer.name for answer in read.answers} == {MOTHER, EACH[1], EACH[2]}


def test_what_a_child_wrote_that_is_shared_is_of_nobody_in_particular(three: Three) -> None:
    eldest = Person.objects.get(id=three.children[0].id)
    with writing():
        item = Item.objects.create(family=three.family, kind="note", author_id=eldest.actor_id)
        Words.objects.create(family=three.family, item=item, text="samen", author_id=eldest.actor_id)
    sessions = Session.objects.count()
    told_and_over(ELDEST)
    item.refresh_from_db()
    assert item.author_id == FORGOTTEN_ACTOR
    assert Words.objects.get(item=item).author_id == FORGOTTEN_ACTOR
    assert not Actor.objects.filter(id=eldest.actor_id).exists()
    assert Session.objects.count() == sessions - 1


def test_the_audit_names_who_is_gone_no_more(three: Three) -> None:
    eldest = three.children[0]
    subjects = list(Item.objects.filter(about__person=eldest).values_list("id", flat=True))
    assert Entry.objects.filter(subject_id__in=subjects).exists()
    told_and_over(ELDEST)
    alone = [one for one in subjects if not Item.objects.filter(id=one).exists()]
    assert not Entry.objects.filter(subject_id__in=alone).exists()
    assert not Event.objects.filter(subject_id__in=alone).exists()
    assert Entry.objects.filter(families__contains=[three.family.id]).exists()
    told_and_over(YOUNGEST)
    assert not Entry.objects.filter(families__contains=[three.family.id]).exists()


def test_looking_first_changes_nothing_and_counts_what_goes(three: Three) -> None:
    before = everything()
    with at(YOUNGEST + timedelta(days=90)):
        with transaction.atomic():
            endings.keep_calendar(task())
            seen = list(destroying.preview(task(), until=YOUNGEST))
            transaction.set_rollback(True)
    assert everything() == before
    assert [(one.what, one.end.day) for one in seen] == [
        ("child", ELDEST),
        ("child", date(2047, 3, 1)),
        ("file", YOUNGEST),
    ]
    (certificate,) = told_and_over(ELDEST)
    expected, got = seen[0].counts["removed"], certificate.counts["removed"]
    # Telling and looking leave entries of their own; the calendar's row goes along.
    beside = ("rights_ending",)
    assert {k: v for k, v in expected.items() if k not in beside} == {
        k: v for k, v in got.items() if k not in beside
    }


def test_whole_files_are_counted_at_once_as_each_would_go(three: Three) -> None:
    others = [make_family(three.helped.team) for _one in range(3)]
    files = [three.family.id, *(one.id for one in others)]
    end = End(YOUNGEST, EndGround.LAST_CHILD)
    each = {one: destroying._tried(task(), one, [end])[0] for one in files}
    assert count_files(files) == each
    assert sum(each[three.family.id]["removed"].values()) > 100

    def asked(those: list[Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            count_files(those)
        return len(queries)

    assert asked(files[1:2]) == asked(files[1:])


def test_a_hold_keeps_all_until_its_day_is_over(three: Three) -> None:
    keeper = three.helped.team.acting(Role.PRIVACY_OFFICER)
    night(ELDEST)
    with at(ELDEST), request_transaction(keeper):
        row = Ending.objects.get(person_id=three.children[0].id)
        endings.place_hold(
            keeper, ending_id=row.id, reason="Klacht loopt nog", until=ELDEST + timedelta(days=400)
        )
    assert night(ELDEST + timedelta(days=400)) == []
    assert Person.objects.filter(id=three.children[0].id).exists()
    assert [one.what for one in night(ELDEST + timedelta(days=401))] == ["child"]
    assert Hold.objects.count() == 1


def test_it_goes_when_the_hold_is_lifted(three: Three) -> None:
    keeper = three.helped.team.acting(Role.COORDINATOR)
    night(ELDEST - timedelta(days=70))
    night(ELDEST - timedelta(days=59))
    with at(ELDEST), request_transaction(keeper):
        row = Ending.objects.get(person_id=three.children[0].id)
        hold = endings.place_hold(keeper, ending_id=row.id, reason="Klacht", until=ELDEST + timedelta(days=9))
    assert night(ELDEST + timedelta(days=1)) == []
    with at(ELDEST + timedelta(days=1)), request_transaction(keeper):
        endings.lift_hold(keeper, hold_id=hold.id)
    assert len(night(ELDEST + timedelta(days=1))) == 1


def test_nothing_goes_that_nobody_was_told_of_long_enough(three: Three) -> None:
    late = ELDEST + timedelta(days=100)
    assert night(late) == []
    assert night(late + timedelta(days=59)) == []
    assert len(night(late + timedelta(days=60))) == 1


def test_a_corrected_birth_date_is_told_of_anew(three: Three) -> None:
    night(ELDEST)
    with writing():
        Person.objects.filter(id=three.children[0].id).update(birth_date=BORN[0] + timedelta(days=365))
    assert night(ELDEST + timedelta(days=61)) == []
    row = Ending.objects.get(person_id=three.children[0].id)
    assert (row.day, row.told_on) == (date(2045, 2, 3), None)


def test_the_door_in_what_never_changes_is_for_the_owner_alone(three: Three) -> None:
    coach = three.helped.coach
    with request_transaction(coach), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('eenplan.destroying', 'yes', true), eenplan_destroying()")
        assert cursor.fetchone() == ("yes", False)
        cursor.execute("SELECT set_config('eenplan.destroying', '', true)")
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="only ever appended"):
        cursor.execute("UPDATE plans_versionitem SET position = 0")


def test_the_goals_of_a_version_that_ended_may_go(three: Three) -> None:
    """Destruction touches closed files alone: what the database holds of active plans stays true without a way around."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE plans_goal SET expressed_by_id = NULL")
        assert [one.what for one in told_and_over(ELDEST)] == ["child"]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert PlanVersion.objects.get().status == VersionStatus.ENDED


def test_a_certificate_is_never_changed(three: Three) -> None:
    told_and_over(ELDEST)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="only ever appended"):
        cursor.execute("UPDATE rights_certificate SET backups_until = NULL")
