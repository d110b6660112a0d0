"""Cards for people of a family: what a worker gives in the family's hands."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent.queries.trusted import guests, trusted_persons
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.core.languages import spoken
from eenplan.families import actions as families
from eenplan.families.actions.cards import IssuedCard
from eenplan.families.enums import EntranceKind, PersonRole
from eenplan.families.queries import CardOn, cards_by_holder, entrances_of, family, keys_of, persons
from eenplan.web.coach.views.around import READS, crumbs_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.plan_view import day

# Who may give a card: the fence lets them reach their own families only.
GIVES_CARDS = (Role.COACH, Role.COORDINATOR, Role.INTAKE)


@dataclass(frozen=True, slots=True)
class WayIn:
    """An address or device that takes the place of somebody's card, as its owner recognises it."""

    entrance_id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """Somebody who may have a card, and the one they have (no `card_id`: none).

    `field` and `key` say for whom a new one is: a person, a trusted person or a share. `names_trusted` is somebody
    of the family without a trusted person; `trusted_id` the trusted person who can be let go.
    """

    field: str
    key: UUID
    name: str
    about: str
    card_id: UUID | None
    who: str = ""
    names_trusted: bool = False
    trusted_id: UUID | None = None
    ways_in: tuple[WayIn, ...] = ()


@never_cache
@require_safe
@roles(*GIVES_CARDS)
def list_cards(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Who of the family has a card, and making or ending one."""
    acting = request.acting
    found = family(acting, family_id)
    people = persons(acting, [family_id])[family_id]
    standing = cards_by_holder(acting, family_id)
    names = {person.id: person.given_name or str(PersonRole(person.role).label) for person in people}
    chosen = trusted_persons(acting, family_id)
    ways = _ways_in(acting, family_id)
    rows = [
        _row(
            "person",
            person.id,
            names[person.id],
            standing.get(person.id),
            names_trusted=acting.role == Role.COACH and person.id not in {one.person_id for one in chosen},
            ways_in=tuple(ways[person.id]),
        )
        for person in people
        if not person.due_date
    ]
    rows += [
        _row(
            "trusted",
            one.id,
            one.name,
            standing.get(one.id),
            trusted_id=one.id,
            who=_("vertrouwenspersoon van %(name)s") % {"name": names.get(one.person_id, "")},
        )
        for one in chosen
    ]
    rows += [
        _row("share", one.grant_id, one.name, standing.get(one.grant_id), who=str(one.kind.label))
        for one in guests(acting, family_id)
    ]
    record_read(request.acting, "families:cards", families=[family_id])
    here = Crumb(_("Kaarten"))
    may_go_up = request.acting.role in READS
    crumbs = crumbs_of(request.acting, family_id, found.name, here) if may_go_up else [here]
    return render(request, "coach/cards.html", {"family": found, "rows": rows, "crumbs": crumbs})


def _ways_in(acting: Acting, family_id: UUID) -> defaultdict[UUID, list[WayIn]]:
    found: defaultdict[UUID, list[WayIn]] = defaultdict(list)
    for one in entrances_of(acting, family_id):
        if one.confirmed_at:
            words = (
                _("een code per sms naar %(address)s")
                if one.kind is EntranceKind.TEXT
                else _("een code per e-mail naar %(address)s")
            )
            found[one.person_id].append(WayIn(one.id, words % {"address": one.masked}))
    for key in keys_of(acting, family_id):
        words = _("met het toestel %(device)s") % {"device": key.device or "?"}
        found[key.person_id].append(WayIn(key.id, words))
    return found


def _row(field: str, key: UUID, name: str, card: CardOn | None, **more: Any) -> CardRow:
    about = (
        _about(day(day_of(card.made_at)), day(day_of(card.used_at)) if card.used_at else "")
        if card
        else _("nog geen kaart")
    )
    return CardRow(field, key, name, about, card.id if card else None, **more)


def _about(made_on: str, used_on: str) -> str:
    words = _("kaart gemaakt op %(day)s") % {"day": made_on}
    used = _("laatst gebruikt op %(day)s") % {"day": used_on} if used_on else _("nog niet gebruikt")
    return f"{words} · {used}"


@never_cache
@require_POST
@roles(*GIVES_CARDS)
def issue_card(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Make a card and show it, this once: neither the code nor the PIN is kept anywhere.

    The square code leads to the family's door with the card's code behind a '#'. A browser never sends that
    part, so no server, proxy or log in between can hold it; a query parameter would be in all of them.
    """
    found = family(request.acting, family_id)
    name, issued, reads = _issue(request, family_id)
    door = request.build_absolute_uri(reverse("family:open-card"))
    language = spoken(reads or found.language)
    with override(language):
        paper = render_to_string(
            "coach/card-paper.html",
            {
                "name": name,
                "code": issued.code,
                "pin": f"{issued.pin[:3]} {issued.pin[3:]}",
                "door": door.split("://", 1)[1].rstrip("/"),
                "square": square_code(f"{door}#{issued.code}"),
                "language": language,
            },
        )
    context = {"family": found, "name": name, "paper": paper}
    return render(request, "coach/card-new.html", context)


def _issue(request: SignedRequest, family_id: UUID) -> tuple[str, IssuedCard, str]:
    """The name of the person, trusted person or guest who was chosen, their new card, and their own language."""
    acting, chosen = request.acting, request.POST.get
    for person in persons(acting, [family_id])[family_id]:
        if chosen("person") == str(person.id):
            return person.given_name, families.issue_card(acting, person_id=person.id), person.language
    for trusted in trusted_persons(acting, family_id):
        if chosen("trusted") == str(trusted.id):
            return trusted.name, families.issue_trusted_card(acting, trusted_person_id=trusted.id), ""
    for one in guests(acting, family_id):
        if chosen("share") == str(one.grant_id):
            return one.name, families.issue_guest_card(acting, grant_id=one.grant_id), ""
    raise NotFound("person")


def square_code(address: str) -> SafeString:
    """A QR code as a drawing inside the page: no image to fetch, no style attribute."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000"
    )
    return mark_safe(drawing)  # noqa: S308 (made of squares; the address is only encoded in them)


@never_cache
@require_POST
@roles(*GIVES_CARDS)
def revoke_card(request: SignedRequest, family_id: UUID, card_id: UUID) -> HttpResponse:
    """End a card at once."""
    if card_id not in {card.id for card in cards_by_holder(request.acting, family_id).values()}:
        raise NotFound("card")
    families.revoke_card(request.acting, card_id=card_id)
    messages.success(request, _("Deze kaart werkt niet meer. Wie ermee aan het lezen was, is er nu uit."))
    return redirect("coach:list-cards", family_id)


@never_cache
@require_POST
@roles(*GIVES_CARDS)
def end_entrance(request: SignedRequest, family_id: UUID, entrance_id: UUID) -> HttpResponse:
    """An address or a device takes the place of somebody's card no longer, from now on."""
    if entrance_id in {one.id for one in entrances_of(request.acting, family_id)}:
        families.end_entrance(request.acting, entrance_id=entrance_id)
    elif entrance_id in {one.id for one in keys_of(request.acting, family_id)}:
        families.end_own_key(request.acting, passkey_id=entrance_id)
    else:
        raise NotFound("way in")
    messages.success(request, _("Daarmee kan niemand nog binnen. De kaart werkt zoals altijd."))
    return redirect("coach:list-cards", family_id)
