"""My own data: a copy of them, what I think is wrong, and what was answered (rule 37)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.rights import actions
from eenplan.rights.enums import AskedHow, RequestKind
from eenplan.rights.queries.coming import told_to_us
from eenplan.rights.queries.copies import copy_of
from eenplan.rights.queries.pieces import piece_to_ask
from eenplan.rights.queries.readers import may_ask_copy, reads_own_file, someone
from eenplan.rights.queries.requests import requests
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.components import Tile
from eenplan.web.shared.copies import copy_paper, copy_view, request_entry
from eenplan.web.shared.copy_file import copy_file
from eenplan.web.shared.rights import AskForm, AskPieceForm
from eenplan.web.shared.words import day


def tile() -> Tile:
    """The door to this page."""
    return Tile(
        "user", _("Mijn gegevens"), reverse("family:read-rights"), _("Een kopie, en wat er niet klopt.")
    )


@never_cache
@require_safe
@card_holder
def read_rights(request: SignedRequest) -> HttpResponse:
    """What I may ask about my data, and what I asked."""
    acting = request.acting
    person = person_of(acting)
    who = someone(acting, person.family_id, person.id)
    asked = requests(acting, person.family_id, person_id=person.id)
    record_read(acting, "rights:requests", families=[person.family_id])
    context = {
        "may_copy": may_ask_copy(acting, who),
        "may_ask_file": reads_own_file(acting, who),
        "open": [request_entry(one) for one in asked if one.decided is None],
        "told": [(one.name, day(one.wiped_on)) for one in told_to_us(acting)],
        "held": [(one.id, one.lifted is None, request_entry(one)) for one in asked if one.holds_back],
        "decided": [request_entry(one) for one in asked if one.decided and not one.holds_back],
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/rights.html", context)


@never_cache
@require_POST
@card_holder
def ask_copy(request: SignedRequest) -> HttpResponse:
    """A copy: it is there at once."""
    person = person_of(request.acting)
    try:
        asked = actions.ask_copy(
            request.acting, family_id=person.family_id, person_id=person.id, how=AskedHow.OWN_CARD
        )
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect("family:read-rights")
    return redirect("family:read-copy", asked.id)


@never_cache
@require_POST
@card_holder
def take_back(request: SignedRequest, request_id: UUID) -> HttpResponse:
    """What I asked not to use, may be used again."""
    try:
        actions.take_back(request.acting, request_id=request_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Bewaard. Dit mag vanaf nu weer gebruikt worden."))
    return redirect("family:read-rights")


@never_cache
@require_safe
@card_holder
def read_copy(request: SignedRequest, request_id: UUID) -> HttpResponse:
    """The copy that I asked today, on the screen. Raises NotFound on any other day: then ask a new one."""
    acting = request.acting
    copy = copy_of(acting, person_of(acting).family_id, request_id)
    context = {
        "copy": copy_view(acting, copy),
        "may_ask": "family",
        "paper_href": reverse("family:print-copy", args=[request_id]),
        "file_href": reverse("family:download-copy", args=[request_id]),
        "missing_href": f"{reverse('family:ask-about-data')}?vraag={RequestKind.MISSING}",
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/copy.html", context)


@never_cache
@require_safe
@card_holder
def print_copy(request: SignedRequest, request_id: UUID) -> HttpResponse:
    """The copy on paper."""
    acting = request.acting
    return copy_paper(request, acting, copy_of(acting, person_of(acting).family_id, request_id))


@never_cache
@require_safe
@card_holder
def download_copy(request: SignedRequest, request_id: UUID) -> HttpResponse:
    """The copy as JSON."""
    return copy_file(copy_of(request.acting, person_of(request.acting).family_id, request_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def ask_about_data(request: SignedRequest) -> HttpResponse:
    """Something is wrong about me, or must not be used; or I miss something in my copy."""
    person = person_of(request.acting)
    form = AskForm(
        request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("vraag", "")}
    )
    if form.is_valid():
        try:
            actions.ask(
                request.acting,
                family_id=person.family_id,
                person_id=person.id,
                kind=RequestKind(form.cleaned_data["kind"]),
                words=form.cleaned_data["words"],
                language=language_now(),
                how=AskedHow.OWN_CARD,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            return _thanks(request)
    record_read(request.acting, "rights:requests", families=[person.family_id])
    context = {"form": form, "home_href": reverse("family:open-card")}
    return render(request, "family/ask-about-data.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def ask_about_piece(request: SignedRequest, item_id: UUID) -> HttpResponse:
    """'This is not right': ask to correct a piece that I read, or to put my own words beside it."""
    person = person_of(request.acting)
    piece = piece_to_ask(request.acting, person.family_id, person.id, item_id)
    form = AskPieceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask(
                request.acting,
                family_id=person.family_id,
                person_id=person.id,
                kind=RequestKind(form.cleaned_data["kind"]),
                words=form.cleaned_data["words"],
                language=language_now(),
                item_id=item_id,
                how=AskedHow.OWN_CARD,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            return _thanks(request)
    context = {"form": form, "piece": piece, "home_href": reverse("family:open-card")}
    return render(request, "family/ask-about-piece.html", context, status=422 if form.is_bound else 200)


def _thanks(request: SignedRequest) -> HttpResponse:
    messages.success(
        request, _("Dank je. Je vraag is bewaard. Je coach leest ze, en je krijgt binnen de maand antwoord.")
    )
    return redirect("family:read-rights")
