"""Reading the figures, taking them along, and what they mean."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.queries import areas_assumed_on, partnerships_on
from eenplan.reporting.queries import AreaChange, Table, area_change, figures
from eenplan.web.figures.forms import FIRST_YEAR, FiguresForm, own_day
from eenplan.web.figures.presenters import definitions, spreadsheet, table, words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

READERS = (Role.OFFICIAL, Role.COORDINATOR, Role.INTAKE, Role.COACH, Role.ADMIN, Role.PARTNER)


@require_safe
@roles(*READERS)
def read_figures(request: SignedRequest) -> HttpResponse:
    """One table of a year by partnership, with all that it needs to be understood."""
    form = FiguresForm.of(request.GET)
    if not form.is_valid():
        return render(request, "figures/read-figures.html", {"form": form}, status=422)
    try:
        found = figures(request.acting, year=form.year, areas_on=form.areas_on)
    except NotFound:  # the fence shows this role not every fact, so that its figures would be wrong
        return render(request, "figures/not-for-you.html")
    shown = table.present(
        found,
        then=partnerships_on(request.acting, form.areas_on),
        now=partnerships_on(request.acting, clock.today()),
        assumed=areas_assumed_on(request.acting, form.areas_on),
        own=request.acting.partnership_id,
    )
    query = f"?jaar={form.year}&gebieden_op={form.areas_on.isoformat()}"
    return render(
        request,
        "figures/read-figures.html",
        {
            "form": FiguresForm(initial={"jaar": form.year, "gebieden_op": form.areas_on}),
            "shown": shown,
            "years": words.years(FIRST_YEAR, clock.today().year, form.year),
            "warnings": words.warnings(found, *_changes(request.acting, found)),
            "csv_href": reverse("figures:download-figures") + query,
        },
    )


@require_safe
@roles(*READERS)
def download_figures(request: SignedRequest) -> HttpResponse:
    """The same table as a file."""
    form = FiguresForm.of(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('figures:read-figures')}?{request.GET.urlencode()}")
    found = figures(request.acting, year=form.year, areas_on=form.areas_on)
    warnings = words.warnings(found, *_changes(request.acting, found))
    response = HttpResponse(spreadsheet.csv_of(found, warnings), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{spreadsheet.file_name(found)}"'
    return response


@require_safe
@roles(*READERS)
def read_definitions(request: SignedRequest) -> HttpResponse:
    """What each figure means, and since when."""
    return render(
        request,
        "figures/read-definitions.html",
        {
            "definitions": definitions.present(),
            "since": words.day(definitions.SINCE),
            "crumbs": [Crumb(_("Cijfers"), reverse("figures:read-figures")), Crumb(_("Wat ze betekenen"))],
        },
    )


def _changes(acting: Acting, found: Table) -> tuple[AreaChange, AreaChange, AreaChange]:
    """What moved between the chosen areas and those of the year itself, the year before and the year after."""
    year, chosen = found.since.year, found.areas_on

    def with_areas_of(other: int) -> AreaChange:
        day = own_day(other) if other >= FIRST_YEAR else date(FIRST_YEAR, 1, 1)
        return area_change(acting, before=min(day, chosen), after=max(day, chosen))

    return with_areas_of(year), with_areas_of(year - 1), with_areas_of(year + 1)
