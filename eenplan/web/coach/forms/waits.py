"""Waiting for help: asking again, what bridges it, and that the help has started."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.plans.actions.waits import Asked, NewBridge
from eenplan.plans.enums import BridgeKind
from eenplan.plans.queries.waits import BridgeNow
from eenplan.web.coach.forms.parts import id_of
from eenplan.web.coach.forms.plan import StartForm
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Choices, DateField, Form, TextField, choose

CARRIED = "carried_"
# What a partner offers stands in one list with pieces of the plan.
PLACE, OFFER = "place:", "offer:"


class CheckForm(Form):
    """Still waiting: which list, when it is expected now, and what was heard."""

    said = TextField(label=_("Wat zeiden ze?"), required=False, rows=2, max_length=500)
    expected = DateField(
        label=_("Wanneer verwachten we de hulp nu?"),
        help_text=_("Laat leeg als niemand het weet."),
        earliest=clock.today,
        required=False,
    )
    list_name = forms.CharField(
        label=_("Op welke wachtlijst?"),
        help_text=_("Zoals de organisatie ze noemt."),
        required=False,
        max_length=120,
    )
    offer = forms.ChoiceField(
        label=_("Welk aanbod van een partner is het?"),
        help_text=_("Dan zie je hier wat de partner over de wachttijd zegt."),
        required=False,
    )

    def __init__(self, *args: Any, offers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offers:
            choose(self, "offer", [("", _("geen, of weten we niet")), *offers])
        else:
            del self.fields["offer"]

    def asked(self) -> Asked:
        """What was heard, as it was typed."""
        typed = self.cleaned_data
        return Asked(typed["list_name"], typed["expected"], typed["said"], id_of(typed.get("offer", "")))


class BridgeForm(Form):
    """What helps until the help comes."""

    piece = forms.ChoiceField(
        label=_("Staat het al in het plan, of biedt een partner het aan?"), required=False
    )
    what = TextField(
        label=_("Wat helpt intussen?"),
        help_text=_("In gewone woorden, zoals: elke week een uur paardrijden."),
        required=False,
        rows=2,
        max_length=500,
    )
    kind = ChoiceField(label=_("Van waar komt het?"), choices=BridgeKind.choices)
    from_on = DateField(
        label=_("Vanaf welke dag?"),
        earliest=lambda: clock.today() - timedelta(days=5 * 366),
        latest=lambda: clock.today() + timedelta(days=366),
        initial=clock.today,
    )

    def __init__(self, *args: Any, pieces: Iterable[tuple[Words, Choices]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(title, list(found)) for title, found in pieces if found]
        choose(self, "piece", [("", _("nee, het staat hieronder")), *known])

    def clean(self) -> dict[str, Any]:
        """Something is said: a piece of the plan, what a partner offers, or words. A partner's needs no 'from where'."""
        typed: dict[str, Any] = super().clean() or {}
        chosen = str(typed.get("piece", ""))
        if chosen.startswith((PLACE, OFFER)):
            self.errors.pop("kind", None)
            typed["kind"] = BridgeKind.PARTNER
        is_wrong = self.has_error("piece") or self.has_error("what")
        if not is_wrong and not chosen and not str(typed.get("what", "")).strip():
            self.add_error("what", _now("Kies wat intussen helpt, of schrijf het in enkele woorden."))
        return typed

    def bridge(self) -> NewBridge:
        """What helps, as it was typed."""
        typed = self.cleaned_data
        chosen: str = typed["piece"]
        new = NewBridge(BridgeKind(typed["kind"]), typed["from_on"], what=typed["what"])
        if chosen.startswith(PLACE):
            return replace(new, place_id=id_of(chosen.removeprefix(PLACE)))
        if chosen.startswith(OFFER):
            return replace(new, offer_id=id_of(chosen.removeprefix(OFFER)))
        return replace(new, piece_id=id_of(chosen))


class EndBridgeForm(Form):
    """What helped is over: when, and what goes over into the plan."""

    until = DateField(label=_("Wat was de laatste dag?"), latest=clock.today, initial=clock.today)
    carried = TextField(
        label=_("Wat nemen jullie ervan mee in het plan?"),
        help_text=_("Wat werkte er, en wie doet er mee verder? Het komt bij de hulp in het plan te staan."),
        required=False,
        rows=3,
        max_length=500,
    )


class StartAndCloseForm(StartForm):
    """The help has started; of each thing that bridged the wait: what goes over into the plan."""

    def __init__(self, *args: Any, bridges: Iterable[tuple[BridgeNow, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bridges = {f"{CARRIED}{one.id.hex}": one.id for one, _title in bridges}
        for one, title in bridges:
            label = _now("Dit hielp intussen: %(what)s. Wat nemen jullie ervan mee?") % {"what": title}
            field = TextField(label=label, required=False, rows=2, max_length=500)
            self.ask(f"{CARRIED}{one.id.hex}", field)

    @property
    def carried_fields(self) -> list[Any]:
        """The questions about what bridged the wait."""
        return [self[name] for name in self.bridges]

    def carried(self) -> Mapping[UUID, str]:
        """What goes over into the plan, by bridge."""
        return {key: self.cleaned_data[name] for name, key in self.bridges.items()}
