"""Correcting the moment of receipt, and with it the area (rules 1, 4 and 7)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, now
from eenplan.core.errors import RuleBroken
from eenplan.referrals.actions.forwarding import hand_over, settle_place
from eenplan.referrals.actions.intake import keep, standing
from eenplan.referrals.actions.place import Place, Where, place_again
from eenplan.referrals.enums import State
from eenplan.referrals.facts import danger_is_open, outcome_of, settle_lateness
from eenplan.referrals.models import ReceivedCorrection, Referral
from eenplan.referrals.rules import deadline_of


@action
def correct_received(acting: Acting, *, referral_id: UUID, received_at: datetime, reason: str) -> Referral:
    """Correct the moment of receipt, with a reason that is kept (rule 1). The deadline moves with it.

    What was late stays late (rule 4). The area is that of the right day (rule 7): when another partnership
    answered for it then and nothing was decided yet, the referral goes on to that desk (rule 8).
    Refuses with `referrals:reason-missing`, `received-in-future`, `received-unchanged`,
    `received-after-acts` or `no-partnership`.
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
    place = _place_of_day(acting, referral, day_of(received_at))
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
    if place.partnership_id != referral.partnership_id and _may_go_on(referral):
        hand_over(
            acting, referral, place, _("Datum van ontvangst verbeterd: %(why)s") % {"why": reason.strip()}
        )
    else:
        settle_place(referral, place)
    return referral


def _place_of_day(acting: Acting, referral: Referral, on: date) -> Place:
    """Where the family lived on another day: the zone as it was then, else the zone that was chosen."""
    where = Where(postal_code=referral.postal_code, nis_code=referral.municipality.nis_code)
    try:
        return place_again(acting, where, zone_id=referral.zone_id, on=on)
    except RuleBroken as error:
        if error.code == "referrals:no-partnership":
            raise
        return Place(
            referral.municipality_id, referral.zone_id, referral.partnership_id, "", referral.postal_code
        )


def _may_go_on(referral: Referral) -> bool:
    alone = not Referral.objects.filter(family_id=referral.family_id).exclude(id=referral.id).exists()
    return referral.state == State.RECEIVED and alone and not danger_is_open(referral)


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
