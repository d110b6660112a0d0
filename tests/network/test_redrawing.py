"""Areas that change hands: drafted, confirmed ahead, undone until the day; never an area that is not whole."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions import redrawing as acts
from eenplan.network.actions.partnerships import start_partnership
from eenplan.network.models import PartnershipAreaException, PartnershipZone, Redrawing
from eenplan.network.queries import area_on
from eenplan.network.queries.redrawing import areas_on, list_redrawings, redrawing, zones_on
from tests.cast import make_team
from tests.factories.areas import NEW_YEAR, Neighbours, confirm, draft, make_neighbours
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(7)]


MADE_AT = "2026-11-22T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def here() -> Neighbours:
    return make_neighbours()


def served(here: Neighbours, day: date) -> list[str]:
    """Who serves the six zones on a day, by code."""
    ids = [zone.id for zone in here.zones]
    rows = {zone.id: zone.partnership for zone in zones_on(here.admin, day)}
    return ["G" if rows[one].id == here.giver.partnership.id else "R" for one in ids]


def refused(here: Neighbours, made: Any) -> str:
    with pytest.raises(RuleBroken) as caught, request_transaction(here.admin):
        acts.confirm_redrawing(here.admin, redrawing_id=made)
    return caught.value.code


@pytest.mark.rule(46)
def test_a_draft_changes_nothing_confirming_writes_ahead_undoing_takes_back(here: Neighbours) -> None:
    made = draft(here)
    assert served(here, NEW_YEAR) == list("GGGRRR")
    with request_transaction(here.admin):
        acts.confirm_redrawing(here.admin, redrawing_id=made)
    assert served(here, date(2026, 12, 31)) == list("GGGRRR")
    assert served(here, NEW_YEAR) == list("GGRRRR")
    before = area_on(here.admin, on=date(2026, 12, 31), postal_code="9901").partnership
    after = area_on(here.admin, on=NEW_YEAR, postal_code="9901").partnership
    assert (before and before.id, after and after.id) == (
        here.giver.partnership.id,
        here.receiver.partnership.id,
    )
    with request_transaction(here.admin):
        acts.undo_redrawing(here.admin, redrawing_id=made)
    assert served(here, NEW_YEAR) == list("GGGRRR")
    assert PartnershipZone.objects.filter(zone=here.edge).count() == 1


def test_what_it_does_is_told_before(here: Neighbours) -> None:
    found = redrawing(here.admin, draft(here))
    giver, receiver = here.giver.partnership.id, here.receiver.partnership.id
    assert {change.partnership.id: (change.zones_before, change.zones_after) for change in found.changes} == {
        giver: (3, 2),
        receiver: (3, 4),
    }
    assert [(move.giver.id, move.receiver.id) for move in found.moves] == [(giver, receiver)]
    assert not found.faults


@pytest.mark.parametrize(
    ("zones", "code"),
    [
        ((1,), "network:area-pieces"),
        ((1, 2), "network:area-one"),
        ((0, 1, 2), "network:area-none"),
        ((), "network:redrawing-empty"),
    ],
)
def test_an_area_that_would_not_be_whole_is_refused_with_words(
    here: Neighbours, zones: tuple[int, ...], code: str
) -> None:
    made = draft(here, *[here.zones[place] for place in zones])
    if not zones:
        with request_transaction(here.admin):
            acts.redraw_zone(here.admin, redrawing_id=made, zone_id=here.edge.id)
    assert refused(here, made) == code
    assert served(here, NEW_YEAR) == list("GGGRRR")


def test_the_database_refuses_it_too(here: Neighbours) -> None:
    with request_transaction(here.admin), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE network_partnershipzone SET period = daterange(lower(period), %s) WHERE zone_id = %s",
            [NEW_YEAR, here.zones[1].id],
        )
        cursor.execute(
            "INSERT INTO network_partnershipzone (id, period, source, confidence, basis, period_assumed,"
            " partnership_id, zone_id) VALUES (gen_random_uuid(), daterange(%s, NULL), 'public', 'high', 'x',"
            " false, %s, %s)",
            [NEW_YEAR, here.receiver.partnership.id, here.zones[1].id],
        )
        with pytest.raises(DatabaseError, match="two or more adjoining"), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_after_its_day_it_stays(here: Neighbours, clock: Any) -> None:
    made = confirm(here)
    clock.move_to("2027-01-01T09:00:00Z")
    with pytest.raises(RuleBroken) as caught, request_transaction(here.admin):
        acts.undo_redrawing(here.admin, redrawing_id=made)
    assert caught.value.code == "network:redrawing-begun"
    for statement in (
        "UPDATE network_redrawing SET confirmed_at = NULL, confirmed_by_id = NULL WHERE id = %s",
        "DELETE FROM network_redrawnzone WHERE redrawing_id = %s",
    ):
        with pytest.raises(DatabaseError, match="is confirmed"), request_transaction(here.admin):
            connection.cursor().execute(statement, [made])
    with pytest.raises(DatabaseError, match="the past"), request_transaction(here.admin):
        connection.cursor().execute("DELETE FROM network_partnershipzone WHERE zone_id = %s", [here.edge.id])


def test_two_redrawings_in_a_row(here: Neighbours) -> None:
    first = confirm(here)
    again = draft(here, to=here.giver, day=date(2028, 1, 1))
    assert refused(here, draft(here, to=here.giver, day=date(2026, 12, 1))) == "network:redrawing-empty"
    with request_transaction(here.admin):
        acts.confirm_redrawing(here.admin, redrawing_id=again)
    with pytest.raises(RuleBroken) as caught, request_transaction(here.admin):
        acts.undo_redrawing(here.admin, redrawing_id=first)
    assert caught.value.code == "network:area-planned"
    assert refused(here, draft(here, here.zones[2], day=date(2026, 12, 15))) == "network:area-planned"


def test_a_draft_that_was_overtaken_says_so(here: Neighbours) -> None:
    late = draft(here, day=date(2028, 1, 1))
    confirm(here)
    assert refused(here, late) == "network:area-changed"


def test_bad_words_and_days(here: Neighbours) -> None:
    good = {"name": "x", "takes_effect_on": NEW_YEAR, "basis": "y"}
    for wrong, code in [
        ({"name": " "}, "network:redrawing-name"),
        ({"basis": ""}, "network:area-basis"),
        ({"takes_effect_on": date(2026, 11, 22)}, "network:area-past"),
        ({"takes_effect_on": date(2100, 1, 1)}, "network:area-far"),
    ]:
        with pytest.raises(RuleBroken) as caught, request_transaction(here.admin):
            acts.draft_redrawing(here.admin, **(good | wrong))
        assert caught.value.code == code
    made = confirm(here)
    with pytest.raises(RuleBroken) as caught, request_transaction(here.admin):
        acts.change_redrawing(here.admin, redrawing_id=made, **good)
    assert caught.value.code == "network:redrawing-confirmed"


def test_a_partnership_from_nothing_gets_its_area(here: Neighbours) -> None:
    with request_transaction(here.admin):
        made = start_partnership(here.admin, code="p99", name="Nieuw Begin", since=date(2026, 12, 1))
        draft_id = acts.draft_redrawing(here.admin, name="Begin", takes_effect_on=NEW_YEAR, basis="besluit")
        acts.redraw_zone(here.admin, redrawing_id=draft_id, zone_id=here.zones[4].id, to_partnership_id=made)
    assert refused(here, draft_id) == "network:area-one"
    excused = PartnershipAreaException.objects.filter(partnership=made)
    assert [row.until_area_given for row in excused] == [True]
    with request_transaction(here.admin):
        acts.redraw_zone(here.admin, redrawing_id=draft_id, zone_id=here.zones[4].id)
        for zone in (here.edge, here.zones[3]):
            acts.redraw_zone(here.admin, redrawing_id=draft_id, zone_id=zone.id, to_partnership_id=made)
        acts.confirm_redrawing(here.admin, redrawing_id=draft_id)
    assert [row.period.upper for row in excused.all()] == [NEW_YEAR], "excused until it has its area"
    with request_transaction(here.admin):
        acts.undo_redrawing(here.admin, redrawing_id=draft_id)
    assert [row.period.upper for row in excused.all()] == [None]
    assert served(here, NEW_YEAR) == list("GGGRRR")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INTAKE, Role.COACH, Role.PARTNER])
def test_only_the_administrator_draws(here: Neighbours, role: Role) -> None:
    made, who = draft(here), here.giver.acting(role)
    for act in (
        lambda: acts.confirm_redrawing(who, redrawing_id=made),
        lambda: acts.undo_redrawing(who, redrawing_id=made),
        lambda: acts.discard_redrawing(who, redrawing_id=made),
        lambda: acts.draft_redrawing(who, name="x", takes_effect_on=NEW_YEAR, basis="y"),
        lambda: start_partnership(who, code="P99", name="x", since=NEW_YEAR),
    ):
        with pytest.raises(NotFound), request_transaction(who):
            act()
    with request_transaction(who), connection.cursor() as cursor:
        cursor.execute("UPDATE network_redrawing SET name = 'x' WHERE id = %s", [made])
        assert cursor.rowcount == 0
    for statement in (
        "INSERT INTO network_partnershipareaexception (id, partnership_id, period, reason, until_area_given)"
        " VALUES (gen_random_uuid(), %s, daterange('2030-01-01', NULL), 'x', false)",
        "INSERT INTO network_partnershipname (id, partnership_id, name, period, source, assumed)"
        " VALUES (gen_random_uuid(), %s, 'x', daterange('2030-01-01', NULL), 'x', false)",
    ):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            request_transaction(who),
            transaction.atomic(),
        ):
            connection.cursor().execute(statement, [here.giver.partnership.id])


def test_whom_it_concerns_sees_it(here: Neighbours) -> None:
    made = draft(here)
    elsewhere = make_team("9903")
    for who, sees in [
        (here.admin, True),
        (here.giver.acting(Role.COORDINATOR), True),
        (here.receiver.acting(Role.COORDINATOR), True),
        (elsewhere.acting(Role.COORDINATOR), False),
        (here.giver.acting(Role.COACH), False),
        (here.giver.acting(Role.INTAKE), False),
    ]:
        with request_transaction(who):
            assert Redrawing.objects.filter(id=made).exists() is sees
            assert bool(list_redrawings(who)) is sees
    with pytest.raises(NotFound), request_transaction(elsewhere.acting(Role.COORDINATOR)):
        redrawing(elsewhere.acting(Role.COORDINATOR), made)


def test_areas_on_a_day_say_who_is_excused(here: Neighbours, reference_data: None) -> None:
    areas = {
        area.partnership.code: area for area in areas_on(here.admin, NEW_YEAR, zones_on(here.admin, NEW_YEAR))
    }
    assert areas["P07"].reason.startswith("Brussel is één")
    assert (len(areas["P15"].zones), areas["P15"].pieces, areas["P15"].reason) == (3, 1, "")
    assert areas["P15"].under_25 > 20_000
