"""The plan on paper, for both doors: only what is released to everybody, in the language that is active now."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.queries import crisis_contacts
from eenplan.plans.queries import CoachOf, VersionNow
from eenplan.plans.queries.plan import domains_of_version
from eenplan.web.shared.pdf import pdf_response, render_pdf
from eenplan.web.shared.plan_view import MemberView, PlanView, plan_view
from eenplan.web.shared.words import stands_in


def plan_paper(
    request: HttpRequest, acting: Acting, found: VersionNow, filename: str, *, holds: str = ""
) -> HttpResponse:
    """A version as a PDF, with the crisis numbers of today. Three queries: two for the life domains.

    `holds` says of a plan that is not agreed yet how it stands.
    """
    plan = plan_view(found, domains_of_version(acting, found.family_id, found.head))
    plan = replace(plan, holds=holds or plan.holds)
    context = {
        "plan": plan,
        "coach": coach_of(found.coach, plan),
        "crisis": crisis_contacts(acting, on=today()),
    }
    return pdf_response(render_pdf("shared/plan-paper.html", context, request), filename)


def coach_of(coach: CoachOf | None, plan: PlanView) -> MemberView | None:
    """The coach, with the role and the number that stand in the plan if they do."""
    if coach is None:
        return None
    found = next((one for one in plan.team_helpers if one.staff_member_id == coach.staff_member_id), None)
    if coach.instead_of:
        said = stands_in(coach.name, coach.instead_of, coach.until)
        phone = found.phone if found else ""
        return MemberView(coach.name, said, coach.organisation, phone, staff_member_id=coach.staff_member_id)
    return found or MemberView(coach.name, "", coach.organisation, staff_member_id=coach.staff_member_id)
