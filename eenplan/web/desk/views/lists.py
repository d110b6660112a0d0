"""Around the list: its filters on a page of their own, and the lists that somebody keeps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import staff_on, zones_of
from eenplan.referrals import actions, queries
from eenplan.web.desk import list_forms
from eenplan.web.desk.presenters import narrowing
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.desk.views.around import DESK, FORM
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Words

Choices = list[tuple[str, Words]]


def _chosen(request: SignedRequest) -> Chosen:
    return Chosen.read({name: str(value) for name, value in request.GET.items()})


def _zones(acting: Acting) -> Choices:
    if acting.partnership_id is None:
        return []
    return [(str(zone.id), zone.name) for zone in zones_of(acting, acting.partnership_id, today())]


def _coaches(acting: Acting) -> Choices:
    return [(str(coach.staff_member_id), coach.name) for coach in staff_on(acting, Role.COACH, today())]


def _crumbs(*further: Crumb) -> list[Crumb]:
    return [Crumb(_("Aanmeldingen"), Chosen().href), *further]


def _said(acting: Acting, chosen: Chosen) -> str:
    """The filters in words, for pages that show no families."""
    zone, coach = dict(_zones(acting)).get(chosen.zone, ""), dict(_coaches(acting)).get(chosen.coach, "")
    return words.sentence(", ".join(narrowing.labels(chosen, str(zone), str(coach)).values()))


@require_safe
@roles(*DESK)
def refine_list(request: SignedRequest) -> HttpResponse:
    """The filters: a page of its own, or a part of the list where a script asks for it."""
    chosen = _chosen(request)
    form = list_forms.RefineForm(
        initial=chosen.filters, zones=_zones(request.acting), coaches=_coaches(request.acting)
    )
    part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    response = render(
        request,
        "desk/_refine.html" if part else "desk/refine-list.html",
        {"form": form, "all_href": Chosen().href, "crumbs": _crumbs(Crumb(_("Verfijn de lijst")))},
    )
    response.headers["Vary"] = "HX-Request"
    return response


@require_safe
@roles(*DESK)
def list_views(request: SignedRequest) -> HttpResponse:
    """The lists that somebody keeps, and those of the desk."""
    zones, coaches = dict(_zones(request.acting)), dict(_coaches(request.acting))
    shown = []
    for view in queries.saved_views(request.acting):
        chosen = Chosen.read(view.filters)
        said = narrowing.labels(
            chosen, str(zones.get(chosen.zone, "")), str(coaches.get(chosen.coach, ""))
        ).values()
        shown.append(
            {
                "id": view.id,
                "name": view.name,
                "href": chosen.href,
                "filters": words.sentence(", ".join(said)),
                "shared": view.shared,
                "own": view.own,
            }
        )
    context = {"views": shown, "crumbs": _crumbs(Crumb(_("Bewaarde lijsten")))}
    return render(request, "desk/list-views.html", context)


@require_http_methods(FORM)
@roles(*DESK)
def save_view(request: SignedRequest) -> HttpResponse:
    """Keep the part of the desk that the address says, under a name."""
    chosen = _chosen(request).at()
    form = list_forms.ViewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            view = actions.save_view(
                request.acting,
                name=form.cleaned_data["name"],
                filters=chosen.filters,
                shared=form.cleaned_data["shared"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de lijst “%(name)s”.") % {"name": view.name}))
            return redirect(chosen.href)
    return _form_page(request, form, chosen, _("Bewaar deze lijst"), chosen.href)


@require_http_methods(FORM)
@roles(*DESK)
def change_view(request: SignedRequest, view_id: UUID) -> HttpResponse:
    """Another name for a list of one's own, or share it with the desk."""
    view = queries.saved_view(request.acting, view_id)
    chosen = Chosen.read(view.filters)
    form = list_forms.ViewForm(
        request.POST if request.method == "POST" else None,
        initial={"name": view.name, "shared": view.shared},
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_view(
                request.acting,
                view_id=view_id,
                name=form.cleaned_data["name"],
                shared=form.cleaned_data["shared"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de lijst “%(name)s”.") % {"name": changed.name}))
            return redirect("desk:list-views")
    return _form_page(request, form, chosen, _("Andere naam of delen"), "")


@require_POST
@roles(*DESK)
def remove_view(request: SignedRequest, view_id: UUID) -> HttpResponse:
    """Remove a list of one's own; the families stay where they are."""
    actions.remove_view(request.acting, view_id=view_id)
    messages.success(request, words.kept(_("de lijst is weg. De gezinnen blijven waar ze waren.")))
    return redirect("desk:list-views")


def _form_page(
    request: SignedRequest, form: list_forms.ViewForm, chosen: Chosen, title: str, back_href: str
) -> HttpResponse:
    lists = Crumb(_("Bewaarde lijsten"), _views_href())
    context = {
        "form": form,
        "title": title,
        "filters": _said(request.acting, chosen) if chosen.filters else "",
        "back_href": back_href or _views_href(),
        "crumbs": _crumbs(lists, Crumb(title)),
    }
    return render(request, "desk/save-view.html", context, status=422 if form.errors else 200)


def _views_href() -> str:
    return reverse("desk:list-views")
