"""Who belongs to the family, and whether they are of an age for this offer."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.core.clock import today
from eenplan.families.enums import LivesHere, PersonRole
from eenplan.referrals.rules import MONTHS_BEFORE_BIRTH, months_later
from eenplan.web.frontdoor.forms.base import NAME, TEXT, Question
from eenplan.web.shared.forms import (
    ChoiceField,
    DateField,
    TextField,
)

EXPECTED = "expected"


ROLES = [
    (PersonRole.CHILD.value, PersonRole.CHILD.label),
    (EXPECTED, _("kindje op komst")),
    *[(role.value, role.label) for role in PersonRole if role != PersonRole.CHILD],
]


def check_day(role: str, day: date | None) -> None:
    """Refuse a day of birth to come, and a due date that cannot be. Raises ValidationError."""
    this = today()
    if day is None:
        return
    if role == EXPECTED:
        if day < this - timedelta(days=31):
            raise ValidationError(
                _(
                    "Deze uitgerekende datum is al voorbij. Is het kindje geboren? Kies dan ‘kind of jongere’."
                ),
                "due-date-past",
            )
        if day > months_later(this, MONTHS_BEFORE_BIRTH + 3):
            raise ValidationError(
                _("Deze uitgerekende datum ligt meer dan een jaar verder. Kijk het jaar na."), "due-date-far"
            )
    elif day > this:
        raise ValidationError(
            _("Deze datum moet nog komen. Is het een kindje op komst? Kies dat dan bij ‘Wie is het?’."),
            "birth-date-in-future",
        )
    elif day.year < this.year - 120:
        raise ValidationError(_("Kijk het jaar van deze geboortedatum even na."), "birth-date-too-old")


class PersonForm(Question):
    """Somebody of the family. Only the role is asked for; a given name is enough, even none."""

    widths = {"given_name": 20}

    role = ChoiceField(
        label=_("Wie is het?"), choices=ROLES, error_messages={"required": _("Kies wie het is.")}
    )
    given_name = forms.CharField(
        label=_("Voornaam"),
        help_text=_("Weet je die niet, of wil je die niet geven? Laat dit leeg."),
        max_length=NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DateField(
        label=_("Geboortedatum"),
        help_text=_("Bijvoorbeeld 27 3 2019. Bij een kindje op komst: de uitgerekende datum."),
        earliest=date.min,  # which year cannot be is said by who it is (`check_day`)
        latest=date.max,
        required=False,
        unknown=True,
    )
    lives_here = ChoiceField(
        label=_("Woont die bij het gezin?"),
        choices=[
            (LivesHere.FULL.value, _("ja")),
            (LivesHere.PART.value, _("een deel van de tijd")),
            (LivesHere.NO.value, _("nee")),
        ],
        unknown=True,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Hold the day against the role."""
        super().clean()
        try:
            check_day(str(self.cleaned_data.get("role", "")), self.cleaned_data.get("day"))
        except ValidationError as error:
            self.add_error("day", error)
        return self.cleaned_data


class OwnPersonForm(PersonForm):
    """The same, for the family itself: who is speaking?"""

    is_me = forms.BooleanField(label=_("Dit ben ik"), required=False)
    field_order = ["role", "is_me", "given_name", "day", "lives_here"]


class OverrideForm(Question):
    """Why a family outside the ages of the offer is referred all the same (rule 6)."""

    eligibility_override = TextField(
        label=_("Waarom meld je dit gezin toch aan?"),
        max_length=TEXT,
        rows=4,
        error_messages={"required": _("Schrijf kort waarom, of ga terug en kijk de datums na.")},
    )
