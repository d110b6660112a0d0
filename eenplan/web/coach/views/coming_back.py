"""A family came back: its plan of before is read beside the new one, and taken along piece by piece."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.coming_back import take_along as take_piece_along
from eenplan.plans.queries import plan
from eenplan.plans.queries.coming_back import can_be_taken, earlier_plan
from eenplan.web.coach.forms.coming_back import StillWantedForm
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters import coming_back as presented
from eenplan.web.coach.views.around import (
    FORM,
    READS,
    WRITES,
    crumbs_of,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.labels import follows


@never_cache
@require_safe
@roles(*READS)
def read_earlier(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The plan of before, section by section beside what stands in the new one."""
    page = plan(request.acting, family_id)
    before = earlier_plan(request.acting, family_id)
    title = _("Het vorige plan")
    context = {
        "crumbs": crumbs_of(
            request.acting, family_id, page.family_name, Crumb(_("Ons plan"), plan_href(page)), Crumb(title)
        ),
        "title": title,
        "page": page,
        "before": before,
        "sections": presented.beside(page, before),
        "counted": presented.counted(before),
        "may_write": request.acting.role == Role.COACH,
    }
    return render(request, "coach/earlier.html", context)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def take_along(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """One piece of the plan of before: who of the family says that it still holds? Then it goes along, as it was said."""
    page = plan_to_write(request, family_id)
    before = earlier_plan(request.acting, family_id)
    piece = before.piece(item_id)
    back = reverse("coach:read-earlier", args=[family_id])
    if piece is None or piece.labels is None:
        raise NotFound("piece of the earlier plan")
    if not can_be_taken(piece) or item_id in before.taken:
        return redirect(back)
    form = StillWantedForm(
        posted(request), people=choices.everybody(one for one in page.persons if one.id in page.asked)
    )
    if request.method == "POST" and form.is_valid():
        try:
            take_piece_along(
                request.acting,
                plan_id=page.plan_id,
                source_id=item_id,
                wanted_by=[UUID(one) for one in form.cleaned_data["wanted_by"]],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("het staat in het nieuwe plan, in dezelfde woorden."))
            return redirect(back)
    title = _("Klopt dit nog?")
    teller = (
        before.names.get(piece.source.from_whom_id, "") if piece.source and piece.source.from_whom_id else ""
    )
    context: dict[str, Any] = {
        "crumbs": crumbs_of(
            request.acting,
            family_id,
            page.family_name,
            Crumb(_("Ons plan"), plan_href(page)),
            Crumb(_("Het vorige plan"), back),
            Crumb(title),
        ),
        "title": title,
        "page": page,
        "form": form,
        "then": presented.then_line(page, before, piece),
        "asked_first": presented.asked_first(page, before, piece),
        "follows": follows(piece.labels, teller),
        "back": back,
    }
    return render(
        request, "coach/take-along.html", context, status=422 if form.is_bound and form.errors else 200
    )
