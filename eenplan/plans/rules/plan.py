"""Coaches, being ready to agree, closing: what must hold for a trajectory and its plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eenplan.consent.rules import Terms, presumed_capable
from eenplan.core.errors import RuleBroken
from eenplan.families.enums import PersonRole
from eenplan.plans.enums import GoalStatus, SectionKey
from eenplan.referrals.rules import months_later

REVIEW_AFTER = timedelta(weeks=6)
AFTERCARE_AFTER_MONTHS = 6
DUE_SOON = timedelta(days=7)
REVIEW_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` until `until` (exclusive; None: no end)."""

    since: date
    until: date | None = None


def uncovered_or_double(started_on: date, ended_on: date | None, coaches: Iterable[Period]) -> list[date]:
    """The days on which the coaching of a trajectory goes wrong (rule 13): a gap, two at once, or too long.

    `ended_on` is the last day of the trajectory; None while it is open. An empty list means: exactly one
    coach on every day. Each fault is named by the day on which it begins.
    """
    until = ended_on + timedelta(days=1) if ended_on else None
    faults: list[date] = []
    expected: date | None = started_on
    for period in sorted(coaches, key=lambda period: period.since):
        if expected is None or period.since != expected:
            faults.append(period.since if expected is None else min(period.since, expected))
        expected = period.until
    if expected != until:
        faults.append(min(day for day in (expected, until) if day is not None))
    return faults


def default_review(on: date) -> date:
    """When a plan that is agreed on a day is looked at again: six weeks later."""
    return on + REVIEW_AFTER


def default_aftercare(ended_on: date) -> date:
    """When a family is asked again how it goes: six months after its trajectory ended (rule 41)."""
    return months_later(ended_on, AFTERCARE_AFTER_MONTHS)


@dataclass(frozen=True, slots=True)
class Missing:
    """What still stands in the way, in words for people, and the section in which to mend it.

    `about` is the piece to mend: the code of a life domain, or the id of a goal or a step; '' when it is not there yet.
    """

    code: str
    words: str | Promise
    section: SectionKey
    about: str = ""


@dataclass(frozen=True, slots=True)
class StepFact:
    """What activating a plan asks of an action: who takes it, by when, and whether it is done."""

    has_owner: bool
    due_on: date | None
    done: bool = False
    id: UUID | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What activating a plan asks of it. `domains` maps the configured codes to their labels.

    `goals_unsaid` are the goals that stand there without somebody of the family having said them.
    """

    domains: Mapping[str, str]
    marked: frozenset[str]
    goals_said_by_family: int
    steps: Sequence[StepFact]
    is_first: bool = True
    goals_unsaid: Sequence[UUID] = ()


def missing_for_activation(facts: PlanFacts) -> list[Missing]:
    """What a plan lacks before it can be active (rules 19, 20, 21), and nothing else.

    The day of the next review is never lacking: the plan begins with one.

    A life domain counts as soon as the family said anything of it, 'not now' too; only the first version
    asks for all of them.
    """
    missing = []
    unmarked = {code: label for code, label in facts.domains.items() if code not in facts.marked}
    if facts.is_first and unmarked:
        missing.append(
            Missing(
                "plans:domains-unmarked",
                _("Duid voor elk levensdomein iets aan; ‘nu niet’ mag ook. Nog te doen: %(domains)s.")
                % {"domains": ", ".join(unmarked.values())},
                SectionKey.DOMAINS,
                next(iter(unmarked)),
            )
        )
    if facts.goals_said_by_family == 0:
        missing.append(
            Missing(
                "plans:no-goal-of-family",
                _(
                    "Schrijf minstens één doel op in de woorden van iemand van het gezin, en duid aan wie het zei."
                ),
                SectionKey.GOALS,
                str(facts.goals_unsaid[0]) if facts.goals_unsaid else "",
            )
        )
    for step in facts.steps:
        if not (step.done or (step.has_owner and step.due_on)):
            words = _("Kies een datum voor de stap “%(text)s”.")
            if not step.has_owner:
                words = _("Kies één iemand die de stap “%(text)s” doet, en een datum.")
            missing.append(
                Missing(
                    "plans:step-incomplete",
                    words % {"text": step.text},
                    SectionKey.GOALS,
                    str(step.id or ""),
                )
            )
    return missing


class NotReady(RuleBroken):
    """A plan that cannot be active yet. `missing` says what is lacking, each with its section."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("plans:not-ready", " ".join(str(one.words) for one in missing))
        self.missing = tuple(missing)


class SectionChanged(RuleBroken):
    """Somebody saved the section since it was read. `newer` is what stands there now (`queries.SectionNow`)."""

    def __init__(self, newer: object) -> None:
        super().__init__(
            "plans:section-changed",
            _("Iemand anders heeft dit stuk intussen bewaard. Bekijk wat er nu staat en bewaar dan opnieuw."),
        )
        self.newer = newer


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """What closing a trajectory asks. `goals` gives each goal's status and its score now."""

    reason: str
    goals: Sequence[tuple[str, int | None]]
    remaining_needs: str
    who_continues: str
    told_of_retention_on: date | None
    copy_offered: bool
    ended_on: date
    # How much still waits for an answer, and why it is left so.
    waiting: int = 0
    left_reason: str = ""


def first_missing_for_closing(facts: ClosureFacts) -> RuleBroken | None:
    """The first thing that is lacking before a trajectory can be closed (rule 41), or None."""
    if not facts.reason:
        return RuleBroken("plans:reason-missing", _("Kies waarom het traject stopt."), field="reason")
    if any(status == GoalStatus.OPEN and score is None for status, score in facts.goals):
        return RuleBroken(
            "plans:goal-without-result",
            _("Zeg van elk doel wat ervan gekomen is: gelukt, losgelaten, of een cijfer van 0 tot 10."),
            field="goals",
        )
    if not facts.remaining_needs.strip():
        return RuleBroken(
            "plans:remaining-needs-missing",
            _("Schrijf op wat er nog nodig is. Is er niets meer nodig? Schrijf dat dan op."),
            field="remaining_needs",
        )
    if not facts.who_continues.strip():
        return RuleBroken(
            "plans:who-continues-missing", _("Schrijf op wie wat verder doet."), field="who_continues"
        )
    if facts.told_of_retention_on is None or facts.told_of_retention_on > facts.ended_on:
        return RuleBroken(
            "plans:retention-not-told",
            _("Vul de dag in waarop je het gezin vertelde hoelang het dossier bewaard blijft."),
            field="told_of_retention_on",
        )
    if not facts.copy_offered:
        return RuleBroken(
            "plans:copy-not-offered",
            _("Bied het gezin eerst een kopie van het dossier aan, en duid dat hier aan."),
            field="copy_offered",
        )
    if facts.waiting and not facts.left_reason.strip():
        return RuleBroken(
            "plans:left-without-reason",
            _("Er wacht nog iets. Antwoord eerst, of schrijf voor het gezin op waarom het zo blijft."),
            field="left_reason",
        )
    return None


def owners(
    *, person_id: UUID | None, staff_member_id: UUID | None, organisation_name: str, network_name: str
) -> int:
    """How many are named as the one who takes an action; exactly one is right (rule 21)."""
    return sum(map(bool, (person_id, staff_member_id, organisation_name.strip(), network_name.strip())))


def is_asked_to_agree(
    role: str, birth_date: date | None, due_date: date | None, on: date, terms: Terms
) -> bool:
    """Whether somebody of the family is asked what they think of the plan: adults, and children of an age to decide.

    Of a child whose birth date is not known nobody knows the age: it is asked. An unborn child is not.
    """
    if due_date is not None:
        return False
    return role != PersonRole.CHILD or birth_date is None or presumed_capable(birth_date, on, terms)
