"""How long what is kept of my family stays, in plain words and with the day for each child (rule 42)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.rights.queries.coming import told_to_us
from eenplan.rights.queries.retention import own_family_until
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.keeping import kept_view


@never_cache
@require_safe
@card_holder
def read_kept_until(request: SignedRequest) -> HttpResponse:
    """Until when, and what happens then."""
    context = {
        "told": [(one.name, words.day(one.wiped_on)) for one in told_to_us(request.acting)],
        "kept": kept_view(own_family_until(request.acting)),
        "backup_days": settings.BACKUP_DAYS,
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/kept-until.html", context)
