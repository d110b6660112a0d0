"""What a referrer has typed so far. It lives in the session, on the server, until it is sent or wiped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from eenplan.core.ids import new_id
from eenplan.web.shared.forms import DatePartsInput, Form

_DRAFT, _RECEIPT = "referral-draft", "referral-receipt"
MOST_PERSONS = 20
# How long what was typed stays when nobody goes on with it, for a visitor without an account.
KEPT_S = 2 * 3600

Typed = dict[str, list[str]]


@dataclass(slots=True)
class Draft:
    """Answers per page, as typed; forms clean them anew each time. `token` makes two sendings one."""

    token: UUID = field(default_factory=new_id)
    own: bool = False
    answers: dict[str, Typed] = field(default_factory=dict)
    persons: list[Typed] = field(default_factory=list)


def typed(form: Form, data: QueryDict) -> Typed:
    """What a valid form was sent, and only what belongs to its fields. A day is kept in its three parts."""
    kept: Typed = {}
    for name, asked in form.fields.items():
        if isinstance(asked.widget, DatePartsInput):
            day = form.cleaned_data.get(name)
            if day:
                kept |= {f"{name}_{part}": [str(getattr(day, part))] for part in DatePartsInput.PARTS}
            else:
                kept[f"{name}_unknown"] = data.getlist(f"{name}_unknown")[:1]
        elif name in data:
            kept[name] = [str(value) for value in data.getlist(name)]
    return kept


def as_data(kept: Typed | None) -> MultiValueDict[str, str] | None:
    """Kept answers in the shape that forms read; None when there are none."""
    return MultiValueDict(kept) if kept is not None else None


def load(session: Mapping[str, Any]) -> Draft | None:
    """The referral that this visitor is busy with."""
    kept = session.get(_DRAFT)
    if not kept:
        return None
    return Draft(UUID(kept["token"]), kept["own"], kept["answers"], kept["persons"])


def save(session: Any, draft: Draft) -> None:
    """Keep the draft for this visitor."""
    session[_DRAFT] = {
        "token": str(draft.token),
        "own": draft.own,
        "answers": draft.answers,
        "persons": draft.persons,
    }
    if SESSION_KEY not in session:
        session.set_expiry(KEPT_S)


def forget(session: Any) -> None:
    """Wipe draft and receipt."""
    session.pop(_DRAFT, None)
    session.pop(_RECEIPT, None)


def sent(session: Any, receipt: dict[str, Any]) -> None:
    """The referral arrived: keep the receipt for this visitor only, and nothing of what was typed."""
    forget(session)
    session[_RECEIPT] = receipt


def receipt_of(session: Mapping[str, Any]) -> dict[str, Any] | None:
    """The receipt of the last referral that this visitor sent."""
    return session.get(_RECEIPT)
