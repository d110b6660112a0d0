"""Consult only: the referrer goes on, with advice and with steps that have a day (rule 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Person
from eenplan.referrals.actions.intake import end_intake, keep, standing
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, State
from eenplan.referrals.models import Consult, ConsultStep, Referral
from eenplan.referrals.rules import names_in

MOST_STEPS = 10


@dataclass(frozen=True, slots=True)
class NewStep:
    """What the referrer will do, and the day by which."""

    text: str
    by: date


@action
def end_with_consult(
    acting: Acting,
    *,
    referral_id: UUID,
    advice: str,
    steps: Sequence[NewStep],
    given_by: UUID,
    on: date,
    family_told: bool | None = None,
    call_back_on: date | None = None,
) -> Consult:
    """End intake with a consult: the advice, what the referrer will do and by when, and when we call back.

    `given_by` is the actor of who of the team gave the advice, `on` the day of the talk. Advice and steps go
    to the referrer, so they name nobody of the family. Refuses with `referrals:outcome-exists`,
    `consult-advice`, `consult-steps`, `consult-step-before`, `consult-names`, `day-in-future`,
    `call-back-past` or `danger-first`.
    """
    told = [NewStep(step.text.strip(), step.by) for step in steps if step.text.strip()]
    _check(advice, told, on, call_back_on)
    referral = standing(acting, referral_id)
    _check_names(referral, advice, told)
    if on < day_of(referral.received_at):
        raise RuleBroken(
            "referrals:day-before-received",
            _("Deze dag ligt vóór de aanmelding. Kijk de datum na."),
            field="on",
        )
    end_intake(acting, referral, OutcomeKind.CONSULT_ONLY, OutcomeReason.REFERRER_GOES_ON, advice.strip())
    referral.state = State.ENDED
    consult = Consult.objects.create(
        referral=referral,
        family_id=referral.family_id,
        advice=advice.strip(),
        given_by_id=given_by,
        on=on,
        family_told=family_told,
        author_id=acting.actor_id,
        call_back_on=call_back_on,
    )
    ConsultStep.objects.bulk_create(
        [
            ConsultStep(
                family_id=referral.family_id, consult=consult, text=step.text, by=step.by, position=place
            )
            for place, step in enumerate(told)
        ]
    )
    keep(referral)
    record(acting, "referrals:referral:consulted", families=[referral.family_id], subject=referral.id)
    return consult


def _check(advice: str, steps: Sequence[NewStep], on: date, call_back_on: date | None) -> None:
    if not advice.strip():
        raise RuleBroken("referrals:consult-advice", _("Schrijf kort welk advies je gaf."), field="advice")
    if not steps:
        raise RuleBroken(
            "referrals:consult-steps",
            _("Noteer minstens één ding dat de aanmelder zelf zal doen, en tegen wanneer."),
            field="step_1",
        )
    if len(steps) > MOST_STEPS:
        raise RuleBroken("referrals:consult-steps", _("Hou het bij tien stappen of minder."), field="step_1")
    if on > today():
        raise RuleBroken(
            "referrals:day-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on"
        )
    if any(step.by < on for step in steps):
        raise RuleBroken(
            "referrals:consult-step-before",
            _("Een stap heeft een dag van vóór het overleg. Kijk de datums na."),
            field="by_1",
        )
    if call_back_on is not None and call_back_on < today():
        raise RuleBroken(
            "referrals:call-back-past",
            _("Deze dag is al voorbij. Kies een dag waarop je nog kunt terugbellen."),
            field="call_back_on",
        )


def _check_names(referral: Referral, advice: str, steps: Iterable[NewStep]) -> None:
    """What goes to the referrer in writing names nobody of the family."""
    people = Person.objects.filter(family_id=referral.family_id).values_list("given_name", "family_name")
    names = {name for pair in people for name in pair}
    found = names_in(" ".join([advice, *(step.text for step in steps)]), names)
    if found:
        raise RuleBroken(
            "referrals:consult-names",
            _(
                "Hier staat een naam van het gezin: %(name)s. Deze tekst gaat naar de aanmelder."
                " Schrijf liever ‘het gezin’ of ‘het kind’."
            )
            % {"name": found},
            field="advice",
        )


@action
def note_called_back(acting: Acting, *, referral_id: UUID, on: date, note: str = "") -> Consult:
    """The referrer was called back after a consult. Refuses with `referrals:nothing-to-call` or `day-in-future`."""
    if on > today():
        raise RuleBroken(
            "referrals:day-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on"
        )
    referral = standing(acting, referral_id)
    consult = Consult.objects.select_for_update().filter(referral=referral).first()
    if consult is None:
        raise NotFound("consult")
    if consult.call_back_on is None or consult.called_back_on is not None:
        raise RuleBroken(
            "referrals:nothing-to-call",
            _("Er moet niet meer worden teruggebeld. Iemand heeft dit al genoteerd."),
        )
    if on < consult.on:
        raise RuleBroken(
            "referrals:call-before-consult",
            _("Deze dag ligt vóór het overleg. Kijk de datum na."),
            field="on",
        )
    consult.called_back_on = on
    consult.called_back_by_id = acting.actor_id
    consult.call_back_note = note.strip()
    consult.save(update_fields=["called_back_on", "called_back_by", "call_back_note"])
    record(acting, "referrals:consult:called-back", families=[referral.family_id], subject=referral.id)
    return consult
