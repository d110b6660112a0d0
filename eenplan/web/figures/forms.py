"""Which year, by which rows, by the areas of which day. It is sent in the address: it is about nobody."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core import clock
from eenplan.reporting.enums import Level
from eenplan.reporting.rules import FIRST_YEAR, own_day
from eenplan.web.shared.forms import ChoiceField, DateField, Form

# How the address calls what has a row.
PER = {"samenwerkingsverband": Level.PARTNERSHIP, "zone": Level.ZONE, "gemeente": Level.MUNICIPALITY}


class FiguresForm(Form):
    """A year of receipt, what has a row, and the day whose areas are used (the year's own when left empty)."""

    jaar = forms.IntegerField(
        label=gettext_lazy("Jaar van aanmelding"),
        widget=forms.TextInput,
        error_messages={
            "required": gettext_lazy("Vul een jaar in, zoals 2021."),
            "invalid": gettext_lazy("Schrijf het jaar met vier cijfers, zoals 2021."),
        },
    )
    per = ChoiceField(
        label=gettext_lazy("Een rij per"),
        choices=[(name, level.label) for name, level in PER.items()],
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Kies samenwerkingsverband, eerstelijnszone of gemeente.")
        },
    )
    gebieden_op = DateField(
        label=gettext_lazy("Gebieden zoals ze waren op"),
        help_text=gettext_lazy(
            "Bijvoorbeeld 31 12 2021. Laat je dit leeg, dan nemen we de laatste dag van het jaar."
        ),
        required=False,
        earliest=date(FIRST_YEAR, 1, 1),
        latest=clock.today,
    )

    def clean_jaar(self) -> int:
        """A year in which there was something to count."""
        year: int = self.cleaned_data["jaar"]
        this_year = clock.today().year
        if year > this_year:
            raise ValidationError(
                _("Dat jaar moet nog komen. Kies %(year)s of vroeger.") % {"year": this_year}, "future"
            )
        if year < FIRST_YEAR:
            raise ValidationError(
                _("Zo ver gaan de cijfers niet terug. Kies %(year)s of later.") % {"year": FIRST_YEAR},
                "too-early",
            )
        return year

    @classmethod
    def of(cls, query: Any) -> "FiguresForm":
        """What the address asks; this year by its own areas when it asks nothing."""
        asked = any(name.startswith(("jaar", "per", "gebieden_op")) for name in query)
        return cls(query if asked else {"jaar": str(clock.today().year)})

    @property
    def year(self) -> int:
        """The year of receipt. Only of a valid form."""
        return int(self.cleaned_data["jaar"])

    @property
    def row_per(self) -> str:
        """What has a row, as the address calls it. Only of a valid form."""
        return self.cleaned_data["per"] or "samenwerkingsverband"

    @property
    def by(self) -> str:
        """What has a row. Only of a valid form."""
        return PER[self.row_per].value

    @property
    def areas_on(self) -> date:
        """The day whose areas are used. Only of a valid form."""
        chosen: date | None = self.cleaned_data["gebieden_op"]
        return chosen or own_day(self.year, clock.today())
