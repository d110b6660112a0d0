"""Workers and their assignments (rules 14 and 16)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.models import Actor
from eenplan.network.actions.organisation_ends import must_be_there
from eenplan.network.enums import ROLES_FOR_THE_WHOLE, STAFF_ROLES
from eenplan.network.models import Assignment, StaffMember
from eenplan.network.rules import Share, fits_full_time, sort_key


@action
def add_staff_member(
    acting: Acting,
    *,
    name: str,
    organisation_id: UUID,
    role: Role,
    partnership_id: UUID | None,
    share: Decimal,
    since: date,
    until: date | None = None,
    account_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> UUID:
    """Add a worker of a parent organisation with a first assignment (rule 14). Returns the worker's id.

    An account already has an actor: give both ids, or neither. Refuses with
    `network:name-missing` and whatever `start_assignment` refuses.
    """
    if not name.strip():
        raise RuleBroken("network:name-missing", _("Vul de naam van de medewerker in."), field="name")
    if actor_id is None:
        actor_id = Actor.objects.create(kind=ActorKind.STAFF).id
    worker = StaffMember.objects.create(
        actor_id=actor_id,
        account_id=account_id,
        name=name.strip(),
        sort_key=sort_key(name),
        organisation_id=organisation_id,
    )
    record(acting, "network:staff-member:added", subject=worker.id)
    start_assignment(
        acting,
        staff_member_id=worker.id,
        role=role,
        partnership_id=partnership_id,
        share=share,
        since=since,
        until=until,
    )
    return worker.id


@action
def start_assignment(
    acting: Acting,
    *,
    staff_member_id: UUID,
    role: Role,
    partnership_id: UUID | None,
    share: Decimal,
    since: date,
    until: date | None = None,
) -> UUID:
    """Let a worker start in a role, for `share` (0 to 1) of full time, up to `until` (exclusive).

    Refuses with `network:role-not-for-staff`, `network:partnership-missing`, `network:share-out-of-range`,
    `network:period-turned-round`, `network:organisation-ended` (their employer stops earlier),
    `network:role-held-already` or
    `network:more-than-full-time` (rule 14). Returns the assignment's id.
    """
    _check(role=role, partnership_id=partnership_id, share=share, since=since, until=until)
    worker = StaffMember.objects.select_for_update().filter(id=staff_member_id).first()
    if worker is None:
        raise NotFound("staff member")
    must_be_there(worker.organisation_id, until, field="until")
    held = [
        Share(row.share, row.period.lower, row.period.upper)
        for row in Assignment.objects.filter(staff_member_id=staff_member_id)
    ]
    if not fits_full_time([*held, Share(share, since, until)]):
        raise RuleBroken(
            "network:more-than-full-time",
            _("Samen wordt dit meer dan voltijds. Kies een kleiner deel, of laat eerst iets anders stoppen."),
            field="share",
        )
    if Assignment.objects.filter(
        Q(partnership=None) if partnership_id is None else Q(partnership_id=partnership_id),
        staff_member_id=staff_member_id,
        role=role,
        period__overlap=DateRange(since, until),
    ).exists():
        raise RuleBroken(
            "network:role-held-already",
            _(
                "Deze persoon heeft deze rol al op die dagen. Kies andere dagen, of laat de rol van nu eerst stoppen."
            ),
            field="role",
        )
    assignment = Assignment.objects.create(
        staff_member_id=staff_member_id,
        role=role,
        partnership_id=partnership_id,
        share=share,
        period=DateRange(since, until),
    )
    record(acting, "network:assignment:started", subject=assignment.id)
    return assignment.id


def _check(
    *, role: Role, partnership_id: UUID | None, share: Decimal, since: date, until: date | None
) -> None:
    if role not in STAFF_ROLES:
        raise RuleBroken(
            "network:role-not-for-staff", _("Kies een rol die een medewerker kan hebben."), field="role"
        )
    if partnership_id is None and role not in ROLES_FOR_THE_WHOLE:
        raise RuleBroken(
            "network:partnership-missing",
            _("Kies het samenwerkingsverband waarvoor de medewerker werkt."),
            field="partnership",
        )
    if not 0 <= share <= 1:
        raise RuleBroken(
            "network:share-out-of-range",
            _("Vul een deel van voltijds in tussen 0 en 1, bijvoorbeeld 0,5 voor halftijds."),
            field="share",
        )
    if until is not None and until <= since:
        raise RuleBroken(
            "network:period-turned-round", _("Kies een einddatum die na de startdatum komt."), field="until"
        )


@action
def end_assignment(acting: Acting, *, assignment_id: UUID, on: date) -> None:
    """End an assignment; from the day `on` it gives no access any more (rule 16).

    The families that are left without a coach are listed by the plans room. Refuses with
    `network:assignment-not-running` when it does not run on the day before `on`.
    """
    assignment = Assignment.objects.select_for_update().filter(id=assignment_id).first()
    if assignment is None:
        raise NotFound("assignment")
    since, until = assignment.period.lower, assignment.period.upper
    if on <= since or (until is not None and until < on):
        raise RuleBroken(
            "network:assignment-not-running",
            _("Deze taak loopt niet op die dag. Kies een dag na de start en ten laatste de einddatum."),
            field="on",
        )
    assignment.period = DateRange(since, on)
    assignment.save(update_fields=["period"])
    record(acting, "network:assignment:ended", subject=assignment.id)
