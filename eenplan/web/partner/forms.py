"""Forms of a partner's place: what is offered, and how long one waits for it."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.capacity.actions.offers import LONGEST_NAME, Track
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.queries.offers import OfferNow
from eenplan.capacity.rules.offers import LONGEST_WAIT, MOST_PLACES
from eenplan.core.clock import today
from eenplan.plans.enums import HelpType, PlaceVerdict, StepSaid
from eenplan.plans.rules.helpers import LONGEST_BROUGHT, LONGEST_LINE, LONGEST_NOTE
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField, choose


def _weeks(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Hoeveel weken wacht een gezin nu ongeveer?"),
        help_text=_("0 als iemand meteen kan beginnen. Reken een maand als vier weken."),
        min_value=0,
        max_value=LONGEST_WAIT,
        error_messages={"required": _("Vul een aantal weken in, of kies “We weten het niet”.")},
        **more,
    )


class WaitForm(Form):
    """How long one waits for an offer now."""

    weeks = _weeks()
    unknown = forms.BooleanField(label=_("We weten het niet"), required=False)
    asks = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weeks"].required = self.asks

    def clean(self) -> dict[str, Any]:
        """Either a number, or that nobody knows."""
        said = super().clean() or {}
        said.setdefault("weeks", None)
        if not said.get("unknown"):
            return said
        if said["weeks"] is not None:
            self.add_error("weeks", _("Je vulde weken in en ook “We weten het niet”. Kies een van de twee."))
        elif self.has_error("weeks", "required"):
            del self.errors["weeks"]
        return said

    @property
    def says_wait(self) -> bool:
        """Whether anything was said of the wait."""
        return self.cleaned_data["weeks"] is not None or self.cleaned_data["unknown"]


class StepForm(Form):
    """What became of a step of mine, with a line for the coach."""

    answer = ChoiceField(
        label=_("Hoe staat het ermee?"),
        choices=[(StepSaid.DONE.value, _("Gedaan")), (StepSaid.STUCK.value, _("Het lukt niet"))],
        error_messages={"required": _("Kies hoe het ermee staat.")},
    )
    line = TextField(
        label=_("Een zin voor de coach"),
        help_text=_("Enkel de coach van dit gezin leest dit."),
        rows=2,
        max_length=LONGEST_LINE,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("answer") == StepSaid.UNDONE.value:  # a button of its own on the first page
            choose(self, "answer", StepSaid.choices)

    @property
    def said(self) -> StepSaid:
        """What was said."""
        return StepSaid(self.cleaned_data["answer"])


class PlaceForm(Form):
    """Whether there is a place in a short offer, and from when."""

    answer = ChoiceField(
        label=_("Is er plaats?"),
        choices=[
            (PlaceVerdict.YES.value, _("Ja, er is plaats")),
            (PlaceVerdict.NO.value, _("Nee, het kan niet")),
        ],
        error_messages={"required": _("Kies ja of nee.")},
    )
    first_day = DateField(
        label=_("Vanaf welke dag?"), help_text=_("Enkel bij ja. Bijvoorbeeld 27 3 2027."), required=False
    )
    line = TextField(label=_("Een zin voor de coach"), rows=2, max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, offer: OfferNow, **kwargs: Any) -> None:
        """The day lies within those of the offer; unless it is said otherwise, it is the first that still comes."""
        super().__init__(*args, **kwargs)
        asked = cast(DateField, self.fields["first_day"])
        asked.earliest, asked.latest = offer.first_day, offer.last_day
        asked.initial = max(offer.first_day or today(), today())

    def clean(self) -> dict[str, Any]:
        """A no needs no day."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == PlaceVerdict.NO:
            self.errors.pop("first_day", None)
            said["first_day"] = None
        return said

    @property
    def verdict(self) -> PlaceVerdict:
        """What was said."""
        return PlaceVerdict(self.cleaned_data["answer"])


class BroughtForm(Form):
    """What a short offer brought."""

    brought = TextField(
        label=_("Wat bracht het op?"),
        help_text=_("De coach leest dit, en bekijkt met het gezin wat ervan in het plan komt."),
        rows=4,
        max_length=LONGEST_BROUGHT,
        error_messages={"required": _("Schrijf in enkele zinnen wat het opbracht.")},
    )


class TrackForm(Form):
    """What an offer is called; of a short one also its places and days."""

    name = forms.CharField(
        label=_("Hoe heet het aanbod?"),
        help_text=_("Zoals je het aan een gezin zegt. Bijvoorbeeld: opvoedhulp thuis."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Geef het aanbod een naam die een gezin herkent.")},
    )
    places = forms.IntegerField(
        label=_("Hoeveel plaatsen zijn er?"), min_value=1, max_value=MOST_PLACES, required=False
    )
    first_day = DateField(label=_("Eerste dag"), required=False)
    last_day = DateField(label=_("Laatste dag"), required=False)

    def track(self) -> Track | None:
        """Its places and days, when all were said."""
        said = self.cleaned_data
        if said.get("places") is None or said.get("first_day") is None or said.get("last_day") is None:
            return None
        return Track(said["places"], said["first_day"], said["last_day"])

    def _must_be_whole(self) -> None:
        for field, missing in (
            ("places", _("Vul in hoeveel plaatsen er zijn.")),
            ("first_day", _("Vul de eerste dag in, bijvoorbeeld 27 3 2026.")),
            ("last_day", _("Vul de laatste dag in, bijvoorbeeld 27 3 2026.")),
        ):
            if field not in self.errors and self.cleaned_data.get(field) is None:
                self.add_error(field, missing)


class ChangeOfferForm(TrackForm):
    """An offer is called otherwise; a short one has other places or days."""

    def __init__(self, *args: Any, short: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.short = short
        if not short:
            for field in ("places", "first_day", "last_day"):
                del self.fields[field]

    def clean(self) -> dict[str, Any]:
        """A short one says all of its places and days."""
        said = super().clean() or {}
        if self.short:
            self._must_be_whole()
        return said


class AddOfferForm(TrackForm, WaitForm):
    """A new offer, with the wait for it when somebody knows."""

    organisation = ChoiceField(
        label=_("Van welke partner?"),
        widget=forms.Select,
        error_messages={"required": _("Kies een partner.")},
    )
    help_type = ChoiceField(
        label=_("Welke soort hulp is het?"),
        choices=[("", _("Kies…")), *HelpType.choices],
        widget=forms.Select,
    )
    kind = ChoiceField(
        label=_("Hoe is er plaats?"),
        choices=OfferKind.choices,
        option_hints={
            OfferKind.REGULAR: _("Wie aanmeldt, wacht tot er plaats is."),
            OfferKind.SHORT: _("Met een begin en een einde, zoals een groep of een korte ervaring."),
        },
    )
    asks = False
    field_order = ("organisation", "name", "help_type", "kind", "weeks", "unknown")

    def __init__(self, *args: Any, partners: Sequence[tuple[UUID, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partners is None:
            del self.fields["organisation"]
        else:
            choose(self, "organisation", [("", _("Kies…")), *((str(key), name) for key, name in partners)])

    def clean(self) -> dict[str, Any]:
        """A short one says all of its places and days; a regular one has none."""
        said = super().clean()
        if said.get("kind") == OfferKind.SHORT:
            self._must_be_whole()
        return said


class EndOfferForm(Form):
    """Until when something is offered."""

    last_day = DateField(
        label=_("Tot en met welke dag kan een gezin zich aanmelden?"),
        earliest=today,
        error_messages={"required": _("Vul de laatste dag in, bijvoorbeeld 27 3 2026.")},
    )
