"""What somebody of a family may bring into the plan with their own card, and what the coach may answer. No database."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.families.rules import FOR_FEW, RELEASED, Labels
from eenplan.plans.enums import Brings, Verdict

LONGEST = 2000
# Of one person on one day: more is no conversation any more.
MOST_A_DAY = 20

KINDS: Mapping[Brings, ItemKind] = {
    Brings.GOAL: ItemKind.PROPOSAL,
    Brings.STEP: ItemKind.PROPOSAL,
    Brings.COMMENT: ItemKind.REMARK,
    Brings.DISAGREE: ItemKind.REMARK,
}
# What can stand in the plan afterwards, in the same words. A comment stays where it is: beside its piece.
CAN_BE_TAKEN = (Brings.GOAL, Brings.STEP, Brings.DISAGREE)


def is_proposal(what: Brings) -> bool:
    """Whether it proposes something new, rather than saying something beside what stands there."""
    return KINDS[what] == ItemKind.PROPOSAL


def labels_of_contribution(*, for_all: bool, beside_released: bool = True) -> Labels:
    """For everybody of the plan, or for the coach alone. Refuses to open what stands beside a piece that is not for all.

    `plans:beside-not-for-all`.
    """
    if for_all and not beside_released:
        raise RuleBroken(
            "plans:beside-not-for-all",
            _("Dit stuk leest niet iedereen. Wat je erbij zegt, kan dus alleen voor je coach zijn."),
            field="reads",
        )
    return RELEASED if for_all else FOR_FEW


def check_contribution(
    what: Brings, *, text: str, sent_today: int, today: date, by_day: date | None = None
) -> None:
    """Refuse what says nothing or too much, a day that passed, and the twenty-first of a day."""
    if not text.strip():
        raise RuleBroken("plans:text-missing", _("Schrijf hier iets, in enkele woorden."), field="words")
    if len(text) > LONGEST:
        raise RuleBroken(
            "plans:contribution-long",
            _("Dit is te lang: hoogstens %(most)d tekens. Verdeel het over twee keer.") % {"most": LONGEST},
            field="words",
        )
    if what == Brings.STEP and by_day is not None and by_day < today:
        raise RuleBroken(
            "plans:by-day-passed", _("Deze dag is al voorbij. Kies een dag die nog komt."), field="by_day"
        )
    if sent_today >= MOST_A_DAY:
        raise RuleBroken(
            "plans:enough-today",
            _(
                "Je schreef vandaag al %(most)d keer. Je coach leest dat eerst. Morgen kan je weer schrijven,"
                " en bellen mag altijd."
            )
            % {"most": MOST_A_DAY},
        )


def verdicts_for(what: Brings) -> tuple[Verdict, ...]:
    """What the coach may answer without putting anything in the plan."""
    if is_proposal(what):
        return (Verdict.TALK, Verdict.NOT_NOW)
    return (Verdict.READ, Verdict.TALK)


def check_response(what: Brings, verdict: Verdict, *, reason: str, is_taken: bool) -> None:
    """Refuse an answer to what stands in the plan already, one that does not fit, and 'not now' without why."""
    if is_taken:
        raise RuleBroken("plans:taken-already", _("Dit staat al in het plan."), field="verdict")
    if verdict not in verdicts_for(what):
        raise RuleBroken(
            "plans:verdict-other", _("Kies een van de antwoorden die er staan."), field="verdict"
        )
    if verdict == Verdict.NOT_NOW and not reason.strip():
        raise RuleBroken(
            "plans:reason-missing",
            _("Schrijf waarom het nu niet kan, in gewone woorden. Wie het voorstelde, leest dit."),
            field="reason",
        )
    if len(reason) > LONGEST:
        raise RuleBroken(
            "plans:contribution-long",
            _("Dit is te lang: hoogstens %(most)d tekens.") % {"most": LONGEST},
            field="reason",
        )


def check_taking(what: Brings, *, is_taken: bool) -> None:
    """Refuse to take over what stands in the plan already, or what is no proposal."""
    if is_taken:
        raise RuleBroken("plans:taken-already", _("Dit staat al in het plan."))
    if what not in CAN_BE_TAKEN:
        raise RuleBroken("plans:not-to-take", _("Dit hoort bij een stuk van het plan. Antwoord erop."))


def check_own_step(*, is_open: bool, is_mine: bool) -> None:
    """Refuse to tick off the step of somebody else, one that was taken out, and any in a closed plan."""
    if not is_open:
        raise plan_closed()
    if not is_mine:
        raise RuleBroken(
            "plans:not-your-step",
            _(
                "Deze stap is intussen van iemand anders of staat niet meer in het plan. Vraag het aan je coach."
            ),
        )


def plan_closed() -> RuleBroken:
    """In a plan that ended nothing is written any more."""
    return RuleBroken(
        "plans:plan-closed",
        _("Jullie plan is afgerond. Je kan het blijven lezen, maar er komt niets meer bij."),
    )


def no_plan() -> RuleBroken:
    """There is no plan yet in which something can be written."""
    return RuleBroken("plans:no-plan", _("Er is nog geen plan. Vertel het aan je coach, of bel."))
