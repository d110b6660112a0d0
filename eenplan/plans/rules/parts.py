"""What holds for the small parts of a plan and for reviews. No database."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.plans.enums import Secrecy, SectionKey, Topic

TOPICS: Mapping[SectionKey, Sequence[Topic]] = {
    SectionKey.IF_DIFFICULT: (Topic.SIGNS, Topic.OURSELVES, Topic.CALL, Topic.SAFETY),
    SectionKey.AGREEMENTS: (Topic.RHYTHM, Topic.SHARING, Topic.SCHOOL),
}


def section_of_topic(topic: Topic) -> SectionKey:
    """In which section a topic stands."""
    return next(key for key, topics in TOPICS.items() if topic in topics)


def sees_released_only(secrecy: str) -> bool:
    """Whether somebody at the table may see only what was released for everybody (rule 36).

    Who has no professional secrecy, and of whom nobody knows it: not known is not yes.
    """
    return secrecy != Secrecy.YES


def check_review_held(on: date, *, started_on: date, today: date, has_family: bool, changes: str) -> None:
    """Refuse a review that cannot have been: on a day to come, before the trajectory, without the family."""
    if on > today:
        raise RuleBroken(
            "plans:review-not-held-yet", _("Deze dag moet nog komen. Kijk de datum na."), field="on"
        )
    if on < started_on:
        raise RuleBroken(
            "plans:review-before-start",
            _("Toen was dit traject nog niet begonnen. Kijk de datum na."),
            field="on",
        )
    if not has_family:
        raise RuleBroken(
            "plans:nobody-took-part",
            _("Duid aan wie van het gezin erbij was. Zonder hen is het geen samen terugkijken."),
            field="persons",
        )
    if not changes.strip():
        raise RuleBroken(
            "plans:text-missing",
            _("Schrijf op wat jullie anders gaan doen. Verandert er niets? Schrijf dat dan op."),
            field="changes",
        )
