"""The first page of the network: what asks for attention, each with the way to solve it, and the places to go."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from eenplan.consent.queries.emergency import to_review
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.queries.composition import zones_without
from eenplan.network.queries.partners import agreements_ending
from eenplan.network.queries.redrawing import list_redrawings
from eenplan.network.queries.team import assignments_ending, leaves_coming_up
from eenplan.plans.queries.continuity import to_tell
from eenplan.plans.queries.handovers import redrawings_waiting
from eenplan.plans.queries.stand_ins import coaches_over_norm, families_without_own_coach
from eenplan.referrals.queries import desk_counts
from eenplan.rights.queries.retention import announced
from eenplan.web.coach.views.around import me
from eenplan.web.coordination.presenters import start as present
from eenplan.web.coordination.views.place import place_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Tile
from eenplan.web.shared.context import href_of

# Icon, title, what it is for, and the name of the page. A name that no URL carries yet is left out.
PLACES = (
    ("handshake", _("Partners"), _("Welke organisaties meedoen, sinds wanneer en in welke rol."), "list-partners"),
    ("clipboard-list", _("Samenstelling"), _("Wie volgens de oproep moet meedoen, en wie er nog ontbreekt."), "read-composition"),
    ("users", _("Team"), _("Wie hier werkt, voor hoeveel tijd, en wie vervangt."), "list-team"),
    ("key-round", _("Wie mag binnen"), _("Partners, de stuurgroep en anderen met een rol naast het team."), "list-roles"),
    ("map-pin", _("Gebied"), _("Welke zones bij wie horen, en een hertekening voorbereiden."), "read-areas"),
)  # fmt: skip
SETUPS = ("flag", _("Opstarten"), _("Een nieuw samenwerkingsverband, stap voor stap."), "list-setups")

WAITS = (
    "hourglass",
    _("Wachten op hulp"),
    "figures:read-waits",
    _("Waarop gezinnen wachten, waar, en hoe lang."),
)
KEEPING = (
    "calendar",
    _("Bewaren en wissen"),
    "privacy:list-endings",
    _("Welke dossiers wanneer gewist worden."),
)


@require_safe
@roles(Role.COORDINATOR, Role.ADMIN)
def read_start(request: SignedRequest) -> HttpResponse:
    """What presses for this partnership; for the administrator what concerns organisations and areas alone."""
    acting, on = request.acting, today()
    is_coordinator = acting.role == Role.COORDINATOR
    matters = []
    if is_coordinator:
        place = place_of(request)
        matters += present.referrals(desk_counts(acting))
        matters += present.emergencies(to_review(acting))
        stood_in = families_without_own_coach(acting, on)
        mine = {one.family_id: one.family_name for one in stood_in if str(one.stand_in_id) == me(request)}
        matters += present.to_tell(mine, to_tell(acting, mine))
        matters += present.stood_in(stood_in)
        matters += present.over_norm(coaches_over_norm(acting, on))
        matters += present.zones(zones_without(acting, on), place.code)
        matters += present.agreements(agreements_ending(acting, on))
        matters += present.to_decide(redrawings_waiting(acting))
        matters += present.comings_and_goings(
            leaves_coming_up(acting, on=on), assignments_ending(acting, on=on), on
        )
        matters += present.announced(announced(acting))
    else:
        matters += present.redrawings(list_redrawings(acting), on)
    places = PLACES if is_coordinator else (*PLACES, SETUPS)
    tiles = [
        Tile(icon, title, href_of(f"coordination:{name}"), detail) for icon, title, detail, name in places
    ]
    if is_coordinator:
        tiles += [Tile(icon, title, href_of(name), detail) for icon, title, name, detail in (WAITS, KEEPING)]
    return render(
        request,
        "coordination/start.html",
        {"matters": matters, "tiles": tiles, "is_coordinator": is_coordinator},
    )
