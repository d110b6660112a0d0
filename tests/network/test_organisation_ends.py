"""An organisation that stops: nobody's partner and nobody's employer after its last day. By action and raw SQL."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.actions import (
    add_partner,
    end_organisation,
    end_partner,
    keep_organisation,
    keep_partner,
    start_assignment,
)
from eenplan.network.enums import ListVerdict, Sector
from eenplan.network.models import Organisation
from eenplan.network.queries.partnerships import partnership_name
from eenplan.network.rules.partner_lists import ListedPartner
from eenplan.network.rules.partner_verdicts import Known, judge
from tests.cast import Team, make_team
from tests.factories.network import AssignmentFactory, OrganisationFactory, StaffMemberFactory
from tests.network.partnering import PLAIN, TODAY, do, join, refused
from tests.once import once

LAST, NEXT = date(2026, 6, 30), date(2026, 7, 1)

pytestmark = pytest.mark.django_db


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def team() -> Team:
    return make_team("9901")


def ends(organisation_id: Any) -> date | None:
    until: date | None = Organisation.objects.get(id=organisation_id).period.upper
    return until


def test_it_stops_where_nothing_goes_on_and_may_think_better_of_it(team: Team) -> None:
    boss = team.acting(Role.COORDINATOR)
    made = join(team)
    with refused("organisation-is-partner") as caught:
        do(boss, end_organisation, organisation_id=made, last_day=LAST)
    assert partnership_name(boss, team.partnership.id, TODAY) in str(caught.value.message)
    do(boss, end_partner, organisation_id=made, partnership_id=team.partnership.id, last_day=LAST)
    do(boss, end_organisation, organisation_id=made, last_day=LAST)
    assert ends(made) == NEXT
    assert Entry.objects.filter(what="network:organisation:ended", subject_id=made).count() == 1
    with refused("organisation-ended"):
        do(boss, end_organisation, organisation_id=made, last_day=LAST)
    with refused("organisation-ended"):
        do(boss, keep_partner, organisation_id=made, partnership_id=team.partnership.id)
    do(boss, keep_organisation, organisation_id=made)
    assert ends(made) is None
    do(boss, keep_partner, organisation_id=made, partnership_id=team.partnership.id)
    with request_transaction(boss), pytest.raises(NotFound):
        keep_organisation(boss, organisation_id=made)


def test_who_still_works_for_it_comes_first(team: Team) -> None:
    made = OrganisationFactory()
    worker = StaffMemberFactory(organisation=made)
    task = AssignmentFactory(staff_member=worker, partnership=team.partnership)
    boss = team.acting(Role.COORDINATOR)
    with refused("organisation-has-people") as caught:
        do(boss, end_organisation, organisation_id=made.id, last_day=LAST)
    assert "nog 1 persoon" in str(caught.value.message)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE network_assignment SET period = daterange(lower(period), %s) WHERE id = %s",
            [NEXT, task.id],
        )
    do(boss, end_organisation, organisation_id=made.id, last_day=LAST)
    begin = {
        "staff_member_id": worker.id,
        "role": Role.COACH,
        "partnership_id": team.partnership.id,
        "share": task.share,
        "since": NEXT,
    }
    with refused("organisation-ended"):
        do(boss, start_assignment, **begin)


@pytest.mark.parametrize("last", [TODAY - timedelta(days=1), date(2100, 1, 1)])
def test_not_on_any_day(team: Team, last: date) -> None:
    with refused("organisation-past"):
        do(
            team.acting(Role.COORDINATOR),
            end_organisation,
            organisation_id=OrganisationFactory().id,
            last_day=last,
        )


def test_what_stopped_is_nobodys_partner_and_stays_stopped(team: Team, clock: Any) -> None:
    made, boss = OrganisationFactory().id, team.acting(Role.COORDINATOR)
    do(boss, end_organisation, organisation_id=made, last_day=TODAY)
    new = {"organisation_id": made, "partnership_id": team.partnership.id, "terms": PLAIN}
    with refused("organisation-ended"):
        do(boss, add_partner, since=TODAY, **new)
    do(boss, add_partner, since=TODAY, until=TODAY + timedelta(days=1), **new)
    clock.move_to("2026-03-04T09:00:00Z")
    with request_transaction(boss), pytest.raises(NotFound):
        keep_organisation(boss, organisation_id=made)
    sql = "UPDATE network_organisation SET period = daterange(NULL, NULL) WHERE id = %s"
    admin = team.acting(Role.ADMIN)
    with (
        pytest.raises(IntegrityError, match="stays as it was"),
        transaction.atomic(),
        request_transaction(admin),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [made])


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER])
def test_nobody_else_ends_one(team: Team, role: Role) -> None:
    made = OrganisationFactory().id
    with refused("organisation-who"):
        do(team.acting(role), end_organisation, organisation_id=made, last_day=LAST)
    there = make_team("9902").acting(Role.COORDINATOR)
    theirs = join(team)
    with refused("organisation-who"):
        do(there, end_organisation, organisation_id=theirs, last_day=LAST)
    assert (ends(made), ends(theirs)) == (None, None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE network_organisation SET period = daterange(NULL, '2026-07-01') WHERE id = %(partner)s",
        "UPDATE network_organisation SET period = daterange(NULL, '2026-07-01') WHERE id = %(employer)s",
        "INSERT INTO network_organisationpartnership (id, organisation_id, partnership_id, role, subsidised, period,"
        " source, assumed) VALUES (gen_random_uuid(), %(ended)s, %(partnership)s, 'partner', false,"
        " daterange('2026-03-02', NULL), '', false)",
        "UPDATE network_staffmember SET organisation_id = %(ended)s WHERE organisation_id = %(employer)s",
    ],
)
def test_the_database_leaves_nothing_running_after_the_end(team: Team, sql: str) -> None:
    employer = OrganisationFactory()
    AssignmentFactory(staff_member=StaffMemberFactory(organisation=employer), partnership=team.partnership)
    ended = OrganisationFactory().id
    do(team.acting(Role.COORDINATOR), end_organisation, organisation_id=ended, last_day=LAST)
    ids = {
        "partner": join(team),
        "employer": employer.id,
        "ended": ended,
        "partnership": team.partnership.id,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS network_organisation_is_there IMMEDIATE")
        with pytest.raises(IntegrityError, match="not there any more"), transaction.atomic():
            cursor.execute(sql, ids)


def test_a_list_brings_no_organisation_back() -> None:
    known = Known(OrganisationFactory().id, "Het Anker", "hetanker", "", "", ends=NEXT)
    row = ListedPartner(2, "Het Anker", sector=Sector.CAW, since=TODAY)
    (one,) = judge([row], [known], on=TODAY, zone_names={})
    assert one.verdict is ListVerdict.REFUSED
    assert "Deze organisatie stopt" in one.problems[0].words
    short = ListedPartner(2, "Het Anker", sector=Sector.CAW, since=TODAY, until=LAST)
    (one,) = judge([short], [known], on=TODAY, zone_names={})
    assert one.verdict is ListVerdict.JOINS
