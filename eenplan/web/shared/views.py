"""Pages that belong to no area."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def read_help(request: HttpRequest) -> HttpResponse:
    """Whom to call right now. Reads nothing and keeps nothing: no trace of who looked."""
    return render(request, "shared/help.html")
