"""Who has a part in a partnership beside its team, and who has a role for the whole."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.network.enums import BESIDE_THE_TEAM
from eenplan.network.models import Assignment, Organisation
from eenplan.network.rules.roles import roles_given_by


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role beside the team (or of the whole: `is_of_the_whole`), until a day (exclusive)."""

    assignment_id: UUID
    account_id: UUID | None
    name: str
    organisation: str
    role: Role
    is_of_the_whole: bool
    since: date
    until: date | None
    may_sign_in: bool


def role_holders(acting: Acting, *, partnership_id: UUID, on: date) -> list[Holder]:
    """Whoever holds such a role on a day or will later, that `acting` may end; by role, then name. One query."""
    here = Q(partnership_id=partnership_id, role__in=BESIDE_THE_TEAM)
    given = roles_given_by(acting.role)
    rows = (
        Assignment.objects.filter(here | ~Q(role__in=BESIDE_THE_TEAM), role__in=given)
        .filter(Q(period__contains=on) | Q(period__startswith__gt=on))
        .select_related("staff_member__organisation", "staff_member__account")
        .order_by("staff_member__sort_key", "staff_member_id", "period")
    )
    found = [
        Holder(
            row.id,
            row.staff_member.account_id,
            row.staff_member.name,
            row.staff_member.organisation.name,
            Role(row.role),
            row.role not in BESIDE_THE_TEAM,
            row.period.lower,
            row.period.upper,
            bool(row.staff_member.account and row.staff_member.account.has_usable_password()),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: given.index(one.role))


def organisations_on(acting: Acting, *, on: date) -> list[tuple[UUID, str]]:
    """Every organisation that is there on a day, by name. One query."""
    return list(
        Organisation.objects.filter(period__contains=on).order_by("sort_key", "id").values_list("id", "name")
    )
