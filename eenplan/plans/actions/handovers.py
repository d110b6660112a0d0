"""Open files when a zone goes to another partnership: each goes along or stays; none is lost (ADR 12)."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.capacity.queries import norm
from eenplan.capacity.rules import capacity, needs_confirmation
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Family
from eenplan.network.models import Redrawing
from eenplan.plans.actions.trajectories import change_coach
from eenplan.plans.models import AreaHandover, Trajectory
from eenplan.plans.queries.handovers import file_of, receivers_coaches
from eenplan.referrals.facts import danger_is_open
from eenplan.referrals.models import Referral


@action
def decide_file(
    acting: Acting,
    *,
    redrawing_id: UUID,
    family_id: UUID,
    goes_on: date | None,
    coach_id: UUID | None = None,
) -> None:
    """Let an open file go along to the new partnership from a day on, or (None) stay until it is finished.

    An earlier decision is replaced, until its day. With `coach_id` a coach of the receiver begins that day;
    without one the coach of today stays until the receiver names another. For the coordinator of the giver.
    Refuses with `plans:handover-day`, `plans:handover-begun`, `plans:handover-danger`, `plans:handover-full`,
    `plans:handover-no-trajectory` and what `change_coach` does.
    """
    if acting.role != Role.COORDINATOR or acting.partnership_id is None:
        raise NotFound("handover")
    file = file_of(acting, redrawing_id, family_id)
    takes_effect = Redrawing.objects.values_list("takes_effect_on", flat=True).get(id=redrawing_id)
    if goes_on is not None and goes_on < max(takes_effect, date.fromordinal(today().toordinal() + 1)):
        raise RuleBroken(
            "plans:handover-day",
            _("Kies een dag na vandaag, vanaf de dag waarop de hertekening ingaat."),
            field="goes_on",
        )
    _take_back(redrawing_id, family_id)
    if goes_on is not None:
        for referral in Referral.objects.filter(family_id=family_id):
            if danger_is_open(referral):
                raise RuleBroken(
                    "plans:handover-danger",
                    _("Er is acuut gevaar gemeld. Schrijf eerst wie er wat aan deed."),
                )
    AreaHandover.objects.create(
        family_id=family_id,
        redrawing_id=redrawing_id,
        from_partnership_id=acting.partnership_id,
        to_partnership_id=file.receiver_id,
        goes_on=goes_on,
        coach_id=coach_id if goes_on else None,
        author_id=acting.actor_id,
    )
    if goes_on is not None and coach_id is not None:
        _give_coach(acting, redrawing_id, family_id, file.receiver_id, coach_id, goes_on)
    record(acting, "plans:handover:decided", families=[family_id], subject=redrawing_id)


@action
def take_back_handover(acting: Acting, *, redrawing_id: UUID, family_id: UUID) -> None:
    """Have decided nothing yet of a file: it stays where it is. Refuses with `plans:handover-begun`."""
    if acting.role != Role.COORDINATOR or not Family.objects.filter(id=family_id).exists():
        raise NotFound("handover")
    _take_back(redrawing_id, family_id)
    record(acting, "plans:handover:taken-back", families=[family_id], subject=redrawing_id)


@action
def desks_follow(acting: Acting) -> int:
    """Let referrals of files that went along lie on the desk of who answers for them now. Gives how many moved.

    Every night, as owner of the database. Responsibility and coach need no task: they are dated.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE referrals_referral r SET partnership_id = h.to_partnership_id
            FROM plans_areahandover h
              JOIN families_responsibility s ON s.family_id = h.family_id AND s.period @> eenplan_today()
                AND s.partnership_id = h.to_partnership_id
            WHERE h.family_id = r.family_id AND h.goes_on <= eenplan_today()
              AND r.partnership_id = h.from_partnership_id
            """
        )
        moved: int = cursor.rowcount
    if moved:
        record(acting, "plans:handover:desks-followed")
    return moved


def _take_back(redrawing_id: UUID, family_id: UUID) -> None:
    standing = AreaHandover.objects.filter(redrawing_id=redrawing_id, family_id=family_id).first()
    if standing is None:
        return
    if standing.goes_on is not None and standing.goes_on <= today():
        raise RuleBroken("plans:handover-begun", _("Dit gezin ging al mee. Bel het andere team."))
    standing.delete()


def _give_coach(
    acting: Acting, redrawing_id: UUID, family_id: UUID, receiver_id: UUID, coach_id: UUID, day: date
) -> None:
    """A coach of the receiver from the day on, if there is room: over the norm only their coordinator decides."""
    trajectory = Trajectory.objects.filter(family_id=family_id, ended_on__isnull=True).first()
    if trajectory is None:
        raise RuleBroken(
            "plans:handover-no-trajectory",
            _("Dit gezin heeft nog geen coach. Laat het nieuwe team er een kiezen."),
            field="coach",
        )
    for coach in receivers_coaches(acting, redrawing_id, receiver_id, day):
        fits = capacity(coach.share, norm(acting, on=day, partnership_id=receiver_id))
        if coach.staff_member_id == coach_id and needs_confirmation(coach.families, fits):
            raise RuleBroken(
                "plans:handover-full",
                _("%(name)s heeft dan geen plaats meer. Kies iemand anders, of laat het nieuwe team kiezen.")
                % {"name": coach.name},
                field="coach",
            )
    change_coach(
        acting,
        trajectory_id=trajectory.id,
        staff_member_id=coach_id,
        on=day,
        reason=_("Het gebied waar het gezin woont, gaat naar een ander samenwerkingsverband."),
        partnership_id=receiver_id,
    )
