"""Shares in words: which parts, why, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from eenplan.consent.enums import LIFE, Part
from eenplan.consent.queries.shared import SharedWithMe
from eenplan.network.queries import LifeDomainOn
from eenplan.plans.queries.shared import SharedFamily, SharedPlan
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.said import day


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in the list: until when it shares, and with which coach to speak."""

    family_id: UUID
    name: str
    until: str
    why: str
    coach: str


@dataclass(frozen=True, slots=True)
class ShareWords:
    """One share: what it is for, why it was needed, which parts, and its last day."""

    purpose: str
    need: str
    parts: tuple[str, ...]
    until: str


def row_of(one: SharedFamily) -> FamilyRow:
    """A family as the list shows it; with several shares the last that ends counts."""
    last = max(share.last_day for share in one.shares)
    return FamilyRow(
        one.family_id,
        one.name,
        _("tot en met %(day)s") % {"day": day(last)},
        " · ".join(dict.fromkeys(str(share.purpose.label) for share in one.shares)),
        one.coach.name if one.coach else "",
    )


def shares_of(found: SharedPlan, domains: Iterable[LifeDomainOn]) -> list[ShareWords]:
    """Each share of a family in words."""
    language = (get_language() or "nl")[:2]
    known = {f"{LIFE}{one.code}": one.label(language) for one in domains}
    return [_share(one, known) for one in found.family.shares]


def _share(share: SharedWithMe, domains: dict[str, str]) -> ShareWords:
    return ShareWords(
        str(share.purpose.label),
        share.need,
        tuple(part_words(part, domains) for part in share.parts)
        + ((_("gezondheid"),) if share.health else ()),
        _("tot en met %(day)s") % {"day": day(share.last_day)},
    )


def part_words(part: str, domains: dict[str, str]) -> str:
    """How a part of the file is called."""
    if part in Part.values:
        return str(Part(part).label)
    return domains.get(part) or part.removeprefix(LIFE).replace("-", " ").capitalize()


def crumbs(name: str, above: str) -> list[Crumb]:
    """The way back."""
    return [Crumb(above, reverse("partner:list-families")), Crumb(name)]
