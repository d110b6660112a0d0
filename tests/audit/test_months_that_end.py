"""Months of the audit older than the law's term go, and what is left still proves itself whole (rules 40 and 42)."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from eenplan.audit.models import Ended, Seal
from eenplan.audit.queries import months_over
from eenplan.audit.rules import Gone
from eenplan.audit.tasks import end_months, seal_audit
from eenplan.cli.audit import anchor_audit
from eenplan.cli.retention import retention
from eenplan.core.acting import task
from eenplan.core.clock import today as clock_today
from eenplan.rights.actions.audit_ends import AuditBroken, audit_over, end_audit
from tests.audit.test_sealing import committed, tamper, verified

pytestmark = pytest.mark.rule(42)
__all__ = ["committed"]

APPEND = (
    "INSERT INTO audit_entry (id, at, kind, what, actor_id, role, purpose, families)"
    " VALUES (gen_random_uuid(), %s, 'read', 'x', gen_random_uuid(), 'coach', 'help', '{}') RETURNING sequence"
)
# Two months that are over, the one in which the term ends is not, and now.
OLD, OLDER = date(2015, 3, 9), date(2015, 1, 20)


def append(*days: date) -> list[int]:
    """An entry on each day, and a seal over them; their sequences."""
    found = []
    with connection.cursor() as cursor:
        for day in days:
            cursor.execute("SELECT audit_make_partitions(%s, %s)", [day, day])
            cursor.execute(APPEND, [f"{day} 12:00+00"])
            found.append(cursor.fetchone()[0])
    seal_audit()
    return found


def standing() -> list[int]:
    """The sequences that are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence FROM audit_entry WHERE what = 'x' ORDER BY sequence")
        return [sequence for (sequence,) in cursor.fetchall()]


@pytest.fixture
def told(committed: None) -> list[int]:
    """Entries of two months that are over, and of today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT eenplan_today()")
        (today,) = cursor.fetchone()
    return append(OLDER, OLD, OLD, today, today)


def test_what_is_over_goes_and_the_chain_and_its_anchors_hold(told: list[int], tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    assert CliRunner().invoke(anchor_audit, ["--to", str(anchors)]).exit_code == 0
    over = audit_over(task(), on=clock_today())
    assert (over.months, over.entries, over.until) == (2, 3, date(2015, 3, 31))
    assert standing() == told  # looking changes nothing
    assert end_audit(task()) == 3
    assert standing() == told[3:]
    assert end_audit(task()) == 0
    seal_audit()
    code, said = verified("--anchor", str(anchors))
    assert (code, "whole" in said) == (0, True), said
    assert "3 of them ended with their months, until and with 2015-03-31" in said
    row = Ended.objects.get()
    assert (row.months, row.entries) == (2, 3)


def test_the_night_looks_first_and_then_ends_what_is_over(told: list[int]) -> None:
    """By the command that runs each night, not by hand."""
    looked = CliRunner().invoke(retention, ["--dry-run"])
    assert "Of the audit 2 months end, until and with 2015-03-31: 3 entries." in looked.stderr
    assert standing() == told
    assert "Entries of the audit ended: 3." in CliRunner().invoke(retention).output
    assert standing() == told[3:]
    tamper("UPDATE audit_entry SET role = 'intake' WHERE sequence = %s", [told[4]])
    more = append(OLD)
    night = CliRunner().invoke(retention)
    assert (night.exit_code, "audit: AuditBroken" in night.output) == (1, True)
    assert set(more) <= set(standing())


def test_a_later_night_goes_on_from_there(told: list[int]) -> None:
    end_audit(task())
    more = append(date(2014, 5, 5))
    assert end_audit(task()) == 1
    seal_audit()
    code, said = verified()
    assert code == 0, said
    assert "4 of them ended" in said
    assert more[0] not in standing()


def test_nothing_goes_of_an_audit_that_was_altered(told: list[int]) -> None:
    tamper("UPDATE audit_entry SET role = 'intake' WHERE sequence = %s", [told[1]])
    with pytest.raises(AuditBroken):
        end_audit(task())
    assert standing() == told


def test_who_ends_a_month_that_is_not_over_is_found(told: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT eenplan_today()")
        (today,) = cursor.fetchone()
    end_months(today.replace(day=28))  # the function itself trusts the owner; the proof does not
    tamper("DELETE FROM audit_entry WHERE sequence = %s", [told[3]])
    code, said = verified()
    assert code == 1
    assert "removed" in said


def test_who_writes_down_more_than_went_is_found(told: list[int]) -> None:
    end_audit(task())
    seal_audit()
    tamper("UPDATE audit_ended SET sequences = %s", [f"{{[{told[0]},{told[-1] + 1})}}"])
    tamper("DELETE FROM audit_entry WHERE sequence = %s", [told[3]])
    code, said = verified()
    assert code == 1
    assert "removed" in said


def test_who_changes_the_links_of_what_ended_is_found(told: list[int]) -> None:
    end_audit(task())
    first = Seal.objects.order_by("to_sequence")[0]
    links = bytes(first.links)
    tamper("UPDATE audit_seal SET links = %s WHERE id = %s", [links[:64] + bytes(32) + links[96:], first.id])
    assert verified()[0] == 1


def test_a_month_that_is_not_sealed_waits(committed: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_make_partitions(%s, %s)", [OLD, OLD])
        cursor.execute(APPEND, [f"{OLD} 12:00+00"])
    assert months_over(date(2016, 1, 1)).months == 0
    seal_audit()
    assert end_audit(task()) == 1


def test_ranges_hold_what_they_say() -> None:
    gone = Gone([(10, 12), (3, 5)])
    assert [one for one in range(14) if one in gone] == [3, 4, 10, 11]
    assert len(gone) == 4
