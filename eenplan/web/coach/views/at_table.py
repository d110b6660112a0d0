"""The screen in the middle of the table: one point at a time, narrowed to what all who sit there may see."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions import at_table as actions
from eenplan.plans.enums import Coming
from eenplan.plans.queries.round_tables import PointNow, TableNow, round_table, round_tables, table_stamp
from eenplan.web.coach.forms.round_tables import PresentForm
from eenplan.web.coach.views.around import FORM, WRITES, posted, say_saved
from eenplan.web.shared import round_tables as shown
from eenplan.web.shared import together, words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.idle import asked_by_itself
from eenplan.web.shared.table_talk import FinishForm, keep_talk


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def sit_at_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """The point that is on the table: what is said, what is decided, and on to the next.

    The screen asks by itself whether something was written on a phone (`since`): nothing is read when nothing came.
    """
    if together.table_of(request) != table_id:
        if table_id not in {one.id for one in round_tables(request.acting, [family_id])}:
            raise NotFound("round table")
        return redirect("coach:sit-down", family_id, table_id)
    stamp = table_stamp(request.acting, table_id)
    if "since" in request.GET:
        asked_by_itself(request)
        if request.GET["since"] == stamp:
            return HttpResponse(status=204)
    table = round_table(request.acting, family_id, table_id)
    if not table.points or not table.is_open:
        return redirect("coach:read-round-table", family_id, table_id)
    point = _shown(request, table)
    form = shown.TalkForm(posted(request), table=table)
    loose = _loose(request, table, point)
    if request.method == "POST":
        answer = _act(request, table, point, form, loose)
        if answer is not None:
            return answer
        table = round_table(request.acting, family_id, table_id)
        point = _shown(request, table)
        loose = loose if any(one.errors for one in loose) else _loose(request, table, point, unsent=True)
    seen, place = shown.table_view(table), table.points.index(point)
    before = table.points[place - 1].item_id if place else None
    after = table.points[place + 1].item_id if place + 1 < len(table.points) else None
    wrong_loose = next((one for one in loose if one.is_bound and one.errors), None)
    context = {
        "table": seen,
        "stamp": stamp,
        "wrong_loose": wrong_loose,
        "point": seen.points[place],
        "count": len(seen.points),
        "form": form,
        "loose": loose,
        "before": before,
        "after": after,
        "family_id": family_id,
    }
    wrong = form.is_bound and (form.errors or wrong_loose)
    return render(request, "coach/at-table.html", context, status=422 if wrong else 200)


def _shown(request: SignedRequest, table: TableNow) -> PointNow:
    """The point about which something was sent, else the one that is on the table."""
    sent = request.POST.get("point", "")
    return next((one for one in table.points if str(one.item_id) == sent), table.points[table.at])


def _loose(
    request: SignedRequest, table: TableNow, point: PointNow, *, unsent: bool = False
) -> list[FinishForm]:
    """One small form for each decision that lacks who does it or by when."""
    data = None if unsent else posted(request)
    return [FinishForm(data, table=table, decision=one) for one in point.decisions if not one.fact.is_settled]


def _act(
    request: SignedRequest,
    table: TableNow,
    point: PointNow,
    form: shown.TalkForm,
    loose: list[FinishForm],
) -> HttpResponse | None:
    """First keep every word that was typed, then do what was pressed. None when something is to be mended."""
    here = redirect("coach:at-table", table.family_id, table.id)
    go = next((one.item_id for one in table.points if str(one.item_id) == request.POST.get("go")), None)
    drop = _id(request.POST.get("drop", ""))
    if not form.is_valid() or not all(one.is_valid() for one in loose if one.decision.id != drop):
        return None
    try:
        with together.alone(request.acting) as acting, transaction.atomic():
            kept = keep_talk(acting, point.item_id, form)
            for one in loose:
                with suppress(NotFound):  # pressed twice at once: it is settled already
                    _settle(acting, one, is_dropped=one.decision.id == drop)
    except RuleBroken as error:
        form.refuse(error)
        return None
    if kept:
        say_saved(request)
    if "end" in request.POST:
        return redirect("coach:close-table", table.family_id, table.id)
    if go:
        try:
            with together.alone(request.acting) as acting, transaction.atomic():
                actions.go_to_point(acting, table_id=table.id, point_id=go)
        except RuleBroken as error:
            messages.warning(request, str(error.message))
    return here


def _settle(acting: Acting, one: FinishForm, *, is_dropped: bool) -> None:
    if is_dropped:
        actions.let_decision_go(acting, decision_id=one.decision.id)
    elif one.is_filled:
        actions.finish_decision(
            acting,
            decision_id=one.decision.id,
            seat_id=one.seat_id,
            due_on=one.cleaned_data["due_on"],
            needs_nobody=one.needs_nobody,
        )


def _id(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text)
    return None


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def close_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """What is still undecided, who was there, and done: the minutes are what stands there."""
    table = round_table(request.acting, family_id, table_id)
    if not table.is_open:
        if table.closed_at and together.table_of(request) == table_id:
            return render(request, "coach/table-closed.html", {"table": shown.table_view(table)})
        return redirect("coach:read-round-table", family_id, table_id)
    seats = [(str(one.id), words.sentence(one.name)) for one in table.seats]
    came = [str(one.id) for one in table.seats if one.said == Coming.YES]
    form = PresentForm(posted(request), seats=seats, initial={"who": came})
    form.fields["who"].label = _("Wie was er?")
    if form.is_valid():
        try:
            with together.alone(request.acting) as acting, transaction.atomic():
                actions.close_round_table(acting, table_id=table_id, came=form.seat_ids)
        except RuleBroken as error:
            if error.code == "plans:table-over":  # pressed twice at once: it is closed already
                return redirect("coach:close-table", family_id, table_id)
            form.refuse(error)
        else:
            # The screen still stands in the middle: it stays narrowed until the coach stops.
            messages.success(request, _("Klaar. Wat jullie beslisten, staat als stap in het plan."))
            return redirect("coach:close-table", family_id, table_id)
    context = {
        "table": shown.table_view(table),
        "form": form,
        "back": reverse("coach:at-table", args=[family_id, table_id]),
    }
    return render(request, "coach/close-table.html", context, status=422 if form.is_bound else 200)
