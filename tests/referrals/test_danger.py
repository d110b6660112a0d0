"""Acute danger has a path of its own: somebody with a name answers it, and nothing goes around that (rule 12)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.referrals import queries
from eenplan.referrals.actions import (
    NewStep,
    answer_danger,
    end,
    end_with_consult,
    note_crisis_call,
    report_danger,
    take_up,
)
from eenplan.referrals.enums import CrisisAgreement, CrisisKind, DangerAct, OutcomeKind, State
from eenplan.referrals.models import CrisisCall, DangerResponse, Outcome, Referral, Waiting
from tests.cast import Team
from tests.factories.referrals import make_referral
from tests.once import once

pytestmark = pytest.mark.django_db

ANSWER = {"who": "Sara Voorbeeld", "act": DangerAct.CRISIS_HOTLINE, "agreed": "Zij gaan vanavond langs."}


def do(acting: Acting, verb: Any, **how: Any) -> Any:
    with request_transaction(acting):
        return verb(acting, **how)


def refused(acting: Acting, verb: Any, **how: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        do(acting, verb, **how)
    assert str(caught.value.message).endswith((".", "?"))
    return caught.value.code


def is_open(acting: Acting, row: Referral) -> bool:
    with request_transaction(acting):
        return queries.referral(acting, row.id).danger_open


def on_top(acting: Acting) -> int:
    with request_transaction(acting):
        return Waiting.objects.filter(acute_danger=True).count()


MADE_AT = datetime(2026, 11, 21, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """Noon in Brussels; the clock stands."""
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def danger(here: Team) -> Referral:
    """A referral with acute danger."""
    return make_referral(here, acute_danger=True)


@pytest.mark.rule(12)
def test_it_stays_on_top_until_somebody_with_a_name_did_something(intake: Acting, danger: Referral) -> None:
    assert (is_open(intake, danger), on_top(intake)) == (True, 1)
    do(intake, take_up, referral_id=danger.id)
    assert (is_open(intake, danger), on_top(intake)) == (True, 1)
    for missing in ("who", "agreed"):
        code = refused(intake, answer_danger, referral_id=danger.id, at=now(), **ANSWER | {missing: " "})
        assert code == f"referrals:danger-{missing}"
    later = now() + timedelta(hours=1)
    assert (
        refused(intake, answer_danger, referral_id=danger.id, at=later, **ANSWER)
        == "referrals:danger-in-future"
    )
    assert is_open(intake, danger)
    do(intake, answer_danger, referral_id=danger.id, at=now() - timedelta(hours=2), **ANSWER)
    assert (is_open(intake, danger), on_top(intake)) == (False, 0)
    row = DangerResponse.objects.get()
    assert (row.who, row.author_id, row.recorded_at) == ("Sara Voorbeeld", intake.actor_id, now())


@pytest.mark.rule(12)
@pytest.mark.parametrize("kind", [OutcomeKind.FORWARDED, OutcomeKind.WITHDRAWN, OutcomeKind.NOT_ELIGIBLE])
def test_it_is_not_ended_silently(intake: Acting, danger: Referral, kind: OutcomeKind) -> None:
    how = {"referral_id": danger.id, "kind": kind, "reason": "zomaar"}
    assert refused(intake, end, **how) == "referrals:danger-first"
    consult = {
        "referral_id": danger.id, "advice": "Bel.", "steps": [NewStep("Bellen", today())],
        "given_by": intake.actor_id, "on": today(),
    }  # fmt: skip
    assert refused(intake, end_with_consult, **consult) == "referrals:danger-first"
    assert Referral.objects.get().state == State.RECEIVED
    do(intake, answer_danger, referral_id=danger.id, at=now(), **ANSWER)
    do(intake, end, **how)
    assert Outcome.objects.get().kind == kind


@pytest.mark.rule(12)
def test_no_raw_statement_ends_or_unsays_it(intake: Acting, danger: Referral) -> None:
    outcome = (
        'INSERT INTO referrals_outcome (referral_id, family_id, kind, at, "on", actor_id, reason_code, reason)'
        " VALUES (%s, %s, 'withdrawn', now(), current_date, %s, 'other', 'weg')"
    )
    with (
        pytest.raises(IntegrityError, match="acute danger waits"),
        request_transaction(intake),
        connection.cursor() as cursor,
    ):
        cursor.execute(outcome, [danger.id, danger.family_id, intake.actor_id])
    for value in ("false", "NULL"):
        with (
            pytest.raises(IntegrityError, match="answered, not unsaid"),
            request_transaction(intake),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE referrals_referral SET acute_danger = {value}")
    assert is_open(intake, danger)


@pytest.mark.rule(12)
def test_it_can_be_said_later_and_again(here: Team, intake: Acting) -> None:
    row = make_referral(here)
    assert refused(intake, answer_danger, referral_id=row.id, at=now(), **ANSWER) == "referrals:no-danger"
    assert refused(intake, report_danger, referral_id=row.id, text=" ") == "referrals:danger-unsaid"
    do(intake, report_danger, referral_id=row.id, text="Buren hoorden geroep.")
    assert is_open(intake, row)
    do(intake, answer_danger, referral_id=row.id, at=now(), **ANSWER)
    assert not is_open(intake, row)
    with time_machine.travel(now() + timedelta(hours=3), tick=False):
        do(intake, report_danger, referral_id=row.id, text="Opnieuw.")
        assert (is_open(intake, row), on_top(intake)) == (True, 1)


@pytest.mark.rule(12)
def test_another_team_neither_says_nor_answers_it(there: Team, danger: Referral) -> None:
    stranger = there.acting(Role.INTAKE)
    for verb, how in ((report_danger, {"text": "x"}), (answer_danger, ANSWER | {"at": now()})):
        with pytest.raises(NotFound):
            do(stranger, verb, referral_id=danger.id, **how)
    with request_transaction(stranger):
        assert not DangerResponse.objects.exists()


def test_a_contact_with_a_crisis_hotline_is_noted(here: Team, there: Team, intake: Acting) -> None:
    row = make_referral(here)
    call = {
        "referral_id": row.id, "hotline": "Crisismeldpunt Limburg", "kind": CrisisKind.DISPATCH,
        "at": now() - timedelta(days=30), "by": "De school", "agreed": CrisisAgreement.UNCLEAR,
    }  # fmt: skip
    for changes, code in (
        ({"hotline": " "}, "referrals:crisis-hotline"),
        ({"by": ""}, "referrals:crisis-by"),
        ({"at": now() + timedelta(days=1)}, "referrals:crisis-in-future"),
    ):
        assert refused(intake, note_crisis_call, **call | changes) == code
    do(intake, note_crisis_call, **call)
    with request_transaction(intake):
        (kept,) = queries.crisis_calls(intake, row.family_id)
    assert (kept.hotline, kept.agreed) == ("Crisismeldpunt Limburg", CrisisAgreement.UNCLEAR)
    stranger = there.acting(Role.INTAKE)
    with pytest.raises(NotFound):
        do(stranger, note_crisis_call, **call)
    with request_transaction(stranger):
        assert not CrisisCall.objects.exists()
