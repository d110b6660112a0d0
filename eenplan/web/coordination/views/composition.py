"""What partnerships are made of on a day, and what a partnership asks of itself besides the call."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import add_requirement, end_requirement, take_back_requirement
from eenplan.network.queries import (
    CompositionOn,
    OwnRequirement,
    composition_on,
    own_requirements,
    partnerships_on,
)
from eenplan.web.coordination.forms.composition import DayForm, EndForm, RequirementForm
from eenplan.web.coordination.presenters import composition as present
from eenplan.web.coordination.presenters import composition_files as files
from eenplan.web.coordination.presenters import composition_one as one_words
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.pdf import pdf_response, render_pdf

READERS = (Role.COORDINATOR, Role.ADMIN, Role.OFFICIAL, Role.STEERING)
# Who belongs to one partnership opens the page of that one alone.
OF_ONE = (Role.COORDINATOR, Role.STEERING)
# Who has no page of the network above the composition.
WITHOUT_NETWORK = (Role.OFFICIAL, Role.STEERING)
FORM = ["GET", "HEAD", "POST"]


@require_safe
@roles(*READERS)
def read_composition(request: SignedRequest) -> HttpResponse:
    """All partnerships of a day in a table: the own one first."""
    form = DayForm.of(request.GET)
    context = {"form": form, "crumbs": _crumbs(request)}
    if not form.is_valid():
        return render(request, "coordination/read-composition.html", context, status=422)
    found = composition_on(request.acting, form.day)
    address, asked = reverse("coordination:read-composition"), f"?op={form.day.isoformat()}"
    is_of_one = request.acting.role in OF_ONE
    own = request.acting.partnership_id if is_of_one else None
    context |= {
        "form": DayForm(initial={"op": form.day}),
        "shown": present.present(found, own=own, reads_all=not is_of_one),
        "days": present.days(address, form.day, today()),
        "pdf_href": reverse("coordination:print-composition") + asked,
        "csv_href": reverse("coordination:download-composition") + asked,
        "xlsx_href": reverse("coordination:download-composition-workbook") + asked,
    }
    return render(request, "coordination/read-composition.html", context)


def _asked(request: SignedRequest) -> CompositionOn | None:
    form = DayForm.of(request.GET)
    return composition_on(request.acting, form.day) if form.is_valid() else None


def _back(request: SignedRequest) -> HttpResponse:
    """To the page, which says what is wrong with the day."""
    return redirect(f"{reverse('coordination:read-composition')}?{request.GET.urlencode()}")


@require_safe
@roles(*READERS)
def print_composition(request: SignedRequest) -> HttpResponse:
    """The table on paper (PDF), in the order in which it was published."""
    found = _asked(request)
    if found is None:
        return _back(request)
    context = {"shown": present.present(found, own=None, reads_all=False)}
    pdf = render_pdf("coordination/composition-paper.html", context, request)
    return pdf_response(pdf, files.file_name(found, "pdf"))


@require_safe
@roles(*READERS)
def download_composition(request: SignedRequest) -> HttpResponse:
    """The table as a file (CSV)."""
    found = _asked(request)
    if found is None:
        return _back(request)
    return _file(files.csv_of(found), "text/csv; charset=utf-8", files.file_name(found, "csv"))


@require_safe
@roles(*READERS)
def download_composition_workbook(request: SignedRequest) -> HttpResponse:
    """The table as a workbook (XLSX)."""
    found = _asked(request)
    if found is None:
        return _back(request)
    return _file(files.xlsx_of(found), files.XLSX, files.file_name(found, "xlsx"))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@roles(*READERS)
def read_partnership_composition(request: SignedRequest, partnership_code: str) -> HttpResponse:
    """One partnership on a day: whom the call asks, who takes part, who is missing and in which zone.

    A coordinator and the steering group open the own one alone.
    """
    form = DayForm.of(request.GET)
    day = form.day if form.is_valid() else today()
    place = next((one for one in partnerships_on(request.acting, day) if one.code == partnership_code), None)
    coordinates = request.acting.role == Role.COORDINATOR
    if place is None or (request.acting.role in OF_ONE and place.id != request.acting.partnership_id):
        raise Http404
    found = composition_on(request.acting, day, partnership_id=place.id)
    (one,) = found.partnerships
    context = {
        "crumbs": _crumbs(request, place.name),
        "form": DayForm(initial={"op": day}) if form.is_valid() else form,
        "place": place,
        "on": present.full_day(day),
        "call": present.call_words(found.call, ()),
        "groups": one_words.groups(one),
        "partners": one_words.partner_lines(one.partners),
        "lineage": present.lineage(one),
        "rows": one_words.summary(one),
        "limits": present.limits(found),
        "own": one_words.own_lines(own_requirements(request.acting, place.id), today()),
        "may_ask": coordinates,
        "add_partner_href": one_words.add_partner_href() if coordinates else "",
    }
    return render(
        request,
        "coordination/read-partnership-composition.html",
        context,
        status=200 if form.is_valid() else 422,
    )


@require_http_methods(FORM)
@roles(Role.COORDINATOR)
def ask_requirement(request: SignedRequest) -> HttpResponse:
    """Let the own partnership ask somebody more to take part, from a day on."""
    form = RequirementForm(request.POST if request.method == "POST" else None)
    partnership_id = request.acting.partnership_id
    if partnership_id is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        since: date = form.cleaned_data["since"]
        try:
            add_requirement(
                request.acting, partnership_id=partnership_id, requirement=form.wish(), since=since
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("%(what)s: jullie vragen dit vanaf %(day)s.")
            said %= {"what": form.cleaned_data["words"], "day": words.day(since)}
            messages.success(request, words.kept(said))
            return redirect(_own_page(request))
    back = _own_page(request)
    context = {
        "crumbs": [*_crumbs(request), Crumb(_("Eigen afspraak"))],
        "form": form,
        "back_href": back,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "coordination/ask-requirement.html", context, status=status)


def _own(request: SignedRequest, requirement_id: UUID) -> OwnRequirement:
    partnership_id = request.acting.partnership_id
    known = own_requirements(request.acting, partnership_id) if partnership_id else []
    found = next((one for one in known if one.id == requirement_id), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(FORM)
@roles(Role.COORDINATOR)
def end_own_requirement(request: SignedRequest, requirement_id: UUID) -> HttpResponse:
    """Ask something no more, from a day on."""
    one = _own(request, requirement_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        until: date = form.cleaned_data["until"]
        try:
            end_requirement(request.acting, requirement_id=one.id, until=until)
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("%(what)s: jullie vragen dit tot %(day)s.")
            messages.success(request, words.kept(said % {"what": one.words, "day": words.day(until)}))
            return redirect(_own_page(request))
    context = {
        "crumbs": [*_crumbs(request), Crumb(one.words)],
        "form": form,
        "one": one,
        "back_href": _own_page(request),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "coordination/end-requirement.html", context, status=status)


@require_POST
@roles(Role.COORDINATOR)
def take_back_own_requirement(request: SignedRequest, requirement_id: UUID) -> HttpResponse:
    """Take back what has not begun."""
    one = _own(request, requirement_id)
    try:
        take_back_requirement(request.acting, requirement_id=one.id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, words.kept(_("%(what)s is teruggenomen.") % {"what": one.words}))
    return redirect(_own_page(request))


def _own_page(request: SignedRequest) -> str:
    """The page of the own partnership; the table when it does not work today."""
    known = partnerships_on(request.acting, today())
    own = next((one for one in known if one.id == request.acting.partnership_id), None)
    if own is None:
        return reverse("coordination:read-composition")
    return reverse("coordination:read-partnership-composition", args=[own.code])


def _crumbs(request: SignedRequest, here: str = "") -> list[Crumb]:
    """The way back up; an official and the steering group have no page of the network above this one."""
    top = (
        []
        if request.acting.role in WITHOUT_NETWORK
        else [Crumb(_("Netwerk"), reverse("coordination:read-start"))]
    )
    if not here and request.resolver_match and request.resolver_match.url_name == "read-composition":
        return [*top, Crumb(_("Samenstelling"))] if top else []
    up = Crumb(_("Samenstelling"), reverse("coordination:read-composition"))
    return [*top, up, *([Crumb(here)] if here else [])]
