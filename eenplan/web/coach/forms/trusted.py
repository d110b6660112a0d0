"""Who is somebody's trusted person: the questions, with the four conditions of rule 35."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.consent.actions import NewTrustedPerson
from eenplan.web.shared.forms import DateField, Form


class TrustedPersonForm(Form):
    """Somebody whom a person chose to stand by them."""

    name = forms.CharField(label=_("Hoe heet de vertrouwenspersoon?"), max_length=120)
    clearly_chosen = forms.BooleanField(label=_("Hij of zij is duidelijk zelf gekozen"), required=False)
    is_adult = forms.BooleanField(label=_("Hij of zij is meerderjarig"), required=False)
    not_involved = forms.BooleanField(
        label=_("Hij of zij is niet zelf betrokken bij de hulp"), required=False
    )
    record_seen_on = DateField(
        label=_("Wanneer zag je het uittreksel uit het strafregister (model 2)?"),
        help_text=_("Je bewaart het uittreksel niet. Noteer enkel wanneer je het zag."),
    )

    @property
    def who(self) -> NewTrustedPerson:
        """What was answered."""
        typed = self.cleaned_data
        return NewTrustedPerson(
            typed["name"],
            typed["is_adult"],
            typed["not_involved"],
            typed["clearly_chosen"],
            typed["record_seen_on"],
        )
