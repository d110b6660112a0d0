"""What is done to a referral: one outcome, one first conversation, a clock that nobody turns back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.db.utils import IntegrityError

from eenplan.core.acting import Acting, public_form, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import Channel, ContactKind, ContactStatus
from eenplan.families.models import Contact
from eenplan.referrals.actions import (
    cancel_first_conversation,
    correct_received,
    end,
    note_coach_given,
    note_first_contact,
    note_help_started,
    plan_first_conversation,
    record_first_conversation,
    take_up,
)
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, State
from eenplan.referrals.facts import clock_on
from eenplan.referrals.models import Fact, Outcome, ReceivedCorrection, Referral
from tests.cast import Team, people_of
from tests.factories.referrals import make_referral
from tests.once import once

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 10, 27, 9, 0, tzinfo=UTC)  # deadline: 27 November


MADE_AT = RECEIVED


@pytest.fixture(autouse=True)
def clock() -> Any:
    """The time of the test, begun on the day of receipt; `clock.move_to(...)` goes on."""
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def referral(here: Team) -> Referral:
    """A referral of 27 October 2026."""
    return make_referral(here)


def run(acting: Acting, verb: Callable[..., Referral], referral: Referral, **how: Any) -> Referral:
    """Do one act as a request does it; gives the row as it then stands."""
    with request_transaction(acting):
        verb(acting, referral_id=referral.id, **how)
    return Referral.objects.get(id=referral.id)


def refused(acting: Acting, verb: Callable[..., Referral], referral: Referral, **how: Any) -> str:
    """With which code an act is refused; each refusal has words for a person."""
    before = Referral.objects.filter(id=referral.id).values().get()
    with pytest.raises(RuleBroken) as caught:
        run(acting, verb, referral, **how)
    assert str(caught.value.message).endswith((".", "?"))
    assert Referral.objects.filter(id=referral.id).values().get() == before
    return caught.value.code


def family_at_the_table(referral: Referral) -> list[UUID]:
    """The first person of the family."""
    return [people_of(referral.family)[0].id]


def hold(acting: Acting, referral: Referral, held_at: datetime) -> Referral:
    """Record that the first conversation was held."""
    return run(
        acting, record_first_conversation, referral, held_at=held_at, present=family_at_the_table(referral)
    )


def fact_of(referral: Referral) -> Fact:
    """The anonymous row."""
    return Fact.objects.get(referral_id=referral.id)


# Rule 1


@pytest.mark.rule(1)
def test_the_moment_of_receipt_is_corrected_with_a_reason_that_stays(
    intake: Acting, referral: Referral
) -> None:
    earlier = RECEIVED - timedelta(days=3)
    row = run(intake, correct_received, referral, received_at=earlier, reason=" De brief lag er al. ")
    assert (row.received_at, row.deadline) == (earlier, date(2026, 11, 24))
    correction = ReceivedCorrection.objects.get()
    assert (correction.old, correction.new, correction.reason) == (RECEIVED, earlier, "De brief lag er al.")
    assert correction.author_id == intake.actor_id
    assert (fact_of(row).received_on, fact_of(row).deadline) == (date(2026, 10, 24), date(2026, 11, 24))


@pytest.mark.rule(1)
def test_a_correction_needs_a_reason_and_a_possible_moment(intake: Acting, referral: Referral) -> None:
    def why(received_at: datetime, reason: str = "omdat") -> str:
        return refused(intake, correct_received, referral, received_at=received_at, reason=reason)

    assert why(RECEIVED - timedelta(days=1), "  ") == "referrals:reason-missing"
    assert why(RECEIVED) == "referrals:received-unchanged"
    assert why(RECEIVED + timedelta(seconds=1)) == "referrals:received-in-future"
    assert ReceivedCorrection.objects.count() == 0


@pytest.mark.rule(1)
def test_receipt_is_not_moved_past_what_was_done(intake: Acting, referral: Referral, clock: Any) -> None:
    run(intake, take_up, referral)
    clock.move_to(RECEIVED + timedelta(days=5))
    code = refused(
        intake, correct_received, referral, received_at=RECEIVED + timedelta(days=2), reason="omdat"
    )
    assert code == "referrals:received-after-acts"


# Rules 3 and 4


@pytest.mark.rule(3)
def test_planning_calling_off_and_missing_stop_no_clock(intake: Acting, referral: Referral) -> None:
    def running() -> bool:
        row = Referral.objects.select_related("first_conversation").get(id=referral.id)
        return clock_on(row, None, today()).is_running

    run(intake, take_up, referral)
    assert running()
    when = RECEIVED + timedelta(days=2)
    row = run(intake, plan_first_conversation, referral, when=when, channel=Channel.HOME)
    assert (row.state, running()) == (State.CONVERSATION_PLANNED, True)
    for status in (ContactStatus.CANCELLED, ContactStatus.MISSED):
        row = run(intake, cancel_first_conversation, referral, status=status)
        assert (row.state, row.first_conversation, running()) == (State.TAKEN_UP, None, True)
        run(intake, plan_first_conversation, referral, when=when, channel=Channel.HOME)
    run(intake, note_first_contact, referral, on=today())
    run(intake, note_coach_given, referral)
    run(intake, note_help_started, referral, on=today())
    assert running()
    assert fact_of(referral).conversation_held_on is None
    hold(intake, referral, RECEIVED)
    assert not running()


@pytest.mark.rule(3)
def test_a_conversation_without_the_family_does_not_count(intake: Acting, referral: Referral) -> None:
    run(intake, take_up, referral)
    code = refused(intake, record_first_conversation, referral, held_at=RECEIVED, present=[])
    assert code == "nobody-of-the-family"


@pytest.mark.rule(3)
def test_a_conversation_is_past_and_after_receipt(intake: Acting, referral: Referral) -> None:
    present = family_at_the_table(referral)
    how = {"held_at": RECEIVED, "present": present}
    assert refused(intake, record_first_conversation, referral, **how) == "referrals:not-taken-up"
    run(intake, take_up, referral)
    how["held_at"] = RECEIVED + timedelta(minutes=1)
    assert refused(intake, record_first_conversation, referral, **how) == "held-in-future"
    how["held_at"] = RECEIVED - timedelta(minutes=1)
    assert refused(intake, record_first_conversation, referral, **how) == "referrals:held-before-received"
    hold(intake, referral, RECEIVED)
    how["held_at"] = RECEIVED
    assert refused(intake, record_first_conversation, referral, **how) == "referrals:already-held"
    later = {"when": RECEIVED + timedelta(days=9), "channel": Channel.HOME}
    assert refused(intake, plan_first_conversation, referral, **later) == "referrals:already-held"


@pytest.mark.rule(3)
def test_somebody_of_another_family_is_nobody_of_this_family(
    here: Team, intake: Acting, referral: Referral
) -> None:
    stranger = family_at_the_table(make_referral(here))
    run(intake, take_up, referral)
    with pytest.raises(IntegrityError, match="another family"):
        run(intake, record_first_conversation, referral, held_at=RECEIVED, present=stranger)


def test_a_planned_conversation_becomes_the_held_one(
    here: Team, intake: Acting, referral: Referral, clock: Any
) -> None:
    coach = here.acting(Role.COACH).actor_id
    when = RECEIVED + timedelta(days=7)
    run(intake, take_up, referral)
    run(intake, note_coach_given, referral)
    planned = run(
        intake, plan_first_conversation, referral, when=when, channel=Channel.HOME, staff_actor_id=coach
    )
    clock.move_to(when + timedelta(hours=2))
    row = run(
        intake,
        record_first_conversation,
        referral,
        held_at=when,
        present=family_at_the_table(referral),
        channel=Channel.OFFICE,
        text="We hebben tijd genomen.",
    )
    assert row.first_conversation_id == planned.first_conversation_id
    contact = Contact.objects.get(kind=ContactKind.FIRST_CONVERSATION)
    assert (contact.status, contact.channel, contact.staff_id) == ("held", "office", coach)
    assert (row.state, row.first_contact_on) == (State.CONVERSATION_HELD, when.date())
    fact = fact_of(row)
    assert (fact.conversation_held_on, fact.conversation_recorded_on) == (when.date(), when.date())
    assert (fact.taken_up_on, fact.outcome, fact.ended_on) == (RECEIVED.date(), "taken_up", None)
    assert fact.late_since is None


def test_planning_again_calls_the_earlier_one_off(intake: Acting, referral: Referral) -> None:
    run(intake, take_up, referral)
    for days in (2, 3):
        run(
            intake,
            plan_first_conversation,
            referral,
            when=RECEIVED + timedelta(days=days),
            channel=Channel.HOME,
        )
    assert sorted(Contact.objects.values_list("status", flat=True)) == ["cancelled", "planned"]
    past = {"when": RECEIVED - timedelta(days=1), "channel": Channel.HOME}
    assert refused(intake, plan_first_conversation, referral, **past) == "referrals:planned-in-past"


@pytest.mark.rule(4)
def test_a_conversation_dated_back_after_the_deadline_stays_late(
    intake: Acting, referral: Referral, clock: Any
) -> None:
    run(intake, take_up, referral)
    clock.move_to(datetime(2026, 12, 10, 9, tzinfo=UTC))
    row = hold(intake, referral, RECEIVED + timedelta(days=3))
    assert row.late_since == fact_of(row).late_since == date(2026, 11, 28)


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 11, 27, 22, 59, tzinfo=UTC), None),  # 23:59 in Brussels on the deadline
        (datetime(2026, 11, 27, 23, 0, tzinfo=UTC), date(2026, 11, 28)),
    ],
)
def test_the_last_minute_of_the_deadline_is_in_time(
    intake: Acting, referral: Referral, clock: Any, moment: datetime, late: date | None
) -> None:
    run(intake, take_up, referral)
    clock.move_to(moment)
    assert hold(intake, referral, moment).late_since == late


@pytest.mark.rule(4)
def test_a_corrected_receipt_does_not_undo_lateness(intake: Acting, referral: Referral, clock: Any) -> None:
    clock.move_to(datetime(2026, 12, 10, 9, tzinfo=UTC))
    row = run(
        intake,
        correct_received,
        referral,
        received_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
        reason="Toch later binnengekomen.",
    )
    assert (row.deadline, row.late_since) == (date(2027, 1, 1), date(2026, 11, 28))
    assert fact_of(row).late_since == date(2026, 11, 28)


@pytest.mark.rule(4)
def test_an_earlier_receipt_can_show_lateness(intake: Acting, referral: Referral, clock: Any) -> None:
    clock.move_to(datetime(2026, 11, 20, 9, tzinfo=UTC))
    earlier = datetime(2026, 10, 5, 9, tzinfo=UTC)
    row = run(intake, correct_received, referral, received_at=earlier, reason="De mail bleef liggen.")
    assert row.late_since == date(2026, 11, 6)


@pytest.mark.rule(4)
@pytest.mark.parametrize(("day", "late"), [(27, None), (28, date(2026, 11, 28))])
def test_another_outcome_after_the_deadline_stays_late(
    intake: Acting, referral: Referral, clock: Any, day: int, late: date | None
) -> None:
    clock.move_to(datetime(2026, 11, day, 9, tzinfo=UTC))
    row = run(intake, end, referral, kind=OutcomeKind.WITHDRAWN, reason="Het gezin kiest voor later.")
    fact = fact_of(row)
    assert (row.late_since, fact.late_since) == (late, late)
    assert (fact.ended_on, fact.outcome) == (date(2026, 11, day), "withdrawn")


# Rules 9 and 10


@pytest.mark.rule(9)
@pytest.mark.parametrize("kind", [OutcomeKind.FORWARDED, OutcomeKind.WITHDRAWN, OutcomeKind.NOT_ELIGIBLE])
def test_intake_ends_with_one_outcome(intake: Acting, referral: Referral, kind: OutcomeKind) -> None:
    row = run(
        intake,
        end,
        referral,
        kind=kind,
        reason=" Besproken met de aanmelder. ",
        reason_code=OutcomeReason.REFERRER_GOES_ON,
    )
    outcome = Outcome.objects.get(referral=row)
    assert row.state == State.ENDED
    assert (outcome.kind, outcome.on, outcome.at) == (kind, today(), now())
    assert (outcome.actor_id, outcome.reason) == (intake.actor_id, "Besproken met de aanmelder.")
    for again in (take_up, lambda *args, **how: end(*args, kind=kind, reason="nog eens", **how)):
        assert refused(intake, again, referral) == "referrals:outcome-exists"
    assert refused(intake, note_coach_given, referral) == "referrals:ended"


@pytest.mark.rule(9)
def test_taking_up_is_an_outcome_too(intake: Acting, referral: Referral) -> None:
    row = run(intake, take_up, referral)
    assert (row.state, row.taken_up_at) == (State.TAKEN_UP, now())
    assert Outcome.objects.get(referral=row).kind == OutcomeKind.TAKEN_UP
    assert refused(intake, take_up, referral) == "referrals:outcome-exists"
    later = {"kind": OutcomeKind.FORWARDED, "reason": "toch elders"}
    assert refused(intake, end, referral, **later) == "referrals:outcome-exists"


@pytest.mark.rule(9)
def test_ending_needs_a_reason_and_is_no_taking_up(intake: Acting, referral: Referral) -> None:
    silent = {"kind": OutcomeKind.WITHDRAWN, "reason": " "}
    assert refused(intake, end, referral, **silent) == "referrals:reason-missing"
    wrong = {"kind": OutcomeKind.TAKEN_UP, "reason": "ja"}
    assert refused(intake, end, referral, **wrong) == "referrals:use-take-up"
    for kind in (OutcomeKind.CONSULT_ONLY, OutcomeKind.DUPLICATE):
        assert refused(intake, end, referral, kind=kind, reason="zomaar") == "referrals:use-own-act"


@pytest.mark.rule(10)
def test_what_a_family_is_or_has_is_no_reason_to_refuse() -> None:
    words = [*OutcomeKind.values, *OutcomeKind.labels, *OutcomeReason.values, *OutcomeReason.labels]
    assert not [word for word in words if "contra" in str(word).lower() or "indicat" in str(word).lower()]
    assert set(OutcomeKind.values) == {
        "taken_up",
        "consult_only",
        "forwarded",
        "withdrawn",
        "duplicate",
        "not_eligible",
    }


# The other days


def test_a_coach_given_moves_on_and_stays_given(intake: Acting, referral: Referral) -> None:
    assert refused(intake, note_coach_given, referral) == "referrals:not-taken-up"
    run(intake, take_up, referral)
    first = run(intake, note_coach_given, referral)
    assert (first.state, first.coach_given_at) == (State.COACH_GIVEN, now())
    assert run(intake, note_coach_given, referral).coach_given_at == first.coach_given_at
    run(
        intake,
        plan_first_conversation,
        referral,
        when=RECEIVED + timedelta(days=2),
        channel=Channel.HOME,
    )
    assert run(intake, cancel_first_conversation, referral).state == State.COACH_GIVEN
    assert refused(intake, cancel_first_conversation, referral) == "referrals:nothing-planned"


def test_first_contact_and_first_help_have_their_own_days(
    intake: Acting, referral: Referral, clock: Any
) -> None:
    run(intake, take_up, referral)
    clock.move_to(RECEIVED + timedelta(days=10))
    run(intake, note_first_contact, referral, on=date(2026, 10, 29))
    run(intake, note_help_started, referral, on=date(2026, 11, 3))
    row = run(intake, note_help_started, referral, on=date(2026, 11, 5))
    assert (row.first_contact_on, row.help_started_on) == (date(2026, 10, 29), date(2026, 11, 3))
    fact = fact_of(row)
    assert (fact.first_contact_on, fact.help_started_on) == (date(2026, 10, 29), date(2026, 11, 3))
    for verb in (note_first_contact, note_help_started):
        assert refused(intake, verb, referral, on=date(2026, 10, 26)) == "referrals:day-before-received"
        assert refused(intake, verb, referral, on=date(2026, 12, 1)) == "referrals:day-in-future"


def test_nobody_from_elsewhere_does_anything(here: Team, there: Team, referral: Referral) -> None:
    outsiders = [there.acting(Role.INTAKE), there.acting(Role.COORDINATOR), public_form()]
    for acting in [*outsiders, here.acting(Role.PARTNER), here.acting(Role.COACH)]:
        for verb in (take_up, note_coach_given, cancel_first_conversation):
            with pytest.raises(NotFound):
                run(acting, verb, referral)
    assert Referral.objects.get().state == State.RECEIVED


def test_a_desk_is_worked_on_by_its_own_team_besides_the_fence(there: Team, referral: Referral) -> None:
    """As the owner, whom the fence does not stop, a worker of elsewhere still finds nothing."""
    with pytest.raises(NotFound):
        take_up(there.acting(Role.INTAKE), referral_id=referral.id)


def test_every_verb_is_audited(intake: Acting, referral: Referral) -> None:
    run(intake, take_up, referral)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, actor_id, families, subject_id FROM audit_entry"
            " WHERE what = 'referrals:referral:taken-up'"
        )
        assert cursor.fetchall() == [("write", intake.actor_id, [referral.family_id], referral.id)]
