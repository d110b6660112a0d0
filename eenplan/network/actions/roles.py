"""Who has a part in a partnership beside its team, or a role for the whole: giving it, and letting it end (rule 16)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.staff import end_assignment
from eenplan.network.actions.team import Added, keeps_team, let_in, must_be_partner
from eenplan.network.enums import ROLES_FOR_THE_WHOLE
from eenplan.network.models import Assignment
from eenplan.network.rules.roles import roles_given_by


@action
def give_role(
    acting: Acting,
    *,
    name: str,
    email: str,
    organisation_id: UUID,
    role: Role,
    partnership_id: UUID | None,
    since: date,
    until: date | None = None,
) -> Added:
    """Let somebody have a role from a day on, until another (exclusive). It takes no share of full time.

    A role for the whole belongs to no partnership, whatever is given. Raises NotFound for who gives no roles;
    refuses with `network:not-yours-to-give`, `network:not-a-partner`, `network:change-in-past`, and what `let_in` refuses.
    """
    given = roles_given_by(acting.role)
    if not given:
        raise NotFound("roles")
    if role not in given:
        raise RuleBroken("network:not-yours-to-give", _("Kies een van de rollen die er staan."), field="role")
    if since < today():
        raise RuleBroken(
            "network:change-in-past",
            _("Deze dag is al voorbij. Kies vandaag of een latere dag."),
            field="since",
        )
    whole = role in ROLES_FOR_THE_WHOLE
    if not whole:
        if partnership_id is None or not keeps_team(acting, partnership_id):
            raise NotFound("partnership")
        must_be_partner(organisation_id, partnership_id, since)
    return let_in(
        acting,
        name=name,
        email=email,
        organisation_id=organisation_id,
        role=role,
        partnership_id=None if whole else partnership_id,
        share=Decimal(0),
        since=since,
        until=until,
    )


def _held(acting: Acting, assignment_id: UUID) -> Assignment:
    held = Assignment.objects.select_for_update().filter(id=assignment_id).first()
    if held is None or held.role not in roles_given_by(acting.role):
        raise NotFound("role")
    if held.partnership_id is not None and not keeps_team(acting, held.partnership_id):
        raise NotFound("role")
    return held


@action
def end_role(acting: Acting, *, assignment_id: UUID, on: date) -> None:
    """Let a role end; from the day `on` it gives no access, also where somebody is signed in (rule 16).

    Raises NotFound for what is not theirs to end; refuses with `network:change-in-past`, `network:last-administrator`
    and `network:assignment-not-running`.
    """
    held = _held(acting, assignment_id)
    if on < today():
        raise RuleBroken(
            "network:change-in-past", _("Deze dag is al voorbij. Kies vandaag of een latere dag."), field="on"
        )
    if held.role == Role.ADMIN:
        _must_leave_an_administrator(held, on)
    end_assignment(acting, assignment_id=held.id, on=on)


def _must_leave_an_administrator(held: Assignment, on: date) -> None:
    others = Assignment.objects.filter(
        role=Role.ADMIN, period__contains=on, period__endswith=None, staff_member__account__is_active=True
    ).exclude(id=held.id)
    if not others.exists():
        raise RuleBroken(
            "network:last-administrator",
            _("Er moet altijd een beheerder zijn. Geef die rol eerst aan iemand anders, zonder laatste dag."),
            field="on",
        )


@action
def take_back_role(acting: Acting, *, assignment_id: UUID) -> None:
    """Take back a role that begins today or later, as if it was never given: access is gone at once.

    Who has no other work and never signed in is gone whole. Raises NotFound for what is not theirs; refuses with
    `network:role-used`.
    """
    held = _held(acting, assignment_id)
    if held.period.lower < today():
        raise NotFound("role that has not begun before today")
    if held.role == Role.ADMIN:
        _must_leave_an_administrator(held, held.period.lower)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT network_take_back_role(%s)", [held.id])
            (found,) = cursor.fetchone()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        found = False
    if not found:
        raise RuleBroken(
            "network:role-used",
            _("Deze persoon deed al iets in deze rol. Laat ze vanaf morgen stoppen."),
        )
    record(acting, "network:assignment:withdrawn", subject=assignment_id)
