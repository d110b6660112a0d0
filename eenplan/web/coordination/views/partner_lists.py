"""Bringing in a list of partners: shown row by row, nothing written, until somebody says so. And the list going out."""

import hashlib
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import import_partners
from eenplan.network.enums import ListVerdict
from eenplan.network.queries import judge_partners, partner_rows, read_partners
from eenplan.network.rules.partner_lists import ListedPartner, template, unread
from eenplan.network.rules.partner_verdicts import Judged
from eenplan.network.sheets import Cell, Line, write_csv, write_xlsx
from eenplan.web.coordination.forms.partners import ListForm
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.asking import FORM, WHO, crumbs
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How long a preview can be confirmed: after that the list is chosen again.
HOURS = 2


@require_http_methods(FORM)
@roles(*WHO)
def bring_in(request: SignedRequest) -> HttpResponse:
    """Choose a list, see what each row does, bring it in."""
    place = place_of(request)
    if request.method == "POST" and "rows" in request.POST:
        return _confirm(request, place)
    form = ListForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        lines = form.cleaned_data["file"]
        try:
            return _preview(request, place, lines)
        except RuleBroken as error:
            form.refuse(error)
    return _choose(request, place, form)


def _choose(request: SignedRequest, place: Place, form: ListForm) -> HttpResponse:
    context = {
        "crumbs": crumbs(place, Crumb(_("Lijst inlezen"))),
        "place": place,
        "form": form,
        "csv_href": reverse("coordination:download-partner-template") + place.query,
        "xlsx_href": reverse("coordination:download-partner-template-workbook") + place.query,
        "back_href": reverse("coordination:list-partners") + place.query,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "coordination/import-partners.html", context, status=status)


def _preview(
    request: SignedRequest, place: Place, lines: list[Line], *, changed: bool = False
) -> HttpResponse:
    """What each row would do. Raises RuleBroken for a list that cannot be read."""
    judged = _judged(request, place, read_partners(request.acting, lines, on=today()))
    kept = {"place": str(place.id), "who": str(request.acting.actor_id), "seen": _print_of(judged)}
    does = any(one.verdict not in (ListVerdict.REFUSED, ListVerdict.SAME) for one in judged)
    context = {
        "crumbs": crumbs(place, Crumb(_("Lijst inlezen"))),
        "place": place,
        "lines": present.list_lines(judged),
        "counts": present.list_counts(judged),
        "does": does,
        "unread": present.unread_words(unread(lines)),
        "refuses": any(one.verdict is ListVerdict.REFUSED for one in judged),
        "changed": changed,
        "rows": signing.dumps({**kept, "lines": [_plain(line) for line in lines]}, salt=_SALT, compress=True),
        "again_href": reverse("coordination:import-partners") + place.query,
        "back_href": reverse("coordination:list-partners") + place.query,
    }
    return render(request, "coordination/preview-partners.html", context)


_SALT = "eenplan.coordination.partner-list"


def _judged(request: SignedRequest, place: Place, rows: list[ListedPartner]) -> list[Judged]:
    return judge_partners(request.acting, rows, partnership_id=place.id, on=today())


def _print_of(judged: list[Judged]) -> str:
    """By which it is known whether a list still does what was shown."""
    said = repr([(one.row, one.verdict, one.organisation_id, one.changes, one.problems) for one in judged])
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(line: Line) -> list[Any]:
    cells = [{"d": cell.isoformat()} if isinstance(cell, date) else cell for cell in line.cells]
    return [line.number, cells, sorted(line.formulas)]


def _line(plain: list[Any]) -> Line:
    number, cells, formulas = plain
    back: list[Cell] = [date.fromisoformat(cell["d"]) if isinstance(cell, dict) else cell for cell in cells]
    return Line(number, tuple(back), frozenset(formulas))


def _confirm(request: SignedRequest, place: Place) -> HttpResponse:
    """Bring in what was shown; shown again when something changed meanwhile."""
    try:
        kept = signing.loads(request.POST["rows"], salt=_SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        kept = {}
    if kept.get("place") != str(place.id) or kept.get("who") != str(request.acting.actor_id):
        form = ListForm({})
        form.errors.clear()
        form.refuse(
            RuleBroken("lists:over", _("Dit overzicht is te oud. Kies de lijst opnieuw."), field="file")
        )
        return _choose(request, place, form)
    lines = [_line(plain) for plain in kept["lines"]]
    rows = read_partners(request.acting, lines, on=today())
    if _print_of(_judged(request, place, rows)) != kept["seen"]:
        return _preview(request, place, lines, changed=True)
    counted = import_partners(request.acting, partnership_id=place.id, rows=rows)
    done = sum(counted[kind] for kind in (ListVerdict.NEW, ListVerdict.JOINS, ListVerdict.CHANGES))
    messages.success(
        request, words.kept(_("%(number)s rijen van de lijst zijn ingelezen.") % {"number": done})
    )
    return redirect(reverse("coordination:list-partners") + place.query)


@require_safe
@roles(*WHO)
def download_template(request: SignedRequest) -> HttpResponse:
    """The columns with an example (CSV)."""
    return _file(write_csv(template()), CSV, "partners-sjabloon.csv")


@require_safe
@roles(*WHO)
def download_template_workbook(request: SignedRequest) -> HttpResponse:
    """The columns with an example (XLSX)."""
    return _file(write_xlsx("Partners", template()), XLSX, "partners-sjabloon.xlsx")


@require_safe
@roles(*WHO)
def download_partners(request: SignedRequest) -> HttpResponse:
    """The partners of today, in the columns of the template (CSV)."""
    place = place_of(request)
    rows = partner_rows(request.acting, partnership_id=place.id, on=today())
    return _file(write_csv(rows), CSV, f"partners-{today().isoformat()}.csv")


@require_safe
@roles(*WHO)
def download_partners_workbook(request: SignedRequest) -> HttpResponse:
    """The partners of today, in the columns of the template (XLSX)."""
    place = place_of(request)
    rows = partner_rows(request.acting, partnership_id=place.id, on=today())
    return _file(write_xlsx("Partners", rows), XLSX, f"partners-{today().isoformat()}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
