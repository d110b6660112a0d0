"""Reading the figures, taking them along, and what they mean."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import areas_assumed_on, partnerships_on
from eenplan.reporting.queries import (
    AreaChange,
    Table,
    area_change,
    area_versions,
    figures,
    partnership_codes,
)
from eenplan.reporting.rules import FIRST_YEAR, own_day
from eenplan.web.figures.forms import FiguresForm
from eenplan.web.figures.help_waits import READERS as WAITS_READERS
from eenplan.web.figures.presenters import definitions, picture, spreadsheet, table, words, workbook
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

READERS = (
    Role.OFFICIAL,
    Role.COORDINATOR,
    Role.INTAKE,
    Role.COACH,
    Role.ADMIN,
    Role.PARTNER,
    Role.STEERING,
)


@require_safe
@roles(*READERS)
def read_figures(request: SignedRequest) -> HttpResponse:
    """A year in tables and on the map, with all that it needs to be understood."""
    form = FiguresForm.of(request.GET)
    found = _asked(request.acting, form)
    if found is None:
        return render(request, "figures/read-figures.html", {"form": form}, status=422)
    areas_on = form.areas_on
    shown = table.present(
        found,
        then=partnerships_on(request.acting, areas_on),
        now=partnerships_on(request.acting, clock.today()),
        assumed=areas_assumed_on(request.acting, areas_on),
        own=request.acting.partnership_id,
    )
    versions = area_versions(request.acting, year=form.year)
    return render(
        request,
        "figures/read-figures.html",
        {
            "form": FiguresForm(initial={"jaar": form.year, "per": form.row_per, "gebieden_op": areas_on}),
            "shown": shown,
            "picture": picture.draw(found, partnership_codes(request.acting, on=areas_on)),
            "years": words.years(FIRST_YEAR, clock.today().year, form.year, form.row_per),
            "pers": words.pers(form.year, areas_on, form.row_per),
            "versions": words.versions(versions, form.year, form.row_per, areas_on),
            "warnings": words.warnings(found, *_changes(request.acting, found)),
            "waits_href": reverse("figures:read-waits") if request.acting.role in WAITS_READERS else "",
            "csv_href": words.address(form.year, form.row_per, areas_on, "figures:download-figures"),
            "xlsx_href": words.address(form.year, form.row_per, areas_on, "figures:download-workbook"),
        },
    )


def _asked(acting: Acting, form: FiguresForm) -> Table | None:
    """The figures that a form asks for; None, with the reason on the form, when it cannot be so."""
    if not form.is_valid():
        return None
    try:
        return figures(acting, year=form.year, areas_on=form.areas_on, by=form.by)
    except RuleBroken as error:
        form.add_error("per" if error.field == "by" else None, str(error.message))
        return None


def _file(request: SignedRequest) -> tuple[Table, Sequence[str]] | None:
    """The table with what its notes say besides: what may not be compared, and since when each partnership works."""
    acting = request.acting
    found = _asked(acting, FiguresForm.of(request.GET))
    if found is None:
        return None
    assumed = areas_assumed_on(acting, found.areas_on)
    starts = table.starts(found, partnerships_on(acting, found.areas_on), assumed)
    return found, [*words.warnings(found, *_changes(acting, found)), *starts]


def _back(request: SignedRequest) -> HttpResponse:
    """To the page, which says what is wrong with the question."""
    return redirect(f"{reverse('figures:read-figures')}?{request.GET.urlencode()}")


@require_safe
@roles(*READERS)
def download_figures(request: SignedRequest) -> HttpResponse:
    """The same table as a file (CSV)."""
    asked = _file(request)
    if asked is None:
        return _back(request)
    response = HttpResponse(spreadsheet.csv_of(*asked), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{spreadsheet.file_name(asked[0], "csv")}"'
    return response


@require_safe
@roles(*READERS)
def download_workbook(request: SignedRequest) -> HttpResponse:
    """The same table as a workbook (XLSX)."""
    asked = _file(request)
    if asked is None:
        return _back(request)
    response = HttpResponse(workbook.xlsx_of(*asked), content_type=workbook.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{spreadsheet.file_name(asked[0], "xlsx")}"'
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


@require_safe
@roles(*READERS)
def read_definition(request: SignedRequest, column: str) -> HttpResponse:
    """What one figure means; with `?op=2026-11-21` what it meant on that day."""
    known = definitions.find(column)
    if known is None:
        raise Http404
    try:
        on = date.fromisoformat(request.GET.get("op", ""))
    except ValueError:
        on = clock.today()
    held = known.on(on)
    title = str(known.title)
    return render(
        request,
        "figures/read-definition.html",
        {
            "title": title,
            "on": words.day(on),
            "shown": held and definitions.show(known, held),
            "latest": held is known.versions[-1],
            "versions": [
                (words.day(version.since), str(version.meaning)) for version in reversed(known.versions)
            ],
            "crumbs": [
                Crumb(_("Cijfers"), reverse("figures:read-figures")),
                Crumb(_("Wat ze betekenen"), reverse("figures:read-definitions")),
                Crumb(title),
            ],
        },
    )


def _changes(acting: Acting, found: Table) -> tuple[AreaChange, AreaChange, AreaChange]:
    """What moved between the chosen areas and those of the year itself, the year before and the year after."""
    year, chosen = found.since.year, found.areas_on

    def with_areas_of(other: int) -> AreaChange:
        day = own_day(other, clock.today()) if other >= FIRST_YEAR else date(FIRST_YEAR, 1, 1)
        return area_change(acting, before=min(day, chosen), after=max(day, chosen))

    return with_areas_of(year), with_areas_of(year - 1), with_areas_of(year + 1)
