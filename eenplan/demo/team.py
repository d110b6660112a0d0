"""The team of the demo's partnership as it lives: days and languages, who is away, who fell away, who comes instead."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo.chance import Chance
from eenplan.demo.days import Days
from eenplan.demo.staff import Staff, Worker
from eenplan.network.enums import LeaveKind
from eenplan.network.models import Assignment, PartnershipZone
from eenplan.plans.actions import change_coach, plan_leave, report_gone
from eenplan.plans.actions.announcing import tell_who_comes
from eenplan.plans.models import CoachAssignment

GONE_DAYS_AGO = 9
LANGUAGES = ("tr", "fr", "ar", "it", "pl", "en")
KNOWS = ("autisme", "schulden", "slapen en eten", "scheiding", "school en gedrag", "jonge ouders", "wonen")


def tell(staff: Staff, partnership_id: UUID, today: date, *, told: Collection[UUID]) -> None:
    """Give the team its days and languages; two coaches are soon away, another fell away some days ago.

    `told` are the families of the coach with an account who heard already who comes meanwhile. Call within the
    transaction of the load, when the families are there.
    """
    chance = Chance("team")
    zones = list(
        PartnershipZone.objects.filter(partnership_id=partnership_id, period__contains=today)
        .order_by("zone__name")
        .values_list("zone_id", flat=True)
    )
    for row in Assignment.objects.filter(partnership_id=partnership_id, role=Role.COACH).order_by("id"):
        number = max(1, min(5, round(float(row.share) * 5)))
        first = chance.choice((1, 1, 2)) if number < 5 else 1
        row.days = [1 + (first - 1 + step) % 5 for step in range(number)]
        row.days.sort()
        row.zones = [chance.choice(zones)] if chance.maybe(0.5) else []
        row.languages = ["nl", chance.choice(LANGUAGES)]
        row.expertise = sorted({chance.choice(KNOWS), chance.choice(KNOWS)})
        row.save(update_fields=["days", "zones", "languages", "expertise"])
    acting = staff.acting(Role.COORDINATOR, partnership_id)
    coordinator = UUID(staff.accounts[Role.COORDINATOR].staff_id)
    mine = staff.accounts[Role.COACH].staff_id
    coaches = sorted(
        (one for one in staff.teams[str(partnership_id)].coaches if one.staff_id != mine),
        key=lambda one: (one.load, one.staff_id),
    )
    gone, away, stand_in, colleague = coaches[:4]
    leave = partial(plan_leave, acting, partnership_id=partnership_id)
    leave(
        staff_member_id=UUID(away.staff_id),
        kind=LeaveKind.LEAVE,
        since=today + timedelta(days=10),
        until=today + timedelta(days=45),
        stand_in_id=UUID(stand_in.staff_id),
    )
    with telling(datetime.combine(today - timedelta(days=GONE_DAYS_AGO), time(8, 30), BRUSSELS)):
        report_gone(acting, assignment_id=UUID(gone.assignment_id), stand_in_id=coordinator)
    days = Days(today)
    _new_coach(acting, coordinator, colleague, days)
    since = days.ahead(26)
    with telling(days.at(8, 11)):
        leave(
            staff_member_id=UUID(mine),
            kind=LeaveKind.HOLIDAY,
            since=since,
            until=since + timedelta(days=14),
            stand_in_id=UUID(colleague.staff_id),
        )
    coach = staff.acting(Role.COACH, partnership_id)
    with telling(days.at(5, 17)):
        for family_id in told:
            tell_who_comes(coach, family_id=family_id, staff_member_id=UUID(colleague.staff_id), since=since)


def _new_coach(acting: Acting, coordinator: UUID, colleague: Worker, days: Days) -> None:
    """One of the families for whom the coordinator stands in gets a coach of its own again, and is still to be told."""
    turn = CoachAssignment.objects.filter(staff_member_id=coordinator, period__contains=days.today).earliest(
        "family_id"
    )
    with telling(days.at(2, 9)):
        change_coach(
            acting,
            trajectory_id=turn.trajectory_id,
            staff_member_id=UUID(colleague.staff_id),
            on=days.ahead(9),
            reason="Het is nog niet geweten wanneer hun coach terugkomt.",
            over_norm_confirmed=True,
        )
