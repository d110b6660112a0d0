"""The law in the database itself: tried with raw SQL, as the owner and as the web."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from eenplan.core.acting import Acting, public_form, request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.enums import Channel
from eenplan.referrals.actions import end, plan_first_conversation, take_up
from eenplan.referrals.enums import OutcomeKind
from eenplan.referrals.models import Fact, Outcome, ReceivedCorrection, Referral
from tests.cast import Team, make_official
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement, and the deferred constraints after it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall() if cursor.description else []
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return rows


def act(acting: Acting, verb: Any, referral: Referral, **how: Any) -> Referral:
    with request_transaction(acting):
        return verb(acting, referral_id=referral.id, **how)


@pytest.fixture
def referral(here: Team) -> Any:
    """A referral of today."""
    with time_machine.travel(NOW, tick=False):
        yield make_referral(here)


CORRECTION = (
    "INSERT INTO referrals_receivedcorrection (id, family_id, referral_id, old, new, reason, author_id, at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, now())"
)
MOVE = "UPDATE referrals_referral SET received_at = %s, deadline = %s WHERE id = %s"
EARLIER, DEADLINE = datetime(2026, 11, 1, 9, tzinfo=UTC), date(2026, 12, 1)


@pytest.mark.rule(1)
def test_receipt_does_not_change_without_a_correction(referral: Referral, intake: Acting) -> None:
    with pytest.raises(IntegrityError, match="only with a correction"):
        sql(MOVE, EARLIER, DEADLINE, referral.id)
    with pytest.raises(IntegrityError, match="only with a correction"), request_transaction(intake):
        sql(MOVE, EARLIER, DEADLINE, referral.id)


@pytest.mark.rule(1)
def test_a_correction_holds_for_its_own_values_only(referral: Referral, intake: Acting) -> None:
    family, actor = referral.family_id, intake.actor_id
    other = EARLIER - timedelta(days=1)
    for old, new in ((referral.received_at, other), (other, EARLIER)):
        sql(CORRECTION, family, referral.id, old, new, "omdat", actor)
        with pytest.raises(IntegrityError, match="only with a correction"):
            sql(MOVE, EARLIER, DEADLINE, referral.id)
    sql(CORRECTION, family, referral.id, referral.received_at, EARLIER, "omdat", actor)
    sql(MOVE, EARLIER, DEADLINE, referral.id)
    assert Referral.objects.get().deadline == DEADLINE


@pytest.mark.rule(1)
def test_a_correction_of_an_earlier_transaction_does_not_count(referral: Referral, intake: Acting) -> None:
    sql(CORRECTION, referral.family_id, referral.id, referral.received_at, EARLIER, "omdat", intake.actor_id)
    sql("UPDATE referrals_receivedcorrection SET written_in = '1'")  # as if it were of long ago
    with pytest.raises(IntegrityError, match="only with a correction"):
        sql(MOVE, EARLIER, DEADLINE, referral.id)


@pytest.mark.rule(1)
def test_the_transaction_of_a_correction_cannot_be_made_up(referral: Referral, intake: Acting) -> None:
    sql(
        CORRECTION.replace(" at)", " at, written_in)").replace("now())", "now(), '1')"),
        referral.family_id,
        referral.id,
        referral.received_at,
        EARLIER,
        "omdat",
        intake.actor_id,
    )
    assert sql("SELECT written_in = pg_current_xact_id() FROM referrals_receivedcorrection") == [(True,)]


@pytest.mark.rule(1)
def test_a_correction_has_a_reason_and_corrects_something(referral: Referral, intake: Acting) -> None:
    at, actor, family = referral.received_at, intake.actor_id, referral.family_id
    with pytest.raises(IntegrityError, match="referrals_correction_has_reason"):
        sql(CORRECTION, family, referral.id, at, EARLIER, "", actor)
    with pytest.raises(IntegrityError, match="referrals_correction_corrects"):
        sql(CORRECTION, family, referral.id, at, at, "omdat", actor)


@pytest.mark.rule(1)
@pytest.mark.parametrize("table", ["referrals_receivedcorrection", "referrals_outcome"])
def test_the_web_only_appends(referral: Referral, intake: Acting, table: str) -> None:
    for statement in (f"UPDATE {table} SET reason = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(ProgrammingError, match="permission denied"), request_transaction(intake):
            sql(statement)


@pytest.mark.rule(2)
def test_the_database_knows_when_a_month_is_over(referral: Referral) -> None:
    with pytest.raises(IntegrityError, match="referrals_deadline_is_a_month"):
        sql(
            "INSERT INTO referrals_referral SELECT (jsonb_populate_record(r, jsonb_build_object("
            "'id', gen_random_uuid(), 'sent_token', gen_random_uuid(), 'reference', 'AAA-AAAA',"
            "'deadline', r.deadline + 1))).* FROM referrals_referral r"
        )


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "received",
    [
        datetime(2026, 1, 31, 9, tzinfo=UTC),
        datetime(2024, 1, 31, 9, tzinfo=UTC),
        datetime(2026, 1, 30, 23, 30, tzinfo=UTC),
        datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
    ],
)
def test_the_database_and_the_rule_count_alike(here: Team, received: datetime) -> None:
    assert make_referral(here, received_at=received).deadline > received.date()


@pytest.mark.rule(4)
@pytest.mark.parametrize("table", ["referrals_referral", "referrals_fact"])
def test_lateness_is_never_wiped_out(here: Team, table: str) -> None:
    late = make_referral(here, received_at=datetime(2026, 9, 1, 9, tzinfo=UTC)).late_since
    for value in (None, late + timedelta(days=1)):
        with pytest.raises(IntegrityError, match="never wiped out"):
            sql(f"UPDATE {table} SET late_since = %s", value)
    sql(f"UPDATE {table} SET late_since = %s", late - timedelta(days=1))


@pytest.mark.rule(4)
def test_a_correction_by_hand_keeps_lateness_too(here: Team, intake: Acting) -> None:
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=False):
        row = make_referral(here)
    assert row.late_since is None
    later = datetime(2026, 11, 1, 9, tzinfo=UTC)
    with time_machine.travel(NOW, tick=False), request_transaction(intake):
        sql(CORRECTION, row.family_id, row.id, row.received_at, later, "omdat", intake.actor_id)
        sql(MOVE, later, date(2026, 12, 1), row.id)
    assert Referral.objects.get().late_since == date(2026, 10, 2)


@pytest.mark.rule(9)
def test_one_outcome_and_a_state_that_goes_with_it(referral: Referral, intake: Acting) -> None:
    insert = (
        'INSERT INTO referrals_outcome (referral_id, family_id, kind, at, "on", actor_id, reason_code, reason)'
        " VALUES (%s, %s, %s, now(), current_date, %s, 'other', 'omdat')"
    )
    with pytest.raises(IntegrityError, match="does not go with the outcome"):
        sql(insert, referral.id, referral.family_id, "withdrawn", intake.actor_id)
    with pytest.raises(IntegrityError, match="does not go with the outcome"):
        sql("UPDATE referrals_referral SET state = 'ended'")
    act(intake, end, referral, kind=OutcomeKind.WITHDRAWN, reason="omdat")
    with pytest.raises(IntegrityError, match="referrals_outcome_pkey"):
        sql(insert, referral.id, referral.family_id, "forwarded", intake.actor_id)
    with pytest.raises(IntegrityError, match="does not go with the outcome"):
        sql("DELETE FROM referrals_outcome")
    with pytest.raises(IntegrityError, match="does not go with the outcome"):
        sql("UPDATE referrals_outcome SET kind = 'taken_up'")
    for change in ("reason = ''", "reason_code = ''"):
        with pytest.raises(IntegrityError, match="referrals_outcome_has_reason"):
            sql(f"UPDATE referrals_outcome SET {change}")


@pytest.mark.rule(10)
@pytest.mark.parametrize("kind", ["contra_indication", "refused", ""])
def test_the_database_knows_no_other_outcome(referral: Referral, intake: Acting, kind: str) -> None:
    act(intake, end, referral, kind=OutcomeKind.WITHDRAWN, reason="omdat")
    with pytest.raises(IntegrityError, match="referrals_outcome_kind"):
        sql("UPDATE referrals_outcome SET kind = %s", kind)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'somewhere'", "referrals_state"),
        ("state = 'taken_up'", "referrals_taken_up_has_moment"),
        ("taken_up_at = now()", "referrals_taken_up_has_moment"),
        ("coach_given_at = now()", "referrals_coach_after_take_up"),
        ("state = 'coach_given', taken_up_at = now()", "referrals_coach_given_has_moment"),
        ("state = 'conversation_held', taken_up_at = now()", "referrals_conversation_has_contact"),
        ("state = 'conversation_planned', taken_up_at = now()", "referrals_conversation_has_contact"),
        ("eligibility_override = 'omdat'", "referrals_override_has_author"),
    ],
)
def test_states_and_pairs_hold(referral: Referral, change: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        sql(f"UPDATE referrals_referral SET {change}")


@pytest.mark.rule(3)
def test_a_conversation_that_was_only_planned_is_not_held(referral: Referral, intake: Acting) -> None:
    with time_machine.travel(NOW, tick=False):
        act(intake, take_up, referral)
        act(
            intake,
            plan_first_conversation,
            referral,
            when=NOW + timedelta(days=1),
            channel=Channel.HOME,
        )
    with pytest.raises(IntegrityError, match="does not go with the first conversation"):
        sql("UPDATE referrals_referral SET state = 'conversation_held'")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("conversation_held_on = current_date", "referrals_fact_held_and_recorded"),
        ("conversation_recorded_on = current_date", "referrals_fact_held_and_recorded"),
        ("ended_on = current_date", "referrals_fact_ended"),
        ("outcome = 'withdrawn'", "referrals_fact_ended"),
        ("outcome = 'taken_up', ended_on = current_date", "referrals_fact_ended"),
    ],
)
def test_pairs_of_the_fact_hold(referral: Referral, change: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        sql(f"UPDATE referrals_fact SET {change}")


def test_the_fact_outlives_the_file_and_names_nobody(referral: Referral) -> None:
    kinds = {
        field.name: field.get_internal_type()
        for field in Fact._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField", "EmailField")
    }
    assert set(kinds) == {"referrer_type", "outcome"}  # the only texts, both fixed choices
    with writing():
        referral.family.delete()
    assert not Referral.objects.exists()
    assert Fact.objects.get().referral_id == referral.id


def test_whoever_counts_sees_facts_and_changes_none(here: Team, there: Team, referral: Referral) -> None:
    official = make_official()
    seen = {}
    for name, acting in {
        "official": Acting(official.staff_member.actor_id, "staff", Role.OFFICIAL),
        "intake there": there.acting(Role.INTAKE),
        "admin": here.acting(Role.ADMIN),
        "partner": here.acting(Role.PARTNER),
        "form": public_form(),
    }.items():
        with request_transaction(acting):
            seen[name] = Fact.objects.count()
            assert sql("UPDATE referrals_fact SET children = 99 RETURNING id") == []
            for model in (Referral, Outcome, ReceivedCorrection):
                assert model.objects.count() == 0
    assert seen == {"official": 1, "intake there": 1, "admin": 1, "partner": 0, "form": 0}


def test_a_fact_needs_a_referral_within_reach(referral: Referral, there: Team) -> None:
    acting = there.acting(Role.INTAKE)
    for about in (referral.id, uuid4(), None):
        with pytest.raises(ProgrammingError, match="row-level security"), request_transaction(acting):
            sql(
                "INSERT INTO referrals_fact (id, referral_id, family_token, children, received_on, deadline,"
                " municipality_id, zone_id, referrer_type, outcome, demo) SELECT gen_random_uuid(), %s,"
                " gen_random_uuid(), 1, current_date, current_date, municipality_id, zone_id, 'clb', '', true"
                " FROM referrals_fact",
                about,
            )


def test_a_referral_or_outcome_is_not_written_below_others(
    referral: Referral, here: Team, there: Team
) -> None:
    acting = there.acting(Role.INTAKE)
    own = make_referral(there)
    with pytest.raises(IntegrityError, match="changes desk by a forwarding"), request_transaction(acting):
        sql("UPDATE referrals_referral SET family_id = %s WHERE id = %s", referral.family_id, own.id)
    with pytest.raises(ProgrammingError, match="row-level security"), request_transaction(acting):
        sql(CORRECTION, own.family_id, referral.id, NOW, EARLIER, "omdat", acting.actor_id)
