"""Telling a family before somebody else comes (rule 13)."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from eenplan.core.errors import NotFound
from eenplan.plans.actions.announcing import tell_who_comes
from eenplan.web.coach.views.around import READS
from eenplan.web.shared.access import SignedRequest, roles


@require_POST
@roles(*READS)
def tell_coming(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Who is there for the family, also as a stand-in, notes that it knows who comes. What the page did not offer is not there."""
    try:
        worker, since = (
            UUID(request.POST.get("worker", "")),
            date.fromisoformat(request.POST.get("since", "")),
        )
    except ValueError:
        raise NotFound("who comes") from None
    tell_who_comes(request.acting, family_id=family_id, staff_member_id=worker, since=since)
    messages.success(request, _("Bewaard: het gezin weet wie er komt."))
    return redirect("coach:read-family", family_id)
