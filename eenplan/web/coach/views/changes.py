"""What changed between two versions of a plan, or since the last one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.plans.queries import plan
from eenplan.plans.queries.changes import changes_since
from eenplan.web.coach.presenters.choices import language
from eenplan.web.coach.views.around import READS, crumbs_of, plan_href
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.changes import changes_view
from eenplan.web.shared.components import Crumb, Pill


@require_safe
@roles(*READS)
def read_changes(
    request: SignedRequest, family_id: UUID, since: int, until: int | None = None
) -> HttpResponse:
    """What changed since a version, in plain sentences: up to another one, or to the plan as it stands now."""
    page = plan(request.acting, family_id)
    found = changes_since(request.acting, family_id, since, until)
    view = changes_view(found, {row.domain.code: row.domain.label(language()) for row in page.domains})
    last = page.version.number if page.version else since
    others = [
        Pill(
            _("van %(since)s naar %(until)s") % {"since": number - 1, "until": number},
            reverse("coach:read-changes", args=[family_id, number - 1, number]),
            current=(since, until) == (number - 1, number),
        )
        for number in range(max(2, last - 4), last + 1)
    ]
    now = Pill(
        _("sinds versie %(number)s") % {"number": last},
        reverse("coach:read-changes", args=[family_id, last]),
        current=until is None and since == last,
    )
    context = {
        "crumbs": crumbs_of(
            request.acting,
            family_id,
            page.family_name,
            Crumb(_("Ons plan"), plan_href(page)),
            Crumb(view.title),
        ),
        "page": page,
        "changes": view,
        "pills": [*others, now],
    }
    return render(request, "coach/changes.html", context)
