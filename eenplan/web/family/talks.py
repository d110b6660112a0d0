"""Talks with a psychologist, for whoever of the family may know: one's own with their days, a child's as a number."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.families.queries import person_of
from eenplan.plans.queries.sessions import Series, series_of, sessions_of
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.components import Tile
from eenplan.web.shared.talks import count_words, talk_lines


def tile(found: list[Series]) -> list[Tile]:
    """The door to the talks; none while there is nothing to read."""
    if not found:
        return []
    count = count_words(sum(one.held for one in found))
    return [Tile("message-circle", _("Gesprekken"), reverse("family:read-talks"), count)]


@never_cache
@require_safe
@card_holder
def read_talks(request: SignedRequest) -> HttpResponse:
    """How many talks there were and about what; the days of one's own."""
    family_id = person_of(request.acting).family_id
    found = series_of(request.acting, family_id)
    lines = talk_lines(found, sessions_of(request.acting, family_id))
    context = {"lines": lines, "home_href": reverse("family:open-card")}
    return render(request, "family/talks.html", context)
