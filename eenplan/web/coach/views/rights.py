"""What a family asks about its own data: at the table, on paper or with a card; and what is decided (rule 37)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent.queries import people
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.languages import spoken
from eenplan.families.queries import family, language_of_person, persons
from eenplan.network.queries import life_domains
from eenplan.rights import actions
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.queries.concerned import shares_of
from eenplan.rights.queries.copies import copy_of
from eenplan.rights.queries.pieces import AskedPiece, piece
from eenplan.rights.queries.readers import may_ask_copy
from eenplan.rights.queries.refusals import refusals
from eenplan.rights.queries.requests import RequestOn, requests
from eenplan.rights.queries.requests import request as request_of
from eenplan.web.coach.forms.rights import DecideForm, LiftForm, NotePieceForm, NoteRequestForm
from eenplan.web.coach.presenters.rights import change_href, held_lines, request_lines
from eenplan.web.coach.views.around import FORM, READS, WRITES, crumbs_of, posted, say_saved
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.copies import copy_paper, copy_view, request_entry
from eenplan.web.shared.copy_file import copy_file
from eenplan.web.shared.refusing import refusal_entry
from eenplan.web.shared.sharing import Namer, functions_on
from eenplan.web.shared.words import listed


@never_cache
@require_safe
@roles(*READS)
def read_rights(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """What was asked and decided; and a copy for whoever wants one."""
    acting = request.acting
    found = family(acting, family_id)
    known = people(acting, family_id)
    asked = requests(acting, family_id)
    record_read(acting, "rights:requests", families=[family_id])
    context = {
        "family": found,
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Hun gegevens"))),
        "open": request_lines([one for one in asked if one.decided is None]),
        "may_write": acting.role in WRITES,
        "refused": [(one, refusal_entry(one)) for one in refusals(acting, family_id)],
        "held": held_lines(asked),
        "decided": [request_entry(one) for one in asked if one.decided and not one.holds_back],
        "copies": [
            (one.id, one.given_name)
            for one in persons(acting, [family_id])[family_id]
            if acting.role == Role.COACH and one.due_date is None and may_ask_copy(acting, known[one.id])
        ],
    }
    return render(request, "coach/rights.html", context)


@never_cache
@require_POST
@roles(*WRITES)
def ask_copy(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody asks a copy at the table: it is there at once."""
    asked = actions.ask_copy(request.acting, family_id=family_id, person_id=person_id, how=AskedHow.TABLE)
    return redirect("coach:read-copy", family_id, asked.id)


@never_cache
@require_safe
@roles(*WRITES)
def read_copy(request: SignedRequest, family_id: UUID, request_id: UUID) -> HttpResponse:
    """The copy that somebody asked today: what that person may read, and nothing more."""
    acting = request.acting
    found = family(acting, family_id)
    copy = copy_view(acting, copy_of(acting, family_id, request_id))
    title = _("Kopie voor %(name)s") % {"name": copy.name}
    context = {
        "title": title,
        "copy": copy,
        "family_id": family_id,
        "may_ask": "coach",
        "crumbs": crumbs_of(acting, family_id, found.name, rights_crumb(family_id), Crumb(title)),
        "paper_href": reverse("coach:print-copy", args=[family_id, request_id]),
        "file_href": reverse("coach:download-copy", args=[family_id, request_id]),
        "missing_href": "",
    }
    return render(request, "coach/copy.html", context)


@never_cache
@require_safe
@roles(*WRITES)
def print_copy(request: SignedRequest, family_id: UUID, request_id: UUID) -> HttpResponse:
    """The copy on paper, in the language of whose it is."""
    found = copy_of(request.acting, family_id, request_id)
    with override(spoken(language_of_person(request.acting, found.person.id))):
        return copy_paper(request, request.acting, found)


@never_cache
@require_safe
@roles(*WRITES)
def download_copy(request: SignedRequest, family_id: UUID, request_id: UUID) -> HttpResponse:
    """The copy as JSON."""
    return copy_file(copy_of(request.acting, family_id, request_id))


@never_cache
@require_http_methods(FORM)
@roles(*READS)
def note_request(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Write down what somebody asks about their data as a whole."""
    form = NoteRequestForm(
        posted(request), people=people_choices(request, family_id), initial={"asked_on": today()}
    )
    return _note(request, family_id, form, None)


@never_cache
@require_http_methods(FORM)
@roles(*READS)
def note_about_piece(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Write down what somebody says of a piece of the file: to correct it, or to put their words beside it."""
    form = NotePieceForm(
        posted(request), people=people_choices(request, family_id), initial={"asked_on": today()}
    )
    return _note(request, family_id, form, piece(request.acting, family_id, item_id))


@never_cache
@require_http_methods(FORM)
@roles(*READS)
def decide(request: SignedRequest, family_id: UUID, request_id: UUID) -> HttpResponse:
    """Decide what was asked: once, and whoever asked reads it."""
    acting = request.acting
    found = family(acting, family_id)
    asked = request_of(acting, family_id, request_id)
    shares = _share_choices(request, asked)
    form = DecideForm(
        posted(request), asked=asked, shares=shares, initial={"ends": [one for one, _said in shares]}
    )
    if form.is_bound and form.is_valid() and _decided(request, form, asked):
        return redirect("coach:read-rights", family_id)
    title = _("Antwoorden")
    context = {
        "title": title,
        "family": found,
        "asked": request_entry(asked),
        "piece": piece(acting, family_id, asked.item_id) if asked.item_id else None,
        "change_href": change_href(asked) if asked.kind == RequestKind.CORRECTION else "",
        "is_open": asked.decided is None,
        "form": form,
        "back": reverse("coach:read-rights", args=[family_id]),
        "crumbs": crumbs_of(acting, family_id, found.name, rights_crumb(family_id), Crumb(title)),
    }
    record_read(acting, "rights:requests", families=[family_id], subject=request_id)
    return render(request, "coach/decide-request.html", context, status=422 if form.is_bound else 200)


def _decided(request: SignedRequest, form: DecideForm, asked: RequestOn) -> bool:
    try:
        actions.decide(
            request.acting,
            request_id=asked.id,
            outcome=Outcome(form.cleaned_data["outcome"]),
            reason=form.cleaned_data["reason"],
            ends=[UUID(one) for one in form.cleaned_data.get("ends", ())],
        )
    except RuleBroken as error:
        form.refuse(error)
        return False
    say_saved(request)
    messages.info(request, _("Wie het vroeg, leest het antwoord met de eigen kaart. Vertel het ook zelf."))
    return True


def _share_choices(request: SignedRequest, asked: RequestOn) -> list[tuple[str, str]]:
    """What is shared about whoever objects, when that is about no piece: each in a few words."""
    if asked.kind != RequestKind.OBJECTION or asked.item_id or asked.decided:
        return []
    acting = request.acting
    found = shares_of(acting, asked.family_id, asked.person_id)
    if not found:
        return []
    namer = Namer(
        persons(acting, [asked.family_id])[asked.family_id],
        life_domains(acting, on=today(), partnership_id=acting.partnership_id),
        functions_on(acting, today()),
    )
    return [
        (
            str(one.id),
            _("%(recipient)s: %(parts)s, over %(people)s")
            % {
                "recipient": namer.recipient(one),
                "parts": listed([namer.part(part) for part in one.parts]),
                "people": namer.people(one.about),
            },
        )
        for one in found
    ]


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def lift(request: SignedRequest, family_id: UUID, request_id: UUID) -> HttpResponse:
    """What was not to be used, may be used again from a day on; whoever asked it was told before."""
    acting = request.acting
    found = family(acting, family_id)
    asked = request_of(acting, family_id, request_id)
    if not asked.holds_back:
        raise NotFound("request")
    form = LiftForm(posted(request), initial={"told_on": today()})
    if form.is_bound and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        try:
            actions.lift(
                acting,
                request_id=request_id,
                reason=typed["reason"],
                told_how=AskedHow(typed["told_how"]),
                told_on=typed["told_on"],
                lifts_on=typed["lifts_on"],
                by_wish=typed["by_wish"] == "yes",
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect("coach:read-rights", family_id)
    title = _("Weer gebruiken")
    context = {
        "title": title,
        "family": found,
        "asked": request_entry(asked),
        "piece": piece(acting, family_id, asked.item_id) if asked.item_id else None,
        "form": form,
        "back": reverse("coach:read-rights", args=[family_id]),
        "crumbs": crumbs_of(acting, family_id, found.name, rights_crumb(family_id), Crumb(title)),
    }
    record_read(acting, "rights:requests", families=[family_id], subject=request_id)
    return render(request, "coach/lift-restriction.html", context, status=422 if form.is_bound else 200)


def _note(
    request: SignedRequest, family_id: UUID, form: NoteRequestForm | NotePieceForm, about: AskedPiece | None
) -> HttpResponse:
    acting = request.acting
    found = family(acting, family_id)
    if form.is_bound and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        try:
            actions.ask(
                acting,
                family_id=family_id,
                person_id=UUID(typed["person"]),
                kind=RequestKind(typed["kind"]),
                words=typed["words"],
                language=found.language,
                item_id=about.item_id if about else None,
                how=AskedHow(typed["how"]),
                asked_on=typed["asked_on"],
            )
        except RuleBroken as error:
            form.refuse(error)
        except NotFound:
            form.add_error("person", _("Deze persoon leest dit stuk niet. Kies wie het wel leest."))
        else:
            say_saved(request)
            return redirect("coach:read-rights", family_id)
    title = _("Dit klopt niet") if about else _("Vraag noteren")
    context = {
        "title": title,
        "family": found,
        "form": form,
        "piece": about,
        "back": reverse("coach:read-rights", args=[family_id]),
        "crumbs": crumbs_of(acting, family_id, found.name, rights_crumb(family_id), Crumb(title)),
    }
    record_read(acting, "rights:requests", families=[family_id])
    return render(request, "coach/note-request.html", context, status=422 if form.is_bound else 200)


def people_choices(request: SignedRequest, family_id: UUID) -> list[tuple[str, str]]:
    """Who of the family can ask something."""
    return [
        (str(one.id), one.given_name or _("iemand van het gezin"))
        for one in persons(request.acting, [family_id])[family_id]
        if one.due_date is None
    ]


def rights_crumb(family_id: UUID) -> Crumb:
    """The step above each page about a family's data."""
    return Crumb(_("Hun gegevens"), reverse("coach:read-rights", args=[family_id]))
