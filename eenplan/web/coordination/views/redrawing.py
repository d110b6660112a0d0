"""A redrawing: drafted zone by zone, seen with all that it does, confirmed ahead, undone until its day."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import redrawing as acts
from eenplan.network.queries.redrawing import (
    RedrawingOn,
    known_on,
    neighbours,
    redrawing,
    workers_in_zones,
)
from eenplan.plans.actions.handovers import decide_file, take_back_handover
from eenplan.plans.queries.handovers import file_of, files_of_redrawing, open_files, receivers_coaches
from eenplan.web.coordination.forms.areas import GOES, LATER, STAYS, FileForm, MoveForm, RedrawingForm
from eenplan.web.coordination.presenters import redrawing as present
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import choose

WHO = (Role.COORDINATOR, Role.ADMIN)
FORM = ["GET", "HEAD", "POST"]


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("Netwerk"), reverse("coordination:read-start")),
        Crumb(_("Gebied"), reverse("coordination:read-areas")),
        *more,
    ]


def _href(redrawing_id: UUID) -> str:
    return reverse("coordination:read-redrawing", args=[redrawing_id])


@require_http_methods(FORM)
@roles(Role.ADMIN)
def draft_redrawing(request: SignedRequest) -> HttpResponse:
    """Begin a draft: a name, a day, a ground."""
    form = RedrawingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.draft_redrawing(request.acting, **form.cleaned_data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect(_href(made))
    context = {"form": form, "crumbs": _crumbs(Crumb(_("Nieuwe hertekening")))}
    return render(request, "coordination/draft-redrawing.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
@roles(Role.ADMIN)
def change_redrawing(request: SignedRequest, redrawing_id: UUID) -> HttpResponse:
    """Another name, day or ground for a draft."""
    found = redrawing(request.acting, redrawing_id)
    initial = {"name": found.name, "takes_effect_on": found.takes_effect_on, "basis": found.basis}
    form = RedrawingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_redrawing(request.acting, redrawing_id=redrawing_id, **form.cleaned_data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect(_href(redrawing_id))
    crumbs = _crumbs(Crumb(found.name, _href(redrawing_id)), Crumb(_("Veranderen")))
    context = {"form": form, "crumbs": crumbs, "found": found}
    return render(request, "coordination/draft-redrawing.html", context, status=422 if form.errors else 200)


@require_safe
@roles(*WHO)
def read_redrawing(request: SignedRequest, redrawing_id: UUID) -> HttpResponse:
    """Before and after, and what it does to families under way, coaches and figures."""
    return _page(request, redrawing(request.acting, redrawing_id))


def _page(request: SignedRequest, found: RedrawingOn, form: MoveForm | None = None) -> HttpResponse:
    files = files_of_redrawing(request.acting, found.id)
    draws, is_draft = request.acting.role == Role.ADMIN, found.confirmed_at is None
    may_move = draws and is_draft
    own = [] if is_draft else open_files(request.acting, found.id)
    if may_move:
        form = form or MoveForm()
        form.listing(
            [(zone.id, f"{zone.name} ({zone.partnership.name})") for zone in found.zones if zone.partnership],
            [(one.id, one.name) for one in known_on(request.acting, found.takes_effect_on)],
        )
    faults = present.faults(found) if is_draft else []
    context = {
        "crumbs": _crumbs(Crumb(found.name)),
        "found": found,
        "since": words.day(found.takes_effect_on),
        "maps": present.maps(found, neighbours(request.acting)),
        "moves": present.moves(found, files),
        "coaches": [(coach.name, present.coach_line(coach.families)) for coach in files.coaches],
        "workers": workers_in_zones(request.acting, found.moves, found.takes_effect_on)
        if found.moves
        else [],
        "figures": present.figures(found) if found.moves else "",
        "faults": faults,
        "may_move": may_move,
        "may_confirm": may_move and bool(found.moves) and not faults,
        "may_undo": draws and not is_draft and found.takes_effect_on > today(),
        "is_draft": is_draft,
        "is_past": not is_draft and found.takes_effect_on <= today(),
        "files": [(file, present.decision(file)) for file in own],
        "form": form,
    }
    refused = form is not None and bool(form.errors)
    return render(request, "coordination/read-redrawing.html", context, status=422 if refused else 200)


@require_POST
@roles(Role.ADMIN)
def redraw_zone(request: SignedRequest, redrawing_id: UUID) -> HttpResponse:
    """Let a zone go to another partnership in the draft, or (without one) stay."""
    found = redrawing(request.acting, redrawing_id)
    form = MoveForm(request.POST).listing(
        [(zone.id, zone.name) for zone in found.zones],
        [(one.id, one.name) for one in known_on(request.acting, found.takes_effect_on)],
    )
    stays = "stays" in request.POST
    if stays:
        form.fields["to"].required = False
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            acts.redraw_zone(
                request.acting,
                redrawing_id=redrawing_id,
                zone_id=UUID(form.cleaned_data["zone"]),
                to_partnership_id=None if stays or not to else UUID(to),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect(_href(redrawing_id))
    return _page(request, found, form)


def _do(
    request: SignedRequest, redrawing_id: UUID, act: Callable[..., None], done: str, to: str
) -> HttpResponse:
    redrawing(request.acting, redrawing_id)
    try:
        act(request.acting, redrawing_id=redrawing_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect(_href(redrawing_id))
    messages.success(request, done)
    return redirect(to)


@require_POST
@roles(Role.ADMIN)
def confirm_redrawing(request: SignedRequest, redrawing_id: UUID) -> HttpResponse:
    """Write it ahead."""
    done = _("De hertekening is bevestigd. De coördinatoren beslissen nu over elk gezin dat ze helpen.")
    return _do(request, redrawing_id, acts.confirm_redrawing, done, _href(redrawing_id))


@require_POST
@roles(Role.ADMIN)
def undo_redrawing(request: SignedRequest, redrawing_id: UUID) -> HttpResponse:
    """Make it a draft again; what was decided of families is taken back."""
    done = _("De hertekening is weer een voorstel. Wat over gezinnen beslist was, is teruggenomen.")
    return _do(request, redrawing_id, acts.undo_redrawing, done, _href(redrawing_id))


@require_POST
@roles(Role.ADMIN)
def discard_redrawing(request: SignedRequest, redrawing_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    done = _("Het voorstel is weg. Er veranderde niets.")
    return _do(request, redrawing_id, acts.discard_redrawing, done, reverse("coordination:read-areas"))


@require_http_methods(FORM)
@roles(Role.COORDINATOR)
def decide_handover(request: SignedRequest, redrawing_id: UUID, family_id: UUID) -> HttpResponse:
    """Whether a family under way goes along, from when and with whom; or stays."""
    found = redrawing(request.acting, redrawing_id)
    file = file_of(request.acting, redrawing_id, family_id)
    coaches = receivers_coaches(request.acting, redrawing_id, file.receiver_id, found.takes_effect_on)
    initial = {
        "choice": (GOES if file.goes_on else STAYS) if file.decided else None,
        "goes_on": file.goes_on or max(found.takes_effect_on, today()),
        "coach": str(file.next_coach_id or ""),
    }
    form = FileForm(request.POST if request.method == "POST" else None, initial=initial)
    room = _("%(name)s · nog plaats voor %(free)s")
    able = [(str(one.staff_member_id), room % {"name": one.name, "free": one.free}) for one in coaches]
    choose(form, "coach", [("", _("Het nieuwe team kiest")), *(able if file.runs else [])])
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, form, redrawing_id, family_id)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard."))
            return redirect(_href(redrawing_id) + "#gezinnen")
    receiver = next(move.receiver.name for move in found.moves if move.zone.id == file.zone_id)
    context = {
        "crumbs": _crumbs(Crumb(found.name, _href(redrawing_id)), Crumb(file.family_name)),
        "form": form,
        "file": file,
        "found": found,
        "since": words.day(found.takes_effect_on),
        "receiver": receiver,
    }
    return render(request, "coordination/decide-handover.html", context, status=422 if form.errors else 200)


def _decide(request: SignedRequest, form: FileForm, redrawing_id: UUID, family_id: UUID) -> None:
    said = form.cleaned_data
    if said["choice"] == LATER:
        take_back_handover(request.acting, redrawing_id=redrawing_id, family_id=family_id)
        return
    goes = said["choice"] == GOES
    decide_file(
        request.acting,
        redrawing_id=redrawing_id,
        family_id=family_id,
        goes_on=said["goes_on"] if goes else None,
        coach_id=UUID(said["coach"]) if goes and said["coach"] else None,
    )
