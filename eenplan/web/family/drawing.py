"""Who belongs to us: the drawing, with only whom and what the reader may know."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.queries import person_of
from eenplan.families.queries.kinships import who_is_who
from eenplan.plans.queries import HomePiece, VersionNow, version
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.drawing import tree_view
from eenplan.web.shared.drawing_around import around_view


@never_cache
@require_safe
@card_holder
def read_drawing(request: SignedRequest) -> HttpResponse:
    """Who belongs to whom, as the reader may know it; homes as they stand in the plan that was agreed."""
    family_id = person_of(request.acting).family_id
    agreed = _agreed(request.acting, family_id)
    homes = agreed.pieces.of(HomePiece) if agreed else ()
    context = {
        "tree": tree_view(who_is_who(request.acting, family_id), homes),
        "around": around_view(agreed.pieces) if agreed else None,
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/drawing.html", context)


def _agreed(acting: Acting, family_id: UUID) -> VersionNow | None:
    """The plan as it was agreed and as the reader may see it; None while nothing was."""
    try:
        return version(acting, family_id)
    except NotFound:
        record_read(acting, "plans:version", families=[family_id])
        return None
