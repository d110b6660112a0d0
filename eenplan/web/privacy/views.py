"""The first page of the privacy officer: what there is to look after, and what is never shown here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from eenplan.core.enums import Role
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Tile
from eenplan.web.shared.context import href_of

# Icon, title, what it is for, and the name of the page. A name that no URL carries yet is left out.
DOORS: tuple[tuple[str, Promise, Promise, str], ...] = (
    (
        "file-text",
        _("Verzoeken"),
        _("Wat mensen vragen over hun gegevens, en tegen wanneer er een antwoord is."),
        "privacy:list-requests",
    ),
    (
        "message-circle",
        _("Vragen over wie keek"),
        _("Wat gezinnen vragen over wie in hun plan keek."),
        "privacy:list-look-questions",
    ),
    (
        "search",
        _("Ongewoon breed kijken"),
        _("Wie veel dossiers opende, of dossiers buiten zone of team."),
        "privacy:read-breadth",
    ),
    (
        "map-pin",
        _("Wie helpt in welke gemeente?"),
        _("Wie een gezin kan bereiken met een vraag over zijn gegevens."),
        "frontdoor:find-partnership",
    ),
    (
        "calendar",
        _("Bewaren en wissen"),
        _("Wat wanneer gewist wordt, wat langer blijft, en bewijzen."),
        "privacy:list-endings",
    ),
)


@require_safe
@roles(Role.PRIVACY_OFFICER)
def read_home(request: SignedRequest) -> HttpResponse:
    """Where one can go from here."""
    doors = [
        Tile(icon, title, href, detail) for icon, title, detail, name in DOORS if (href := href_of(name))
    ]
    context = {"doors": doors, "partnership": request.acting_names["partnership_name"]}
    return render(request, "privacy/read-home.html", context)
