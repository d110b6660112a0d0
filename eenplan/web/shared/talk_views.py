"""Noting talks with a psychologist: the same pages for the psychologist and, for a helper without an account, for the coach."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.queries import family, persons
from eenplan.plans.actions import sessions as acts
from eenplan.plans.enums import SessionStatus
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.queries.sessions import one_series, series_of, session_of, session_themes, sessions_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.talks import SeriesForm, SessionForm, ThemeForm, first_day, talk_lines, title_of

FORM = ["GET", "HEAD", "POST"]

Helpers = Callable[[Acting, UUID], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Door:
    """Through which area somebody comes: its addresses, the way back up, and for a coach the helpers to note for."""

    space: str
    crumbs: Callable[[Acting, UUID, str], list[Crumb]]
    helpers: Helpers | None = None

    def href(self, name: str, *args: UUID) -> str:
        """The address of one of these pages in this area."""
        return reverse(f"{self.space}:{name}", args=args)


def list_talks(request: SignedRequest, door: Door, family_id: UUID) -> HttpResponse:
    """The talks that whoever acts keeps, with their days: to note one, and to mend a mistake."""
    acting = request.acting
    found = family(acting, family_id)
    mine = [one for one in series_of(acting, family_id) if one.keeps]
    context = {
        "title": _("Gesprekken met een psycholoog"),
        "crumbs": [*door.crumbs(acting, family_id, found.name), Crumb(_("Gesprekken"))],
        "space": door.space,
        "family_id": family_id,
        "family_name": found.name,
        "lines": talk_lines(mine, sessions_of(acting, family_id)),
        "may_begin": door.helpers is None or bool(door.helpers(acting, family_id)),
    }
    return render(request, "shared/talks.html", context)


def begin_talks(request: SignedRequest, door: Door, family_id: UUID) -> HttpResponse:
    """Talks that begin."""
    acting = request.acting
    found = family(acting, family_id)
    people = [
        (str(one.id), name_of(one)) for one in persons(acting, [family_id])[family_id] if one.due_date is None
    ]
    helpers = door.helpers(acting, family_id) if door.helpers else None
    if helpers == []:
        raise NotFound("helper")
    form = SeriesForm(
        request.POST if request.method == "POST" else None,
        themes=session_themes(acting, on=today()),
        people=people,
        helpers=helpers,
        initial={
            "agreed_on": today(),
            "about": [one for one, _name in people] if len(people) == 1 else [],
            "helper": helpers[0][0] if helpers and len(helpers) == 1 else None,
        },
    )
    if form.is_valid():
        typed = form.cleaned_data
        series = acts.NewSeries(
            tuple(UUID(one) for one in typed["about"]),
            typed["theme"],
            typed["agreed_on"],
            typed["line"],
            UUID(typed["helper"]) if helpers else None,
        )
        try:
            acts.begin_series(acting, family_id=family_id, series=series)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. Noteer hier elk gesprek dat je had."))
            return redirect(door.href("list-talks", family_id))
    record_read(acting, "plans:sessions", families=[family_id])
    return _form(request, door, family_id, found.name, _("Nieuwe gesprekken"), form, _("Bewaren"))


def note_talk(request: SignedRequest, door: Door, family_id: UUID, series_id: UUID) -> HttpResponse:
    """A talk took place, today unless another day is given, or was called off."""
    acting = request.acting
    series = one_series(acting, family_id, series_id)
    form = SessionForm(request.POST if request.method == "POST" else None, initial=first_day())
    if form.is_valid():
        day, status = form.cleaned_data["day"], SessionStatus(form.cleaned_data["status"])
        try:
            acts.note_session(acting, series_id=series_id, day=day, status=status)
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("%(day)s, %(status)s.") % {"day": words.weekday(day), "status": status.label}
            messages.success(request, words.kept(said))
            return redirect(door.href("list-talks", family_id))
    name = family(acting, family_id).name
    return _form(
        request, door, family_id, name, _("Een gesprek noteren"), form, _("Bewaren"), title_of(series)
    )


def change_theme(request: SignedRequest, door: Door, family_id: UUID, series_id: UUID) -> HttpResponse:
    """What the talks are about now."""
    acting = request.acting
    series = one_series(acting, family_id, series_id)
    form = ThemeForm(
        request.POST if request.method == "POST" else None,
        themes=session_themes(acting, on=today()),
        initial={"theme": series.theme_code, "line": series.line},
    )
    if form.is_valid():
        try:
            acts.change_theme(
                acting,
                series_id=series_id,
                theme=form.cleaned_data["theme"],
                line=form.cleaned_data["line"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("het thema.")))
            return redirect(door.href("list-talks", family_id))
    name = family(acting, family_id).name
    return _form(request, door, family_id, name, _("Een ander thema"), form, _("Bewaren"), title_of(series))


def correct_talk(request: SignedRequest, door: Door, family_id: UUID, session_id: UUID) -> HttpResponse:
    """A day that was noted wrong."""
    acting = request.acting
    now = session_of(acting, family_id, session_id)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        initial={"day": now.day, "status": now.status.value},
    )
    if form.is_valid():
        day, status = form.cleaned_data["day"], SessionStatus(form.cleaned_data["status"])
        try:
            acts.correct_session(acting, session_id=session_id, day=day, status=status)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de verbetering.")))
            return redirect(door.href("list-talks", family_id))
    name = family(acting, family_id).name
    away = door.href("withdraw-talk", family_id, session_id)
    return _form(request, door, family_id, name, _("Een gesprek verbeteren"), form, _("Bewaren"), away=away)


def withdraw_talk(request: SignedRequest, door: Door, family_id: UUID, session_id: UUID) -> HttpResponse:
    """A talk that never was."""
    session_of(request.acting, family_id, session_id)
    acts.withdraw_session(request.acting, session_id=session_id)
    messages.success(request, _("Weggehaald. Dat gesprek telt niet mee."))
    return redirect(door.href("list-talks", family_id))


def _form(
    request: SignedRequest,
    door: Door,
    family_id: UUID,
    name: str,
    title: str,
    form: SeriesForm | ThemeForm | SessionForm,
    button: str,
    lead: str = "",
    *,
    away: str = "",
) -> HttpResponse:
    back = door.href("list-talks", family_id)
    context = {
        "title": title,
        "lead": lead or name,
        "crumbs": [*door.crumbs(request.acting, family_id, name), Crumb(_("Gesprekken"), back), Crumb(title)],
        "form": form,
        "button": button,
        "back": back,
        "away": away,
    }
    return render(request, "shared/talk-form.html", context, status=422 if form.is_bound else 200)
