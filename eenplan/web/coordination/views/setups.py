"""Setting up a partnership, step by step: each step is dated, previewed and undone on its own page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.partnerships import call_off_partnership, start_partnership
from eenplan.network.queries import setups as ask
from eenplan.web.coordination.forms.setups import StartForm
from eenplan.web.coordination.presenters import setups as present
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

FORM = ["GET", "HEAD", "POST"]


def _crumbs(*further: Crumb) -> list[Crumb]:
    return [
        Crumb(_("Netwerk"), reverse("coordination:read-start")),
        Crumb(_("Opstarten"), reverse("coordination:list-setups") if further else ""),
        *further,
    ]


@require_safe
@roles(Role.ADMIN)
def list_setups(request: SignedRequest) -> HttpResponse:
    """The partnerships that begin, or began lately."""
    found = present.lines(ask.setups(request.acting))
    return render(request, "coordination/list-setups.html", {"lines": found, "crumbs": _crumbs()})


@require_http_methods(FORM)
@roles(Role.ADMIN)
def start_setup(request: SignedRequest) -> HttpResponse:
    """Give a partnership its name, code and first day."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            start_partnership(request.acting, **form.cleaned_data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(form.cleaned_data["name"]))
            return redirect("coordination:read-setup", form.cleaned_data["code"].strip().upper())
    return render(
        request,
        "coordination/start-setup.html",
        {"form": form, "crumbs": _crumbs(Crumb(_("Nieuw samenwerkingsverband")))},
        status=422 if form.errors else 200,
    )


@require_safe
@roles(Role.ADMIN)
def read_setup(request: SignedRequest, partnership_code: str) -> HttpResponse:
    """How far one partnership is, and what to do next."""
    one = ask.setup(request.acting, partnership_code)
    context = {"one": one, "steps": present.steps(one), "crumbs": _crumbs(Crumb(one.name))}
    return render(request, "coordination/read-setup.html", context)


@require_http_methods(FORM)
@roles(Role.ADMIN)
def call_off_setup(request: SignedRequest, partnership_code: str) -> HttpResponse:
    """Call off a partnership that has not begun, after one look at what that means."""
    one = ask.setup(request.acting, partnership_code)
    refusal = ""
    if request.method == "POST":
        try:
            call_off_partnership(request.acting, partnership_id=one.id)
        except RuleBroken as error:
            refusal = str(error.message)
        else:
            messages.success(request, words.kept(_("%(name)s is teruggenomen.") % {"name": one.name}))
            return redirect("coordination:list-setups")
    context = {
        "one": one,
        "refusal": refusal,
        "crumbs": _crumbs(
            Crumb(one.name, reverse("coordination:read-setup", args=[one.code])), Crumb(_("Terugnemen"))
        ),
    }
    return render(request, "coordination/call-off-setup.html", context, status=422 if refusal else 200)
