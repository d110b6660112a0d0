"""Partnerships that are being set up: how far each is with its area, partners, people and contact point."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, Lower

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.enums import PartnerRole
from eenplan.network.models import (
    Assignment,
    ContactPoint,
    OrganisationPartnership,
    Partnership,
    PartnershipName,
    PartnershipZone,
)

# So long after its first day a partnership still stands among those that are being set up.
LATELY = timedelta(days=60)
# Without these nobody refers, takes up, or helps.
NEEDED_ROLES = (Role.COORDINATOR, Role.INTAKE, Role.COACH)


@dataclass(frozen=True, slots=True)
class Setup:
    """How a partnership will stand on its first day, or stands today when that is past.

    `zones` and `partners` are numbers; `roles` are those of `NEEDED_ROLES` that somebody has.
    """

    id: UUID
    code: str
    name: str
    since: date
    zones: int
    partners: int
    has_core_partner: bool
    roles: frozenset[Role]
    has_contact_point: bool

    @property
    def has_area(self) -> bool:
        """Whether it serves a zone; that there are two or more that adjoin, the database holds."""
        return self.zones > 0

    @property
    def has_people(self) -> bool:
        """Whether somebody keeps it together, takes referrals and coaches."""
        return self.roles == frozenset(NEEDED_ROLES)

    @property
    def ready(self) -> int:
        """How many of the four steps after the name are done."""
        return sum((self.has_area, self.has_core_partner, self.has_people, self.has_contact_point))

    @property
    def has_begun(self) -> bool:
        """Whether its first day has come."""
        return self.since <= today()


def setups(acting: Acting) -> list[Setup]:
    """The partnerships that begin later or began lately, the first day first. One query."""
    return [_read(row) for row in _rows().order_by("period", "code")]


def setup(acting: Acting, code: str) -> Setup:
    """One of them, by code. One query. Raises NotFound."""
    row = _rows().filter(code=code).first()
    if row is None:
        raise NotFound("partnership that is being set up")
    return _read(row)


def _rows() -> QuerySet[Partnership]:
    here = {"partnership_id": OuterRef("pk"), "period__contains": OuterRef("day")}
    partners = OrganisationPartnership.objects.filter(**here)
    return (
        Partnership.objects.annotate(
            day=Greatest(Lower("period"), Value(today()), output_field=DateField()),
        )
        .filter(period__startswith__gt=today() - LATELY)
        .annotate(
            called=Subquery(PartnershipName.objects.filter(**here).values("name")[:1]),
            zones_then=_count(PartnershipZone.objects.filter(**here)),
            partners_then=_count(partners),
            core=Exists(partners.filter(role=PartnerRole.CORE)),
            contact=Exists(ContactPoint.objects.filter(**here)),
            **{role.value: Exists(Assignment.objects.filter(**here, role=role)) for role in NEEDED_ROLES},
        )
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("partnership_id").annotate(n=Count("id")).values("n"))


def _read(row: Any) -> Setup:
    return Setup(
        id=row.id,
        code=row.code,
        name=row.called or row.code,
        since=row.period.lower,
        zones=row.zones_then or 0,
        partners=row.partners_then or 0,
        has_core_partner=row.core,
        roles=frozenset(role for role in NEEDED_ROLES if getattr(row, role.value)),
        has_contact_point=row.contact,
    )
