"""Somebody of a family asks that somebody outside reads along with the plan. No database."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import LIFE, Ground, OutsideKind, Part, RecipientKind, SharePurpose
from eenplan.consent.rules.asking import NewShare, Recipient
from eenplan.consent.rules.deciding import Someone, Terms
from eenplan.consent.rules.verdicts import Share, those_with_a_say
from eenplan.core.errors import RuleBroken


class Reads(StrEnum):
    """How much of the plan somebody who is invited reads: never more than what all of the plan may know."""

    GOALS = "goals"
    PLAN = "plan"


# Health, papers, addresses and what was said at contacts are in none of them.
OF_GOALS = (Part.GOALS,)
OF_PLAN = (*OF_GOALS, Part.WISHES, Part.HELP, Part.TEAM, Part.AGREEMENTS)


def parts_of(reads: Reads, domains: Collection[str]) -> tuple[str, ...]:
    """The parts that are shared: goals stand under the life domain (by code) that they are about."""
    parts = OF_GOALS if reads == Reads.GOALS else OF_PLAN
    return (*(part.value for part in parts), *(f"{LIFE}{code}" for code in domains))


def invitation(
    *,
    name: str,
    kind: OutsideKind,
    about: tuple[UUID, ...],
    reads: Reads,
    why: str,
    months: int,
    day: date,
    terms: Terms,
    domains: Collection[str],
) -> NewShare:
    """The share that somebody asks for: with one outside, without health or secrecy, and with an end (rule 29)."""
    longest = terms.longest_share - 1
    return NewShare(
        Recipient(RecipientKind.OUTSIDE, name=name, outside_kind=kind),
        about=about,
        parts=parts_of(reads, domains),
        purpose=SharePurpose.HELP,
        need=why,
        until=day + timedelta(days=min(months * 30, longest)),
        from_day=day,
    )


def check_inviter(share: NewShare, me: UUID, people: Mapping[UUID, Someone], day: date, terms: Terms) -> None:
    """Refuse with `consent:invite-not-yours` whoever has no say in anything of it: nobody shares of others alone."""
    facts = Share(Ground.CONSENT, share.parts, share.about, day, share.until or day, {})
    if me not in those_with_a_say(facts, people, day, terms):
        raise RuleBroken(
            "consent:invite-not-yours",
            _(
                "Kies ook jezelf, of een kind voor wie jij beslist. Beslis jij nog niet zelf? Vraag het aan je coach."
            ),
            field="about",
        )
