"""What somebody has typed so far: sealed in the database, found with the code that the session holds."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from eenplan.core.acting import Acting, become, public_form
from eenplan.core.ids import new_code
from eenplan.core.sealing import seal, unseal
from eenplan.referrals.actions import keep_draft, wipe_draft
from eenplan.referrals.queries import draft as open_draft
from eenplan.referrals.queries import token_of
from eenplan.web.shared.access import ActingRequest
from eenplan.web.shared.forms import DatePartsInput, Form
from eenplan.web.shared.limits import limit

_CODE, _RECEIPT = "referral-draft", "referral-receipt"
# The field of every page with which a page that was left open finds its draft again.
KEY = "draft"
KEY_LASTS = timedelta(days=2)
MOST_PERSONS = 20
# How long this browser opens the draft without its code, when nobody goes on with it.
KEPT_S = 2 * 3600
MOST_BEGUN, MOST_SENT, MOST_RESUMED, MOST_FILES, PER = 60, 30, 20, 60, timedelta(hours=1)
# Of an answer that does not hold yet no more is kept than any question may hold, and a little.
LONGEST_KEPT = 6000

Typed = dict[str, list[str]]


class Voice(Enum):
    """Who speaks, and so in which words what is asked."""

    REFERRER = "referrer"
    OWN = "own"
    YOUNG = "young"
    CONSULT = "consult"


@dataclass(slots=True)
class Draft:
    """Answers per page, as typed; forms clean them anew each time. The code's own token makes two sendings one.

    `own`: the family speaks for itself; `young`: a youngster does. `unfinished` are pages that were put
    aside before they were whole.
    """

    code: str = field(default_factory=new_code)
    own: bool = False
    young: bool = False
    answers: dict[str, Typed] = field(default_factory=dict)
    persons: list[Typed] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    kept_until: date | None = None
    # The partnership of the place that was answered, whose words are then used.
    region: str = ""

    @property
    def token(self) -> UUID:
        """With which it is sent."""
        return token_of(self.code)

    @property
    def voice(self) -> Voice:
        """Who speaks. A family that does not know of it is never named, acute danger excepted."""
        if self.young:
            return Voice.YOUNG
        if self.own:
            return Voice.OWN
        if self._said("weten", "family_informed") == "no" and self._said("gevaar", "acute_danger") != "yes":
            return Voice.CONSULT
        return Voice.REFERRER

    def _said(self, slug: str, name: str) -> str:
        return next(iter(self.answers.get(slug, {}).get(name, [])), "")


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


def typed_so_far(form: Form, data: QueryDict) -> Typed:
    """What a form was sent that does not hold yet, as it stood."""
    names: list[str] = []
    for name, asked in form.fields.items():
        if isinstance(asked.widget, DatePartsInput):
            names += [f"{name}_{part}" for part in (*DatePartsInput.PARTS, "unknown")]
        names.append(name)
    return {
        name: [str(value)[:LONGEST_KEPT].replace("\x00", "") for value in data.getlist(name)[:50]]
        for name in names
        if name in data
    }


def as_data(kept: Typed | None) -> MultiValueDict[str, str] | None:
    """Kept answers in the shape that forms read; None when there are none."""
    return MultiValueDict(kept) if kept is not None else None


def acting_of(request: ActingRequest) -> Acting:
    """Who fills in: a worker who happens to be signed in, or nobody in particular."""
    return request.acting or public_form()


def load(request: ActingRequest) -> Draft | None:
    """The referral that this visitor is busy with: that of the page that was sent, or else of the session."""
    code, _own, _young = key_of(request)
    code = code or str(request.session.get(_CODE, ""))
    return _open(request, code) if code else None


def _open(request: ActingRequest, code: str) -> Draft | None:
    found = open_draft(acting_of(request), code=code, hold=request.method == "POST")
    if found is None:
        return None
    if request.session.get(_CODE) != code:
        _hold_code(request, code)
    kept = found.content
    return Draft(
        code, kept["own"], kept["young"], kept["answers"], kept["persons"], kept["unfinished"], found.kept_until,
        kept.get("region", ""),
    )  # fmt: skip


def resume(request: ActingRequest, code: str) -> Draft | None:
    """Open the draft of a code that was typed. None for a code that opens nothing, whatever the reason."""
    found = _open(request, code)
    if found:
        request.session.cycle_key()
    return found


def _hold_code(request: ActingRequest, code: str) -> None:
    request.session[_CODE] = code
    if SESSION_KEY not in request.session:
        request.session.set_expiry(KEPT_S)


def save(request: ActingRequest, draft: Draft) -> None:
    """Keep the draft, and its code for this visitor."""
    if draft.kept_until is None:
        limit(request, "referral:begin", most=MOST_BEGUN, per=PER)
    acting = acting_of(request)
    become(acting)
    keep_draft(
        acting,
        code=draft.code,
        content={
            "own": draft.own,
            "young": draft.young,
            "answers": draft.answers,
            "persons": draft.persons,
            "unfinished": draft.unfinished,
            "region": draft.region,
        },
    )
    _hold_code(request, draft.code)


def page_key(draft: Draft) -> str:
    """What a page carries so that it can be sent tomorrow. Only this server can read it, and not for long."""
    return seal("page", f"{draft.code} {draft.own:d} {draft.young:d}").decode()


def key_of(request: ActingRequest) -> tuple[str, bool, bool]:
    """The code that the page that was sent carries ('' if none), whether the family spoke, and a youngster."""
    sealed = request.POST.get(KEY, "") if request.method == "POST" else ""
    opened = unseal("page", sealed.encode(), within=KEY_LASTS) if sealed else None
    if not opened:
        return "", False, False
    code, own, young = opened.split(" ")
    return code, own == "1", young == "1"


def code_of(request: ActingRequest) -> str:
    """The code of the draft that was there, though it may be gone; '' when there never was one."""
    return key_of(request)[0] or str(request.session.get(_CODE, ""))


def forget(request: ActingRequest) -> None:
    """Wipe draft and receipt."""
    code = code_of(request)
    if code:
        acting = acting_of(request)
        become(acting)
        wipe_draft(acting, code=code)
    request.session.pop(_CODE, None)
    request.session.pop(_RECEIPT, None)


def sent(request: ActingRequest, receipt: dict[str, Any]) -> None:
    """The referral arrived and its draft is wiped: keep the receipt for this visitor only."""
    request.session.pop(_CODE, None)
    keep_receipt(request, receipt)


def keep_receipt(request: ActingRequest, receipt: dict[str, Any]) -> None:
    """Keep what the sender may read again, in this session."""
    request.session[_RECEIPT] = receipt
    if SESSION_KEY not in request.session:
        request.session.set_expiry(KEPT_S)


def receipt_of(request: ActingRequest) -> dict[str, Any] | None:
    """The receipt of the last referral that this visitor sent."""
    found: dict[str, Any] | None = request.session.get(_RECEIPT)
    return found
