"""The team of the demo's partnership as it lives: days and languages, who is away, who stopped, who fell away."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo.chance import Chance
from eenplan.demo.staff import Staff
from eenplan.network.enums import LeaveKind
from eenplan.network.models import Assignment, PartnershipZone
from eenplan.plans.actions import plan_leave, report_gone

GONE_DAYS_AGO = 9
LANGUAGES = ("tr", "fr", "ar", "it", "pl", "en")
KNOWS = ("autisme", "schulden", "slapen en eten", "scheiding", "school en gedrag", "jonge ouders", "wonen")


def tell(staff: Staff, partnership_id: UUID, today: date) -> None:
    """Give the team its days and languages; one coach is soon away, another fell away some days ago.

    Call within the transaction of the load, when the families are there.
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
    gone, away, stand_in = coaches[0], coaches[1], coaches[2]
    plan_leave(
        acting,
        staff_member_id=UUID(away.staff_id),
        partnership_id=partnership_id,
        kind=LeaveKind.LEAVE,
        since=today + timedelta(days=10),
        until=today + timedelta(days=45),
        stand_in_id=UUID(stand_in.staff_id),
    )
    with telling(datetime.combine(today - timedelta(days=GONE_DAYS_AGO), time(8, 30), BRUSSELS)):
        report_gone(acting, assignment_id=UUID(gone.assignment_id), stand_in_id=coordinator)
