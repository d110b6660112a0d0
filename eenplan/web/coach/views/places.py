"""A place in a partner's short offer: asked for help that is waited for, and what it brought taken into the plan."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.places import ask_place, take_brought, withdraw_place
from eenplan.plans.enums import HelpState, PlaceVerdict
from eenplan.plans.queries import HelpPiece
from eenplan.plans.queries.places import PlaceNow, ShortOffer, places_of_help, short_offers
from eenplan.plans.rules.helpers import LONGEST_BROUGHT, LONGEST_NOTE
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.views.around import FORM, WRITES, piece_of, plan_href, plan_to_write, posted, say_saved
from eenplan.web.partner.offer_words import wait_words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import ChoiceField, Form, TextField
from eenplan.web.shared.said import day


class AskPlaceForm(Form):
    """In which short offer, with a line for the partner that names nobody."""

    offer = ChoiceField(
        label=gettext_lazy("In welk kort aanbod vraag je een plaats?"),
        error_messages={"required": gettext_lazy("Kies een aanbod.")},
    )
    note = TextField(
        label=gettext_lazy("Wat moet de partner weten?"),
        help_text=gettext_lazy("Zonder namen. Bijvoorbeeld: een jongen van tien die graag buiten speelt."),
        rows=2,
        max_length=LONGEST_NOTE,
        required=False,
    )

    def __init__(self, *args: Any, offers: Sequence[ShortOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: ChoiceField = self.fields["offer"]  # type: ignore[assignment]  # as declared above
        field.choices = [
            (str(one.offer.id), f"{one.offer.name} ({one.offer.organisation})") for one in offers
        ]
        field.option_hints = {str(one.offer.id): offer_hint(one) for one in offers}


class TakeForm(Form):
    """What goes into the plan, and who says it."""

    text = TextField(
        label=gettext_lazy("Wat komt er in het plan?"),
        rows=3,
        max_length=LONGEST_BROUGHT,
        error_messages={"required": gettext_lazy("Schrijf wat er in het plan komt.")},
    )
    speaker = ChoiceField(label=gettext_lazy("Wie zegt dit?"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], partner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: ChoiceField = self.fields["speaker"]  # type: ignore[assignment]  # as declared above
        field.choices = [*people, ("partner", partner)]


def offer_hint(one: ShortOffer) -> str:
    """'Nog 3 plaatsen · van 4 mei tot en met 15 juni · ongeveer 2 weken'."""
    left = (
        ngettext("nog één plaats", "nog %(number)s plaatsen", one.left) % {"number": one.left}
        if one.left
        else _("alle plaatsen zijn bezet")
    )
    parts = [left]
    if one.offer.first_day and one.offer.last_day:
        parts.append(
            _("van %(first)s tot en met %(last)s")
            % {"first": day(one.offer.first_day), "last": day(one.offer.last_day)}
        )
    if one.offer.wait:
        parts.append(_("wachten: %(wait)s") % {"wait": wait_words(one.offer.wait)})
    return " · ".join(parts)


def state_words(one: PlaceNow) -> tuple[str, str]:
    """How a question for a place stands, with its tone."""
    if one.is_withdrawn:
        return _("teruggenomen"), "done"
    if one.verdict == PlaceVerdict.NO:
        return _("het kan niet"), "late"
    if one.verdict == PlaceVerdict.YES and one.first_day:
        return _("plaats vanaf %(day)s") % {"day": day(one.first_day)}, "ontime"
    return _("wacht op antwoord"), "soon"


@require_http_methods(FORM)
@roles(*WRITES)
def ask(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Which short offers there are, with the places left; and how what was asked stands."""
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if not isinstance(piece, HelpPiece):
        raise NotFound("help")
    offers = short_offers(request.acting)
    form = AskPlaceForm(posted(request), offers=offers)
    if form.is_valid():
        try:
            with transaction.atomic():
                ask_place(
                    request.acting,
                    help_id=item_id,
                    offer_id=UUID(form.cleaned_data["offer"]),
                    note=form.cleaned_data["note"],
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("de partner leest je vraag, zonder naam."))
            return redirect("coach:ask-place", family_id, item_id)
    title = piece.text.text if piece.text else _("Hulp")
    context = {
        "crumbs": [
            Crumb(page.family_name, reverse("coach:read-family", args=[family_id])),
            Crumb(_("Plan"), plan_href(page, "hulp")),
            Crumb(_("Plaats vragen")),
        ],
        "title": title,
        "form": form if offers and piece.state == HelpState.WAITING else None,
        "places": [(one, *state_words(one)) for one in places_of_help(request.acting, item_id)],
        "family_id": family_id,
        "waits": piece.state == HelpState.WAITING,
    }
    return render(request, "coach/ask-place.html", context, status=422 if form.errors else 200)


@require_POST
@roles(*WRITES)
def withdraw(request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID) -> HttpResponse:
    """The place is not needed after all."""
    withdraw_place(request.acting, family_id=family_id, request_id=place_id)
    say_saved(request, _("de vraag is teruggenomen."))
    return redirect("coach:ask-place", family_id, item_id)


@require_http_methods(FORM)
@roles(*WRITES)
def take(request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID) -> HttpResponse:
    """What the partner told goes into the plan, as the family and the coach say it."""
    page = plan_to_write(request, family_id)
    place = next((one for one in places_of_help(request.acting, item_id) if one.id == place_id), None)
    if place is None or place.verdict != PlaceVerdict.YES or place.is_taken or place.is_withdrawn:
        raise NotFound("place")
    form = TakeForm(
        posted(request),
        people=[(key, str(name)) for key, name in choices.people(page) if _is_id(key)],
        partner=place.organisation,
        initial={"text": place.brought, "speaker": "partner"},
    )
    if form.is_valid():
        who = form.cleaned_data["speaker"]
        try:
            with transaction.atomic():
                take_brought(
                    request.acting,
                    family_id=family_id,
                    request_id=place_id,
                    text=form.cleaned_data["text"],
                    speaker_id=UUID(who) if _is_id(who) else None,
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("het staat bij de hulp in het plan."))
            return redirect(plan_href(page, "hulp"))
    context = {
        "crumbs": [
            Crumb(page.family_name, reverse("coach:read-family", args=[family_id])),
            Crumb(_("Plaats vragen"), reverse("coach:ask-place", args=[family_id, item_id])),
            Crumb(_("Wat bracht het op?")),
        ],
        "form": form,
        "place": place,
        "back": reverse("coach:ask-place", args=[family_id, item_id]),
    }
    return render(request, "coach/take-place.html", context, status=422 if form.is_bound else 200)


def _is_id(key: str) -> bool:
    try:
        UUID(str(key))
    except ValueError:
        return False
    return True
