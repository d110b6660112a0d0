"""Choosing in which role to work, and the page for who has none (any more)."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.network.enums import STAFF_ROLES
from eenplan.network.queries import AssignmentOn
from eenplan.web.shared.access import ActingRequest, SignedRequest, public, roles, workers
from eenplan.web.shared.device_key import device_key
from eenplan.web.shared.forms import Form
from eenplan.web.shared.middleware import ROLE, key_of
from eenplan.web.shared.typed import sign_out_keeping


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@workers
def choose_role(request: ActingRequest) -> HttpResponse:
    """Work in another of one's roles: one at a time, shown on every page."""
    wanted = request.POST.get("assignment", "")
    chosen = next((one for one in request.assignments if str(one.id) == wanted), None)
    if chosen:
        request.session[ROLE] = key_of(chosen)
        messages.success(request, _("Je werkt nu als %(role)s.") % {"role": _said(chosen)})
        return redirect("/")
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.add_error(None, _("Kies een van je rollen. Misschien is er net een gestopt."))
    context = {
        "form": form,
        "choices": [(one.id, _said(one)) for one in request.assignments],
        "current": request.acting.assignment_id if request.acting else None,
        "has_ended": request.acting is None,
    }
    return render(request, "account/choose-role.html", context, status=422 if form.is_bound else 200)


def _said(one: AssignmentOn) -> str:
    """A role as it is called there (rule 47), and for which partnership."""
    return f"{one.role_title} · {one.partnership_name}" if one.partnership_name else one.role_title


@require_POST
@roles(*STAFF_ROLES)
def stay(request: SignedRequest) -> HttpResponse:
    """'Ik ben er nog': the session goes on (each answer notes that the worker was here)."""
    return HttpResponse(status=204)


@require_POST
@roles(*STAFF_ROLES)
def open_device(request: SignedRequest) -> HttpResponse:
    """The key that opens what this worker typed on this device without a connection, to send it after all."""
    return JsonResponse({"key": device_key(request.acting.actor_id)})


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
