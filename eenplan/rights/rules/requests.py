"""What may be asked about one's own data, by when there is an answer, and how it may be decided (rule 37)."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.referrals.rules import months_later
from eenplan.rights.enums import AskedHow, Outcome, RequestKind

OUTCOMES: Mapping[RequestKind, tuple[Outcome, ...]] = {
    RequestKind.COPY: (Outcome.GIVEN,),
    RequestKind.MISSING: (Outcome.GIVEN, Outcome.REFUSED),
    RequestKind.CORRECTION: (Outcome.CORRECTED, Outcome.BESIDE, Outcome.REFUSED),
    RequestKind.STATEMENT: (Outcome.BESIDE, Outcome.REFUSED),
    RequestKind.RESTRICTION: (Outcome.ACCEPTED, Outcome.REFUSED),
    RequestKind.OBJECTION: (Outcome.ACCEPTED, Outcome.REFUSED),
}


def answer_by(asked_on: date, months: int) -> date:
    """The last day for an answer: the same day, some months later (GDPR art. 12.3).

    At the end of a shorter month its last day.
    """
    return months_later(asked_on, months)


def outcomes_of(kind: RequestKind, *, about_piece: bool) -> tuple[Outcome, ...]:
    """How a request may be decided. Beside what is no piece of the file nothing can stand."""
    return tuple(one for one in OUTCOMES[kind] if about_piece or one != Outcome.BESIDE)


def check_request(
    kind: RequestKind, *, words: str, about_piece: bool, asked_on: date, today: date, how: AskedHow
) -> None:
    """Refuse what says nothing, what is asked on a day to come, and an own card for another day than today.

    `rights:words-missing`, `rights:piece-missing`, `rights:asked-ahead`, `rights:asked-earlier`.
    """
    if kind != RequestKind.COPY and not words.strip():
        raise RuleBroken(
            "rights:words-missing",
            _("Schrijf in je eigen woorden wat er niet klopt, of wat je vraagt."),
            field="words",
        )
    if kind == RequestKind.STATEMENT and not about_piece:
        raise RuleBroken(
            "rights:piece-missing",
            _("Kies eerst bij welk stuk de uitleg moet staan. Of vraag om iets te verbeteren."),
            field="kind",
        )
    if asked_on > today:
        raise RuleBroken(
            "rights:asked-ahead", _("Kies vandaag, of de dag waarop het gevraagd werd."), field="asked_on"
        )
    if how == AskedHow.OWN_CARD and asked_on != today:
        raise RuleBroken("rights:asked-earlier", _("Wat je zelf vraagt, vraag je vandaag."), field="asked_on")


def check_decision(
    kind: RequestKind, outcome: Outcome, *, about_piece: bool, reason: str, is_changed: bool, ends: int = 0
) -> None:
    """Refuse an outcome that does not fit, a refusal without its reason, a yes of which nothing is seen.

    An accepted objection about no piece ends shares (`ends`: how many). `rights:outcome`, `rights:reason-missing`,
    `rights:not-changed`, `rights:ends-nothing`, `rights:ends-for-nothing`.
    """
    if outcome not in outcomes_of(kind, about_piece=about_piece):
        raise RuleBroken("rights:outcome", _("Kies een van de antwoorden die er staan."), field="outcome")
    if outcome == Outcome.REFUSED and not reason.strip():
        raise RuleBroken(
            "rights:reason-missing",
            _("Schrijf waarom het niet gebeurt. Wie het vroeg, leest dit."),
            field="reason",
        )
    if outcome == Outcome.CORRECTED and not is_changed:
        raise RuleBroken(
            "rights:not-changed",
            _("Er is nog niets veranderd sinds de vraag. Verbeter het stuk eerst, en kom dan terug."),
            field="outcome",
        )
    objects = kind == RequestKind.OBJECTION and outcome == Outcome.ACCEPTED and not about_piece
    if objects and not ends:
        raise RuleBroken(
            "rights:ends-nothing",
            _("Kies welk delen stopt. Stopt er niets, antwoord dan 'Nee' en schrijf waarom."),
            field="ends",
        )
    if ends and not objects:
        raise RuleBroken(
            "rights:ends-for-nothing",
            _("Er stopt enkel iets als je ja zegt op het bezwaar. Kies 'Ja', of duid niets aan."),
            field="ends",
        )
