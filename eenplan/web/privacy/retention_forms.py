"""What is typed on the pages of what ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.web.shared.forms import DateField, Form


class HoldForm(Form):
    """Why a file stays longer, and until when."""

    reason = forms.CharField(
        label=_("Waarom moet dit nog blijven?"),
        help_text=_("Kort en zonder namen, zoals: er loopt een klacht, of een zaak bij de rechtbank."),
        max_length=300,
        error_messages={
            "required": _("Schrijf waarom dit nog moet blijven, zonder namen."),
            "max_length": _("Schrijf het korter: hoogstens 300 tekens."),
        },
    )
    until = DateField(
        label=_("Tot en met welke dag?"),
        help_text=_("Daarna volgt het dossier weer de kalender. Hoogstens vijf jaar vooruit."),
        earliest=clock.today,
        error_messages={"required": _("Vul een dag in. Zonder einde blijft niets bewaard.")},
    )


class FindForm(Form):
    """The number of a file, as it stands on paper."""

    nummer = forms.CharField(
        label=_("Nummer van het dossier"),
        help_text=_("Zoals het op papier staat: K7M-4QX2."),
        max_length=20,
        required=False,
    )
