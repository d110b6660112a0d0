"""When we sit together: for who is asked. Answering, writing along at the table, and reading what was agreed."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.errors import RuleBroken
from eenplan.families.queries import person_of
from eenplan.plans.actions.round_tables import answer_seat
from eenplan.plans.queries.round_tables import TableNow, round_table, round_tables
from eenplan.web.shared import round_tables as shown
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.calendar_file import calendar_response
from eenplan.web.shared.components import Tile
from eenplan.web.shared.table_paper import minutes_paper
from eenplan.web.shared.table_talk import keep_talk

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@card_holder
def list_tables(request: SignedRequest) -> HttpResponse:
    """The times that we sit together: to come, and before."""
    family_id = person_of(request.acting).family_id
    tables = [
        Tile(
            "users",
            words.sentence(shown.when_words(one)),
            reverse("family:read-round-table", args=[one.id]),
            words.sentence(shown.state_words(one)[0]),
            "" if one.is_over else "soon",
        )
        for one in round_tables(request.acting, [family_id])
    ]
    record_read(request.acting, "plans:round-table", families=[family_id])
    return render(request, "family/round-tables.html", {"tables": tables, **_home()})


@never_cache
@require_http_methods(FORM)
@card_holder
def read_table(request: SignedRequest, table_id: UUID) -> HttpResponse:
    """When and where, who comes, what it is about, my answer; when it is over what was agreed."""
    table = _table(request, table_id)
    mine = table.mine
    form = shown.ComingForm(
        request.POST if request.method == "POST" else None, initial={"said": mine.said if mine else None}
    )
    if mine and form.is_valid():
        try:
            with transaction.atomic():
                answer_seat(request.acting, seat_id=mine.id, said=form.coming)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Dank je. Je antwoord is bewaard. Je mag het later veranderen."))
            return redirect("family:read-round-table", table_id)
    context = {
        "table": shown.table_view(table),
        "now": table,
        "form": form if mine and not table.is_over else None,
        **_home(),
    }
    return render(request, "family/round-table.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@card_holder
def save_table(request: SignedRequest, table_id: UUID) -> HttpResponse:
    """The file for my own calendar."""
    return calendar_response(shown.moment_of(_table(request, table_id)))


@never_cache
@require_http_methods(FORM)
@card_holder
def sit_at_table(request: SignedRequest, table_id: UUID) -> HttpResponse:
    """The point that is on the table, on my own phone: I write along, beside what the others write."""
    table = _table(request, table_id)
    if not table.is_open:
        return redirect("family:read-round-table", table_id)
    # What is for everybody: what somebody told in confidence is not talked about at the table.
    points = [one for one in table.points if one.released]
    if not points:
        return redirect("family:read-round-table", table_id)
    now = next((n for n, one in enumerate(points) if one.item_id == table.at_point_id), 0)
    asked = request.POST.get("point", "")
    place = next((n for n, one in enumerate(points) if str(one.item_id) == asked), now)
    form = shown.TalkForm(request.POST if request.method == "POST" else None, table=table)
    if form.is_valid():
        try:
            with transaction.atomic():
                kept = keep_talk(request.acting, points[place].item_id, form)
        except RuleBroken as error:
            form.refuse(error)
        else:
            if kept:
                messages.success(request, _("Bewaard. Het staat op het scherm van de tafel."))
            return redirect("family:at-table", table_id)
    seen = shown.table_view(replace(table, points=tuple(points)))
    context = {
        "table": seen,
        "point": seen.points[place],
        "count": len(points),
        "form": form,
        **_home(),
    }
    return render(request, "family/at-table.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@card_holder
def print_minutes(request: SignedRequest, table_id: UUID) -> HttpResponse:
    """What was said and agreed, on paper, as far as it is for me."""
    return minutes_paper(request, _table(request, table_id))


def _table(request: SignedRequest, table_id: UUID) -> TableNow:
    return round_table(request.acting, person_of(request.acting).family_id, table_id)


def _home() -> dict[str, str]:
    return {"home_href": reverse("family:open-card")}
