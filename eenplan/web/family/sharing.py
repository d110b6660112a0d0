"""Who may know what of me, or of a child for whom I decide: yes, no, and not any more."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent import actions
from eenplan.consent.enums import Ground, Said, SaidHow, ShareState, Understood
from eenplan.consent.queries import ShareOn, shares
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of, persons
from eenplan.network.queries import life_domains
from eenplan.plans import actions as plans
from eenplan.plans.queries.agreeing import help_asked
from eenplan.plans.queries.own_file import may_ask_own_file
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.components import Tile
from eenplan.web.shared.sharing import Namer, functions_on

ASKED = (Ground.CONSENT, Ground.SHARED_SECRECY)
PAST = (ShareState.OVER, ShareState.ENDED)


@dataclass(frozen=True, slots=True)
class Told:
    """A share as the family reads it. `said`: what I said, where I am asked; `without_me`: on what other ground it is."""

    id: UUID
    who: str
    detail: str
    about: str
    parts: list[str]
    why: str
    until: str
    said: Said | None
    is_open: bool
    without_me: str


@dataclass(frozen=True, slots=True)
class HelpTold:
    """Help that waits for my yes, and what I said of it so far."""

    id: UUID
    what: str
    said: Said | None


def tile(acting: Acting, person_id: UUID, family_id: UUID) -> Tile:
    """The door to this page, with how many questions wait."""
    asking = sum(_asks(one, person_id) for one in _mine(acting, family_id))
    asking += sum(one.said is None for one in _help(acting, family_id, person_id))
    if not asking:
        return Tile("eye", _("Wie mag wat weten?"), reverse("family:read-sharing"), _("Jij beslist mee."))
    detail = ngettext("%(count)d vraag voor jou", "%(count)d vragen voor jou", asking) % {"count": asking}
    return Tile("eye", _("Wie mag wat weten?"), reverse("family:read-sharing"), detail, "soon")


@never_cache
@require_safe
@card_holder
def read_sharing(request: SignedRequest) -> HttpResponse:
    """What is asked of me, what is shared, and what I said no to."""
    acting = request.acting
    person = person_of(acting)
    namer = Namer(
        persons(acting, [person.family_id])[person.family_id],
        life_domains(acting, on=today(), with_hidden=True),
        functions_on(acting, today()),
    )
    found = [(one, _told(one, person.id, namer)) for one in _mine(acting, person.family_id)]
    record_read(acting, "consent:shares", families=[person.family_id])
    context = {
        "help": _help(acting, person.family_id, person.id),
        "asking": [told for one, told in found if _asks(one, person.id)],
        "shared": [
            told
            for one, told in found
            if told.said in (Said.GIVEN, Said.INFORMED, Said.NOT_POSSIBLE) and not _asks(one, person.id)
        ],
        "without": [told for one, told in found if told.without_me],
        "refused": [told for _one, told in found if told.said in (Said.REFUSED, Said.WITHDRAWN)],
        "may_ask_file": may_ask_own_file(acting),
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/sharing.html", context)


@never_cache
@require_POST
@card_holder
def answer_share(request: SignedRequest, grant_id: UUID) -> HttpResponse:
    """Yes, no, or not any more: it counts from now on."""
    person = person_of(request.acting)

    def say(said: Said, understood: Understood | None) -> None:
        actions.answer(
            request.acting,
            grant_id=grant_id,
            person_id=person.id,
            said=said,
            how=SaidHow.OWN_CARD,
            language=language_now(),
            understood=understood,
        )

    return _answer(request, say)


@never_cache
@require_POST
@card_holder
def answer_help(request: SignedRequest, item_id: UUID) -> HttpResponse:
    """Yes or no to help that is for me, or that comes into my home (rule 26)."""
    person = person_of(request.acting)

    def say(said: Said, understood: Understood | None) -> None:
        plans.answer_help(
            request.acting,
            help_id=item_id,
            person_id=person.id,
            said=said,
            how=SaidHow.OWN_CARD,
            language=language_now(),
            understood=understood,
        )

    return _answer(request, say)


def _answer(request: SignedRequest, say: Callable[[Said, Understood | None], None]) -> HttpResponse:
    """Keep what was pressed, and say so; what is no answer changes nothing. 'given:interpreter' is a yes that way."""
    pressed, _colon, how = request.POST.get("said", "").partition(":")
    try:
        said, understood = Said(pressed), Understood(how) if how else None
    except ValueError:
        messages.error(request, _("Kies ja of nee bij wat er gevraagd wordt."))
        return redirect("family:read-sharing")
    try:
        say(said, understood)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _thanks(said))
    return redirect("family:read-sharing")


def _thanks(said: Said) -> str:
    return {
        Said.GIVEN: _("Dank je. Jouw ja is bewaard. Je mag altijd van gedacht veranderen."),
        Said.REFUSED: _("Dank je. Jouw nee is bewaard, en telt vanaf nu."),
    }.get(said, _("Het is gestopt, vanaf nu."))


def _help(acting: Acting, family_id: UUID, person_id: UUID) -> list[HelpTold]:
    """Help that waits and needs my yes, as far as I may read of it."""
    return [
        HelpTold(one.help_id, one.what, one.said.get(person_id))
        for one in help_asked(acting, family_id)
        if person_id in one.needs.with_a_say
    ]


def _mine(acting: Acting, family_id: UUID) -> list[ShareOn]:
    """What runs and was not opened by an emergency: of that the coach tells, when it is safe."""
    return [
        one for one in shares(acting, family_id) if one.state not in PAST and one.ground != Ground.EMERGENCY
    ]


def _asks(one: ShareOn, person_id: UUID) -> bool:
    """Whether I am to be asked: my answer counts, and I did not say yes or no."""
    spoken = one.said_by(person_id)
    return (
        one.ground == Ground.CONSENT
        and person_id in one.with_a_say
        and (spoken is None or spoken.said in (Said.INFORMED, Said.NOT_POSSIBLE))
    )


def _told(one: ShareOn, person_id: UUID, namer: Namer) -> Told:
    spoken = one.said_by(person_id)
    parts = [words.sentence(namer.part(part)) for part in one.parts]
    if one.health:
        parts.append(_("Ook wat over gezondheid gaat"))
    others = one.ground != Ground.CONSENT and (spoken is None or one.ground not in ASKED)
    return Told(
        id=one.id,
        who=namer.recipient(one),
        detail=namer.recipient_detail(one),
        about=namer.people(one.about),
        parts=parts,
        why=one.need,
        until=words.day(one.last_day),
        said=spoken.said if spoken and one.ground in ASKED else None,
        is_open=one.state == ShareState.STANDS,
        without_me=str(one.ground.label) if others else "",
    )
