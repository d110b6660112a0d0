"""Intake: taking up, ending otherwise, noting that a coach was given; and what each act asks first."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, State
from eenplan.referrals.facts import danger_is_open, keep_fact, outcome_of, settle_lateness
from eenplan.referrals.models import Outcome, Referral


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


def must_be_undecided(referral: Referral) -> None:
    """Refuse when intake has ended already, one way or another (rule 9)."""
    if referral.state != State.RECEIVED:
        raise RuleBroken(
            "referrals:outcome-exists",
            _("Over deze aanmelding is al beslist. Een aanmelding krijgt één uitkomst, en die blijft staan."),
        )


def must_be_answered(referral: Referral) -> None:
    """Refuse to end or to forward while acute danger has no answer (rule 12)."""
    if danger_is_open(referral):
        raise RuleBroken(
            "referrals:danger-first",
            _("Er is acuut gevaar gemeld. Noteer eerst wie wat deed. Daarna kun je hiermee verder."),
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
                " gezin hulp? Maak er dan een aanmelding van."
            ),
        )
    end_intake(acting, referral, OutcomeKind.TAKEN_UP, OutcomeReason.OTHER, "")
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
    'Forwarded' here is to a service outside the partnerships: see `forward`. Consults and doubles have
    acts of their own. Refuses with `referrals:outcome-exists`, `reason-missing`, `use-take-up`,
    `use-own-act`, `no-names` or `danger-first`.
    """
    if kind == OutcomeKind.TAKEN_UP:
        raise RuleBroken(
            "referrals:use-take-up", _("Gebruik de knop ‘Neem op’ om met dit gezin te beginnen.")
        )
    if kind in (OutcomeKind.CONSULT_ONLY, OutcomeKind.DUPLICATE):
        raise RuleBroken(
            "referrals:use-own-act",
            _("Dit heeft een eigen bladzijde: kies ‘Enkel overleg’ of ‘Dubbel aangemeld’."),
            field="kind",
        )
    if not reason.strip():
        raise RuleBroken(
            "referrals:reason-missing",
            _("Schrijf kort waarom. Zo weet een collega later wat er is afgesproken."),
            field="reason",
        )
    referral = standing(acting, referral_id)
    if referral.anonymous:
        raise RuleBroken(
            "referrals:no-names",
            _("Dit is een overleg zonder namen. Rond het af als overleg, of maak er een aanmelding van."),
        )
    end_intake(acting, referral, kind, reason_code, reason.strip())
    referral.state = State.ENDED
    keep(referral)
    record(acting, "referrals:referral:ended", families=[referral.family_id], subject=referral.id)
    return referral


def end_intake(
    acting: Acting, referral: Referral, kind: OutcomeKind, reason_code: OutcomeReason, reason: str
) -> None:
    """Write the one outcome of a referral (rule 9); while acute danger is unanswered only taking up (rule 12)."""
    must_be_undecided(referral)
    if kind != OutcomeKind.TAKEN_UP:
        must_be_answered(referral)
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
