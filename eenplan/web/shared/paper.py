"""The plan on paper, for both doors: only what is released to everybody, in the language that is active now."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.queries import crisis_contacts
from eenplan.plans.queries import CoachOf, VersionNow
from eenplan.plans.queries.contributions import said_beside
from eenplan.plans.queries.plan import domains_of_version
from eenplan.web.shared.brought import said_words
from eenplan.web.shared.pdf import pdf_response, render_pdf
from eenplan.web.shared.plan_view import MemberView, PlanView, Saying, plan_view
from eenplan.web.shared.words import stands_in


def plan_paper(
    request: HttpRequest,
    acting: Acting,
    found: VersionNow,
    filename: str,
    *,
    holds: str = "",
    reader_id: UUID | None = None,
    with_remarks: bool = True,
) -> HttpResponse:
    """A version as a PDF, with the crisis numbers of today. Four queries: two for the life domains.

    `holds` says of a plan that is not agreed yet how it stands. `with_remarks`: with what the family says beside it,
    as far as everybody of the plan may read that (it is theirs, so never for who reads by a share); `reader_id`
    is who of them it is for.
    """
    plan = plan_view(found, domains_of_version(acting, found.family_id, found.head))
    plan = replace(plan, holds=holds or plan.holds)
    context = {
        "plan": plan,
        "coach": coach_of(found.coach, plan),
        "crisis": crisis_contacts(acting, on=today()),
        "remarks": _remarks(acting, found.family_id, reader_id) if with_remarks else {},
    }
    return pdf_response(render_pdf("shared/plan-paper.html", context, request), filename)


def _remarks(
    acting: Acting, family_id: UUID, reader_id: UUID | None
) -> dict[UUID, tuple[tuple[str, Saying], ...]]:
    """What everybody of the plan may read beside each piece. What is kept for the coach stands on no paper."""
    return {
        piece: tuple(
            (
                said_words(one.what, one.person, mine=one.person_id == reader_id),
                Saying(one.text, "", one.language),
            )
            for one in said
            if one.for_all
        )
        for piece, said in said_beside(acting, family_id).items()
    }


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
