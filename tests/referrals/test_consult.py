"""A consult is a full outcome: advice, steps with a day, a day to call back, and names of nobody (rule 9)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import NewDetail
from eenplan.families.enums import DetailKind
from eenplan.referrals import queries
from eenplan.referrals.actions import (
    NewStep,
    end,
    end_with_consult,
    name_family,
    note_called_back,
    take_up,
)
from eenplan.referrals.enums import OutcomeKind, State
from eenplan.referrals.models import Consult, ConsultStep, Fact, Outcome, ReceivedCorrection, Referral
from eenplan.referrals.rules import names_in
from tests.cast import Team
from tests.factories.referrals import make_referral, send_form
from tests.referrals.test_knows import CONSULT

pytestmark = pytest.mark.django_db


MADE_AT = datetime(2026, 11, 21, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """Noon in Brussels; the clock stands."""
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


def consult(acting: Acting, row: Referral, **changes: Any) -> None:
    how = {
        "advice": "Ga eerst samen langs bij de huisarts.",
        "steps": [NewStep("Een afspraak maken", today() + timedelta(days=7))],
        "given_by": acting.actor_id,
        "on": today(),
    }
    with request_transaction(acting):
        end_with_consult(acting, referral_id=row.id, **how | changes)


def refused(acting: Acting, row: Referral, **changes: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        consult(acting, row, **changes)
    assert str(caught.value.message).endswith((".", "?"))
    return caught.value.code


@pytest.mark.rule(9)
def test_it_ends_intake_with_what_the_referrer_will_do(here: Team, intake: Acting) -> None:
    row = make_referral(here)
    consult(intake, row, family_told=True, call_back_on=today() + timedelta(days=14))
    kept, outcome = Consult.objects.get(), Outcome.objects.get()
    assert (outcome.kind, outcome.actor_id, outcome.on) == (
        OutcomeKind.CONSULT_ONLY,
        intake.actor_id,
        today(),
    )
    assert (kept.given_by_id, kept.family_told, kept.on) == (intake.actor_id, True, today())
    assert ConsultStep.objects.get().by == today() + timedelta(days=7)
    assert Referral.objects.get().state == State.ENDED
    assert Fact.objects.get().outcome == OutcomeKind.CONSULT_ONLY
    assert refused(intake, row) == "referrals:outcome-exists"


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"advice": " "}, "referrals:consult-advice"),
        ({"steps": []}, "referrals:consult-steps"),
        ({"steps": [NewStep("", date(2026, 12, 1))]}, "referrals:consult-steps"),
        ({"steps": [NewStep("x", date(2026, 11, 1))]}, "referrals:consult-step-before"),
        ({"steps": [NewStep("x", date(2026, 12, 1))] * 11}, "referrals:consult-steps"),
        ({"on": date(2026, 11, 22)}, "referrals:day-in-future"),
        ({"on": date(2026, 11, 1)}, "referrals:day-before-received"),
        ({"call_back_on": date(2026, 11, 20)}, "referrals:call-back-past"),
        ({"advice": "Bel met GEHEIM-dochter."}, "referrals:consult-names"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    here: Team, intake: Acting, changes: dict[str, Any], code: str
) -> None:
    row = make_referral(here)
    assert refused(intake, row, **changes) == code
    assert not Consult.objects.exists()
    assert Referral.objects.get().state == State.RECEIVED


def test_whole_names_are_found_and_parts_are_not() -> None:
    assert names_in("Bel Zoë morgen", ["zoe"]) == "zoe"
    assert names_in("Vraag het aan Jan de Smet.", ["", "De Smet"]) == "De Smet"
    assert names_in("De zoektocht", ["zoe", "De"]) == ""


@pytest.mark.rule(9)
def test_the_desk_calls_back_until_it_is_done(here: Team, there: Team, intake: Acting) -> None:
    row = make_referral(here)
    soon = today() + timedelta(days=3)
    consult(intake, row, call_back_on=soon)
    with request_transaction(intake):
        assert queries.to_call_back(intake, until=today()) == []
        (line,) = queries.to_call_back(intake, until=soon)
    assert (line.reference, line.on) == (row.reference, soon)
    stranger = there.acting(Role.INTAKE)
    with request_transaction(stranger):
        assert queries.to_call_back(stranger, until=soon) == []
        with pytest.raises(NotFound):
            note_called_back(stranger, referral_id=row.id, on=today())
    with request_transaction(intake):
        note_called_back(intake, referral_id=row.id, on=today(), note="Het gaat beter.")
    with request_transaction(intake):
        assert queries.to_call_back(intake, until=soon) == []
    with pytest.raises(RuleBroken) as caught, request_transaction(intake):
        note_called_back(intake, referral_id=row.id, on=today())
    assert caught.value.code == "referrals:nothing-to-call"


@pytest.mark.rule(9)
def test_a_consult_without_names_ends_as_a_consult_only(here: Team, intake: Acting) -> None:
    row = send_form(here, **CONSULT)
    for verb, how in (
        (take_up, {}),
        (end, {"kind": OutcomeKind.WITHDRAWN, "reason": "weg"}),
    ):
        with pytest.raises(RuleBroken) as caught, request_transaction(intake):
            verb(intake, referral_id=row.id, **how)
        assert caught.value.code == "referrals:no-names"
    consult(intake, row)
    assert Outcome.objects.get().kind == OutcomeKind.CONSULT_ONLY


@pytest.mark.rule(1)
@pytest.mark.rule(9)
def test_once_the_family_agrees_it_becomes_a_referral_of_today(here: Team, intake: Acting) -> None:
    with time_machine.travel(now() - timedelta(days=60), tick=False):
        row = send_form(here, **CONSULT)
    for changes, code in (
        ({"family_name": " "}, "referrals:name-missing"),
        ({"agreed": ""}, "referrals:agreed-missing"),
    ):
        with pytest.raises(RuleBroken) as caught, request_transaction(intake):
            name_family(
                intake,
                referral_id=row.id,
                **{"family_name": "Voorbeeld", "agreed": "Mama, aan de telefoon."} | changes,
            )
        assert caught.value.code == code
    with request_transaction(intake):
        name_family(
            intake,
            referral_id=row.id,
            family_name="Voorbeeld",
            agreed="Mama, aan de telefoon.",
            details=[NewDetail(DetailKind.PHONE, "089 00 00 12", True)],
            safe_to_contact=True,
        )
    named = Referral.objects.get()
    assert (named.anonymous, named.family.name, named.received_at) == (False, "Voorbeeld", now())
    assert (named.deadline.isoformat(), named.late_since) == ("2026-12-21", None)
    assert "Mama, aan de telefoon." in ReceivedCorrection.objects.get().reason
    fact = Fact.objects.get()
    assert (fact.anonymous, fact.outcome, fact.received_on) == (False, "", today())
    with request_transaction(intake):
        take_up(intake, referral_id=row.id)
    with pytest.raises(RuleBroken) as caught, request_transaction(intake):
        name_family(intake, referral_id=row.id, family_name="Nog", agreed="ja")
    assert caught.value.code == "referrals:outcome-exists"
