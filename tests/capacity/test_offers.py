"""What partners offer: kept by the partner itself and the coordinator; the newest wait holds, and none is lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from eenplan.capacity.actions.offers import Track, add_offer, change_offer, end_offer, say_wait
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.models import Offer, OfferWait
from eenplan.capacity.queries.offers import OfferNow, offer, offers_named, offers_of, waits_said
from eenplan.capacity.rules.offers import may_keep
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from tests.cast import Team, make_team
from tests.factories.partners import PartnerFactory, make_partner
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def team() -> Team:
    return make_team()


@pytest.fixture(autouse=True)
def _midday() -> Iterator[None]:
    """A day on which a test does not end as the next."""
    with time_machine.travel("2026-03-10T11:00:00Z"):
        yield


def own(team: Team) -> Any:
    """The organisation of the team's partner."""
    return team.assignments[Role.PARTNER].staff_member.organisation


def add(acting: Acting, organisation: Any, name: str = "Opvoedhulp thuis", **more: Any) -> Any:
    with request_transaction(acting):
        given = {"help_type": "home_guidance", **more}
        return add_offer(acting, organisation_id=organisation.id, name=name, **given)


def say(acting: Acting, offer_id: Any, weeks: int | None) -> None:
    with request_transaction(acting):
        say_wait(acting, offer_id=offer_id, weeks=weeks)


def offers(acting: Acting, **more: Any) -> list[OfferNow]:
    with request_transaction(acting):
        return offers_of(acting, acting.partnership_id, **more)  # type: ignore[arg-type]  # a worker of a team


def test_a_partner_writes_down_what_it_offers_and_how_long_one_waits(team: Team) -> None:
    partner = team.acting(Role.PARTNER)
    made = add(partner, own(team), weeks=12, says_wait=True)
    (found,) = offers(team.acting(Role.COACH))
    assert (found.id, found.organisation, found.kind) == (made, own(team).name, OfferKind.REGULAR)
    assert found.wait
    assert (found.wait.weeks, found.wait.said_on) == (12, today())
    assert found.wait.by == team.assignments[Role.PARTNER].staff_member.name


def test_the_newest_wait_holds_and_what_was_said_before_stays(team: Team) -> None:
    partner = team.acting(Role.PARTNER)
    made = add(partner, own(team), weeks=12, says_wait=True)
    with time_machine.travel("2026-04-01T11:00:00Z"):
        say(partner, made, 20)
        say(team.acting(Role.COORDINATOR), made, None)
        with request_transaction(partner):
            assert offer(partner, made).wait == waits_said(partner, made)[0]
            assert [one.weeks for one in waits_said(partner, made)] == [None, 20, 12]


def test_a_short_offer_has_places_and_days(team: Team) -> None:
    partner = team.acting(Role.PARTNER)
    track = Track(8, date(2026, 5, 4), date(2026, 6, 15))
    made = add(partner, own(team), kind=OfferKind.SHORT, track=track)
    with request_transaction(partner):
        change_offer(partner, offer_id=made, name="Kaartclub", track=Track(6, *_days(track)))
    (found,) = offers(partner)
    assert (found.name, found.places, found.last_day) == ("Kaartclub", 6, track.last_day)


def _days(track: Track) -> tuple[date, date]:
    return track.first_day, track.last_day


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": "  "}, "network:text-missing"),
        ({"name": "x" * 121}, "network:text-long"),
        ({"help_type": "Therapie!"}, "capacity:offer-type"),
        ({"kind": OfferKind.SHORT}, "capacity:offer-places"),
        (
            {"kind": OfferKind.SHORT, "track": Track(0, date(2026, 5, 4), date(2026, 5, 5))},
            "capacity:offer-places",
        ),
        (
            {"kind": OfferKind.SHORT, "track": Track(3, date(2026, 5, 4), date(2026, 5, 3))},
            "capacity:offer-days",
        ),
        ({"weeks": 521, "says_wait": True}, "capacity:offer-weeks"),
        ({"weeks": -1, "says_wait": True}, "capacity:offer-weeks"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(team: Team, more: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(team.acting(Role.PARTNER), own(team), **more)
    assert refused.value.code == code
    assert not Offer.objects.exists()


def test_the_same_name_twice_is_refused_until_the_first_ended(team: Team) -> None:
    partner = team.acting(Role.PARTNER)
    made = add(partner, own(team))
    with pytest.raises(RuleBroken) as refused:
        add(partner, own(team))
    assert refused.value.code == "capacity:offer-known"
    with request_transaction(partner):
        end_offer(partner, offer_id=made, last_day=today())
    with time_machine.travel(_tomorrow()):
        assert add(partner, own(team)) != made


def _tomorrow() -> str:
    return f"{today() + timedelta(days=1)}T11:00:00Z"


def test_an_offer_that_ended_is_not_offered_but_still_known(team: Team) -> None:
    partner = team.acting(Role.PARTNER)
    made = add(partner, own(team))
    with request_transaction(partner), pytest.raises(RuleBroken) as refused:
        end_offer(partner, offer_id=made, last_day=today() - timedelta(days=1))
    assert refused.value.code == "capacity:offer-past"
    with request_transaction(partner):
        end_offer(partner, offer_id=made, last_day=today())
    assert len(offers(partner)) == 1
    with time_machine.travel(_tomorrow()):
        assert offers(partner) == []
        with request_transaction(partner):
            assert made in offers_named(partner, [made, new_id()])
        with pytest.raises(NotFound):
            say(partner, made, 3)


def test_the_coordinator_does_it_for_each_partner_and_for_nobody_else(team: Team) -> None:
    coordinator = team.acting(Role.COORDINATOR)
    partner = make_partner(team.partnership).organisation
    made = add(coordinator, partner)
    assert [one.id for one in offers(coordinator, organisation_id=partner.id)] == [made]
    with pytest.raises(RuleBroken) as refused:
        add(coordinator, own(team), "Iets anders")
    assert refused.value.code == "capacity:offer-partner"


def test_what_a_partner_offered_that_left_is_not_offered(team: Team) -> None:
    coordinator = team.acting(Role.COORDINATOR)
    leaving = make_partner(team.partnership, until=date(2026, 3, 12)).organisation
    add(coordinator, leaving)
    assert len(offers(coordinator, on=date(2026, 3, 11))) == 1
    assert offers(coordinator, on=date(2026, 3, 12)) == []
    PartnerFactory(organisation=own(team), partnership=team.partnership)
    add(coordinator, own(team))
    assert len(offers(coordinator, on=date(2026, 3, 12))) == 1


ROLES_WITHOUT = [Role.COACH, Role.INTAKE, Role.ADMIN, Role.EXPERT, Role.STEERING]


@pytest.mark.parametrize("role", ROLES_WITHOUT)
def test_nobody_else_keeps_offers(team: Team, role: Role) -> None:
    worker = team.assignments[role].staff_member
    assert not may_keep(team.acting(role), worker.organisation_id)
    made = add(team.acting(Role.PARTNER), own(team))
    with pytest.raises(RuleBroken) as refused:
        say(team.acting(role), made, 3)
    assert refused.value.code == "capacity:offer-who"


@pytest.mark.rule(17)
def test_a_partner_keeps_the_own_organisation_alone(team: Team) -> None:
    partner, other = team.acting(Role.PARTNER), make_partner(team.partnership).organisation
    with pytest.raises(RuleBroken):
        add(partner, other)
    made = add(team.acting(Role.COORDINATOR), other)
    with pytest.raises(RuleBroken):
        say(partner, made, 2)
    elsewhere = make_team("9902")
    with pytest.raises(NotFound):
        say(elsewhere.acting(Role.COORDINATOR), made, 2)
    assert offers(elsewhere.acting(Role.COORDINATOR)) == []


INSERT = (
    "INSERT INTO capacity_offer (id, organisation_id, partnership_id, name, help_type, kind, period)"
    " VALUES (gen_random_uuid(), %s, %s, 'Langs de deur', 'other', 'regular', daterange(%s, NULL))"
)


def refused_by_database(acting: Acting, statement: str, values: list[Any]) -> None:
    with (
        request_transaction(acting),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(statement, values)


def test_the_database_itself_refuses_what_is_not_theirs(team: Team) -> None:
    partner = team.acting(Role.PARTNER)
    other = make_partner(team.partnership).organisation
    refused_by_database(partner, INSERT, [other.id, team.partnership.id, today()])
    refused_by_database(partner, INSERT, [own(team).id, make_team("9902").partnership.id, today()])
    refused_by_database(partner, INSERT, [own(team).id, team.partnership.id, date(2020, 1, 1)])
    for role in ROLES_WITHOUT:
        organisation = team.assignments[role].staff_member.organisation_id
        refused_by_database(team.acting(role), INSERT, [organisation, team.partnership.id, today()])


def test_what_was_said_of_a_wait_is_only_added_and_by_who_says_it(team: Team) -> None:
    partner, coach = team.acting(Role.PARTNER), team.acting(Role.COACH)
    made = add(partner, own(team), weeks=4, says_wait=True)
    insert = (
        "INSERT INTO capacity_offerwait (id, offer_id, weeks, said_on, said_by_id)"
        " VALUES (gen_random_uuid(), %s, 1, %s, %s)"
    )
    refused_by_database(coach, insert, [made, today(), coach.actor_id])
    refused_by_database(partner, insert, [made, today(), coach.actor_id])
    refused_by_database(partner, insert, [made, today() - timedelta(days=1), partner.actor_id])
    refused_by_database(partner, "UPDATE capacity_offerwait SET weeks = 1 WHERE offer_id = %s", [made])
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM capacity_offerwait")
    assert OfferWait.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_two_questions_whatever_it_holds(
    team: Team, number: int, django_assert_num_queries: Any
) -> None:
    partner = team.acting(Role.PARTNER)
    for name in range(number):
        add(partner, own(team), f"Aanbod {name}", weeks=name, says_wait=True)
    with request_transaction(partner), django_assert_num_queries(2):
        assert len(offers_of(partner, team.partnership.id)) == number
