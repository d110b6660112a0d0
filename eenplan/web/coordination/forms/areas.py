"""A redrawing of areas: its name and day, which zone goes where, and what becomes of a file."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.web.coordination.forms.team import keys
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField, choose

LAST_DAY = date(2099, 12, 31)
GOES, STAYS, LATER = "goes", "stays", "later"


class RedrawingForm(Form):
    """What a redrawing is called, from when it holds and on what it rests."""

    name = forms.CharField(
        label=_("Hoe heet deze hertekening?"),
        help_text=_("Kort, zoals: Genk naar Noord-Limburg."),
        max_length=120,
        error_messages={"required": _("Geef de hertekening een naam waaraan je ze herkent.")},
    )
    takes_effect_on = DateField(
        label=_("Vanaf welke dag?"),
        help_text=_("Een dag na vandaag. Bijvoorbeeld 1 1 2027."),
        latest=LAST_DAY,
        error_messages={"required": _("Vul in vanaf welke dag dit geldt, bijvoorbeeld 1 1 2027.")},
    )
    basis = TextField(
        label=_("Waarop steunt dit?"),
        help_text=_("Zoals een besluit, met zijn datum."),
        rows=2,
        max_length=500,
        error_messages={"required": _("Schrijf waarop dit steunt, zoals een besluit.")},
    )


class MoveForm(Form):
    """Which zone goes to which partnership."""

    zone = ChoiceField(
        label=_("Welke zone?"),
        widget=forms.Select,
        error_messages={"required": _("Kies een zone.")},
    )
    to = ChoiceField(
        label=_("Naar welk samenwerkingsverband?"),
        widget=forms.Select,
        error_messages={"required": _("Kies naar wie de zone gaat.")},
    )

    def listing(self, zones: Sequence[tuple[UUID, str]], to: Sequence[tuple[UUID, str]]) -> "MoveForm":
        """The same form with what there is to choose."""
        first = ("", _("Kies…"))
        choose(self, "zone", [first, *keys(zones)])
        choose(self, "to", [first, *keys(to)])
        return self


class FileForm(Form):
    """Whether a family goes along to the new partnership, from when and with whom."""

    choice = ChoiceField(
        label=_("Wat gebeurt er met dit gezin?"),
        choices=[
            (STAYS, _("Het blijft hier tot de hulp is afgerond")),
            (GOES, _("Het gaat mee naar het nieuwe samenwerkingsverband")),
            (LATER, _("Ik beslis later")),
        ],
        option_hints={LATER: _("Tot dan blijft het gezin hier.")},
        error_messages={"required": _("Kies wat er met dit gezin gebeurt.")},
    )
    goes_on = DateField(
        label=_("Vanaf welke dag gaat het mee?"),
        help_text=_("Enkel als het gezin meegaat."),
        required=False,
        latest=LAST_DAY,
    )
    coach = ChoiceField(
        label=_("Wie wordt de coach?"),
        help_text=_(
            "Enkel als het gezin meegaat. Laat je dit open, dan blijft de coach van nu tot het nieuwe team een"
            " coach kiest."
        ),
        required=False,
        widget=forms.Select,
    )

    def clean(self) -> dict[str, object]:
        """Going along needs a day."""
        said: dict[str, object] = super().clean() or {}
        if said.get("choice") == GOES and not said.get("goes_on") and "goes_on" not in self.errors:
            self.add_error("goes_on", _("Vul in vanaf welke dag het gezin meegaat, bijvoorbeeld 1 1 2027."))
        return said
