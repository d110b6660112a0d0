"""What every view of the desk stands on: who may, the way back, the coach, the team."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.queries import StaffOn, staff_on
from eenplan.plans.queries import CoachOf, coaches_of
from eenplan.referrals import queries
from eenplan.referrals.queries import ReferralPage
from eenplan.web.desk.presenters import referral as presented
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Crumb

DESK = (Role.INTAKE, Role.COORDINATOR)
TEAM = (Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.PSYCHOLOGIST)
FORM = ["GET", "HEAD", "POST"]

More = ParamSpec("More")
OfReferral = Callable[Concatenate[SignedRequest, UUID, More], HttpResponse]


def on_desk(view: OfReferral[More]) -> OfReferral[More]:
    """For a page or act of one referral: when it went on to another desk meanwhile, say so and nothing else."""

    @wraps(view)
    def shown(
        request: SignedRequest, referral_id: UUID, *args: More.args, **kwargs: More.kwargs
    ) -> HttpResponse:
        try:
            return view(request, referral_id, *args, **kwargs)
        except NotFound:
            line = queries.forwarded_line(request.acting, referral_id)
        crumbs = [Crumb(_("Aanmeldingen"), Chosen().href), Crumb(line.reference)]
        context = {"crumbs": crumbs, "line": line, "acted": request.method == "POST"}
        return render(
            request, "desk/forwarded.html", context, status=409 if request.method == "POST" else 200
        )

    return cast("OfReferral[More]", shown)


def posted(request: SignedRequest) -> Mapping[str, Any] | None:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: SignedRequest,
    template: str,
    page: ReferralPage,
    form: BaseForm,
    title: str,
    *,
    more_forms: Sequence[BaseForm] = (),
    **more: object,
) -> HttpResponse:
    """A page about one referral with a form on it; 422 when what was typed is refused."""
    crumbs = [*crumbs_to(page), Crumb(title)]
    context = {"crumbs": crumbs, "head": presented.head(page), "form": form, "title": title, **more}
    refused = any(one.is_bound and one.errors for one in (form, *more_forms))
    return render(request, template, context, status=422 if refused else 200)


def crumbs_to(page: ReferralPage) -> list[Crumb]:
    return [
        Crumb(_("Aanmeldingen"), Chosen().href),
        Crumb(page.family.name, presented.head(page).href),
    ]


def coach_of(acting: Acting, page: ReferralPage) -> CoachOf | None:
    """The coach that came of this referral; on the day a family comes back, not the one of before."""
    if page.referral.coach_given_at is None:
        return None
    return coaches_of(acting, [page.referral.family_id]).get(page.referral.family_id)


def workers_of(acting: Acting) -> dict[Role, list[StaffOn]]:
    """Who works here today, by role."""
    return {role: staff_on(acting, role, today()) for role in TEAM}


def team_of(acting: Acting) -> list[StaffOn]:
    return [worker for workers in workers_of(acting).values() for worker in workers]
