"""The days of a referral, its lateness, and the anonymous row that figures count."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from eenplan.core.clock import day_of, today
from eenplan.families.enums import ContactStatus, PersonRole
from eenplan.families.models import Person
from eenplan.referrals.enums import ClockState, OutcomeKind
from eenplan.referrals.models import Fact, Outcome, Referral
from eenplan.referrals.rules import Clock, clock_of, first_late_day


@dataclass(frozen=True, slots=True)
class Days:
    """The days in Brussels that decide about the clock; None for what did not happen."""

    held_on: date | None
    recorded_on: date | None
    ended_on: date | None


def days_between(
    *,
    status: str | None,
    held_at: datetime | None,
    recorded_at: datetime | None,
    outcome: str | None,
    on: date | None,
) -> Days:
    """The days that decide, from the first conversation (its status and moments) and the outcome (kind and day)."""
    held = status == ContactStatus.HELD
    return Days(
        held_on=day_of(held_at) if held and held_at else None,
        recorded_on=day_of(recorded_at) if held and recorded_at else None,
        ended_on=on if outcome and outcome != OutcomeKind.TAKEN_UP else None,
    )


def days_of(referral: Referral, outcome: Outcome | None) -> Days:
    """The days of a referral, from its first conversation (joined) and its outcome."""
    contact = referral.first_conversation
    return days_between(
        status=contact.status if contact else None,
        held_at=contact.held_at if contact else None,
        recorded_at=contact.recorded_at if contact else None,
        outcome=outcome.kind if outcome else None,
        on=outcome.on if outcome else None,
    )


def clock_with(days: Days, *, deadline: date, late_since: date | None, anonymous: bool, today: date) -> Clock:
    """The clock by its days. Of a consult without names it does not run: no family waits."""
    if anonymous and days.ended_on is None:
        return Clock(ClockState.CONSULT, deadline, (deadline - today).days, None)
    return clock_of(
        deadline,
        held_on=days.held_on,
        recorded_on=days.recorded_on,
        ended_on=days.ended_on,
        late_since=late_since,
        today=today,
    )


def clock_on(referral: Referral, outcome: Outcome | None, day: date) -> Clock:
    """The clock of a referral on a day."""
    return clock_with(
        days_of(referral, outcome),
        deadline=referral.deadline,
        late_since=referral.late_since,
        anonymous=referral.anonymous,
        today=day,
    )


def outcome_of(referral: Referral) -> Outcome | None:
    """The one outcome of a referral, if intake has ended."""
    return Outcome.objects.filter(referral=referral).first()


def settle_lateness(referral: Referral, outcome: Outcome | None) -> None:
    """Note on the row (not saved) since when the referral is late, if it is (rule 4). A consult never is."""
    if referral.anonymous:
        return
    days = days_of(referral, outcome)
    referral.late_since = first_late_day(
        referral.deadline,
        held_on=days.held_on,
        recorded_on=days.recorded_on,
        ended_on=days.ended_on,
        known=referral.late_since,
        today=today(),
    )


def keep_fact(referral: Referral, *, children: int | None = None) -> None:
    """Bring the anonymous row of a referral in line with it. Called by every act on a referral.

    Of a new referral it is known how many `children` there are, and that there is no outcome.

    A consult without names counts as a referral that ended as a consult from the day it came in: it stands
    in the number of referrals, and never among families that wait or waited.
    """
    outcome = None if children is not None else outcome_of(referral)
    days = days_of(referral, outcome)
    if children is None:
        children = Person.objects.filter(family_id=referral.family_id, role=PersonRole.CHILD).count()
    ended_as, ended_on = outcome.kind if outcome else "", days.ended_on
    if referral.anonymous and ended_on is None:
        ended_as, ended_on = OutcomeKind.CONSULT_ONLY, day_of(referral.received_at)
    fact = Fact(
        referral_id=referral.id,
        family_token=referral.family.figures_token,
        children=children,
        received_on=day_of(referral.received_at),
        deadline=referral.deadline,
        late_since=referral.late_since,
        municipality_id=referral.municipality_id,
        zone_id=referral.zone_id,
        referrer_type=referral.referrer_type,
        taken_up_on=day_of(referral.taken_up_at) if referral.taken_up_at else None,
        first_contact_on=referral.first_contact_on,
        conversation_held_on=days.held_on,
        conversation_recorded_on=days.recorded_on,
        help_started_on=referral.help_started_on,
        anonymous=referral.anonymous,
        outcome=ended_as,
        ended_on=ended_on,
        demo=settings.DEMO,
    )
    Fact.objects.bulk_create(
        [fact],
        update_conflicts=True,
        unique_fields=["referral_id"],
        update_fields=[
            field.name
            for field in Fact._meta.concrete_fields
            if field.name not in ("id", "referral_id", "family_token", "demo")
        ],
    )


def danger_is_open(referral: Referral) -> bool:
    """Whether acute danger was said and nobody was named since who did something about it (rule 12)."""
    if not referral.acute_danger:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_danger_is_open(%s, true)", [referral.id])
        return bool(cursor.fetchone()[0])
