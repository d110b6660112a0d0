"""What somebody sent when they were signed out: kept sealed for them alone, and put back on the same page.

It lies in the session, encrypted with the account or the card as its key: whoever else signs in cannot open it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from eenplan.core.clock import now
from eenplan.core.sealing import seal, unseal
from eenplan.web.shared.forms import DateParts, DatePartsInput
from eenplan.web.shared.idle import account_of
from eenplan.web.shared.reading import card_of

_SET_ASIDE = "typed_set_aside"
_KEY, _PURPOSE = "typed", "typed-while-signed-out"
KEPT = timedelta(hours=24)
# Far more than anybody types on one page, in signs; a file is never kept.
MOST = 100_000
_NEVER = ("csrfmiddlewaretoken", "password", "pin")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on a page, by name of field, and when."""

    page: str
    fields: Mapping[str, Sequence[str]]
    at: datetime


def page_of(request: HttpRequest) -> str:
    """The address of the page on which a form was filled in, with its choices: where to come back to."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path:
        return f"{came.path}?{came.query}" if came.query else came.path
    return request.get_full_path() if request.method != "POST" else request.path


def set_aside(request: HttpRequest) -> str:
    """Keep what was sent for the account that was signed in here; gives the page to come back to."""
    page = page_of(request)
    whose = _whose(request)
    fields = {
        name: [str(value) for value in values] for name, values in request.POST.lists() if name not in _NEVER
    }
    if whose and any(any(values) for values in fields.values()):
        text = json.dumps({"page": urlsplit(page).path, "fields": fields, "at": now().isoformat()})
        if len(text) <= MOST:
            request.session[_KEY] = seal(_PURPOSE, text, code=whose).decode()
            setattr(request, _SET_ASIDE, True)
    return page


def _whose(request: HttpRequest) -> str | None:
    """Who is here in this browser, or was last: the reader of a card below the family's door, an account elsewhere."""
    card = card_of(request)
    return f"card:{card}" if card else account_of(request)


def _is_in(request: HttpRequest) -> bool:
    return getattr(request, "acting", None) is not None if card_of(request) else request.user.is_authenticated


def sign_in_for(request: HttpRequest) -> str:
    """Where to come back to after signing in; what was sent meanwhile is kept for who sent it."""
    if request.method != "POST":
        return request.get_full_path()
    page = set_aside(request)
    if _KEY in request.session:
        messages.info(
            request,
            _("Typ je pincode opnieuw. Wat je typte, is niet weg: het staat er straks weer.")
            if card_of(request)
            else _("Log opnieuw in. Wat je typte, is niet weg: het staat er straks weer."),
        )
    return page


def sign_out_keeping(request: HttpRequest) -> str:
    """Sign out, but keep what was sent for who sent it; gives the page to come back to."""
    page = set_aside(request)
    sealed = request.session.get(_KEY)
    logout(request)
    if sealed:
        request.session[_KEY] = sealed
    return page


def typed_on(request: HttpRequest) -> Typed | None:
    """What whoever is signed in typed on this very page before they were signed out."""
    session = getattr(request, "session", {})
    sealed = session.get(_KEY)
    if not sealed or not _is_in(request):
        return None
    text = unseal(_PURPOSE, sealed.encode(), code=_whose(request) or "", within=KEPT)
    kept = json.loads(text) if text else None
    if not kept or kept["page"] != request.path:
        return None
    return Typed(kept["page"], kept["fields"], datetime.fromisoformat(kept["at"]))


def forget_typed(request: HttpRequest) -> None:
    """It was sent after all, or thrown away; not what this very request set aside."""
    if request.method == "POST" and not hasattr(request, _SET_ASIDE) and typed_on(request):
        del request.session[_KEY]


def put_back(form: forms.BaseForm, fields: Mapping[str, Any], *, unseen: Sequence[str] = ()) -> None:
    """Show again what somebody typed earlier in a form that is opened anew. Of `unseen` fields only what was sent."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, [str(one) for one in values])
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(data, cast(Any, {}), form.add_prefix(name))
        if value is None and isinstance(field.widget, DatePartsInput):
            value = DateParts()
        if name not in unseen or value:
            form.initial[name] = value


def form_expired(request: HttpRequest) -> HttpResponse:
    """The page was opened before somebody signed in anew: nothing is done, and what was typed is put back there."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or account_of(request) is None:
        return render(request, "403_csrf.html", status=403)
    page = set_aside(request)
    messages.warning(
        request,
        _("Deze pagina stond al open voor je opnieuw aanmeldde. Kijk na wat er staat, en bewaar opnieuw."),
    )
    return redirect(page)
