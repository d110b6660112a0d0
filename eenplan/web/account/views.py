"""Choosing in which role to work, and the page for who has none (any more)."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.enums import Role
from eenplan.network.enums import STAFF_ROLES
from eenplan.web.shared.access import ActingRequest, SignedRequest, public, roles
from eenplan.web.shared.middleware import ASSIGNMENT
from eenplan.web.shared.typed import sign_out_keeping


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*STAFF_ROLES)
def choose_role(request: SignedRequest) -> HttpResponse:
    """Work in another of one's roles: one at a time, shown on every page."""
    if request.method == "POST":
        wanted = request.POST.get("assignment", "")
        if wanted in {str(assignment.id) for assignment in request.assignments}:
            request.session[ASSIGNMENT] = wanted
        return redirect("/")
    choices = [
        {"id": assignment.id, "role": Role(assignment.role).label, "where": assignment.partnership_name}
        for assignment in request.assignments
    ]
    return render(
        request, "account/choose-role.html", {"choices": choices, "current": request.acting.assignment_id}
    )


@require_POST
@roles(*STAFF_ROLES)
def stay(request: SignedRequest) -> HttpResponse:
    """'Ik ben er nog': the session goes on (each answer notes that the worker was here)."""
    return HttpResponse(status=204)


@require_POST
@public
def step_out(request: ActingRequest) -> HttpResponse:
    """Nobody was at the screen for long: sign out, keep what was typed, and come back to the same page."""
    page = sign_out_keeping(request)
    messages.info(request, _("We meldden je af omdat je even weg was. Wat je typte, staat er straks weer."))
    return redirect_to_login(page)


# What somebody can do here who works with no family: icon, title, what it is, and the name of its page.
@require_safe
@public
def read_no_access(request: ActingRequest) -> HttpResponse:
    """For an account that may not come in (any more)."""
    return render(request, "account/no-access.html", status=403)
