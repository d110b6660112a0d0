"""Shares in words: which parts, why, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.consent.queries.shared import SharedWithMe
from eenplan.network.queries import LifeDomainOn
from eenplan.plans.queries.shared import SharedFamily, SharedPlan
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.said import day
from eenplan.web.shared.sharing import Namer


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
    namer = Namer((), domains)
    return [_share(one, namer) for one in found.family.shares]


def _share(share: SharedWithMe, namer: Namer) -> ShareWords:
    parts = tuple(namer.part(part) for part in share.parts)
    return ShareWords(
        str(share.purpose.label),
        share.need,
        (*parts, _("gezondheid")) if share.health else parts,
        _("tot en met %(day)s") % {"day": day(share.last_day)},
    )


def crumbs(name: str, above: str) -> list[Crumb]:
    """The way back."""
    return [Crumb(above, reverse("partner:list-families")), Crumb(name)]
