"""Workers and what they are assigned to on a day: the one source of access (rule 16)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.network.models import Assignment


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
    # Whether the administrator named this worker to read translations.
    reads_texts: bool = False


@dataclass(frozen=True, slots=True)
class StaffOn:
    """A worker in a role on a day, with the share of full time in that role (0 to 1)."""

    assignment_id: UUID
    staff_member_id: UUID
    actor_id: UUID
    name: str
    share: Decimal
    organisation_name: str


# Every request of a worker asks this. By the index of staff members: else all assignments of today are read first.
_ASSIGNMENTS = """
    SELECT a.id, a.staff_member_id, s.actor_id, s.name, a.role, a.share, s.organisation_id, a.partnership_id,
        p.code,
        (SELECT n.name FROM network_partnershipname n
            WHERE n.partnership_id = a.partnership_id AND n.period @> %(on)s::date LIMIT 1),
        (SELECT t.title FROM network_roletitle t
            WHERE (t.partnership_id = a.partnership_id OR t.partnership_id IS NULL)
                AND t.role = a.role AND t.language = %(language)s AND t.period @> %(on)s::date
            ORDER BY t.partnership_id NULLS LAST LIMIT 1),
        (SELECT jsonb_object_agg(
                w.code, coalesce(nullif(to_jsonb(w) ->> ('name_' || %(language)s), ''), w.name_nl)
                ORDER BY w.partnership_id NULLS FIRST)
            FROM network_phasename w
            WHERE (w.partnership_id = a.partnership_id OR w.partnership_id IS NULL) AND w.period @> %(on)s::date),
        network_reads_texts(a.staff_member_id)
    FROM network_assignment a
    JOIN network_staffmember s ON s.id = a.staff_member_id
    JOIN core_account c ON c.id = s.account_id
    LEFT JOIN network_partnership p ON p.id = a.partnership_id
    WHERE a.staff_member_id = ANY (ARRAY(SELECT m.id FROM network_staffmember m WHERE m.account_id = %(account)s))
        AND c.is_active AND a.period @> %(on)s::date
    ORDER BY lower(a.period), a.id
"""


def assignments_of(account_id: UUID, on: date, language: str = "nl") -> list[AssignmentOn]:
    """What an account may act as on a day; empty when every assignment has ended. One query.

    The one query without an actor before it: it is how the actor becomes known.
    """
    rows = statements.rows(_ASSIGNMENTS, {"account": account_id, "on": on, "language": language})
    return [
        AssignmentOn(
            id=found,
            staff_member_id=staff_member,
            actor_id=actor,
            name=name,
            role=Role(role),
            share=share,
            organisation_id=organisation,
            partnership_id=partnership,
            partnership_code=code or "",
            partnership_name=place or "",
            role_title=title or str(Role(role).label),
            phases=json.loads(phases or "{}"),
            reads_texts=reads_texts,
        )
        for (
            found, staff_member, actor, name, role, share, organisation, partnership, code, place, title, phases,
            reads_texts,
        ) in rows
    ]  # fmt: skip


def staff_on(acting: Acting, role: Role, on: date) -> list[StaffOn]:
    """Who has a role in the partnership of `acting` on a day, in the order of names. One query."""
    return staff_in(acting, [role], on)[role]


def staff_in(acting: Acting, roles: Sequence[Role], on: date) -> dict[Role, list[StaffOn]]:
    """The same of some roles, by role. One query."""
    found: dict[Role, list[StaffOn]] = {role: [] for role in roles}
    if acting.partnership_id is None:
        return found
    rows = Assignment.objects.filter(
        partnership_id=acting.partnership_id, role__in=roles, period__contains=on
    ).select_related("staff_member__organisation")
    for row in rows.order_by("staff_member__sort_key", "staff_member_id"):
        found[Role(row.role)].append(
            StaffOn(
                assignment_id=row.id,
                staff_member_id=row.staff_member_id,
                actor_id=row.staff_member.actor_id,
                name=row.staff_member.name,
                share=row.share,
                organisation_name=row.staff_member.organisation.name,
            )
        )
    return found
