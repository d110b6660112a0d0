"""Inviting somebody of one's own network to read along: asked here, answered by everybody who has a say, taken back at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.audit.actions import record_read
from eenplan.consent.actions.inviting import invite, withdraw_invitation
from eenplan.consent.enums import OutsideKind, RecipientKind, ShareState
from eenplan.consent.queries import ShareOn, shares
from eenplan.consent.rules.inviting import Reads
from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.families.queries import person_of, persons
from eenplan.web.family.pages import with_home
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.forms import ChoiceField, ChoicesField, Form, TextField, choose
from eenplan.web.shared.languages import is_unread
from eenplan.web.shared.sharing import Namer

MONTHS = (
    ("3", gettext_lazy("3 maanden")),
    ("6", gettext_lazy("6 maanden")),
    ("12", gettext_lazy("een jaar")),
)
WHO = (
    (OutsideKind.SUPPORT_FIGURE, gettext_lazy("Familie, een vriend of een buur")),
    (OutsideKind.SCHOOL, gettext_lazy("Iemand van school")),
    (OutsideKind.VOLUNTEER, gettext_lazy("Een vrijwilliger")),
    (OutsideKind.OTHER, gettext_lazy("Iemand anders")),
)
WHAT = (
    (Reads.GOALS, gettext_lazy("Onze doelen en stappen")),
    (Reads.PLAN, gettext_lazy("Ons plan, zoals het voor iedereen is")),
)


class InviteForm(Form):
    """Whom, what they may read, about whom, why and how long (rule 29). Nobody is chosen beforehand."""

    name = forms.CharField(
        label=gettext_lazy("Wie wil je uitnodigen?"),
        help_text=gettext_lazy("Bijvoorbeeld: oma Leen, of onze buurvrouw Fatma."),
        max_length=120,
        error_messages={"required": gettext_lazy("Schrijf wie je wil uitnodigen.")},
    )
    kind = ChoiceField(label=gettext_lazy("Wie is dat voor jullie?"), choices=WHO)
    reads = ChoiceField(label=gettext_lazy("Wat mag die persoon lezen?"), choices=WHAT, initial=Reads.GOALS)
    about = ChoicesField(
        label=gettext_lazy("Over wie mag het gaan?"),
        help_text=gettext_lazy("Wie hier zelf over beslist, zegt eerst ook ja."),
        error_messages={"required": gettext_lazy("Kies over wie het mag gaan.")},
    )
    why = TextField(
        label=gettext_lazy("Waarmee kan die persoon helpen?"),
        help_text=gettext_lazy("Eén zin is genoeg. Wie mee beslist, leest dit."),
        rows=2,
        max_length=500,
        error_messages={"required": gettext_lazy("Schrijf in één zin waarmee die persoon kan helpen.")},
    )
    months = ChoiceField(label=gettext_lazy("Hoe lang?"), choices=MONTHS, initial="3")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "about", people)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited: what they may read, until when, and whether it waits for somebody."""

    id: UUID
    name: str
    about: str
    state: str
    tone: str
    until: str
    stands: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def list_invitations(request: SignedRequest) -> HttpResponse:
    """Whom we invited, and inviting somebody more."""
    acting = request.acting
    person = person_of(acting)
    everybody = persons(acting, [person.family_id])[person.family_id]
    namer = Namer(everybody, ())
    people = [(str(one.id), namer.person(one.id)) for one in everybody if not one.due_date]
    form = InviteForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        # A yes by the text alone is kept in a language of which all texts were read.
        by_text = not is_unread(acting)
        try:
            _invite(acting, form.cleaned_data, says_yes=by_text)
        except RuleBroken as error:
            form.refuse(_where(error))
        else:
            messages.success(request, _thanks(by_text=by_text))
            return redirect("family:list-invitations" if by_text else "family:read-sharing")
    found = [
        one for one in shares(acting, person.family_id) if one.kind == RecipientKind.OUTSIDE and one.is_open
    ]
    record_read(acting, "consent:shares", families=[person.family_id])
    context = {"form": form, "invited": [_invited(one, namer) for one in found]}
    return render(request, "family/invitations.html", with_home(context), status=422 if form.errors else 200)


@never_cache
@require_POST
@card_holder
def withdraw(request: SignedRequest, grant_id: UUID) -> HttpResponse:
    """This person does not read along any more, from now on."""
    try:
        withdraw_invitation(request.acting, grant_id=grant_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Gestopt. Die persoon leest vanaf nu niets meer."))
    return redirect("family:list-invitations")


def _invite(acting: Acting, typed: dict[str, Any], *, says_yes: bool) -> None:
    invite(
        acting,
        name=typed["name"],
        kind=OutsideKind(typed["kind"]),
        about=tuple(UUID(one) for one in typed["about"]),
        reads=Reads(typed["reads"]),
        why=typed["why"],
        months=int(typed["months"]),
        says_yes=says_yes,
    )


def _where(error: RuleBroken) -> RuleBroken:
    """The same refusal beside the question of this form that it is about."""
    field = {"outside_name": "name", "need": "why", "until": "months"}.get(error.field or "", error.field)
    return RuleBroken(error.code, error.message, field=field)


def _thanks(*, by_text: bool) -> str:
    if by_text:
        return _("Dank je. Heeft iedereen die mee beslist ja gezegd? Dan geeft je coach de kaart.")
    return _("Dank je. Zeg hier nog ja, samen met je coach of een tolk.")


def _invited(one: ShareOn, namer: Namer) -> Invited:
    waits = namer.people(dict.fromkeys(ask.person_id for ask in one.verdict.asked))
    state, tone = {
        ShareState.STANDS: (_("mag meelezen"), "ontime"),
        ShareState.REFUSED: (_("mag niet meelezen"), "done"),
    }.get(one.state, (_("wacht op %(names)s") % {"names": waits} if waits else _("wacht op een ja"), "soon"))
    return Invited(
        one.id,
        one.recipient,
        namer.people(one.about),
        state,
        tone,
        words.day(one.last_day),
        one.state != ShareState.REFUSED,
    )
