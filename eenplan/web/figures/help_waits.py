"""How many wait for which help, and how long: for the coordinator, the steering group and officials."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core import clock
from eenplan.core.enums import Role
from eenplan.network.queries import PartnershipOn, partnership_name, partnerships_on
from eenplan.reporting.queries.help_waits import HelpWaits, help_waits
from eenplan.web.figures.presenters import help_waits as present
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Pill

READERS = (Role.COORDINATOR, Role.STEERING, Role.OFFICIAL)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The table, of which partnership, and the others to choose from."""

    found: HelpWaits
    name: str
    code: str
    others: list[Pill]


def _asked(request: SignedRequest) -> _Asked:
    acting = request.acting
    if acting.role != Role.OFFICIAL:
        if acting.partnership_id is None:
            raise Http404
        name = partnership_name(acting, acting.partnership_id, clock.today())
        return _Asked(help_waits(acting), name, "", [])
    known = partnerships_on(acting, clock.today())
    chosen = _chosen(known, request.GET.get("samenwerkingsverband", ""))
    found = help_waits(acting, UUID(str(chosen.id)))
    return _Asked(found, chosen.name, chosen.code, present.partnership_pills(known, chosen))


def _chosen(known: list[PartnershipOn], code: str) -> PartnershipOn:
    found = next((one for one in known if one.code == code), None) if code else next(iter(known), None)
    if found is None:
        raise Http404
    return found


@require_safe
@roles(*READERS)
def read_waits(request: SignedRequest) -> HttpResponse:
    """By kind of help, of all zones or of one."""
    asked = _asked(request)
    code = request.GET.get("zone", "")
    zone = next((one for one in asked.found.zones if one.code == code), None)
    if code and zone is None:
        raise Http404
    context = {
        "heads": present.heads(),
        "lines": present.lines(asked.found, zone),
        "nothing": not asked.found.kinds,
        "partnerships": asked.others,
        "zones": present.zone_pills(asked.found, zone, asked.code),
        "where": zone.name if zone else asked.name,
        "note": present.note(asked.found),
        "statement": present.statement(asked.found, asked.name),
        "small": present.small_words(asked.found),
        "csv_href": reverse("figures:download-waits")
        + (f"?samenwerkingsverband={asked.code}" if asked.code else ""),
        "crumbs": [Crumb(_("Cijfers"), reverse("figures:read-figures")), Crumb(_("Wachten op hulp"))],
    }
    return render(request, "figures/read-waits.html", context)


@require_safe
@roles(*READERS)
def download_waits(request: SignedRequest) -> HttpResponse:
    """The same as a file (CSV), zone by zone."""
    asked = _asked(request)
    response = HttpResponse(present.csv_of(asked.found, asked.name), content_type="text/csv; charset=utf-8")
    name = f"wachten-op-hulp-{asked.found.known_on.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
