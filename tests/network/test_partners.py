"""Partners: what may stand, from when, written by whom. Through the action and through raw SQL."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction, task
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.core.ids import new_id
from eenplan.network import queries
from eenplan.network.actions import (
    add_site,
    change_organisation,
    change_partner,
    end_partner,
    keep_partner,
    renew_agreement,
    serve_zone,
    take_back_partner,
)
from eenplan.network.enums import PartnerRole, Sector
from eenplan.network.models import OrganisationPartnership
from eenplan.network.rules.partners import NewOrganisation, NewSite, Terms
from tests.cast import Team, make_team
from tests.factories.network import AssignmentFactory, OrganisationFactory, StaffMemberFactory
from tests.network.partnering import TODAY, do, join, refused
from tests.once import once

TOMORROW, LATER = TODAY + timedelta(days=1), date(2027, 1, 1)
NUMBER = "0206731645"
CORE, PLAIN = Terms(PartnerRole.CORE, True), Terms()

db = pytest.mark.django_db


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def team() -> Team:
    return make_team("9901")


def stretches(team: Team, organisation_id: Any) -> list[tuple[str, date | None, date | None]]:
    full = queries.organisation_full(task(), organisation_id, on=TODAY)
    return [(one.terms.role.value, one.since, one.until) for one in reversed(full.here(team.partnership.id))]


@db
def test_a_partner_of_two_partnerships_at_once(team: Team) -> None:
    there = make_team("9902")
    made = join(team, CORE)
    join(there, Terms(PartnerRole.EXECUTING), organisation_id=made)
    assert stretches(team, made) == [("core", TODAY, None)]
    assert stretches(there, made) == [("executing", TODAY, None)]
    assert Entry.objects.filter(what="network:partner:added").count() == 2


@db
def test_what_changes_begins_a_new_stretch_and_the_past_stays(team: Team, clock: Any) -> None:
    made = join(team)
    clock.move_to("2026-03-10T09:00:00Z")
    where = {"organisation_id": made, "partnership_id": team.partnership.id}
    do(team.acting(Role.COORDINATOR), change_partner, **where, terms=CORE, since=date(2026, 3, 12))
    assert stretches(team, made) == [("partner", TODAY, date(2026, 3, 12)), ("core", date(2026, 3, 12), None)]
    with refused("partner-planned"):
        do(team.acting(Role.COORDINATOR), change_partner, **where, terms=PLAIN, since=date(2026, 3, 11))
    with refused("partner-past"):
        do(team.acting(Role.COORDINATOR), change_partner, **where, terms=PLAIN, since=date(2026, 3, 9))
    full = queries.organisation_full(task(), made, on=date(2026, 3, 10))
    newest, oldest = full.here(team.partnership.id)
    with refused("partner-begun"):
        do(team.acting(Role.COORDINATOR), take_back_partner, **where, stretch_id=oldest.id)
    do(team.acting(Role.COORDINATOR), take_back_partner, **where, stretch_id=newest.id)
    assert stretches(team, made) == [("partner", TODAY, None)]


@db
def test_a_slip_of_today_is_mended_today(team: Team) -> None:
    made = join(team, since=date(2012, 3, 1), source="overeenkomst")
    where = {"organisation_id": made, "partnership_id": team.partnership.id}
    do(team.acting(Role.COORDINATOR), change_partner, **where, terms=CORE, since=TODAY)
    assert stretches(team, made) == [("core", date(2012, 3, 1), None)]
    (only,) = queries.organisation_full(task(), made, on=TODAY).here(team.partnership.id)
    assert only.source == "overeenkomst"
    do(team.acting(Role.COORDINATOR), take_back_partner, **where, stretch_id=only.id)
    assert stretches(team, made) == []


@db
def test_who_began_before_says_how_that_is_known(team: Team) -> None:
    with refused("detail-source"):
        join(team, since=date(2021, 3, 1))
    acting = team.acting(Role.COORDINATOR)
    row = "INSERT INTO network_organisationpartnership (id, organisation_id, partnership_id, role, subsidised, period, source, assumed, written_on) VALUES (%s, %s, %s, 'partner', false, '[2021-03-01,)', %s, false, %s)"
    organisation = OrganisationFactory().id

    def write(source: str, written: date) -> None:
        with request_transaction(acting), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(row, [new_id(), organisation, team.partnership.id, source, written])

    with pytest.raises(DatabaseError, match="row-level security"):
        write("", TODAY)
    with pytest.raises(DatabaseError, match="row-level security"):
        write("brief", date(2026, 3, 1))
    write("brief", TODAY)
    assert stretches(team, organisation) == [("partner", date(2021, 3, 1), None)]


@db
def test_one_core_partner_at_a_time(team: Team, clock: Any) -> None:
    first = join(team, CORE)
    with refused("core-partner-taken"):
        join(team, CORE, LATER)
    second = join(team)
    where = {"partnership_id": team.partnership.id}
    clock.move_to("2026-03-04T09:00:00Z")
    with refused("core-partner-taken"):
        do(
            team.acting(Role.COORDINATOR),
            change_partner,
            organisation_id=second,
            **where,
            terms=CORE,
            since=date(2026, 3, 5),
        )
    do(
        team.acting(Role.COORDINATOR),
        change_partner,
        organisation_id=first,
        **where,
        terms=PLAIN,
        since=date(2026, 3, 5),
    )
    do(
        team.acting(Role.COORDINATOR),
        change_partner,
        organisation_id=second,
        **where,
        terms=CORE,
        since=date(2026, 3, 5),
    )
    with pytest.raises(IntegrityError, match="network_one_core_partner"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE network_organisationpartnership SET role = 'core' WHERE organisation_id = %s", [first]
        )


@db
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("period = 'empty'", "network_organisation_partner_period"),
        ("agreement_until = '2026-03-01'", "network_agreement_after_start"),
        ("reminder_days = 0", "network_agreement_reminder"),
        ("reminder_days = 731", "network_agreement_reminder"),
    ],
)
def test_the_database_refuses_what_cannot_be_of_a_partner(team: Team, change: str, name: str) -> None:
    made = join(team)
    with pytest.raises(IntegrityError, match=name), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE network_organisationpartnership SET {change} WHERE organisation_id = %s", [made]
        )


@db
def test_twice_a_partner_at_once_is_refused(team: Team) -> None:
    made = join(team)
    with refused("partner-known"):
        join(team, organisation_id=made, since=LATER)
    with (
        pytest.raises(IntegrityError, match="network_organisation_partner_once"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO network_organisationpartnership (id, organisation_id, partnership_id, role, subsidised, period, source, assumed)"
            " VALUES (%s, %s, %s, 'partner', false, '[2026-05-01,2026-06-01)', '', false)",
            [new_id(), made, team.partnership.id],
        )


@db
@pytest.mark.parametrize(
    ("terms", "since", "until", "code"),
    [
        (Terms(agreement_until=date(2026, 3, 1)), TODAY, None, "agreement-before"),
        (Terms(reminder_days=0), TODAY, None, "reminder-days"),
        (Terms(reminder_days=731), TODAY, None, "reminder-days"),
        (PLAIN, TODAY, TODAY, "partner-turned-round"),
        (PLAIN, date(9999, 12, 31), None, "partner-far"),
        (Terms(agreement_until=date(3000, 1, 1)), TODAY, None, "partner-far"),
    ],
)
def test_terms_that_cannot_be(team: Team, terms: Terms, since: date, until: date | None, code: str) -> None:
    with refused(code):
        join(team, terms, since, until=until)


@db
def test_an_end_can_be_planned_and_called_off(team: Team, clock: Any) -> None:
    made = join(team)
    where = {"organisation_id": made, "partnership_id": team.partnership.id}
    clock.move_to("2026-03-10T09:00:00Z")
    acting = team.acting(Role.COORDINATOR)
    do(acting, change_partner, **where, terms=CORE, since=LATER)
    do(acting, end_partner, **where, last_day=date(2026, 6, 30))
    assert stretches(team, made) == [("partner", TODAY, date(2026, 7, 1))]
    do(acting, keep_partner, **where)
    assert stretches(team, made) == [("partner", TODAY, None)]
    with pytest.raises(NotFound):
        do(acting, keep_partner, **where)
    with refused("partner-past"):
        do(acting, end_partner, **where, last_day=date(2026, 3, 9))
    do(acting, end_partner, **where, last_day=date(2026, 3, 10))
    clock.move_to("2026-03-11T09:00:00Z")
    for act, more in (
        (end_partner, {"last_day": date(2026, 3, 11)}),
        (change_partner, {"terms": PLAIN, "since": LATER}),
        (renew_agreement, {"agreement_until": None, "reminder_days": None, "since": LATER}),
    ):
        with refused("partner-not-then"):
            do(acting, act, **where, **more)


@db
def test_nobody_else_writes_partners(team: Team) -> None:
    there = make_team("9902")
    made = join(team)
    where = {"organisation_id": made, "partnership_id": team.partnership.id}
    others = [
        there.acting(Role.COORDINATOR),
        *[team.acting(role) for role in (Role.COACH, Role.INTAKE, Role.PARTNER)],
    ]
    for acting in others:
        with refused("partner-who"):
            join(team, acting=acting)
        with refused("partner-who"):
            do(acting, change_partner, **where, terms=CORE, since=TODAY)
        with refused("partner-who"):
            do(acting, end_partner, **where, last_day=TODAY)
        with refused("organisation-who"):
            do(acting, change_organisation, organisation_id=made, said=NewOrganisation("Weg", Sector.CAW))
        with request_transaction(acting), connection.cursor() as cursor:
            cursor.execute("UPDATE network_organisationpartnership SET period = '[2026-03-02,2026-04-01)'")
            assert cursor.rowcount == (
                1 if acting.role == Role.COORDINATOR and acting.partnership_id == team.partnership.id else 0
            )
            cursor.execute("UPDATE network_organisation SET name = 'weg' WHERE id = %s", [made])
            assert cursor.rowcount == 0
    join(team, acting=team.acting(Role.ADMIN))


@db
def test_the_web_cannot_rewrite_the_past(team: Team, clock: Any) -> None:
    made = join(team, since=date(2021, 3, 1), source="brief")
    clock.move_to("2026-03-10T09:00:00Z")
    acting = team.acting(Role.COORDINATOR)
    tries = [
        "DELETE FROM network_organisationpartnership WHERE organisation_id = %s",
        "UPDATE network_organisationpartnership SET period = '[2021-03-01,2026-03-09)' WHERE organisation_id = %s",
        "UPDATE network_organisationpartnership SET period = '[2020-03-01,)' WHERE organisation_id = %s",
        "UPDATE network_organisationpartnership SET role = 'core' WHERE organisation_id = %s",
        "UPDATE network_organisation SET source = 'x' WHERE id = %s",
        "DELETE FROM network_organisation WHERE id = %s",
    ]
    for sql in tries:
        with pytest.raises(DatabaseError), request_transaction(acting), connection.cursor() as cursor:
            cursor.execute(sql, [made])
    assert stretches(team, made) == [("partner", date(2021, 3, 1), None)]


@db
def test_agreements_that_end_are_told_in_time(team: Team, clock: Any) -> None:
    acting = team.acting(Role.COORDINATOR)
    soon = join(team, Terms(agreement_until=date(2026, 4, 13)))
    own = join(team, Terms(agreement_until=date(2026, 12, 31), reminder_days=365))
    join(team, Terms(agreement_until=date(2027, 12, 31)))
    join(make_team("9902"), Terms(agreement_until=date(2026, 4, 13)))
    leaves = join(team, Terms(agreement_until=date(2026, 4, 13)), until=date(2026, 4, 14))
    found = queries.agreements_ending(acting, TODAY)
    assert [(one.organisation_id, one.days) for one in found] == [(soon, 42), (own, 304)]
    assert [one.organisation_id for one in queries.agreements_ending(acting, TODAY, within_days=60)] == [soon]
    assert leaves not in {
        one.organisation_id for one in queries.agreements_ending(acting, TODAY, within_days=900)
    }
    clock.move_to("2026-05-01T09:00:00Z")
    over = queries.agreements_ending(acting, date(2026, 5, 1), within_days=0)
    assert [(one.organisation_id, one.days) for one in over] == [(soon, -18)]
    where = {"organisation_id": soon, "partnership_id": team.partnership.id}
    do(acting, renew_agreement, **where, agreement_until=LATER, reminder_days=30, since=date(2026, 5, 1))
    assert queries.agreements_ending(acting, date(2026, 5, 1), within_days=0) == []
    assert stretches(team, soon)[-1] == ("partner", date(2026, 5, 1), None)


@db
def test_a_renewal_that_is_planned_ends_the_warning(team: Team, clock: Any) -> None:
    acting = team.acting(Role.COORDINATOR)
    made = join(team, Terms(agreement_until=date(2026, 4, 13)))
    clock.move_to("2026-03-10T09:00:00Z")
    where = {"organisation_id": made, "partnership_id": team.partnership.id}
    do(acting, renew_agreement, **where, agreement_until=None, reminder_days=None, since=date(2026, 4, 14))
    assert queries.agreements_ending(acting, date(2026, 3, 10)) == []


@db
@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_the_same_whatever_the_rows(
    team: Team, rows: int, django_assert_num_queries: Any
) -> None:
    acting = team.acting(Role.COORDINATOR)
    for _row in range(rows):
        made = join(team, Terms(agreement_until=date(2026, 4, 13)))
        do(acting, serve_zone, organisation_id=made, zone_id=team.zone.id, since=TODAY)
        do(acting, add_site, organisation_id=made, said=NewSite("Huis"), since=TODAY)
        worker = StaffMemberFactory(organisation_id=made)
        AssignmentFactory(staff_member=worker, partnership=team.partnership)
    with django_assert_num_queries(4):
        found = queries.partners_on(acting, partnership_id=team.partnership.id, on=TODAY)
    assert [(one.people, one.zones) for one in found] == [(1, (team.zone.name,))] * rows
    with django_assert_num_queries(1):
        assert len(queries.agreements_ending(acting, TODAY)) == rows
    with django_assert_num_queries(5):
        queries.organisation_full(acting, made, on=TODAY)
    with django_assert_num_queries(1):
        assert queries.people_of(acting, made, partnership_id=team.partnership.id, on=TODAY)


@db
def test_filters_leave_out_and_search_forgives(team: Team) -> None:
    acting, where = team.acting(Role.COORDINATOR), team.partnership.id
    made = OrganisationFactory(
        name="CAW Élan", sort_key="cawelan", sector=Sector.CAW, enterprise_number=NUMBER
    ).id
    join(team, Terms(PartnerRole.EXECUTING, True, date(2026, 4, 1)), organisation_id=made)
    join(team)
    do(acting, serve_zone, organisation_id=made, zone_id=team.zone.id, since=TODAY)
    wanted = [
        queries.PartnerFilters(name="elan"),
        queries.PartnerFilters(name="BE 0206.731.645"),
        queries.PartnerFilters(role="executing"),
        queries.PartnerFilters(subsidised=True),
        queries.PartnerFilters(zone_id=team.zone.id),
        queries.PartnerFilters(ending=True),
    ]
    for filters in wanted:
        found = queries.partners_on(acting, partnership_id=where, on=TODAY, filters=filters)
        assert [one.organisation_id for one in found] == [made], filters
    assert queries.partners_on(acting, partnership_id=where, on=date(2026, 3, 1)) == []
    assert [one.id for one in queries.find_organisations(acting, name="élan", on=TODAY)] == [made]
    assert [one.id for one in queries.find_organisations(acting, number=NUMBER, on=TODAY)] == [made]
    assert OrganisationPartnership.objects.filter(partnership_id=where).count() == 2
