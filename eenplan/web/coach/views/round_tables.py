"""Planning a round table with a family: when, who comes, what it is about; invitations, answers and the minutes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import looking_with
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.languages import language_now, spoken
from eenplan.families.queries import family, language_of_person
from eenplan.plans.actions import round_tables as actions
from eenplan.plans.actions.at_table import open_round_table
from eenplan.plans.enums import Attendance, Coming, HelpState, Mark, TeamKind
from eenplan.plans.queries import HomePiece, PlanNow
from eenplan.plans.queries.piece import Piece
from eenplan.plans.queries.round_tables import SeatNow, TableNow, asked_at, round_table, round_tables
from eenplan.plans.rules.round_tables import Asked, looking
from eenplan.web.coach.forms import round_tables as forms
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.views.around import FORM, WRITES, crumbs_of, me, plan_to_write, posted, say_saved
from eenplan.web.shared import round_tables as shown
from eenplan.web.shared import together, words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.calendar_file import calendar_response
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form, choose
from eenplan.web.shared.table_paper import minutes_paper


def _crumbs(request: SignedRequest, family_id: UUID, table: TableNow | None, *more: Crumb) -> list[Crumb]:
    name = family(request.acting, family_id).name
    here = _("Rondetafel")
    if table is None:
        return crumbs_of(request.acting, family_id, name, Crumb(here))
    href = _href(table) if more else ""
    return crumbs_of(request.acting, family_id, name, Crumb(here, href), *more)


def _href(table: TableNow) -> str:
    return reverse("coach:read-round-table", args=[table.family_id, table.id])


def _form_page(
    request: SignedRequest,
    form: Form,
    title: str,
    crumbs: list[Crumb],
    keep: Callable[[], Any],
    done: Callable[[Any], str],
    *,
    button: str = "",
    template: str = "coach/round-table-form.html",
    **more: object,
) -> HttpResponse:
    """A form about a round table: kept and back to it, or shown again with why not."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                kept = keep()
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect(done(kept))
    context = {
        "crumbs": crumbs,
        "title": title,
        "form": form,
        "button": button or _("Bewaren"),
        "back": crumbs[-2].href,
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_safe
@roles(*WRITES)
def read_round_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """A round table: who comes, the agenda, and when it is over what was said and decided."""
    table = round_table(request.acting, family_id, table_id)
    context = {
        "crumbs": _crumbs(request, family_id, table),
        "table": shown.table_view(table),
        "now": table,
        "family_id": family_id,
        "agreed": words.day(table.agreed_on) if table.agreed_on else "",
        "may_begin": table.is_agreed and table.points and not table.is_over,
    }
    return render(request, "coach/round-table.html", context)


@require_http_methods(FORM)
@roles(*WRITES)
def plan_table(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Plan to sit together."""
    page = plan_to_write(request, family_id)
    form = forms.WhenForm(posted(request), homes=_homes(page))
    return _form_page(
        request,
        form,
        _("Rondetafel plannen"),
        _crumbs(request, family_id, None),
        lambda: actions.plan_round_table(request.acting, family_id=family_id, when=form.when),
        lambda made: reverse("coach:ask-round-table", args=[family_id, made.pk]),
        button=_("Verder: wie komt er?"),
        tables=[
            (shown.when_words(one), *shown.state_words(one), _link(one.family_id, one.id))
            for one in round_tables(request.acting, [family_id])
        ],
    )


def _link(family_id: UUID, table_id: UUID) -> str:
    return reverse("coach:read-round-table", args=[family_id, table_id])


@require_http_methods(FORM)
@roles(*WRITES)
def move_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """Another moment or place; who put it in a calendar gets a new file."""
    page = plan_to_write(request, family_id)
    table = round_table(request.acting, family_id, table_id)
    at = localtime(table.starts_at)
    initial = {
        "on": at.date(),
        "at": at.time(),
        "minutes": str(table.minutes),
        "where": str(table.home_id or forms.ELSEWHERE),
        "place": table.place,
    }
    form = forms.WhenForm(posted(request), homes=_homes(page), initial=initial)
    title = _("Ander moment of andere plek")
    return _form_page(
        request,
        form,
        title,
        _crumbs(request, family_id, table, Crumb(title)),
        lambda: actions.move_round_table(request.acting, table_id=table_id, when=form.when),
        lambda _moved: _href(table),
    )


def _homes(page: PlanNow) -> list[tuple[str, str]]:
    return [(str(one.item_id), words.sentence(one.name)) for one in page.pieces.of(HomePiece)]


@require_http_methods(FORM)
@roles(*WRITES)
def ask_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """Who is asked, and must or may come: as the family wants it."""
    page = plan_to_write(request, family_id)
    table = round_table(request.acting, family_id, table_id)
    people = [(key, str(label)) for key, label in choices.people(page)]
    team = [
        (str(one.item_id), f"{one.name} ({one.role})" if one.role else one.name) for one in page.pieces.team
    ]
    form = forms.SeatsForm(
        posted(request), family=people, team=team, initial=_asked(page, table, me(request))
    )
    title = _("Wie komt er?")
    return _form_page(
        request,
        form,
        title,
        _crumbs(request, family_id, table, Crumb(title)),
        lambda: actions.agree_seats(
            request.acting, table_id=table_id, seats=form.seats, agreed_with_id=form.agreed_with_id
        ),
        lambda _agreed: (
            _href(table) if table.points else reverse("coach:set-agenda", args=[family_id, table_id])
        ),
        template="coach/round-table-seats.html",
    )


def _asked(page: PlanNow, table: TableNow, own_id: str) -> dict[str, str]:
    """What the list shows at first: who is asked already, or how the plan says that helpers come.

    Who plans it sits there too: at the table only who is asked can take something on.
    """
    team = page.pieces.team
    initial = {
        f"seat_{one.item_id.hex}": Attendance.MUST.value for one in team if str(one.staff_member_id) == own_id
    }
    initial |= {f"seat_{one.item_id.hex}": one.attendance.value for one in team if one.attendance}
    if table.seats:
        initial = dict.fromkeys(initial, Attendance.NOT.value)
    for seat in table.seats:
        key = seat.person_id or seat.member_id
        if key:
            initial[f"seat_{key.hex}"] = seat.attendance.value
    others = [one.name for one in table.seats if not one.person_id and not one.member_id]
    return {
        **initial,
        "others": "\n".join(others),
        "agreed_with": str(table.agreed_with_id or ""),
    }


@require_http_methods(FORM)
@roles(*WRITES)
def set_agenda(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """What they talk about: goals, help that is waited for, what the family wants to talk about, and own points."""
    page = plan_to_write(request, family_id)
    table = round_table(request.acting, family_id, table_id)
    there = {one.piece_id for one in table.points}
    found = [(piece, title) for piece, title in _for_agenda(page) if piece.item_id not in there]
    form = forms.AgendaForm(
        posted(request),
        pieces=[(str(piece.item_id), _called(piece, title)) for piece, title in found],
        about={str(piece.item_id): _about(piece) for piece, _title in found},
        closed=[str(piece.item_id) for piece, _title in found if not piece.released],
    )
    title = _("Agenda")

    def keep() -> None:
        titles = {str(piece.item_id): title for piece, title in found}
        chosen = form.cleaned_data.get("pieces") or []
        actions.add_points(
            request.acting, table_id=table_id, pieces={UUID(one): titles[one] for one in chosen}
        )
        if form.cleaned_data["own"]:
            actions.add_own_point(request.acting, table_id=table_id, text=form.cleaned_data["own"])

    return _form_page(
        request,
        form,
        title,
        _crumbs(request, family_id, table, Crumb(title)),
        keep,
        lambda _kept: _href(table),
        button=_("Op de agenda zetten"),
    )


def _for_agenda(page: PlanNow) -> list[tuple[Piece, str]]:
    """What can be talked about, with a title for what has no words of its own."""
    found: list[tuple[Piece, str]] = [(goal, "") for goal in page.pieces.goals]
    found += [(one, "") for one in page.pieces.help if one.state == HelpState.WAITING]
    found += [
        (row.piece, row.domain.label(language_now()))
        for row in page.domains
        if row.piece and row.piece.mark == Mark.TALK_ABOUT
    ]
    return found


def _called(piece: Piece, title: str) -> str:
    text = title or (piece.text.text if piece.text else "")
    return " ".join(text.split())


def _about(piece: Piece) -> str:
    return words.sentence(str(shown.ABOUT.get(piece.kind, shown.ABOUT[None])))


@require_POST
@roles(*WRITES)
def take_out_point(request: SignedRequest, family_id: UUID, table_id: UUID, point_id: UUID) -> HttpResponse:
    """Take a point off the agenda."""
    table = round_table(request.acting, family_id, table_id)
    if point_id not in {one.item_id for one in table.points}:
        raise NotFound("point")
    actions.take_out_point(request.acting, point_id=point_id)
    say_saved(request)
    return redirect(_href(table))


@require_http_methods(FORM)
@roles(*WRITES)
def answer_seat(request: SignedRequest, family_id: UUID, table_id: UUID, seat_id: UUID) -> HttpResponse:
    """Note what somebody said to the invitation."""
    table = round_table(request.acting, family_id, table_id)
    seat = _seat(table, seat_id)
    form = shown.ComingForm(posted(request), initial={"said": seat.said})
    title = _("Komt %(name)s?") % {"name": seat.name}
    form.fields["said"].label = title
    choose(form, "said", [(one.value, words.sentence(str(one.label))) for one in Coming])
    return _form_page(
        request,
        form,
        title,
        _crumbs(request, family_id, table, Crumb(title)),
        lambda: actions.answer_seat(request.acting, seat_id=seat_id, said=form.coming),
        lambda _kept: _href(table),
        is_question=True,
    )


def _seat(table: TableNow, seat_id: UUID) -> SeatNow:
    found = next((one for one in table.seats if one.id == seat_id), None)
    if found is None:
        raise NotFound("seat")
    return found


@never_cache
@require_safe
@roles(*WRITES)
def save_invitation(request: SignedRequest, family_id: UUID, table_id: UUID, seat_id: UUID) -> HttpResponse:
    """The file for somebody's calendar, to hand on: with the place only if that person may know it."""
    seat = asked_at(request.acting, family_id, table_id, seat_id)
    speaks = _spoken_to(request, family_id, seat)
    with looking_with(request.acting, *looking([seat])) as narrowed, override(speaks):
        return calendar_response(shown.moment_of(round_table(narrowed, family_id, table_id)))


def _spoken_to(request: SignedRequest, family_id: UUID, seat: Asked) -> str:
    """The language for somebody who was asked: their own, else their family's; that of this page for who works."""
    if seat.person_id:
        return spoken(language_of_person(request.acting, seat.person_id))
    if seat.kind == TeamKind.PROFESSIONAL:
        return get_language() or spoken("")
    return spoken(family(request.acting, family_id).language)


@require_POST
@roles(*WRITES)
def call_off_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """It does not take place."""
    table = round_table(request.acting, family_id, table_id)
    actions.call_off_round_table(request.acting, table_id=table_id)
    messages.success(
        request,
        _("Het overleg is afgezegd. Wie het in een agenda zette, krijgt van jou een nieuw bestand."),
    )
    return redirect(_href(table))


@require_http_methods(FORM)
@roles(*WRITES)
def sit_down(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """Who sits at the table: from then on the screen shows what all of them may see."""
    table = round_table(request.acting, family_id, table_id)
    there = [str(one.id) for one in table.seats if one.said == Coming.YES]
    seats = [(str(one.id), words.sentence(one.name)) for one in table.seats]
    form = forms.PresentForm(posted(request), seats=seats, initial={"who": there})
    title = _("Aan tafel")

    def keep() -> None:
        open_round_table(request.acting, table_id=table_id)
        sitting = [one for one in table.seats if one.id in form.seat_ids]
        together.begin(request, family_id, looking(sitting), table_id=table_id)

    return _form_page(
        request,
        form,
        title,
        _crumbs(request, family_id, table, Crumb(title)),
        keep,
        lambda _kept: reverse("coach:at-table", args=[family_id, table_id]),
        button=_("Beginnen"),
        lead=_("Zet je scherm in het midden. Het toont enkel wat iedereen aan tafel mag zien."),
    )


@never_cache
@require_safe
@roles(*WRITES)
def print_minutes(request: SignedRequest, family_id: UUID, table_id: UUID, seat_id: UUID) -> HttpResponse:
    """The minutes on paper, for somebody who was asked: only what that person may see, in their language."""
    seat = asked_at(request.acting, family_id, table_id, seat_id)
    speaks = _spoken_to(request, family_id, seat)
    with looking_with(request.acting, *looking([seat])) as narrowed, override(speaks):
        return minutes_paper(request, round_table(narrowed, family_id, table_id))
