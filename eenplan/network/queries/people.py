"""Workers and what they are assigned to on a day: the one source of access (rule 16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.network.models import Assignment, PartnershipName
from eenplan.network.queries.configuration import titles
from eenplan.network.queries.words import phase_rows


@dataclass(frozen=True, slots=True)
class AssignmentOn:
    """One current assignment of an account; the middleware makes the `Acting` of a request from it."""

    id: UUID
    staff_member_id: UUID
    actor_id: UUID
    name: str
    role: Role
    share: Decimal
    organisation_id: UUID
    partnership_id: UUID | None
    partnership_code: str
    partnership_name: str
    role_title: str
    # How the partnership calls the phases, by code; those it has no word for are left out.
    phases: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class StaffOn:
    """A worker in a role on a day, with the share of full time in that role (0 to 1)."""

    assignment_id: UUID
    staff_member_id: UUID
    actor_id: UUID
    name: str
    share: Decimal
    organisation_name: str


def assignments_of(account_id: UUID, on: date, language: str = "nl") -> list[AssignmentOn]:
    """What an account may act as on a day; empty when every assignment has ended. One query.

    The one query without an actor before it: it is how the actor becomes known.
    """
    name = PartnershipName.objects.filter(partnership_id=OuterRef("partnership_id"), period__contains=on)
    title = titles(OuterRef("partnership_id"), OuterRef("role"), on, language)
    phases = phase_rows(OuterRef("partnership_id"), on).values(
        json=JSONObject(code="code", nl="name_nl", fr="name_fr", en="name_en")
    )
    rows = (
        Assignment.objects.filter(
            staff_member__account_id=account_id, staff_member__account__is_active=True, period__contains=on
        )
        .annotate(
            place=Subquery(name.values("name")[:1]),
            title=Subquery(title.values("title")[:1]),
            phases=ArraySubquery(phases),
        )
        .order_by("period__startswith", "id")
        .values_list(
            "id", "staff_member_id", "staff_member__actor_id", "staff_member__name", "role", "share",
            "staff_member__organisation_id", "partnership_id", "partnership__code", "place", "title", "phases",
            named=True,
        )
    )  # fmt: skip
    return [
        AssignmentOn(
            id=row.id,
            staff_member_id=row.staff_member_id,
            actor_id=row.staff_member__actor_id,
            name=row.staff_member__name,
            role=Role(row.role),
            share=row.share,
            organisation_id=row.staff_member__organisation_id,
            partnership_id=row.partnership_id,
            partnership_code=row.partnership__code or "",
            partnership_name=row.place or "",
            role_title=row.title or str(Role(row.role).label),
            phases={one["code"]: one.get(language) or one["nl"] for one in row.phases},
        )
        for row in rows
    ]


def staff_on(acting: Acting, role: Role, on: date) -> list[StaffOn]:
    """Who has a role in the partnership of `acting` on a day, in the order of names. One query."""
    if acting.partnership_id is None:
        return []
    return [
        StaffOn(
            assignment_id=row.id,
            staff_member_id=row.staff_member_id,
            actor_id=row.staff_member.actor_id,
            name=row.staff_member.name,
            share=row.share,
            organisation_name=row.staff_member.organisation.name,
        )
        for row in Assignment.objects.filter(
            partnership_id=acting.partnership_id, role=role, period__contains=on
        )
        .select_related("staff_member__organisation")
        .order_by("staff_member__sort_key", "staff_member_id")
    ]
