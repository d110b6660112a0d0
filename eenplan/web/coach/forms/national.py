"""Somebody's national number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.web.shared.forms import Form, TextField


class NationalNumberForm(Form):
    """The number, and why it is needed."""

    number = forms.CharField(
        label=_("Wat is het rijksregisternummer of bisnummer?"),
        help_text=_("Elf cijfers, zoals 01.02.03-004.05. Puntjes en streepjes mogen."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Vul het nummer in, elf cijfers.")},
    )
    reason = TextField(
        label=_("Waarvoor heb je het nodig?"),
        help_text=_("Bijvoorbeeld: om samen het groeipakket aan te vragen. Het gezin mag dit lezen."),
        rows=2,
        error_messages={
            "required": _(
                "Schrijf waarvoor je dit nummer nodig hebt. Zonder reden mogen we het niet bewaren."
            )
        },
    )
