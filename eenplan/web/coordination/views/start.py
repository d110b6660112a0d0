"""The first page of the network: what there is to keep in order, and where."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from eenplan.core.enums import Role
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Tile
from eenplan.web.shared.context import href_of

# Icon, title, what it is for, and the name of the page. A name that no URL carries yet is left out.
PLACES = (
    ("handshake", _("Partners"), _("Welke organisaties meedoen, sinds wanneer en in welke rol."), "list-partners"),
    ("clipboard-list", _("Samenstelling"), _("Wie volgens de oproep moet meedoen, en wie er nog ontbreekt."), "read-composition"),
    ("users", _("Team"), _("Wie hier werkt, voor hoeveel tijd, en wie vervangt."), "list-team"),
    ("map-pin", _("Gebied"), _("Welke zones bij wie horen, en een hertekening voorbereiden."), "read-areas"),
    ("flag", _("Opstarten"), _("Een nieuw samenwerkingsverband, stap voor stap."), "list-setups"),
)  # fmt: skip


@require_safe
@roles(Role.COORDINATOR, Role.ADMIN)
def read_start(request: SignedRequest) -> HttpResponse:
    """The places of the network that this installation has."""
    tiles = [
        Tile(icon, title, href, detail)
        for icon, title, detail, name in PLACES
        if (href := href_of(f"coordination:{name}"))
    ]
    return render(request, "coordination/start.html", {"tiles": tiles})
