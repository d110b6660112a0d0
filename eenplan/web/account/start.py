"""The first page of who sees no list of families at once: what they can do here, and what they never see."""

from collections.abc import Mapping
from dataclasses import dataclass

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
Door = tuple[str, Promise, Promise, str]
_SHARED: Door = (
    "users",
    _("Gezinnen die met jou delen"),
    _("Enkel wat een gezin met jou deelt."),
    "partner:list-families",
)
_REFER: Door = (
    "clipboard-list",
    _("Een gezin aanmelden"),
    _("Ongeveer tien minuten. Zeg het eerst aan het gezin."),
    "frontdoor:start-referral",
)
_WHO_HELPS: Door = (
    "map-pin",
    _("Wie helpt in welke gemeente?"),
    _("Zoek op postcode of gemeente."),
    "frontdoor:find-partnership",
)
_HELP_NOW: Door = (
    "life-buoy",
    _("Hulp nu"),
    _("Nummers voor wie niet kan wachten."),
    "shared:read-help",
)
_FIGURES: Door = (
    "chart-column",
    _("Cijfers"),
    _("Per samenwerkingsverband, zonder namen."),
    "figures:read-figures",
)
_MEANING: Door = (
    "info",
    _("Wat de cijfers betekenen"),
    _("Hoe we tellen, en wat we niet tonen."),
    "figures:read-definitions",
)
_COMPOSITION: Door = (
    "handshake",
    _("Samenstelling"),
    _("Welke organisaties meedoen, en wie er nog ontbreekt."),
    "coordination:read-composition",
)
_SETTINGS: Door = (
    "settings",
    _("Instellingen"),
    _("Rolnamen, fases, vragen, normen en gebieden, met hun dagen."),
    "words:list-kinds",
)
_ROLES: Door = (
    "key-round",
    _("Wie mag binnen"),
    _("Wie een rol heeft naast het team of voor het geheel, en tot wanneer."),
    "coordination:list-roles",
)
_RESEARCH: Door = (
    "search",
    _("Onderzoek"),
    _("Wie welke gegevens zonder namen ophaalde."),
    "research:read-research",
)


@dataclass(frozen=True, slots=True)
class Start:
    """What somebody in a role reads first: what they do here, where they can go, and what they do not see."""

    lead: Promise
    doors: tuple[Door, ...]
    limits: Promise


_ONLY_SHARED = _(
    "Je ziet enkel gezinnen die daar zelf ja op zeiden, en enkel wat ze met jou delen. Zegt een gezin later nee, "
    "dan zie je het vanaf dan niet meer. Ook je organisatie ziet niets omdat jij hier werkt."
)
STARTS: Mapping[Role, Start] = {
    Role.EXPERT: Start(
        _("Je weet zelf hoe het is om hulp te krijgen, en staat gezinnen uit %(where)s bij."),
        (_SHARED, _WHO_HELPS, _HELP_NOW),
        _ONLY_SHARED,
    ),
    Role.STEERING: Start(
        _("Je bewaakt mee hoe %(where)s werkt: wie meedoet, en of gezinnen op tijd hulp krijgen."),
        (_FIGURES, _COMPOSITION, _MEANING, _WHO_HELPS),
        _("Gezinnen en hun plannen zie je niet. In de cijfers staan geen namen en geen kleine aantallen."),
    ),
    Role.ADMIN: Start(
        _("Je houdt de afspraken van Eén Plan mee in orde."),
        (_SETTINGS, _ROLES, _FIGURES, _RESEARCH, _WHO_HELPS, _MEANING),
        _("Gezinnen en hun plannen zie je niet."),
    ),
}  # fmt: skip


@require_safe
@roles(*STARTS)
def read_start(request: SignedRequest) -> HttpResponse:
    """What one can do here in this role, in plain words."""
    start = STARTS[request.acting.role]
    doors = [
        Tile(icon, title, href, detail)
        for icon, title, detail, name in start.doors
        if (href := href_of(name))
    ]
    context = {
        "lead": str(start.lead) % {"where": request.acting_names["partnership_name"]},
        "doors": doors,
        "limits": start.limits,
    }
    return render(request, "account/start.html", context)
