"""Which year, as what, and for which research."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.reporting.actions import MOST_PURPOSE
from eenplan.reporting.queries import closed_years
from eenplan.web.shared.forms import ChoiceField, Form, choose

NO_YEAR = _("Kies een jaar dat afgesloten is.")


class TakeRowsForm(Form):
    """What a researcher takes along."""

    year = ChoiceField(
        label=_("Van welk jaar?"),
        help_text=_("Een jaar sluit op 31 maart van het volgende jaar. Daarna verandert het niet meer."),
        widget=forms.Select,
        error_messages={"required": NO_YEAR, "invalid_choice": NO_YEAR},
    )
    purpose = forms.CharField(
        label=_("Voor welk onderzoek?"),
        help_text=_("Kort, zonder namen. Dit komt in het register, niet in het bestand."),
        max_length=MOST_PURPOSE,
        error_messages={"required": _("Schrijf voor welk onderzoek dit is.")},
    )
    ending = ChoiceField(
        label=_("Als wat?"),
        choices=[("csv", _("CSV")), ("xlsx", _("XLSX"))],
        option_hints={
            "csv": _("Voor een statistisch programma."),
            "xlsx": _("Voor een rekenblad, met de toelichting op een eigen blad."),
        },
        error_messages={"required": _("Kies CSV of XLSX."), "invalid_choice": _("Kies CSV of XLSX.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "year", [(str(year), str(year)) for year in closed_years()])
