"""Away, back, fallen away, stopped: short acts that leave no family without somebody (rules 13, 15 and 16)."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.enums import STANDS_IN, LeaveKind
from eenplan.network.queries.team import Member, team, who_stands_in, worker
from eenplan.plans import actions
from eenplan.plans.queries import coaches_with_room
from eenplan.plans.queries.stand_ins import HeldFamily, families_of_worker
from eenplan.web.coordination.forms.team import BackForm, EndForm, GoneForm, LeaveForm
from eenplan.web.coordination.presenters import team as present
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.coordination.views.team import FORM, KEEPS_TEAM, crumbs, href_of, member, status_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles

OVER_NORM = "over-norm"


@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def plan_leave(request: SignedRequest, staff_member_id: UUID) -> HttpResponse:
    """Somebody will be away: from when until when, and who is there meanwhile."""
    place, day = place_of(request), today()
    held = worker(request.acting, partnership_id=place.id, staff_member_id=staff_member_id)
    one = next((one for one in held if one.until is None or one.until > day), None)
    if one is None:
        raise Http404
    families = _families(request, place, one, day)
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        stand_ins=_stand_ins(request, place, one, day),
        needs_stand_in=bool(families),
        initial={"stand_in": _default(request, one)},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.plan_leave(
                request.acting,
                staff_member_id=staff_member_id,
                partnership_id=place.id,
                kind=LeaveKind(typed["kind"]),
                since=typed["since"],
                until=form.end,
                stand_in_id=UUID(typed["stand_in"]) if typed["stand_in"] else None,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de afwezigheid van %(name)s") % {"name": one.name}))
            return redirect(href_of(place, staff_member_id))
    title = _("Wanneer is %(name)s afwezig?") % {"name": one.name}
    return _page(request, place, one, form, title, "plan-leave", families=families)


@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def end_leave(request: SignedRequest, leave_id: UUID) -> HttpResponse:
    """Somebody is back, or will be earlier than planned."""
    place, day = place_of(request), today()
    held = next(
        (
            (one, leave)
            for one in team(request.acting, partnership_id=place.id, on=day)
            for leave in one.away
            if leave.id == leave_id
        ),
        None,
    )
    if held is None:
        raise Http404
    one, leave = held
    form = BackForm(request.POST if request.method == "POST" else None, initial={"on": max(day, leave.since)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_leave(request.acting, leave_id=leave_id, on=form.cleaned_data["on"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("wanneer %(name)s terug is") % {"name": one.name}))
            return redirect(href_of(place, one.staff_member_id))
    title = _("Wanneer is %(name)s terug?") % {"name": one.name}
    return _page(request, place, one, form, title, "end-leave", said=present.away_words(leave))


@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def report_gone(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """A coach fell away overnight: somebody is there for all the families from this moment."""
    place, day = place_of(request), today()
    one = _with_families(request, place, assignment_id)
    families = _families(request, place, one, day)
    form = GoneForm(
        request.POST if request.method == "POST" else None,
        stand_ins=_stand_ins(request, place, one, day),
        initial={"stand_in": _default(request, one), "comes_back": "unknown"},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            stood_in = actions.report_gone(
                request.acting,
                assignment_id=assignment_id,
                stand_in_id=UUID(typed["stand_in"]),
                comes_back=typed["comes_back"] == "unknown",
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = ngettext(
                "voor %(count)d gezin is er vanaf nu iemand",
                "voor %(count)d gezinnen is er vanaf nu iemand",
                len(stood_in),
            ) % {"count": len(stood_in)}
            messages.success(request, words.kept(said))
            return redirect(reverse("coordination:list-team") + place.query)
    title = _("%(name)s valt plots weg") % {"name": one.name}
    return _page(request, place, one, form, title, "report-gone", families=families)


@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def end_assignment(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """Somebody stops: from which day, and who takes over each family."""
    place, day = place_of(request), today()
    one = member(request, place, assignment_id)
    families = _families(request, place, one, day) if one.role in STANDS_IN else []
    rooms = coaches_with_room(request.acting, day) if families else []
    form = EndForm(
        request.POST if request.method == "POST" else None,
        families={held.trajectory_id: _named(held) for held in families},
        coaches=present.coach_choices(room for room in rooms if room.staff_member_id != one.staff_member_id),
        stand_ins=_stand_ins(request, place, one, day),
        initial={"on": day, "stand_in": _default(request, one)},
    )
    over_norm = False
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.end_secondment(
                request.acting,
                assignment_id=assignment_id,
                on=typed["on"],
                coaches=form.coaches,
                stand_in_id=UUID(typed["stand_in"]) if typed["stand_in"] else None,
                reason=typed["reason"],
                over_norm_confirmed=typed["over_norm_confirmed"],
            )
        except RuleBroken as error:
            form.refuse(error)
            over_norm = error.code == OVER_NORM
        else:
            messages.success(
                request, words.kept(_("%(name)s stopt, elk gezin heeft iemand") % {"name": one.name})
            )
            return redirect(href_of(place, one.staff_member_id))
    confirms = over_norm or bool(form.is_bound and form["over_norm_confirmed"].value())
    title = _("%(name)s stopt") % {"name": one.name}
    return _page(request, place, one, form, title, "end-assignment", families=families, over_norm=confirms)


@require_POST
@roles(*KEEPS_TEAM)
def withdraw_work(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """Take back work that has not begun yet."""
    place = place_of(request)
    try:
        actions.withdraw_secondment(request.acting, assignment_id=assignment_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, words.kept(_("de taak is teruggenomen")))
    return redirect(reverse("coordination:list-team") + place.query)


def _page(
    request: SignedRequest,
    place: Place,
    one: Member,
    form: object,
    title: str,
    template: str,
    **more: object,
) -> HttpResponse:
    context = {
        "one": one,
        "form": form,
        "title": title,
        "task": present.task_words(one, today()),
        "crumbs": crumbs(place, title, one),
        "back": href_of(place, one.staff_member_id),
        **more,
    }
    return render(request, f"coordination/{template}.html", context, status=status_of(form))


def _with_families(request: SignedRequest, place: Place, assignment_id: UUID) -> Member:
    one = member(request, place, assignment_id)
    if one.role not in STANDS_IN or one.since > today():
        raise Http404
    return one


def _families(request: SignedRequest, place: Place, one: Member, day: date) -> list[HeldFamily]:
    if request.acting.role != Role.COORDINATOR:
        return []
    return families_of_worker(
        request.acting, partnership_id=place.id, staff_member_id=one.staff_member_id, on=day
    )


def _named(held: HeldFamily) -> str:
    if held.own:
        return held.family_name
    return _("%(family)s (vervangt %(name)s)") % {"family": held.family_name, "name": held.instead_of}


def _stand_ins(request: SignedRequest, place: Place, one: Member, day: date) -> list[tuple[str, str]]:
    found = who_stands_in(request.acting, partnership_id=place.id, on=day)
    return present.stand_in_choices(other for other in found if other.staff_member_id != one.staff_member_id)


def _default(request: SignedRequest, one: Member) -> str:
    """By default the coordinator who does this stands in."""
    mine = next(
        (held.staff_member_id for held in request.assignments if held.id == request.acting.assignment_id),
        None,
    )
    if request.acting.role != Role.COORDINATOR or mine == one.staff_member_id:
        return ""
    return str(mine)
