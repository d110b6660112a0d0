"""Reading and changing words and numbers with their days. No family data comes near these pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import is_own, new_question_code
from eenplan.network.enums import AskedOf, FormPlace
from eenplan.network.queries import Dated, PartnershipOn, partnerships_from, question_of
from eenplan.web.frontdoor.asked import ask_own
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Chip, Crumb, Pill, Tile
from eenplan.web.shared.forms import Form
from eenplan.web.words.forms import ChangeForm
from eenplan.web.words.kinds import ALL, KINDS, NEW, Kind, how_asked, open_to

WHO = (Role.ADMIN, Role.COORDINATOR)
FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Place:
    """For whom words are changed: a partnership, or (id None) for all that have no words of their own."""

    id: UUID | None
    name: str
    query: str = ""


def _place(request: SignedRequest) -> tuple[Place, list[PartnershipOn]]:
    """The coordinator's own partnership; for the administrator the one that the address asks for."""
    known = partnerships_from(request.acting, today())
    if request.acting.role == Role.COORDINATOR:
        own = next((one for one in known if one.id == request.acting.partnership_id), None)
        return Place(request.acting.partnership_id, own.name if own else ""), []
    code = request.GET.get("voor", "")
    found = next((one for one in known if one.code == code), None)
    if code and found is None:
        raise Http404
    if found is None:
        return Place(None, _("alle samenwerkingsverbanden")), known
    return Place(found.id, found.name, f"?voor={found.code}"), known


def _kind(request: SignedRequest, slug: str) -> Kind:
    kind = KINDS.get(slug)
    if kind is None or kind not in open_to(request.acting):
        raise Http404
    return kind


@require_safe
@roles(*WHO)
def list_kinds(request: SignedRequest) -> HttpResponse:
    """What can be changed, for whom."""
    place, known = _place(request)
    tiles = [
        Tile(kind.icon, kind.title, reverse("words:read-kind", args=[kind.slug]) + place.query, kind.lead)
        for kind in open_to(request.acting)
    ]
    tiles.append(
        Tile(
            "map-pin",
            _("Gebieden"),
            reverse("coordination:read-areas"),
            _("Welke zone bij wie hoort, en sinds wanneer."),
        )
    )
    if request.acting.role == Role.ADMIN:
        href = reverse("words:list-translations")
        tiles.append(Tile("languages", _("Vertalingen"), href, _("Wie de teksten voor gezinnen naleest.")))
    return render(
        request,
        "words/list-kinds.html",
        {"tiles": tiles, "place": place, "pills": _pills(place, known), "must_choose": False},
    )


def _pills(place: Place, known: list[PartnershipOn]) -> list[Pill]:
    if not known:
        return []
    every = Pill(_("Voor iedereen"), "?", current=place.id is None)
    return [every, *(Pill(one.name, f"?voor={one.code}", current=one.id == place.id) for one in known)]


@dataclass(frozen=True, slots=True)
class Line:
    """Words with their days, as they stand in a list."""

    said: str
    days: str
    since: date | None = None
    own: bool = True
    # Of what a jurist looks at: whether that was done, and where to note it ('' for what is over).
    review: str = ""
    review_href: str = ""


@dataclass(frozen=True, slots=True)
class CodeView:
    """One code: what it is called today, what is planned, and what it was called before."""

    label: str
    now: Line | None
    planned: list[Line]
    past: list[Line]
    change_href: str
    take_back_href: str
    nothing: str
    is_own: bool = False


def _line(kind: Kind, row: Dated) -> Line:
    since = words.day(row.since) if row.since else ""
    until = words.day(row.until - timedelta(days=1)) if row.until else ""
    if since and until:
        days = _("van %(since)s tot en met %(until)s") % {"since": since, "until": until}
    elif since:
        days = _("vanaf %(since)s") % {"since": since}
    else:
        days = _("tot en met %(until)s") % {"until": until} if until else ""
    said = kind.said({**row.values, "code": row.code})
    if not kind.reviewed:
        return Line(said, days, row.since, row.own)
    href = reverse("words:note-review", args=[kind.slug, row.code])
    over = row.until is not None and row.until <= today()
    return Line(
        said,
        days,
        row.since,
        row.own,
        review_words(row),
        "" if over or row.since is None else f"{href}?{urlencode({'vanaf': row.since.isoformat()})}",
    )


def review_words(row: Dated) -> str:
    """Whether a jurist looked at it: 'Nagekeken op 3 maart door …'."""
    if not row.values["reviewed_on"]:
        return _("Nog niet nagekeken door een jurist")
    return _("Nagekeken op %(day)s: %(who)s") % {
        "day": words.day(row.values["reviewed_on"]),
        "who": row.values["reviewed_by"],
    }


def _now(kind: Kind, row: Dated, code: str) -> Line:
    """What holds today; under the heading of a question of one's own its words need no saying again."""
    line = _line(kind, row)
    return replace(line, said=how_asked(row.values)) if kind.adds and is_own(code) else line


def holding(rows: list[Dated], code: str, day: date) -> Dated | None:
    """What holds under a code on a day: the partnership's own, else the default."""
    found = [row for row in rows if row.code == code and row.holds_on(day)]
    return next((row for row in found if row.own), found[0] if found else None)


@require_safe
@roles(*WHO)
def read_kind(request: SignedRequest, kind: str) -> HttpResponse:
    """All codes of a kind: today, planned and past."""
    which = _kind(request, kind)
    place, known = _place(request)
    if which.central:
        place, known = Place(None, place.name), []
    must_choose = which.needs_place and place.id is None
    rows = [] if must_choose else which.keeper.through_time(request.acting, place.id)
    day = today()
    views = []
    for code, label in [] if must_choose else which.codes(request.acting, place.id, rows):
        now = holding(rows, code, day)
        mine = [row for row in rows if row.code == code and row.own]
        args = [which.slug, code or ALL]
        views.append(
            CodeView(
                label,
                _now(which, now, code) if now else None,
                [_line(which, row) for row in mine if row.since and row.since > day],
                [_line(which, row) for row in reversed(mine) if row.until and row.until <= day],
                reverse("words:change-words", args=args) + place.query,
                reverse("words:take-back", args=args) + place.query,
                which.nothing(code),
                which.adds and is_own(code),
            )
        )
    context = {
        "crumbs": [_home(place), Crumb(which.title)],
        "kind": which,
        "place": place,
        "pills": _pills(place, known),
        "codes": views,
        "must_choose": must_choose,
        "add_href": reverse("words:change-words", args=[which.slug, NEW]) + place.query if which.adds else "",
    }
    return render(request, "words/read-kind.html", context)


def _home(place: Place) -> Crumb:
    return Crumb(_("Instellingen"), reverse("words:list-kinds") + place.query)


@require_http_methods(FORM)
@roles(*WHO)
def change_words(request: SignedRequest, kind: str, code: str) -> HttpResponse:
    """Other words from a day on: typed, then shown as they will look beside those of now, then kept."""
    which = _kind(request, kind)
    place, _known = _place(request)
    if (which.needs_place and place.id is None) or (which.central and place.id):
        raise Http404
    rows = which.keeper.through_time(request.acting, place.id)
    back = reverse("words:read-kind", args=[which.slug]) + place.query
    adds = which.adds and code == NEW
    if adds:
        code, label = _new_code(request), _("Een eigen vraag")
        if any(row.code == code for row in rows):  # the same page was sent twice
            return redirect(back)
    else:
        code = "" if code == ALL else code
        label = dict(which.codes(request.acting, place.id, rows)).get(code, "")
    if not label:
        raise Http404
    old = holding(rows, code, today())
    mine = which.adds and is_own(code) and not adds
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        kind=which,
        code=code,
        may_end=not adds
        and (mine or place.id is not None)
        and not which.needs_place
        and _has_own(rows, code),
        for_all_too=place.id is not None and any(row.code == code and not row.own for row in rows),
        initial=_initial(which, old, label),
    )
    preview = None
    if request.method == "POST" and "again" not in request.POST and form.is_valid():
        since = form.cleaned_data["since"]
        ends = bool(form.cleaned_data.get("default"))
        try:
            if not ends:
                _must_differ(form, holding(rows, code, since))
            if "confirm" not in request.POST:
                _try(request, which, place, code, form, ends=ends)
                preview = _preview(which, rows, code, form, label, ends=ends)
            else:
                _keep(request, which, place, code, form, ends=ends)
                said = _("%(what)s: verandert vanaf %(day)s.") % {"what": label, "day": words.day(since)}
                messages.success(request, words.kept(said))
                return redirect(back)
        except RuleBroken as error:
            preview = None
            form.refuse(error)
    context = {
        "crumbs": [_home(place), Crumb(which.title, back), Crumb(words.sentence(label))],
        "kind": which,
        "place": place,
        "label": label,
        "code": code if adds else "",
        "form": form,
        "preview": preview,
        "back_href": back,
    }
    refused = form.is_bound and "again" not in request.POST and bool(form.errors)
    return render(request, "words/change-words.html", context, status=422 if refused else 200)


def _new_code(request: SignedRequest) -> str:
    """The code that the page of a new question carries, so that it is added once; else a new one."""
    sent = request.POST.get("code", "")
    return sent if is_own(sent) else new_question_code()


def _keep(
    request: SignedRequest, kind: Kind, place: Place, code: str, form: ChangeForm, *, ends: bool
) -> None:
    since = form.cleaned_data["since"]
    if ends:
        kind.keeper.end(request.acting, place.id, code, since)
    else:
        kind.keeper.change(request.acting, place.id, code, form.words, since)


def _try(
    request: SignedRequest, kind: Kind, place: Place, code: str, form: ChangeForm, *, ends: bool
) -> None:
    """Refuse now what would be refused after the preview: nothing is shown that cannot be kept. It leaves no trace."""
    with transaction.atomic():
        _keep(request, kind, place, code, form, ends=ends)
        transaction.set_rollback(True)


def _must_differ(form: ChangeForm, old: Dated | None) -> None:
    """Refuse with `words:same` what stands here already, word for word, and nothing where there is nothing."""
    if old is not None and not old.own:
        return
    known = old.values if old else {}
    if all(_plain(known.get(key)) == _plain(said) for key, said in form.words.items()):
        raise RuleBroken(
            "words:same", _("Zo is het al: er verandert niets. Pas iets aan, of ga terug zonder te bewaren.")
        )


def _plain(value: Any) -> str:
    """A value as text, so that 10 and 10.00, or nothing and an empty text, are the same."""
    if isinstance(value, Decimal):
        value = int(value) if value == int(value) else value
    return "" if value is None else str(value)


def _has_own(rows: list[Dated], code: str) -> bool:
    """Whether something holds or will hold here that is not what holds for all."""
    return any(row.code == code and row.own and (not row.until or row.until > today()) for row in rows)


def _initial(kind: Kind, row: Dated | None, label: str) -> dict[str, Any]:
    first = today() + timedelta(days=1)
    said = dict(row.values) if row else {}
    if "shown" in said or kind.adds or kind.slug == "levensdomeinen":
        said["shown"] = "yes" if said.get("shown", True) else "no"
    if not row and kind.slug == "fases":
        said["name_nl"] = label
    if not row and kind.adds:
        said |= {"asked_of": AskedOf.ALL.value, "place": FormPlace.END.value}
    if "value" in said:
        said["value"] = int(said["value"])
    return {**said, "since": first}


def _preview(
    kind: Kind, rows: list[Dated], code: str, form: ChangeForm, label: str, *, ends: bool
) -> dict[str, Any]:
    """What stands on the pages now and what will, side by side."""
    since = form.cleaned_data["since"]
    default = next((row for row in rows if row.code == code and not row.own and row.holds_on(since)), None)
    old = holding(rows, code, since)
    new = (dict(default.values) if default else None) if ends else form.words
    return {
        "day": words.day(since),
        "old": _shown(kind, dict(old.values) if old else None, label, code),
        "new": _shown(kind, new, label, code) | {"ends": ends},
    }


def _as_asked(code: str, said: Mapping[str, Any]) -> list[tuple[str, str, Form]]:
    """A question of one's own as it stands in the form, in each language that it has words in."""
    found = []
    for language, name in (("nl", _("Nederlands")), ("fr", _("Frans")), ("en", _("Engels"))):
        if said.get(f"label_{language}"):
            form = Form(prefix=f"zo-{language}")
            ask_own(form, [question_of(code, said, language)])
            found.append((language, name, form))
    return found


def _shown(kind: Kind, said: dict[str, Any] | None, label: str, code: str) -> dict[str, Any]:
    """What the part of a page is made of, for the template."""
    own = kind.adds and is_own(code)
    said = said or {}
    name = said.get("nl") or said.get("name_nl") or said.get("label_nl") or said.get("name") or ""
    hidden = not said.get("shown", True)
    empty = not said or said.get("number", 0) is None
    return {
        "name": name or label,
        "hidden": hidden,
        "hint": said.get("hint_nl", ""),
        "phone": said.get("phone", ""),
        "hours": said.get("hours_nl", ""),
        "about": said.get("description_nl", ""),
        "chips": [Chip(name or label, "soon")],
        "said": "" if empty or not kind.in_words else kind.said({**said, "code": code}),
        "follows": kind.follows(code),
        "empty": empty,
        "nothing": kind.nothing(code),
        "own": own,
        "asked": _as_asked(code, said) if own and said and not hidden else [],
        "where": how_asked(said) if own and said else "",
    }


@require_POST
@roles(*WHO)
def take_back(request: SignedRequest, kind: str, code: str) -> HttpResponse:
    """Take back a planned change; what holds now goes on."""
    which = _kind(request, kind)
    place, _known = _place(request)
    back = reverse("words:read-kind", args=[which.slug]) + place.query
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
    except ValueError as error:
        raise Http404 from error
    code = "" if code == ALL else code
    try:
        which.keeper.take_back(request.acting, place.id, code, since)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, words.kept(_("de verandering gaat niet door.")))
    return redirect(back)


@require_safe
@roles(*WHO)
def read_areas(request: SignedRequest) -> HttpResponse:
    """Areas are read in one place: the network's page, with the map and the days."""
    return redirect("coordination:read-areas", permanent=True)
