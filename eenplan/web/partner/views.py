"""What families share with a partner, a psychologist or an expert by experience. Nothing else of them is here."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.plans.queries.plan import domains_of_version, domains_on
from eenplan.plans.queries.round_tables import round_tables
from eenplan.plans.queries.sessions import series_of
from eenplan.plans.queries.shared import shared_families, shared_plan
from eenplan.web.partner import presenters
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.plan_view import plan_view
from eenplan.web.shared.round_tables import table_lines
from eenplan.web.shared.talks import talk_lines

READS = (Role.PARTNER, Role.PSYCHOLOGIST, Role.EXPERT)


@require_safe
@roles(*READS)
def list_families(request: SignedRequest) -> HttpResponse:
    """Families that share something with me, and until when."""
    rows = [presenters.row_of(one) for one in shared_families(request.acting)]
    return render(request, "partner/families.html", {"rows": rows})


@require_safe
@roles(*READS)
def read_family(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The parts of a plan that a family shares with me. What ended, and what never was, get the same answer."""
    try:
        found = shared_plan(request.acting, family_id)
    except NotFound:
        return render(request, "partner/not-shared.html", status=404)
    if found.version:
        domains = domains_of_version(request.acting, family_id, found.version.head)
    else:
        domains = domains_on(request.acting, family_id, today())
    context = {
        "title": found.family.name,
        "plan": plan_view(found.version, domains, as_shared=True) if found.version else None,
        "shares": presenters.shares_of(found, domains),
        "about": found.about,
        "reach": found.reach,
        "coach": found.family.coach,
        "tables": table_lines(round_tables(request.acting, [family_id])),
        "talks": talk_lines(series_of(request.acting, family_id)),
        "keeps_talks": request.acting.role == Role.PSYCHOLOGIST,
        "family_id": family_id,
        "space": "partner",
        "crumbs": presenters.crumbs(found.family.name, _("Met jou gedeeld")),
    }
    return render(request, "partner/family.html", context)
