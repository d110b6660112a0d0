"""What every view of the desk stands on: who may, the way back, the coach, the team."""

from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.queries import StaffOn, staff_on
from eenplan.plans.queries import CoachOf, coaches_of
from eenplan.referrals.queries import ReferralPage
from eenplan.web.desk.presenters import referral as presented
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.shared.components import Crumb

DESK = (Role.INTAKE, Role.COORDINATOR)
TEAM = (Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.PSYCHOLOGIST)
FORM = ["GET", "HEAD", "POST"]


def crumbs_to(page: ReferralPage) -> list[Crumb]:
    return [
        Crumb(_("Aanmeldingen"), Chosen().href),
        Crumb(page.family.name, presented.head(page).href),
    ]


def coach_of(acting: Acting, page: ReferralPage) -> CoachOf | None:
    return coaches_of(acting, [page.referral.family_id]).get(page.referral.family_id)


def workers_of(acting: Acting) -> dict[Role, list[StaffOn]]:
    """Who works here today, by role."""
    return {role: staff_on(acting, role, today()) for role in TEAM}


def team_of(acting: Acting) -> list[StaffOn]:
    return [worker for workers in workers_of(acting).values() for worker in workers]
