"""Intake: taking up, ending otherwise, correcting the moment of receipt, noting that a coach was given."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, State
from eenplan.referrals.facts import keep_fact, outcome_of, settle_lateness
from eenplan.referrals.models import Outcome, ReceivedCorrection, Referral
from eenplan.referrals.rules import deadline_of


def standing(acting: Acting, referral_id: UUID) -> Referral:
    """The referral on the desk of whoever acts, held until the act is done. Raises NotFound otherwise."""
    if acting.partnership_id is None:
        raise NotFound("referral")
    found = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("first_conversation")
        .filter(id=referral_id, partnership_id=acting.partnership_id)
        .first()
    )
    if found is None:
        raise NotFound("referral")
    return found


def keep(referral: Referral) -> None:
    """Save a changed referral with its lateness and its anonymous row."""
    settle_lateness(referral, outcome_of(referral))
    referral.save()
    keep_fact(referral)


def must_be_taken_up(referral: Referral) -> None:
    """Refuse what comes only after taking up."""
    if referral.state == State.RECEIVED:
        raise RuleBroken(
            "referrals:not-taken-up", _("Neem de aanmelding eerst op. Daarna kun je hiermee verder.")
        )
    if referral.state == State.ENDED:
        raise RuleBroken(
            "referrals:ended",
            _("Deze aanmelding is al afgerond. Wil het gezin opnieuw hulp? Maak dan een nieuwe aanmelding."),
        )


@action
def take_up(acting: Acting, *, referral_id: UUID) -> Referral:
    """Take a referral up: the partnership will help this family (rule 9).

    Refuses with `referrals:outcome-exists` when intake has already ended, and with `referrals:no-names`
    a consult without names: the family must know of it first.
    """
    referral = standing(acting, referral_id)
    if referral.anonymous:
        raise RuleBroken(
            "referrals:no-names",
            _(
                "Dit is een overleg zonder namen: het gezin weet hier niet van. Overleg met de aanmelder. Wil het"
                " gezin hulp? Maak dan samen een nieuwe aanmelding."
            ),
        )
    _end_intake(acting, referral, OutcomeKind.TAKEN_UP, OutcomeReason.OTHER, "")
    referral.state = State.TAKEN_UP
    referral.taken_up_at = now()
    keep(referral)
    record(acting, "referrals:referral:taken-up", families=[referral.family_id], subject=referral.id)
    return referral


@action
def end(
    acting: Acting,
    *,
    referral_id: UUID,
    kind: OutcomeKind,
    reason: str,
    reason_code: OutcomeReason = OutcomeReason.OTHER,
) -> Referral:
    """End intake otherwise than by taking up: with one outcome, a reason and own words (rules 9 and 10).

    Ends the clock on this day; when that is after the deadline, the referral stays late (rule 4).
    Refuses with `referrals:outcome-exists`, `referrals:reason-missing` or `referrals:use-take-up`.
    """
    if kind == OutcomeKind.TAKEN_UP:
        raise RuleBroken(
            "referrals:use-take-up", _("Gebruik de knop ‘Neem op’ om met dit gezin te beginnen.")
        )
    if not reason.strip():
        raise RuleBroken(
            "referrals:reason-missing",
            _("Schrijf kort waarom. Zo weet een collega later wat er is afgesproken."),
            field="reason",
        )
    referral = standing(acting, referral_id)
    _end_intake(acting, referral, kind, reason_code, reason.strip())
    referral.state = State.ENDED
    keep(referral)
    record(acting, "referrals:referral:ended", families=[referral.family_id], subject=referral.id)
    return referral


def _end_intake(
    acting: Acting, referral: Referral, kind: OutcomeKind, reason_code: OutcomeReason, reason: str
) -> None:
    if referral.state != State.RECEIVED:
        raise RuleBroken(
            "referrals:outcome-exists",
            _("Over deze aanmelding is al beslist. Een aanmelding krijgt één uitkomst, en die blijft staan."),
        )
    at = now()
    Outcome.objects.create(
        referral=referral,
        family_id=referral.family_id,
        kind=kind,
        at=at,
        on=day_of(at),
        actor_id=acting.actor_id,
        reason_code="" if kind == OutcomeKind.TAKEN_UP else reason_code,
        reason=reason,
    )


@action
def correct_received(acting: Acting, *, referral_id: UUID, received_at: datetime, reason: str) -> Referral:
    """Correct the moment of receipt, with a reason that is kept (rule 1). The deadline moves with it.

    What was late stays late (rule 4). Refuses with `referrals:reason-missing`, `received-in-future`,
    `received-unchanged` or `received-after-acts`.
    """
    if not reason.strip():
        raise RuleBroken(
            "referrals:reason-missing",
            _("Schrijf erbij waarom je de datum verbetert. Dat blijft bij de aanmelding staan."),
            field="reason",
        )
    if received_at > now():
        raise RuleBroken(
            "referrals:received-in-future",
            _("Dit moment moet nog komen. Vul in wanneer de aanmelding binnenkwam."),
            field="received_at",
        )
    referral = standing(acting, referral_id)
    if received_at == referral.received_at:
        raise RuleBroken(
            "referrals:received-unchanged",
            _("Dit is het moment dat er al stond. Vul het juiste moment in."),
            field="received_at",
        )
    _check_not_after_acts(referral, received_at)
    settle_lateness(referral, outcome_of(referral))  # against the deadline as it was
    ReceivedCorrection.objects.create(
        family_id=referral.family_id,
        referral=referral,
        old=referral.received_at,
        new=received_at,
        reason=reason.strip(),
        author_id=acting.actor_id,
    )
    referral.received_at = received_at
    referral.deadline = deadline_of(received_at)
    keep(referral)
    record(
        acting, "referrals:referral:received-corrected", families=[referral.family_id], subject=referral.id
    )
    return referral


def _check_not_after_acts(referral: Referral, received_at: datetime) -> None:
    contact = referral.first_conversation
    first_contact = referral.first_contact_on
    if (
        (referral.taken_up_at is not None and received_at > referral.taken_up_at)
        or (first_contact is not None and day_of(received_at) > first_contact)
        or (contact is not None and contact.held_at is not None and received_at > contact.held_at)
    ):
        raise RuleBroken(
            "referrals:received-after-acts",
            _("Op dat moment was er met deze aanmelding al iets gedaan. Kies een vroeger moment."),
            field="received_at",
        )


@action
def note_coach_given(acting: Acting, *, referral_id: UUID) -> Referral:
    """Note that the family has a coach. A later change of coach changes nothing here.

    Called by the plans room in the transaction in which the coach is given.
    """
    referral = standing(acting, referral_id)
    must_be_taken_up(referral)
    if referral.coach_given_at is None:
        referral.coach_given_at = now()
        if referral.state == State.TAKEN_UP:
            referral.state = State.COACH_GIVEN
        keep(referral)
        record(acting, "referrals:referral:coach-given", families=[referral.family_id], subject=referral.id)
    return referral
