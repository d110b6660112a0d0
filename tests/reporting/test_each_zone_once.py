"""Asked for a zone twice, PostgreSQL counts those who wait there once."""

import pytest
from django.db import connection

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from tests.cast import make_team
from tests.reporting.test_help_waits import TODAY, keep, row_of

pytestmark = pytest.mark.django_db


def test_a_zone_that_is_asked_for_twice_is_counted_once() -> None:
    team = make_team()
    keep([row_of(team.zone.id, "therapy", 100), row_of(team.zone.id, "stay", 100, 40)])
    rows = []
    for zones in ([team.zone.id], [team.zone.id] * 2):
        with request_transaction(team.acting(Role.COORDINATOR)), connection.cursor() as cursor:
            cursor.execute(
                "SELECT zone_id, help_type, waiting, families, started FROM reporting_help_waits(%s, %s::uuid[])"
                " ORDER BY 1, 2",
                [TODAY, zones],
            )
            rows.append(cursor.fetchall())
    assert rows[0] == rows[1]
    assert (None, None, 1, 1, 1) in rows[0]
