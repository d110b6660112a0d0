"""The list for the weekly meeting of the team, on the screen and on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core.clock import today
from eenplan.plans.queries import coaches_of, coaches_with_room
from eenplan.referrals import queries
from eenplan.web.desk.presenters import narrowing, team_list
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.desk.views.around import DESK
from eenplan.web.shared.access import SignedRequest, phases_here, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.pdf import pdf_response, render_pdf


@require_safe
@roles(*DESK)
def read_team_list(request: SignedRequest) -> HttpResponse:
    """Every open referral once, grouped as a team speaks of them."""
    crumbs = [Crumb(_("Aanmeldingen"), Chosen().href), Crumb(_("Lijst voor het teamoverleg"))]
    return render(request, "desk/read-team-list.html", {**_list(request, names=True), "crumbs": crumbs})


@require_safe
@roles(*DESK)
def print_team_list(request: SignedRequest) -> HttpResponse:
    """The same on paper: without names, unless they are asked for."""
    context = _list(request, names=request.GET.get("namen") == "ja")
    return pdf_response(render_pdf("desk/team-list-paper.html", context, request), "teamlijst.pdf")


def _list(request: SignedRequest, *, names: bool) -> dict[str, Any]:
    rows = queries.team_list(request.acting)
    coaches = coaches_of(request.acting, [row.family_id for row in rows])
    return {
        "groups": team_list.groups(rows, coaches, phases_here(request), names=names),
        "total": team_list.families_words(len(rows)),
        "on": team_list.day_words(),
        "rooms": team_list.rooms(coaches_with_room(request.acting, today())),
        "quotas": narrowing.quota_lines(queries.aside(request.acting).quotas),
        "names": names,
    }
