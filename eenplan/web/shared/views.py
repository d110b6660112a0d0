"""Pages that belong to no area."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eenplan.web.shared.access import ActingRequest, public


@require_safe
@public
def read_help(request: ActingRequest) -> HttpResponse:
    """Whom to call right now. Reads nothing and keeps nothing: no trace of who looked."""
    return render(request, "shared/help.html")
