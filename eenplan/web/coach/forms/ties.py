"""Who belongs to whom."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eenplan.families.actions import KinshipFields, RelativeFields
from eenplan.families.enums import Gender, KinshipKind
from eenplan.web.shared.forms import ChoiceField, Choices, choose
from eenplan.web.shared.labels import LabelsForm


def year_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A year, or nothing."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TextInput,
        error_messages={"invalid": _("Schrijf een jaartal, zoals 2015.")},
    )


class KinshipForm(LabelsForm):
    """What one person is of another."""

    one = ChoiceField(label=_("Wie?"), widget=forms.Select)
    kind = ChoiceField(label=_("Is …"), choices=KinshipKind.choices)
    other = ChoiceField(label=pgettext_lazy("verwantschap", "Van wie?"), widget=forms.Select)
    since = year_field(
        _("Sinds welk jaar?"), _("Bij partners, plusouders en pleegouders, als jullie het weten.")
    )
    until = year_field(_("Tot welk jaar?"), _("Enkel als het voorbij is."))

    def __init__(self, *args: Any, everybody: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            choose(self, name, [("", _("Kies iemand")), *everybody])

    def kinship(self) -> KinshipFields:
        """The tie as it was chosen."""
        typed = self.cleaned_data
        return KinshipFields(
            UUID(typed["one"]),
            KinshipKind(typed["kind"]),
            UUID(typed["other"]),
            typed["since"],
            typed["until"],
        )


class RelativeForm(LabelsForm):
    """Somebody who stands on the drawing alone."""

    name = forms.CharField(
        label=_("Hoe noemen jullie deze persoon?"),
        help_text=_("Bijvoorbeeld: oma Lutgart, nonkel Dirk, de papa van Seppe."),
        max_length=120,
        error_messages={"required": _("Schrijf hoe jullie deze persoon noemen: oma Lutgart, nonkel Dirk.")},
    )
    gender = ChoiceField(label=_("Man of vrouw?"), choices=Gender.choices, initial=Gender.UNKNOWN)
    born = year_field(_("In welk jaar geboren?"))
    is_dead = forms.BooleanField(label=_("Deze persoon is overleden"), required=False)
    died = year_field(_("In welk jaar overleden?"))
    home = ChoiceField(label=_("Waar woont deze persoon?"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, homes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if homes:
            choose(self, "home", [("", _("Ergens anders, of niet genoteerd")), *homes])
        else:
            del self.fields["home"]

    def relative(self) -> RelativeFields:
        """Somebody as they were written down."""
        typed = self.cleaned_data
        return RelativeFields(
            typed["name"],
            Gender(typed["gender"]),
            typed["born"],
            typed["is_dead"],
            typed["died"],
            UUID(typed["home"]) if typed.get("home") else None,
        )


class DeathForm(LabelsForm):
    """That somebody of the family has died."""

    died = year_field(_("In welk jaar overleden?"), _("Weten jullie het jaar niet? Laat het leeg."))
