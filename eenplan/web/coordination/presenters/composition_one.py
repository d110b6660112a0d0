"""One partnership against the call, in words: whom it asks, who takes part, who is missing, and what it asks itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.network.enums import Layer, Level, PartnerRole, Sector, Strength
from eenplan.network.queries import Composition, OwnRequirement
from eenplan.network.rules.composition import Answer, Finding, ListState, Partner
from eenplan.web.coordination.presenters.composition import (
    STRENGTHS,
    binding,
    missing,
    number,
    partners,
    team,
)
from eenplan.web.shared.components import Row
from eenplan.web.shared.context import href_of


def summary(one: Composition) -> list[Row]:
    """The numbers of one partnership, and its zones."""
    zones = ", ".join(zone.name for zone in one.zones) or _("niet bekend")
    return [
        Row(_("Zones"), zones + (_(" (deels aangenomen)") if one.zones_assumed else "")),
        Row(_("Partners"), partners(one)),
        Row(_("Organisaties met subsidie"), number(one.subsidised_recipients)),
        Row(_("Team"), team(one)),
        Row(_("Wie ontbreekt"), missing(one)),
    ]


TONES = {Answer.MET: "ontime", Answer.MISSING: "late", Answer.UNKNOWN: "done"}
ICONS = {Answer.MET: "check", Answer.MISSING: "flag", Answer.UNKNOWN: "circle-help"}


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether somebody of an asked kind takes part, in the whole or in one zone."""

    where: str
    status: str
    tone: str
    icon: str
    who: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement with its answers; `is_missing` where a partner can be added."""

    words: str
    source: str
    answers: list[Answered]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked equally strongly."""

    title: str
    asked: list[Asked]


@dataclass(frozen=True, slots=True)
class PartnerWords:
    """A partner in a line."""

    name: str
    detail: str


def groups(one: Composition) -> list[Group]:
    """The findings of a partnership by strength, then by requirement."""
    return [
        Group(
            STRENGTHS[strength](),
            _asked([f for f in one.findings if f.requirement.strength == strength], one),
        )
        for strength in STRENGTHS
        if any(finding.requirement.strength == strength for finding in one.findings)
    ]


def _asked(findings: Sequence[Finding], one: Composition) -> list[Asked]:
    by_requirement: dict[UUID, list[Finding]] = {}
    for finding in findings:
        by_requirement.setdefault(finding.requirement.id, []).append(finding)
    return [
        Asked(
            same[0].requirement.words,
            same[0].requirement.source if same[0].requirement.strength == Strength.OWN else "",
            [_answered(finding, one) for finding in same],
            any(finding.is_missing for finding in same),
        )
        for same in by_requirement.values()
    ]


def _answered(finding: Finding, one: Composition) -> Answered:
    words = {
        Answer.MET: _("doet mee"),
        Answer.MISSING: _("ontbreekt") if finding.requirement.is_demand else _("doet niet mee"),
        Answer.UNKNOWN: _("niet bekend"),
    }
    tone = TONES[finding.answer]
    if finding.answer is Answer.MISSING and not finding.requirement.is_demand:
        tone = "done"
    return Answered(
        finding.zone.name if finding.zone else "",
        words[finding.answer],
        tone,
        ICONS[finding.answer],
        _who(finding, one),
    )


def _who(finding: Finding, one: Composition) -> str:
    if finding.by:
        return ", ".join(partner.name for partner in finding.by)
    if finding.answer is Answer.MISSING:
        return ""
    if finding.perhaps:
        names = ", ".join(partner.name for partner in finding.perhaps)
        if finding.zone:
            return _("Misschien %(names)s: we weten niet in welke zones, of welk soort hulp.") % {
                "names": names
            }
        return _("Misschien %(names)s: we weten niet welk soort hulp.") % {"names": names}
    if finding.requirement.level == Level.ZONE and finding.zone is None:
        return _("We weten niet welke zones dit samenwerkingsverband heeft.")
    if one.state is ListState.NONE:
        return _("Er staat nog geen enkele partner opgeschreven.")
    return _("De lijst van partners is niet volledig.")


def partner_lines(found: Sequence[Partner]) -> list[PartnerWords]:
    """Who takes part, with sector, layer, role, and what of it is assumed."""
    lines = []
    for partner in found:
        parts = [
            str(Sector(partner.sector).label),
            str(Layer(partner.layer).label) if partner.layer else _("soort hulp niet bekend"),
        ]
        if partner.role != PartnerRole.PARTNER:
            parts.append(str(PartnerRole(partner.role).label))
        if partner.subsidised:
            parts.append(_("met subsidie"))
        if partner.assumed:
            parts.append(_("uit een openbare tekst; sector, soort en dagen zijn aangenomen"))
        lines.append(PartnerWords(partner.name, " · ".join(parts)))
    return lines


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a partnership asks of itself, with its days and what may still be done with it."""

    words: str
    detail: str
    end_href: str
    take_back_href: str


def own_lines(found: Sequence[OwnRequirement], today: date) -> list[OwnWords]:
    """All that a partnership asks or asked of itself."""
    lines = []
    for one in found:
        begun = one.since is not None and one.since <= today
        kinds = [
            *(str(Sector(code).label) for code in one.sectors),
            *(str(Layer(code).label) for code in one.layers),
        ]
        detail = " · ".join(
            [str(one.level.label), ", ".join(kinds), binding(one.since, one.until), one.source]
        )
        lines.append(
            OwnWords(
                one.words,
                detail,
                reverse("coordination:end-requirement", args=[one.id]) if begun and one.until is None else "",
                "" if begun else reverse("coordination:take-back-requirement", args=[one.id]),
            )
        )
    return lines


def add_partner_href() -> str:
    """Where a partner is added; the list of partners, or nothing, where this installation has no such page."""
    return href_of("coordination:add-partner") or href_of("coordination:list-partners")
