"""Sealing and verifying, on a database of its own that really commits: tampering as the owner, and running requests."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection
from psycopg.conninfo import make_conninfo

from eenplan.audit.actions import forget_families, record_read
from eenplan.audit.models import Seal
from eenplan.audit.tasks import seal_audit
from eenplan.cli.audit import anchor_audit, verify_audit
from eenplan.cli.audit import seal_audit as seal_command
from eenplan.core.acting import task
from tests.database import unguarded

FAMILY = uuid4()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Entries that are really there for other sessions too, and gone after the test."""
    with django_db_blocker.unblock():
        _empty()
        yield
        _empty()
        connection.close()


def _empty() -> None:
    with connection.cursor() as cursor, unguarded(cursor):
        cursor.execute("TRUNCATE audit_entry, audit_event, audit_seal, audit_forgetting, audit_ended")


@pytest.fixture
def told(committed: None) -> list[int]:
    """Nine entries in three seals: the sequences."""
    for _seal in range(3):
        for _entry in range(3):
            record_read(task(), "plans:plan", families=[FAMILY], subject=uuid4())
        assert seal_audit().entries == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence FROM audit_entry ORDER BY sequence")
        return [sequence for (sequence,) in cursor.fetchall()]


def verified(*arguments: str) -> tuple[int, str]:
    """What the command says, and how it ends."""
    done = CliRunner().invoke(verify_audit, arguments)
    return done.exit_code, done.output


def tamper(statement: str, values: list[Any] | None = None) -> None:
    """As an owner who means harm: the triggers off."""
    with connection.cursor() as cursor, unguarded(cursor):
        cursor.execute(statement, values)


def another_session() -> "psycopg.Connection[tuple[Any, ...]]":
    """A request in the same moment, as the web does it: in a transaction that is not over."""
    settings = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    return psycopg.connect(make_conninfo(**{key: settings[key] for key in keys if settings.get(key)}))


APPEND = (
    "INSERT INTO audit_entry (id, at, kind, what, actor_id, role, purpose, families)"
    " VALUES (gen_random_uuid(), now(), 'read', 'x', gen_random_uuid(), 'coach', 'help', '{}') RETURNING sequence"
)
COPY = "id, at, kind, what, actor_id, role, purpose, families, sequence, salt, commitment"


def append(session: "psycopg.Connection[tuple[Any, ...]]") -> int:
    """An entry of that session; its sequence."""
    row = session.execute(APPEND).fetchone()
    assert row
    return int(row[0])


@pytest.mark.rule(40)
def test_an_audit_that_nobody_touched_is_whole(told: list[int]) -> None:
    record_read(task(), "plans:plan", families=[FAMILY])
    code, said = verified()
    assert code == 0
    assert "whole: 9 entries in 3 seals" in said
    assert "1 not sealed yet" in said


def change(at: int) -> None:
    """Another family in an entry."""
    tamper("UPDATE audit_entry SET families = %s WHERE sequence = %s", [[uuid4()], at])


def change_well(at: int) -> None:
    """The same, with a salt and a commitment that fit."""
    change(at)
    tamper(
        "UPDATE audit_entry SET commitment = audit_commitment(salt, id, at, kind, what, actor_id, role,"
        " partnership_id, organisation_id, purpose, families, subject_id) WHERE sequence = %s",
        [at],
    )


def remove(at: int) -> None:
    """An entry less."""
    tamper("DELETE FROM audit_entry WHERE sequence = %s", [at])


def forget(at: int) -> None:
    """Names taken away, without writing down that they were."""
    tamper(
        "UPDATE audit_entry SET families = '{}', subject_id = NULL, salt = '', forgotten_on = now()"
        " WHERE sequence = %s",
        [at],
    )


def insert(at: int) -> None:
    """An entry that was never made, under a number that was undone."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER commit_entry")
        cursor.execute(
            f"INSERT INTO audit_entry ({COPY}) SELECT gen_random_uuid(), at, kind, what, actor_id, role, purpose,"
            " families, sequence, salt, commitment FROM audit_entry WHERE sequence = %s",
            [at],
        )
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER commit_entry")


def swap(at: int) -> None:
    """Two entries in each other's place."""
    tamper(
        "UPDATE audit_entry SET sequence = CASE sequence WHEN %s THEN %s::bigint ELSE %s::bigint END"
        " WHERE sequence IN (%s, %s)",
        [at, at + 1, at, at, at + 1],
    )


def drop_a_seal(at: int) -> None:
    """The seal over an entry goes."""
    tamper("DELETE FROM audit_seal WHERE from_sequence <= %s AND to_sequence >= %s", [at, at])


@pytest.mark.rule(40)
@pytest.mark.parametrize(
    ("deed", "word"),
    [
        (change, "it was changed"),
        (change_well, "it was changed"),
        (remove, "it was removed"),
        (forget, "it was changed"),
        (insert, "it was inserted"),
        (swap, "it was reordered"),
        (drop_a_seal, "the chain breaks here"),
    ],
)
def test_what_an_owner_alters_is_found_and_named(
    told: list[int], deed: Callable[[int], None], word: str
) -> None:
    victim = told[3]
    deed(victim)
    code, said = verified()
    assert code == 1
    found = told[6] if deed is drop_a_seal else victim
    assert f"entry {found}" in said
    assert word in said


@pytest.mark.rule(40)
def test_a_month_that_is_taken_out_is_found(told: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM audit_entry")
        (month,) = cursor.fetchone()
        cursor.execute(
            "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = %s::regclass", [month]
        )
        (bounds,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE audit_entry DETACH PARTITION {month}")
        code, said = verified()
        cursor.execute(f"ALTER TABLE audit_entry ATTACH PARTITION {month} {bounds}")
    assert (code, f"entry {told[0]}: it was removed" in said) == (1, True)
    assert verified()[0] == 0


@pytest.mark.rule(40)
def test_a_chain_that_was_made_anew_is_found_by_an_anchor_kept_elsewhere(
    told: list[int], tmp_path: Path
) -> None:
    kept = tmp_path / "anchors"
    for _day in range(2):
        record_read(task(), "plans:plan", families=[FAMILY])
        assert CliRunner().invoke(anchor_audit, ["--to", str(kept)]).exit_code == 0
    ends = [json.loads(line)["sequence"] for line in kept.read_text().splitlines()]
    code, said = verified("--anchor", str(kept))
    assert (code, "through 2 anchors" in said) == (0, True)

    change_well(ends[1])
    tamper("DELETE FROM audit_seal")
    assert seal_audit().entries == 11
    assert verified()[0] == 0
    code, said = verified("--anchor", str(kept))
    assert code == 1
    assert f"entry {ends[1]} " in said
    assert f"rewritten, after {ends[0]}" in said

    tamper("DELETE FROM audit_seal WHERE to_sequence > %s", [told[0]])
    tamper("DELETE FROM audit_entry WHERE sequence > %s", [told[0]])
    tamper("DELETE FROM audit_seal")
    seal_audit()
    assert verified()[0] == 0
    assert f"entry {ends[0]}: the chain" in verified("--anchor", str(kept))[1]


def test_a_file_with_something_else_is_no_anchor(committed: None, tmp_path: Path) -> None:
    wrong = tmp_path / "anchors"
    wrong.write_text('{"day": "2026-11-22"}\n')
    done = CliRunner().invoke(verify_audit, ["--anchor", str(wrong)])
    assert (done.exit_code, "Line 1 of anchors is no anchor." in done.output) == (1, True)
    assert CliRunner().invoke(anchor_audit).exit_code == 1


@pytest.mark.rule(42)
def test_what_is_forgotten_leaves_the_chain_whole(told: list[int]) -> None:
    assert forget_families(task(), [FAMILY]) == 9
    seal_audit()
    code, said = verified()
    assert code == 0
    assert "9 without names" in said
    tamper("DELETE FROM audit_entry WHERE what = 'audit:entries:forgotten'")
    tamper("DELETE FROM audit_seal WHERE to_sequence > %s", [told[-1]])
    assert verified()[0] == 1


@pytest.mark.rule(40)
def test_it_seals_behind_what_is_still_being_written(committed: None) -> None:
    with another_session() as first, another_session() as second:
        early = append(first)
        late = append(second)
        second.commit()
        assert seal_audit(wait_s=0.05).waits
        assert not Seal.objects.exists()
        first.commit()
        assert seal_audit(wait_s=0).entries == 2
        assert Seal.objects.get().sequences == [early, late]
    assert verified()[0] == 0


@pytest.mark.rule(40)
def test_what_begins_after_the_sealer_looked_is_for_the_next_time(committed: None) -> None:
    with another_session() as first, another_session() as second:
        sealed = append(first)
        first.commit()
        running = append(second)
        assert seal_audit(wait_s=0.05).waits
        second.commit()
        third = append(first)
        first.commit()
        assert seal_audit().entries == 3
        assert Seal.objects.get().sequences == [sealed, running, third]


@pytest.mark.rule(40)
def test_what_a_transaction_undid_is_a_gap_and_no_removal(committed: None) -> None:
    with another_session() as first, another_session() as second:
        undone = append(first)
        append(second)
        first.rollback()
        second.commit()
    assert seal_audit(wait_s=0).entries == 1
    assert undone not in Seal.objects.get().sequences
    assert verified() == (0, "whole: 1 entries in 1 seals.\n")


def test_the_command_says_what_it_did_or_that_it_waits(committed: None) -> None:
    assert CliRunner().invoke(seal_command).output == "Sealed: 0 entries.\n"
    with another_session() as first:
        append(first)
        done = CliRunner().invoke(seal_command, ["--wait", "0"])
        assert "still writing" in done.output
        first.commit()
    assert CliRunner().invoke(seal_command, ["--quiet"]).output == ""
    assert Seal.objects.count() == 1
