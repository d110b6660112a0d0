"""The questions to a youngster who asks for itself, in words for somebody of thirteen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.web.frontdoor.forms.base import NAME, TEXT, Email, Phone, Question
from eenplan.web.frontdoor.forms.pages import LANGUAGES
from eenplan.web.shared.forms import ChoiceField, TextField, YesNoField

OLDEST = 25


class YoungDangerForm(Question):
    """Whether the youngster is in danger now (rule 12)."""

    acute_danger = YesNoField(
        label=_("Ben je nu in gevaar?"),
        help_text=_("Doet iemand je pijn, of ben je bang dat dat gaat gebeuren? Dat telt ook."),
        unknown=True,
        error_messages={"required": _("Kies ja, nee of ‘Weet ik niet’: ben je nu in gevaar?")},
    )


class YoungForm(Question):
    """Who the youngster is: a first name is enough."""

    widths = {"given_name": 20, "age": 2}

    given_name = forms.CharField(
        label=_("Hoe heet je?"),
        help_text=_("Je voornaam is genoeg. Een andere naam mag ook, als je die herkent wanneer we bellen."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Vul een voornaam in. Dan weten we naar wie we vragen.")},
    )
    age = forms.IntegerField(
        label=_("Hoe oud ben je?"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    language = ChoiceField(
        label=_("Welke taal spreek je het liefst?"),
        choices=LANGUAGES,
        widget=forms.Select,
        required=False,
        initial="nl",
    )

    def clean_age(self) -> int | None:
        """The age, if it was given. Raises ValidationError for who is too old for this offer (rule 6)."""
        age: int | None = self.cleaned_data["age"]
        if age is not None and age > OLDEST:
            raise ValidationError(
                _("Dit is er voor jongeren tot en met 25 jaar. Ben je ouder? Vraag dan hulp voor je gezin."),
                "too-old",
            )
        return age


class YoungContactForm(Question):
    """How the youngster can be reached without anybody noticing whom it does not want to notice."""

    widths = {"family_phone": 20}

    family_phone = Phone(
        label=_("Je telefoonnummer"),
        autocomplete="tel",
        help_text=_("Eén manier is genoeg: bellen, mailen, of iets anders dat je hieronder schrijft."),
    )
    family_email = Email(label=_("Je e-mailadres"), autocomplete="email")
    preferred_contact = forms.CharField(
        label=_("Hoe en wanneer kunnen we je veilig bereiken?"),
        help_text=_(
            "Bijvoorbeeld: stuur eerst een berichtje, na 16 uur. Of: via juf Els van het secretariaat op school."
        ),
        max_length=200,
        required=False,
    )
    safe_to_contact = YesNoField(
        label=_("Is dat veilig voor jou?"),
        help_text=_(
            "Kijkt er iemand mee op je telefoon of je mail? Kies dan nee en schrijf hoe het wel kan."
        ),
        unknown=True,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way, whichever."""
        super().clean()
        ways = ("family_phone", "family_email", "preferred_contact")
        if not self.errors and not any(self.cleaned_data.get(name) for name in ways):
            self.add_error(
                "family_phone",
                ValidationError(
                    _("Vul één manier in om je te bereiken: een nummer, een e-mailadres of iets anders."),
                    "no-way",
                ),
            )
        return self.cleaned_data


class ParentsForm(Question):
    """Whether the parents may know. Whatever the answer: first we talk with the youngster."""

    parents_may_know = YesNoField(
        label=_("Mogen je ouders weten dat je hulp vraagt?"),
        help_text=_(
            "We praten altijd eerst met jou. Wat je ook kiest: we bellen niet naar je ouders voor we jou spraken."
        ),
        unknown=True,
    )


class YoungQuestionForm(Question):
    """What the youngster asks, and what goes well."""

    question = TextField(
        label=_("Wat wil je ons vertellen of vragen?"),
        help_text=_("In je eigen woorden. Eén zin is genoeg. De rest vertel je later, als je wil."),
        max_length=TEXT,
        rows=5,
        error_messages={"required": _("Schrijf in enkele woorden wat er is. Eén zin is genoeg.")},
    )
    going_well = TextField(
        label=_("Wat gaat er goed, of wie helpt je nu al?"), max_length=TEXT, rows=3, required=False
    )
