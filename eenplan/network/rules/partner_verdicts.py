"""What each row of a list of partners would do, judged before anything is written. No database.

What is there already is given as `Known`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.errors import RuleBroken
from eenplan.network.enums import ListVerdict, PartnerRole
from eenplan.network.rules import fold
from eenplan.network.rules.partner_lists import ListedPartner, Problem, heading
from eenplan.network.rules.partners import Terms, check_terms


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that is there already, and how it takes part here today (`terms` None: it does not).

    `ends` is the first day on which the organisation itself is no longer there.
    """

    id: UUID
    name: str
    key: str
    enterprise_number: str
    layer: str
    ends: date | None = None
    terms: Terms | None = None
    planned_from: date | None = None
    past_until: date | None = None
    sites: frozenset[str] = frozenset()
    zones: frozenset[UUID] = frozenset()
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a row would do: its verdict, what changes in words, why it is refused; and all that an action needs."""

    row: ListedPartner
    verdict: ListVerdict
    organisation_id: UUID | None = None
    terms: Terms = field(default_factory=Terms)
    since: date | None = None
    fills_number: bool = False
    fills_layer: bool = False
    adds_zones: tuple[UUID, ...] = ()
    adds_site: bool = False
    adds_contact: bool = False
    changes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def judge(
    rows: Sequence[ListedPartner], known: Sequence[Known], *, on: date, zone_names: Mapping[UUID, str]
) -> list[Judged]:
    """What each row would do, in the order of the list. `known` holds every organisation that could be meant."""
    by_number = {one.enterprise_number: one for one in known if one.enterprise_number}
    by_name: dict[str, list[Known]] = {}
    for one in known:
        by_name.setdefault(one.key, []).append(one)
    core = next((one for one in known if one.terms and one.terms.role == PartnerRole.CORE), None)
    seen: dict[str, int] = {}
    judged = []
    for row in rows:
        verdict = _not_twice(_judge(row, by_number, by_name, on, zone_names), seen)
        verdict, core = _only_core(verdict, core)
        judged.append(verdict)
    return judged


def _refuse(row: ListedPartner, key: str, words: str) -> Judged:
    return Judged(row, ListVerdict.REFUSED, problems=(*row.problems, Problem(heading(key), words)))


def _judge(
    row: ListedPartner,
    by_number: Mapping[str, Known],
    by_name: Mapping[str, list[Known]],
    on: date,
    zone_names: Mapping[UUID, str],
) -> Judged:
    if row.problems:
        return Judged(row, ListVerdict.REFUSED, problems=row.problems)
    same = by_name.get(fold(row.name)[:120], [])
    found = by_number.get(row.enterprise_number) if row.enterprise_number else None
    if found is None and len(same) > 1:
        return _refuse(
            row,
            "enterprise_number",
            _("Er zijn meer organisaties met deze naam. Vul het ondernemingsnummer in."),
        )
    if found is None and same:
        found = same[0]
        if row.enterprise_number and found.enterprise_number:
            return _refuse(
                row,
                "enterprise_number",
                _(
                    "Een organisatie met deze naam heeft een ander nummer. Kijk het nummer na, of voeg ze apart toe."
                ),
            )
    if found is None and row.sector is None:
        return _refuse(
            row, "sector", _("Vul in tot welke sector deze organisatie hoort: ze is hier nog niet gekend.")
        )
    if found is not None and found.terms is None and not _is_there(row, found.ends):
        return _refuse(
            row,
            "name",
            _(
                "Deze organisatie stopt. Laat ze op haar bladzijde eerst toch doorgaan, of kies een andere naam."
            ),
        )
    if found is not None and found.terms is not None:
        return _changes(row, found, found.terms, on, zone_names)
    return _begins(row, found, on, zone_names)


def _is_there(row: ListedPartner, ends: date | None) -> bool:
    return ends is None or (row.ends is not None and row.ends <= ends)


def _terms(row: ListedPartner, now: Terms) -> Terms:
    return Terms(
        row.role or now.role,
        now.subsidised if row.subsidised is None else row.subsidised,
        row.agreement_until or now.agreement_until,
        row.reminder_days or now.reminder_days,
    )


def _begins(row: ListedPartner, found: Known | None, on: date, zone_names: Mapping[UUID, str]) -> Judged:
    since, terms = row.since or on, _terms(row, Terms())
    if found and found.planned_from:
        return _refuse(
            row,
            "since",
            _("Deze partner begint al op een latere dag. Pas dat aan op de pagina van de partner."),
        )
    if found and found.past_until and since < found.past_until:
        return _refuse(
            row, "since", _("Deze organisatie was hier al partner. Kies een dag na het einde daarvan.")
        )
    try:
        check_terms(terms, since=since, until=row.ends)
    except RuleBroken as error:
        return _refuse(row, error.field or "since", str(error.message))
    judged = Judged(
        row, ListVerdict.JOINS if found else ListVerdict.NEW, found.id if found else None, terms, since
    )
    if row.ends is not None and row.ends <= on:
        return judged  # of who left already, only that they were here
    return _with_details(judged, found, zone_names)


def _changes(
    row: ListedPartner, found: Known, now: Terms, on: date, zone_names: Mapping[UUID, str]
) -> Judged:
    terms = _terms(row, now)
    said = _said_changes(now, terms)
    if said and found.planned_from:
        return _refuse(
            row, "name", _("Voor later is er al een verandering. Pas die aan op de pagina van de partner.")
        )
    try:
        check_terms(terms, since=on)
    except RuleBroken as error:
        if said:
            return _refuse(row, error.field or "since", str(error.message))
    judged = Judged(
        row,
        ListVerdict.CHANGES if said else ListVerdict.SAME,
        found.id,
        terms,
        on if said else None,
        changes=said,
    )
    return _with_details(judged, found, zone_names)


def _said_changes(now: Terms, then: Terms) -> tuple[str, ...]:
    said = []
    if now.role != then.role:
        said.append(_("rol wordt %(role)s") % {"role": PartnerRole(then.role).label})
    if now.subsidised != then.subsidised:
        said.append(_("wordt gesubsidieerd") if then.subsidised else _("is niet meer gesubsidieerd"))
    if now.agreement_until != then.agreement_until and then.agreement_until:
        day = then.agreement_until
        said.append(_("overeenkomst tot en met %(day)s") % {"day": f"{day.day}/{day.month}/{day.year}"})
    if now.reminder_days != then.reminder_days:
        said.append(_("herinnering %(days)s dagen vooraf") % {"days": then.reminder_days})
    return tuple(said)


def _with_details(judged: Judged, found: Known | None, zone_names: Mapping[UUID, str]) -> Judged:
    """What comes with the row: a number or layer that was empty, zones, a site, a contact."""
    row = judged.row
    zones = tuple(zone for zone in row.zones if not found or zone not in found.zones)
    site = row.site is not None and not (found and fold(row.site.name) in found.sites)
    contact = row.contact is not None and not (found and fold(row.contact.name) in found.contacts)
    number = bool(found and row.enterprise_number and not found.enterprise_number)
    layer = bool(found and row.layer and not found.layer)
    said = list(judged.changes)
    said += [_("vult het ondernemingsnummer in")] if number else []
    said += [_("vult de laag in")] if layer else []
    said += [_("zone %(name)s erbij") % {"name": zone_names.get(zone, "")} for zone in zones]
    said += [_("locatie %(name)s erbij") % {"name": row.site.name}] if site and row.site else []
    said += [_("contact %(name)s erbij") % {"name": row.contact.name}] if contact and row.contact else []
    changed = judged.verdict is ListVerdict.SAME and said
    return replace(
        judged,
        verdict=ListVerdict.CHANGES if changed else judged.verdict,
        fills_number=number,
        fills_layer=layer,
        adds_zones=zones,
        adds_site=site,
        adds_contact=contact,
        changes=tuple(said),
    )


def _not_twice(one: Judged, seen: dict[str, int]) -> Judged:
    """The same organisation in two rows: the second is refused."""
    if one.verdict is ListVerdict.REFUSED:
        return one
    row = one.row
    keys = {str(one.organisation_id or ""), fold(row.name)[:120], row.enterprise_number} - {""}
    before = next((seen[key] for key in keys if key in seen), None)
    if before is not None:
        return _refuse(
            row,
            "name",
            _("Deze organisatie staat ook op rij %(number)s. Hou er een over.") % {"number": before},
        )
    seen.update(dict.fromkeys(keys, row.number))
    return one


def _only_core(one: Judged, core: Known | None) -> tuple[Judged, Known | None]:
    """At most one core partner; a list cannot give the role to another, since both would be so on one day."""
    if one.verdict is ListVerdict.REFUSED or one.terms.role != PartnerRole.CORE:
        return one, core
    if core is not None and core.id != one.organisation_id:
        words = _("%(name)s is al kernpartner. Geef die partner eerst een andere rol.") % {"name": core.name}
        return _refuse(one.row, "role", words), core
    return one, core or Known(one.organisation_id or UUID(int=one.row.number), one.row.name, "", "", "")
