"""A referral of a family that lives elsewhere goes on to the right desk, with its date, and counts once (rule 8)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Family, Item, Person, Responsibility, Words
from eenplan.network.models import PartnershipZone
from eenplan.referrals import queries
from eenplan.referrals.actions import correct_received, forward, receive, take_up
from eenplan.referrals.enums import DangerAct
from eenplan.referrals.models import Fact, Forwarding, Outcome, ReceivedCorrection, Referral
from tests.cast import Team
from tests.factories.network import PartnershipZoneFactory
from tests.factories.referrals import form, make_referral, where
from tests.once import once

pytestmark = pytest.mark.django_db

FAMILY_TABLES = (Referral, Family, Person, Item, Words, Forwarding, Outcome, ReceivedCorrection)


def sql(text: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def go_on(acting: Acting, referral: Referral, to: Team, reason: str = "Ze wonen daar.") -> None:
    with request_transaction(acting):
        forward(acting, referral_id=referral.id, area=where(to), reason=reason)


def code_of(acting: Acting, referral: Referral, to: Team, reason: str = "Ze wonen daar.") -> str:
    with pytest.raises(RuleBroken) as refused:
        go_on(acting, referral, to, reason)
    assert str(refused.value.message).endswith(".")
    return refused.value.code


MADE_AT = datetime(2026, 11, 21, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """Noon in Brussels; the clock stands."""
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def old(here: Team) -> Referral:
    """A referral of ten days ago."""
    return make_referral(here, received_at=now() - timedelta(days=10))


@pytest.mark.rule(8)
def test_it_keeps_its_reference_its_date_and_its_deadline_and_counts_once(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    go_on(intake, old, there)
    row = Referral.objects.get()
    kept = ("id", "reference", "received_at", "deadline", "sent_token", "family_id")
    assert [getattr(row, name) for name in kept] == [getattr(old, name) for name in kept]
    assert (row.partnership, row.zone, row.municipality) == (
        there.partnership,
        there.zone,
        there.municipality,
    )
    fact = Fact.objects.get()
    assert (fact.referral_id, fact.zone, fact.received_on) == (
        old.id,
        there.zone,
        today() - timedelta(days=10),
    )
    assert (fact.outcome, fact.ended_on) == ("", None)
    assert not Outcome.objects.exists()


@pytest.mark.rule(8)
def test_the_sender_keeps_a_line_and_nothing_else(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    go_on(intake, old, there)
    with request_transaction(intake):
        for model in FAMILY_TABLES:
            assert not model.objects.exists(), model
        (line,) = queries.forwarded_by_us(intake)
        with pytest.raises(NotFound):
            queries.referral(intake, old.id)
    assert (line.reference, line.at, line.to_name) == (
        old.reference,
        now(),
        f"Verband {there.partnership.code}",
    )
    colleague = here.acting(Role.COACH)
    with request_transaction(colleague):
        assert queries.forwarded_by_us(colleague) == []
    stranger = there.acting(Role.INTAKE)
    with request_transaction(stranger):
        assert queries.forwarded_by_us(stranger) == []


@pytest.mark.rule(8)
def test_the_receiver_has_it_at_once_with_where_it_came_from(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    go_on(intake, old, there, "Verhuisd in maart.")
    receiver = there.acting(Role.INTAKE)
    with request_transaction(receiver):
        page = queries.referral(receiver, old.id)
        (passage,) = queries.decisions(receiver, page).passages
        assert page.question
        take_up(receiver, referral_id=old.id)
    assert (passage.from_name, passage.reason) == (f"Verband {here.partnership.code}", "Verhuisd in maart.")
    periods = list(Responsibility.objects.order_by("period").values_list("partnership_id", "period"))
    assert periods == [
        (here.partnership.id, DateRange(today() - timedelta(days=10), today())),
        (there.partnership.id, DateRange(today(), None)),
    ]


@pytest.mark.rule(8)
def test_what_came_wrongly_goes_back_the_same_day(
    here: Team, there: Team, intake: Acting, old: Referral, today_is: Any
) -> None:
    go_on(intake, old, there)
    today_is.shift(timedelta(hours=1))
    receiver = there.acting(Role.COORDINATOR)
    go_on(receiver, old, here, "Toch bij jullie.")
    with request_transaction(intake):
        page = queries.referral(intake, old.id)
        assert [one.reason for one in queries.decisions(intake, page).passages] == [
            "Ze wonen daar.",
            "Toch bij jullie.",
        ]
        assert queries.forwarded_by_us(intake) == []
    with request_transaction(receiver):
        assert [line.reference for line in queries.forwarded_by_us(receiver)] == [old.reference]
        assert not Referral.objects.exists()
    assert Referral.objects.get().received_at == old.received_at
    assert Fact.objects.count() == 1


@pytest.mark.rule(8)
def test_a_call_for_a_family_elsewhere_is_written_down_and_goes_on(
    here: Team, there: Team, intake: Acting
) -> None:
    token = uuid4()
    for _time in ("first", "again"):
        with request_transaction(intake):
            given = receive(intake, form=form(), area=where(there), sent_token=token)
        assert (given.id, given.reference) == Referral.objects.values_list("id", "reference").get()
    row = Referral.objects.get()
    assert (row.partnership, row.taken_by_id) == (there.partnership, intake.actor_id)
    assert Fact.objects.count() == 1
    with request_transaction(intake):
        assert not Referral.objects.exists()


@pytest.mark.rule(8)
@pytest.mark.rule(12)
def test_acute_danger_is_answered_before_it_goes_on(here: Team, there: Team, intake: Acting) -> None:
    from eenplan.referrals.actions import answer_danger

    with request_transaction(intake):
        row = receive(intake, form=form(acute_danger=True), area=where(there), sent_token=uuid4())
    assert row.partnership_id == here.partnership.id
    assert code_of(intake, row, there) == "referrals:danger-first"
    raw = "INSERT INTO referrals_forwarding VALUES (gen_random_uuid(), 'weg', now(), %s, %s, %s, %s, %s)"
    columns = "INSERT INTO referrals_forwarding (id, reason, at, author_id, family_id, from_partnership_id, referral_id, to_partnership_id)"
    text = raw.replace("INSERT INTO referrals_forwarding", columns)
    values = (intake.actor_id, row.family_id, here.partnership.id, row.id, there.partnership.id)
    with pytest.raises(IntegrityError, match="acute danger waits"), request_transaction(intake):
        sql(text, *values)
    with request_transaction(intake):
        answer_danger(
            intake,
            referral_id=row.id,
            who="Sara",
            act=DangerAct.POLICE,
            at=now(),
            agreed="Politie gaat langs.",
        )
    go_on(intake, row, there)
    assert Referral.objects.get().partnership == there.partnership


@pytest.mark.rule(8)
def test_what_cannot_be_forwarded_says_why_and_changes_nothing(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    assert code_of(intake, old, there, " ") == "referrals:reason-missing"
    assert code_of(intake, old, here) == "referrals:our-own-area"
    with pytest.raises(NotFound):
        go_on(there.acting(Role.INTAKE), old, here)
    with request_transaction(intake):
        take_up(intake, referral_id=old.id)
    assert code_of(intake, old, there) == "referrals:outcome-exists"
    assert not Forwarding.objects.exists()
    assert Referral.objects.get().partnership == here.partnership


@pytest.mark.rule(8)
def test_no_raw_statement_moves_or_hides_a_referral(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    with pytest.raises(IntegrityError, match="changes desk by a forwarding"), request_transaction(intake):
        sql("UPDATE referrals_referral SET partnership_id = %s", there.partnership.id)
    with pytest.raises(ProgrammingError, match="permission denied"), request_transaction(intake):
        sql("UPDATE families_responsibility SET partnership_id = %s", there.partnership.id)
    with pytest.raises(ProgrammingError, match="permission denied"), request_transaction(intake):
        sql("DELETE FROM referrals_referral")
    go_on(intake, old, there)
    with request_transaction(intake):
        sql("SELECT count(*) FROM referrals_forwarding")
        assert sql("SELECT * FROM referrals_forwarding") == []
    columns = {name for (name,) in sql(
        "SELECT unnest(proargnames) FROM pg_proc WHERE proname = 'referrals_forwarded_by_us'"
    )}  # fmt: skip
    assert columns == {"referral_id", "reference", "to_partnership_id", "at", "deadline", "sent_token"}


@pytest.mark.rule(7)
@pytest.mark.rule(8)
def test_a_corrected_date_brings_the_area_of_that_day(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    change = today() - timedelta(days=20)
    with writing():
        PartnershipZone.objects.filter(zone=here.zone).update(period=DateRange(change, None))
    PartnershipZoneFactory(
        partnership=there.partnership, zone=here.zone, period=DateRange(date(2021, 7, 1), change)
    )
    with request_transaction(intake):
        correct_received(
            intake,
            referral_id=old.id,
            received_at=now() - timedelta(days=25),
            reason="de brief lag te wachten",
        )
    row = Referral.objects.get()
    assert (row.partnership, row.zone) == (there.partnership, here.zone)
    assert row.received_at == now() - timedelta(days=25)
    assert "de brief lag te wachten" in Forwarding.objects.get().reason


@pytest.mark.rule(7)
def test_what_was_taken_up_stays_with_its_team_when_the_date_is_corrected(
    here: Team, there: Team, intake: Acting, old: Referral
) -> None:
    with request_transaction(intake):
        take_up(intake, referral_id=old.id)
    change = today() - timedelta(days=20)
    with writing():
        PartnershipZone.objects.filter(zone=here.zone).update(period=DateRange(change, None))
    PartnershipZoneFactory(
        partnership=there.partnership, zone=here.zone, period=DateRange(date(2021, 7, 1), change)
    )
    with request_transaction(intake):
        correct_received(
            intake,
            referral_id=old.id,
            received_at=now() - timedelta(days=25),
            reason="de brief lag te wachten",
        )
    assert Referral.objects.get().partnership == here.partnership
    assert not Forwarding.objects.exists()
