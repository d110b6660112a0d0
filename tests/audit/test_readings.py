"""What a page of several rooms reads: each its own entry, in one statement."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eenplan.audit.actions import readings_at_once, record_read
from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from tests.cast import make_family, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.rule(40)]


def test_what_a_page_reads_is_kept_in_one_statement_with_an_entry_for_each() -> None:
    team = make_team()
    family = make_family(team)
    acting = team.acting(Role.COACH)
    with request_transaction(acting), CaptureQueriesContext(connection) as asked, readings_at_once():
        record_read(acting, "test:one", families=[family.id])
        record_read(acting, "test:two", families=[family.id], subject=family.id)
        assert not asked.captured_queries
    assert len(asked) == 1
    rows = Entry.objects.filter(what__startswith="test:").order_by("at", "what")
    assert [(row.what, row.families, row.subject_id, row.actor_id) for row in rows] == [
        ("test:one", [family.id], None, acting.actor_id),
        ("test:two", [family.id], family.id, acting.actor_id),
    ]
    with request_transaction(acting):
        record_read(acting, "test:after", families=[family.id])
    assert Entry.objects.filter(what="test:after").count() == 1


def test_a_page_that_reads_nothing_asks_nothing() -> None:
    acting = make_team().acting(Role.COACH)
    with request_transaction(acting), CaptureQueriesContext(connection) as asked, readings_at_once():
        pass
    assert not asked.captured_queries


def test_a_page_that_fails_was_not_read_and_leaves_nothing_for_the_next() -> None:
    team = make_team()
    acting = team.acting(Role.COACH)
    family = make_family(team)
    with request_transaction(acting):
        with pytest.raises(NotFound):
            fail(acting, family.id)
        record_read(acting, "test:next", families=[family.id])
    assert [row.what for row in Entry.objects.filter(what__startswith="test:")] == ["test:next"]


def fail(acting: Acting, family_id: UUID) -> None:
    """A page of which the second part is out of reach."""
    with readings_at_once():
        record_read(acting, "test:failed", families=[family_id])
        raise NotFound("referral")
