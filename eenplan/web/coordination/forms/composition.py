"""On which day partnerships are looked at, and what a partnership asks of itself."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.network.actions import NewRequirement
from eenplan.network.enums import Layer, Level, Sector
from eenplan.web.shared.forms import ChoiceField, ChoicesField, DateField, Form

# The first call was published on this day: nothing is older.
FIRST_DAY = date(2017, 7, 20)
LAST_DAY = date(2099, 12, 31)


class DayForm(Form):
    """Which day to look at. It is sent in the address: it is about nobody."""

    op = DateField(
        label=_("Hoe stond het op"),
        help_text=_("Bijvoorbeeld 1 1 2021. Laat je dit leeg, dan nemen we vandaag. Vooruitkijken mag."),
        required=False,
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )

    @classmethod
    def of(cls, query: Any) -> "DayForm":
        """What the address asks; today when it asks nothing."""
        asked = any(name.startswith("op") for name in query)
        return cls(query if asked else {"op": clock.today().isoformat()})

    @property
    def day(self) -> date:
        """The chosen day. Only of a valid form."""
        chosen: date | None = self.cleaned_data["op"]
        return chosen or clock.today()


class RequirementForm(Form):
    """Whom a partnership asks to take part, besides the call."""

    words = forms.CharField(
        label=_("Wie moet meedoen?"),
        help_text=_("Kort, zoals: een school in elke zone."),
        max_length=120,
        error_messages={
            "required": _("Schrijf wie moet meedoen, bijvoorbeeld: een school in elke zone."),
            "max_length": _("Schrijf het korter: hoogstens 120 tekens."),
        },
    )
    level = ChoiceField(
        label=_("Waar?"),
        choices=Level.choices,
        error_messages={"required": _("Kies of dit in elke zone moet, of één keer.")},
    )
    sectors = ChoicesField(
        label=_("Uit welke sector mag die partner komen?"),
        help_text=_("Eén sector die past, is genoeg."),
        choices=Sector.choices,
        required=False,
    )
    layers = ChoicesField(
        label=_("Of welk soort hulp?"),
        choices=Layer.choices,
        required=False,
    )
    source = forms.CharField(
        label=_("Waar is dit beslist?"),
        help_text=_("Zoals: stuurgroep van 3 maart."),
        max_length=200,
        error_messages={
            "required": _("Schrijf waar dit beslist is, bijvoorbeeld: stuurgroep van 3 maart."),
            "max_length": _("Schrijf het korter: hoogstens 200 tekens."),
        },
    )
    since = DateField(label=_("Vanaf welke dag?"), earliest=clock.today, latest=LAST_DAY, initial=clock.today)

    def wish(self) -> NewRequirement:
        """What was typed. Only of a valid form."""
        said = self.cleaned_data
        return NewRequirement(
            said["words"], Level(said["level"]), said["source"], said["sectors"], said["layers"]
        )


def tomorrow() -> date:
    """The first day on which what holds today may end."""
    return clock.today() + timedelta(days=1)


class EndForm(Form):
    """From which day a partnership asks something no more."""

    until = DateField(
        label=_("Vanaf welke dag vragen jullie dit niet meer?"),
        earliest=clock.today,
        latest=LAST_DAY,
        initial=tomorrow,
    )
