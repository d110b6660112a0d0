"""The questions of a consult about a family that knows nothing of it: nothing that names it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.web.frontdoor.forms.base import NAME, TEXT, Email, Phone, Question, WithDomains
from eenplan.web.shared.forms import TextField

MOST_AGES, OLDEST_TOLD = 20, 120
_BETWEEN = re.compile(r"[\s,;/&+]+")
_FILLING = {"en", "jaar", "jaren", "et", "ans", "an", "and", "years", "year", "old", "jr"}


class AgesField(forms.CharField):
    """Ages in years as people write them: '4, 7 en 15 jaar'. Cleans to a tuple of numbers."""

    default_error_messages = {
        "unclear": _(
            "Schrijf enkel de leeftijden in jaren, zoals “4, 7 en 15”. Een baby is 0. Geen geboortedatums of namen."
        ),
        "many": _("Dit zijn te veel leeftijden: hoogstens 20."),
    }

    def clean(self, value: Any) -> tuple[int, ...]:
        """The ages. Raises ValidationError for whatever is no age in years."""
        text = str(super().clean(value)).lower()
        parts = [part.strip(".") for part in _BETWEEN.split(text) if part.strip(".")]
        ages = [part for part in parts if part not in _FILLING]
        if not all(re.fullmatch(r"[0-9]{1,3}", part) and int(part) <= OLDEST_TOLD for part in ages):
            raise ValidationError(self.error_messages["unclear"], "unclear")
        if text and not ages:
            raise ValidationError(self.error_messages["unclear"], "unclear")
        if len(ages) > MOST_AGES:
            raise ValidationError(self.error_messages["many"], "many")
        return tuple(int(part) for part in ages)


class AgesForm(Question):
    """How old the children are, and nothing more of them."""

    widths = {"ages": 20}

    ages = AgesField(
        label=_("Hoe oud zijn de kinderen?"),
        help_text=_("In jaren, bijvoorbeeld 4, 7 en 15. Een baby is 0. Schat als je het niet zeker weet."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul minstens één leeftijd in. Een schatting is goed.")},
    )


class ConsultForm(WithDomains):
    """What the caller wants to think through with somebody."""

    referrer_view = TextField(
        label=_("Wat wil je overleggen?"),
        help_text=_(
            "In algemene woorden. Noem geen namen, straten of scholen: zo blijft het gezin onbekend."
        ),
        max_length=TEXT,
        rows=6,
        error_messages={"required": _("Schrijf in enkele woorden waarover het gaat. Eén zin is genoeg.")},
    )
    field_order = ["referrer_view", "domains"]


class ConsultCallerForm(Question):
    """Whom we call back: a name and a number are needed."""

    widths = {"referrer_phone": 20}

    referrer_name = forms.CharField(
        label=_("Je naam"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Vul je naam in. Dan weten we wie we terugbellen.")},
    )
    referrer_organisation = forms.CharField(label=_("Je organisatie"), max_length=NAME, required=False)
    referrer_phone = Phone(
        label=_("Je telefoonnummer"), autocomplete="tel", help_text=_("We bellen je terug op een werkdag.")
    )
    referrer_email = Email(label=_("Je e-mailadres"), autocomplete="email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referrer_phone"].required = True
        self.fields["referrer_phone"].error_messages["required"] = str(
            _("Vul je telefoonnummer in. Overleggen doen we door te bellen.")
        )
