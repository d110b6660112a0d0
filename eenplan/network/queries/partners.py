"""Organisations and the partnerships that they are a partner of, on a day and through time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.models import (
    Assignment,
    Organisation,
    OrganisationContact,
    OrganisationPartnership,
    OrganisationSite,
    OrganisationZone,
    PartnershipName,
    PartnershipZone,
)
from eenplan.network.rules import enterprise_number, fold
from eenplan.network.rules.partners import Terms

PAGE = 50


@dataclass(frozen=True, slots=True)
class PartnerOn:
    """A partner of a partnership as it was on a day. `until` is exclusive; `since` is the first day of all.

    `zones` are those of the partnership that it serves.
    """

    organisation_id: UUID
    name: str
    sector: Sector
    layer: Layer | None
    terms: Terms
    since: date | None
    until: date | None
    zones: tuple[str, ...]
    people: int
    assumed: bool


@dataclass(frozen=True, slots=True)
class PartnerFilters:
    """Which partners to list; what is empty leaves nothing out. `ending` within so many days."""

    name: str = ""
    sector: str = ""
    role: str = ""
    subsidised: bool | None = None
    zone_id: UUID | None = None
    ending: bool = False


@dataclass(frozen=True, slots=True)
class PartnerStretch:
    """A stretch in which an organisation took part in the same way. `id` takes it back while that may be."""

    id: UUID
    partnership_id: UUID
    partnership_name: str
    terms: Terms
    since: date | None
    until: date | None
    source: str
    assumed: bool
    may_go: bool

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """A site, a zone or a contact of an organisation, with its days; `lines` say the rest of it."""

    id: UUID
    name: str
    lines: tuple[str, ...]
    phone: str
    email: str
    since: date | None
    until: date | None
    may_go: bool
    zone_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFull:
    """All of an organisation: what it is, where, whom to reach, of which partnerships it is or was a partner.

    `until` (exclusive) is set when it stops, or stopped.
    """

    id: UUID
    name: str
    sector: Sector
    layer: Layer | None
    enterprise_number: str
    source: str
    assumed: bool
    stretches: tuple[PartnerStretch, ...]
    sites: tuple[OrganisationDetail, ...]
    zones: tuple[OrganisationDetail, ...]
    contacts: tuple[OrganisationDetail, ...]
    until: date | None = None

    def here(self, partnership_id: UUID | None) -> list[PartnerStretch]:
        """Its stretches in one partnership, the newest first."""
        return [one for one in self.stretches if one.partnership_id == partnership_id]


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation in a list, with how many partnerships it is a partner of on a day."""

    id: UUID
    name: str
    sector: Sector
    enterprise_number: str
    partnerships: int
    key: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonHere:
    """Somebody of an organisation who works in a partnership."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class EndingAgreement:
    """An agreement that ends soon, or has ended and was not renewed (`days` is then below zero)."""

    organisation_id: UUID
    partnership_id: UUID
    name: str
    agreement_until: date
    days: int


def reminder_days(terms: Terms) -> int:
    """How many days before its end an agreement is told of."""
    return terms.reminder_days or settings.AGREEMENT_REMINDER_DAYS


def _terms(row: OrganisationPartnership) -> Terms:
    return Terms(PartnerRole(row.role), row.subsidised, row.agreement_until, row.reminder_days)


def _layer(code: str) -> Layer | None:
    return Layer(code) if code else None


def _on(partnership_id: UUID, on: date) -> QuerySet[OrganisationPartnership]:
    return OrganisationPartnership.objects.filter(partnership_id=partnership_id, period__contains=on)


def partners_on(
    acting: Acting, *, partnership_id: UUID, on: date, filters: PartnerFilters | None = None
) -> list[PartnerOn]:
    """The partners of a day, by name: at most some tens. Four queries whatever their number, five for `ending`."""
    wanted = filters or PartnerFilters()
    rows = _on(partnership_id, on).select_related("organisation")
    if wanted.name.strip():
        rows = rows.filter(
            Q(organisation__sort_key__contains=fold(wanted.name))
            | Q(organisation__enterprise_number=enterprise_number(wanted.name) or "-")
        )
    if wanted.sector:
        rows = rows.filter(organisation__sector=wanted.sector)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    if wanted.subsidised is not None:
        rows = rows.filter(subsidised=wanted.subsidised)
    if wanted.zone_id:
        rows = rows.filter(
            organisation__in=OrganisationZone.objects.filter(
                zone_id=wanted.zone_id, period__contains=on
            ).values("organisation_id")
        )
    if wanted.ending:
        ending = {one.organisation_id for one in _agreements(partnership_id, on, None)}
        rows = rows.filter(organisation_id__in=ending)
    found = list(rows.order_by("organisation__sort_key", "organisation_id"))
    ids = [row.organisation_id for row in found]
    zones: dict[UUID, list[str]] = {}
    for organisation_id, name in (
        OrganisationZone.objects.filter(
            organisation_id__in=ids,
            period__contains=on,
            zone__in=PartnershipZone.objects.filter(
                partnership_id=partnership_id, period__contains=on
            ).values("zone_id"),
        )
        .order_by("zone__name", "id")
        .values_list("organisation_id", "zone__name")
    ):
        zones.setdefault(organisation_id, []).append(name)
    people = _people(ids, partnership_id, on)
    first = _first_days(ids, partnership_id)
    return [
        PartnerOn(
            organisation_id=row.organisation_id,
            name=row.organisation.name,
            sector=Sector(row.organisation.sector),
            layer=_layer(row.organisation.layer),
            terms=_terms(row),
            since=first.get(row.organisation_id, row.period.lower),
            until=row.period.upper,
            zones=tuple(zones.get(row.organisation_id, ())),
            people=people.get(row.organisation_id, 0),
            assumed=row.assumed or row.organisation.assumed,
        )
        for row in found
    ]


def _people(ids: Iterable[UUID], partnership_id: UUID, on: date) -> dict[UUID, int]:
    return dict(
        Assignment.objects.filter(
            staff_member__organisation_id__in=ids, partnership_id=partnership_id, period__contains=on
        )
        .order_by()
        .values("staff_member__organisation_id")
        .annotate(people=Count("staff_member_id", distinct=True))
        .values_list("staff_member__organisation_id", "people")
    )


def _first_days(ids: Iterable[UUID], partnership_id: UUID) -> dict[UUID, date | None]:
    """Since when each takes part without a gap before its latest stretch."""
    first: dict[UUID, date | None] = {}
    last: dict[UUID, date | None] = {}
    for row in OrganisationPartnership.objects.filter(
        organisation_id__in=ids, partnership_id=partnership_id
    ).order_by("period", "id"):
        if row.organisation_id not in first or last[row.organisation_id] != row.period.lower:
            first[row.organisation_id] = row.period.lower
        last[row.organisation_id] = row.period.upper
    return first


def _agreements(partnership_id: UUID | None, on: date, within_days: int | None) -> list[EndingAgreement]:
    here = Q(partnership_id=partnership_id) if partnership_id else Q()
    follows = OrganisationPartnership.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        partnership_id=OuterRef("partnership_id"),
        period__startswith__gt=on,
    ).order_by("period")
    rows = (
        OrganisationPartnership.objects.filter(here, period__contains=on, agreement_until__isnull=False)
        .annotate(follows_on=Subquery(follows.values("period__startswith")[:1]))
        .select_related("organisation")
        .order_by("agreement_until", "organisation__sort_key", "id")
    )
    found = []
    for row in rows:
        until: date = row.agreement_until  # type: ignore[assignment]  # filtered above
        days = (until - on).days
        most = reminder_days(_terms(row)) if within_days is None else within_days
        ends_with_it = row.period.upper is not None and row.period.upper <= until + timedelta(days=1)
        renewed = row.follows_on is not None and row.follows_on <= until + timedelta(days=1)
        if days <= most and not renewed and not ends_with_it:
            found.append(
                EndingAgreement(row.organisation_id, row.partnership_id, row.organisation.name, until, days)
            )
    return found


def agreements_ending(
    acting: Acting, on: date, within_days: int | None = None, *, partnership_id: UUID | None = None
) -> list[EndingAgreement]:
    """Agreements of partners of `acting`'s partnership that end within so many days of a day, or ended already.

    Without `within_days` each partner's own reminder counts. What is renewed, or ends with the partner itself, is
    left out. Somebody without a partnership reads those of all, or of one. The first to end comes first. One query.
    """
    return _agreements(partnership_id or acting.partnership_id, on, within_days)


def organisation_full(acting: Acting, organisation_id: UUID, *, on: date) -> OrganisationFull:
    """All of an organisation, with its past and what is planned. Five queries. Raises NotFound."""
    row = Organisation.objects.filter(id=organisation_id).first()
    if row is None:
        raise NotFound("organisation")
    name = PartnershipName.objects.filter(partnership_id=OuterRef("partnership_id")).order_by("-period")
    rows = (
        OrganisationPartnership.objects.filter(organisation_id=organisation_id)
        .select_related("partnership")
        .annotate(called=Subquery(name.values("name")[:1]))
        .order_by("-period", "id")
    )
    return OrganisationFull(
        id=row.id,
        name=row.name,
        sector=Sector(row.sector),
        layer=_layer(row.layer),
        enterprise_number=row.enterprise_number,
        source=row.source,
        assumed=row.assumed,
        stretches=tuple(
            PartnerStretch(
                id=one.id,
                partnership_id=one.partnership_id,
                partnership_name=one.called or one.partnership.code,
                terms=_terms(one),
                since=one.period.lower,
                until=one.period.upper,
                source=one.source,
                assumed=one.assumed,
                may_go=_may_go(one, on),
            )
            for one in rows
        ),
        sites=tuple(
            OrganisationDetail(
                one.id,
                one.name,
                tuple(filter(None, (one.street, f"{one.postal_code} {one.place}".strip()))),
                one.phone,
                "",
                one.period.lower,
                one.period.upper,
                _may_go(one, on),
            )
            for one in OrganisationSite.objects.filter(organisation_id=organisation_id).order_by("name", "id")
        ),
        zones=tuple(
            OrganisationDetail(
                one.id,
                one.zone.name,
                (one.source,) if one.source else (),
                "",
                "",
                one.period.lower,
                one.period.upper,
                _may_go(one, on),
                one.zone_id,
            )
            for one in OrganisationZone.objects.filter(organisation_id=organisation_id)
            .select_related("zone")
            .order_by("zone__name", "id")
        ),
        contacts=tuple(
            OrganisationDetail(
                one.id,
                one.name,
                (),
                one.phone,
                one.email,
                one.period.lower,
                one.period.upper,
                _may_go(one, on),
            )
            for one in OrganisationContact.objects.filter(organisation_id=organisation_id).order_by(
                "name", "id"
            )
        ),
        until=row.period.upper,
    )


def _may_go(
    row: OrganisationPartnership | OrganisationSite | OrganisationZone | OrganisationContact, on: date
) -> bool:
    return row.written_on == on or (row.period.lower is not None and row.period.lower > on)


def keeps_organisation(acting: Acting, organisation_id: UUID, *, on: date) -> bool:
    """Whether somebody may change an organisation: the administrator each, a coordinator those of the own
    partnership and those that are nobody's partner yet. One query, as the database's own rule asks it.
    """
    if acting.role == Role.ADMIN:
        return True
    if acting.role != Role.COORDINATOR or acting.partnership_id is None:
        return False
    rows = list(
        OrganisationPartnership.objects.filter(organisation_id=organisation_id).values_list(
            "partnership_id", "period"
        )
    )
    return not rows or any(
        partnership_id == acting.partnership_id and (period.upper is None or period.upper > on)
        for partnership_id, period in rows
    )


def people_of(acting: Acting, organisation_id: UUID, *, partnership_id: UUID, on: date) -> list[PersonHere]:
    """Who of an organisation works in a partnership on a day or later, by name. One query."""
    rows = (
        Assignment.objects.filter(
            Q(period__endswith__gt=on) | Q(period__upper_inf=True),
            staff_member__organisation_id=organisation_id,
            partnership_id=partnership_id,
        )
        .select_related("staff_member")
        .order_by("staff_member__sort_key", "staff_member_id", "id")
    )
    return [PersonHere(row.staff_member.name, Role(row.role)) for row in rows]


def find_organisations(
    acting: Acting, *, name: str = "", number: str = "", on: date
) -> list[OrganisationLine]:
    """Organisations that could be meant: of this number, or with a name that has these words. One query, 20 at most."""
    known, key = enterprise_number(number) if number else None, fold(name)
    if not known and not key:
        return []
    wanted = Q()
    if known:
        wanted |= Q(enterprise_number=known)
    if key:
        wanted |= Q(sort_key__contains=key)
    return _lines(Organisation.objects.filter(wanted), on)[:20]


def organisations(
    acting: Acting, *, on: date, name: str = "", after: tuple[str, UUID] | None = None
) -> list[OrganisationLine]:
    """All organisations by name, a page and one more, after the one with this key and id. One query."""
    rows = Organisation.objects.all()
    if name.strip():
        rows = rows.filter(
            Q(sort_key__contains=fold(name)) | Q(enterprise_number=enterprise_number(name) or "-")
        )
    if after:
        rows = rows.filter(Q(sort_key__gt=after[0]) | Q(sort_key=after[0], id__gt=after[1]))
    return _lines(rows, on)


def _lines(rows: QuerySet[Organisation], on: date) -> list[OrganisationLine]:
    counted = rows.annotate(
        joined=Count("partnerships", filter=Q(partnerships__period__contains=on), distinct=True)
    ).order_by("sort_key", "id")[: PAGE + 1]
    return [
        OrganisationLine(
            row.id,
            row.name,
            Sector(row.sector),
            row.enterprise_number,
            row.joined,
            row.sort_key,
            row.period.upper,
        )
        for row in counted
    ]
