"""The questions of a referral, a page each. `Own…` asks the same of a family that speaks for itself."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting, public_form
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.referrals.enums import ReferrerType, TellBy
from eenplan.web.frontdoor.forms.base import NAME, TEXT, Email, OneWay, Phone, Question, WithDomains
from eenplan.web.frontdoor.places import Found, find_place
from eenplan.web.shared.forms import (
    ChoiceField,
    DateField,
    TextField,
    YesNoField,
)

LANGUAGES = [
    ("nl", _("Nederlands")),
    ("ar", _("Arabisch")),
    ("ber", _("Berbers")),
    ("bg", _("Bulgaars")),
    ("prs", _("Dari")),
    ("de", _("Duits")),
    ("en", _("Engels")),
    ("fr", _("Frans")),
    ("it", _("Italiaans")),
    ("uk", _("Oekraïens")),
    ("ps", _("Pasjtoe")),
    ("pl", _("Pools")),
    ("pt", _("Portugees")),
    ("ro", _("Roemeens")),
    ("ru", _("Russisch")),
    ("so", _("Somalisch")),
    ("es", _("Spaans")),
    ("ti", _("Tigrinya")),
    ("tr", _("Turks")),
    ("other", _("een andere taal")),
    ("und", _("Weet ik niet")),
]


class WhoForm(Question):
    """Who refers."""

    referrer_type = ChoiceField(
        label=_("Wie ben je?"),
        choices=[("", _("Kies wie je bent")), *ReferrerType.choices],
        widget=forms.Select,
        help_text=_("Vraag je hulp voor je eigen gezin? Kies dan ‘het gezin zelf’."),
        error_messages={"required": _("Kies wie je bent. Staat het er niet bij? Kies ‘iemand anders’.")},
    )


class DangerForm(Question):
    """Whether somebody is in danger now (rule 12)."""

    acute_danger = YesNoField(
        label=_("Is er nu gevaar voor iemand in het gezin?"),
        unknown=True,
        error_messages={"required": _("Kies ja, nee of ‘Weet ik niet’: is er nu gevaar?")},
    )
    concern_about_child = YesNoField(
        label=_("Maak je je zorgen of een kind veilig is?"), unknown=True, required=False
    )


class OwnDangerForm(Question):
    """The same, for the family itself."""

    acute_danger = YesNoField(
        label=_("Is er nu iemand in gevaar bij jou thuis?"),
        help_text=_("Jij, een kind of iemand anders."),
        unknown=True,
        error_messages={"required": _("Kies ja, nee of ‘Weet ik niet’: is er nu iemand in gevaar?")},
    )


class KnowsForm(Question):
    """What the family knows of this referral."""

    family_informed = ChoiceField(
        label=_("Weet het gezin dat je aanmeldt?"),
        help_text=_("Zeg het eerst aan het gezin, als dat veilig kan."),
        choices=[("yes", _("Ja")), ("no", _("Nee, of dat weet ik niet zeker"))],
    )
    asked_minor = YesNoField(
        label=_("Is het ook gevraagd aan de kinderen van 12 jaar of ouder?"), unknown=True, required=False
    )
    disagreement_known = YesNoField(
        label=_("Zijn de ouders het hierover oneens?"), unknown=True, required=False
    )


class PlaceForm(Question):
    """Where the family lives: to one zone and partnership of the day (rule 7)."""

    widths = {"place": 20}

    place = forms.CharField(
        label=_("Waar woont het gezin?"),
        help_text=_("De postcode of de gemeente, bijvoorbeeld 3600 of Genk."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul de postcode in, of de naam van de gemeente.")},
    )
    chosen = forms.CharField(max_length=NAME, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, acting: Acting | None = None, on: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.acting, self.on = acting or public_form(), on or today()
        self.found = Found()
        self.refused: RuleBroken | None = None
        self._look()

    def _look(self) -> None:
        text = str(self.data.get(self.add_prefix("place"), "")).strip()
        if not self.is_bound or not text or len(text) > NAME or "\x00" in text:
            return
        chosen = str(self.data.get(self.add_prefix("chosen"), ""))
        try:
            self.found = find_place(self.acting, text, on=self.on, chosen=chosen)
        except RuleBroken as error:
            self.refused = error
            return
        options = self.found.options
        if options:
            self.fields["chosen"] = ChoiceField(
                label=_("Welke plaats bedoel je?"),
                choices=options,
                error_messages={
                    "required": _("Hier horen meer plaatsen bij. Kies waar het gezin woont."),
                    "invalid_choice": _("Hier horen meer plaatsen bij. Kies waar het gezin woont."),
                },
            )

    def clean_place(self) -> str:
        """What was typed. Raises ValidationError with the words of whoever did not know the place."""
        if self.refused:
            raise ValidationError(str(self.refused.message), self.refused.code)
        return str(self.cleaned_data["place"])


class OwnPlaceForm(PlaceForm):
    """The same, for the family itself."""

    place = forms.CharField(
        label=_("Waar woon je?"),
        help_text=_("Je postcode of je gemeente, bijvoorbeeld 3600 of Genk."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul je postcode in, of de naam van je gemeente.")},
    )


TELL_BY = [
    (TellBy.PHONE.value, _("Aan de telefoon")),
    (TellBy.TEXT.value, _("Met een sms")),
    (TellBy.EMAIL.value, _("Met een e-mail")),
    (TellBy.LETTER.value, _("Met een brief")),
]


class ContactForm(Question):
    """How the family can be reached, and whether that is safe."""

    widths = {"family_name": 20, "family_phone": 20}

    family_name = forms.CharField(
        label=_("Familienaam van het gezin"),
        max_length=NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    family_phone = Phone(label=_("Telefoon van het gezin"))
    family_email = Email(label=_("E-mailadres van het gezin"))
    safe_to_contact = YesNoField(
        label=_("Is het veilig om het gezin te bellen of te schrijven?"),
        help_text=_("Kijkt er iemand mee op de telefoon of in de post? Dan is het niet veilig."),
        unknown=True,
    )
    tell_by = ChoiceField(
        label=_("Hoe hoort het gezin het liefst van ons?"),
        help_text=_(
            "We vertellen wie het gezin kan bellen en wat er nu gebeurt. In een sms of e-mail staat enkel het nummer."
        ),
        choices=TELL_BY,
        required=False,
    )
    preferred_contact = forms.CharField(
        label=_("Wanneer en hoe best?"),
        help_text=_("Bijvoorbeeld: na 16 uur, eerst een berichtje sturen."),
        max_length=200,
        required=False,
    )


class OwnContactForm(OneWay, ContactForm):
    """The same, for the family itself: one way to reach them is needed."""

    phone, email = "family_phone", "family_email"

    family_name = forms.CharField(
        label=_("Je naam"),
        help_text=_("Een voornaam is genoeg."),
        max_length=NAME,
        required=False,
    )
    family_phone = Phone(
        label=_("Je telefoonnummer"),
        autocomplete="tel",
        help_text=_("Een telefoonnummer of een e-mailadres is genoeg."),
    )
    family_email = Email(label=_("Je e-mailadres"), autocomplete="email")
    safe_to_contact = YesNoField(
        label=_("Is het veilig om je te bellen of te schrijven?"),
        help_text=_("Kijkt er iemand mee op je telefoon? Zeg ons dan hieronder hoe het wel kan."),
        unknown=True,
    )
    tell_by = ChoiceField(
        label=_("Hoe hoor je het liefst van ons?"),
        help_text=_(
            "We vertellen wie je kan bellen en wat er nu gebeurt. In een sms of e-mail staat enkel het nummer."
        ),
        choices=TELL_BY,
        required=False,
    )
    preferred_contact = forms.CharField(
        label=_("Wanneer en hoe best?"),
        help_text=_("Bijvoorbeeld: na 16 uur, eerst een berichtje sturen."),
        max_length=200,
        required=False,
    )


class LanguageForm(Question):
    """In which language we speak with the family."""

    widths = {"other_language": 20}

    language = ChoiceField(
        label=_("Welke taal spreekt het gezin het liefst?"),
        choices=LANGUAGES,
        widget=forms.Select,
        required=False,
        initial="nl",
    )
    other_language = forms.CharField(
        label=_("Welke andere taal?"),
        help_text=_("Enkel als die niet in de lijst staat."),
        max_length=35,
        required=False,
    )
    interpreter = YesNoField(label=_("Is er een tolk nodig?"), unknown=True)


class OwnLanguageForm(LanguageForm):
    """The same, for the family itself."""

    language = ChoiceField(
        label=_("Welke taal spreek je het liefst?"),
        choices=LANGUAGES,
        widget=forms.Select,
        required=False,
        initial="nl",
    )
    interpreter = YesNoField(label=_("Wil je een tolk erbij?"), unknown=True)
    field_order = ["language", "other_language", "interpreter"]


class QuestionForm(Question):
    """The family's own words, and what goes well. Kept apart from how the referrer sees it."""

    question = TextField(
        label=_("Wat vraagt het gezin, in hun eigen woorden?"),
        help_text=_(
            "Schrijf zoals zij het zeggen. Bijvoorbeeld: “We weten niet meer bij wie we moeten zijn.”"
        ),
        max_length=TEXT,
        rows=5,
        error_messages={
            "required": _(
                "Schrijf wat het gezin vraagt, of vink aan dat je niet weet hoe ze het zelf zeggen."
            )
        },
    )
    question_unknown = forms.BooleanField(label=_("Ik weet niet hoe het gezin het zelf zegt"), required=False)
    going_well = TextField(label=_("Wat gaat goed in dit gezin?"), max_length=TEXT, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("question_unknown"):
            self.fields["question"].required = False


class OwnQuestionForm(WithDomains):
    """What the family itself asks, and what goes well."""

    question = TextField(
        label=_("Waarmee kunnen we je helpen?"),
        help_text=_("In je eigen woorden. Het mag kort."),
        max_length=TEXT,
        rows=5,
        error_messages={"required": _("Schrijf in enkele woorden wat je vraagt. Eén zin is genoeg.")},
    )
    going_well = TextField(label=_("Wat gaat goed bij jullie?"), max_length=TEXT, rows=3, required=False)
    field_order = ["question", "going_well", "domains"]


class ViewForm(WithDomains):
    """How the referrer sees it."""

    referrer_view = TextField(
        label=_("Hoe zie jij het?"),
        help_text=_(
            "Wat merk je, welke hulp is er al, waar wordt op gewacht? Het gezin kan dit later lezen."
        ),
        max_length=TEXT,
        rows=6,
        error_messages={"required": _("Schrijf in enkele woorden hoe jij het ziet. Eén zin is genoeg.")},
    )
    field_order = ["referrer_view", "domains"]


class ReferrerForm(OneWay):
    """Whom we call back."""

    phone, email = "referrer_phone", "referrer_email"

    widths = {"referrer_phone": 20}

    referrer_name = forms.CharField(
        label=_("Je naam"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    referrer_organisation = forms.CharField(label=_("Je organisatie"), max_length=NAME, required=False)
    referrer_phone = Phone(
        label=_("Je telefoonnummer"),
        autocomplete="tel",
        help_text=_("Een telefoonnummer of een e-mailadres is genoeg."),
    )
    referrer_email = Email(label=_("Je e-mailadres"), autocomplete="email")
    stays_involved = YesNoField(label=_("Blijf je betrokken bij het gezin?"), unknown=True, required=False)
    wants_feedback = YesNoField(
        label=_("Wil je horen hoe het verdergaat?"),
        help_text=_("We vragen eerst aan het gezin of dat mag."),
        required=False,
    )


class FindForm(Question):
    """Who helps in a place, today or on another day."""

    place = forms.CharField(
        label=_("Postcode of gemeente"),
        max_length=NAME,
        error_messages={"required": _("Vul een postcode in, of de naam van een gemeente.")},
    )
    on = DateField(
        label=_("Op welke dag?"),
        help_text=_("Laat leeg voor vandaag. Bijvoorbeeld 1 7 2021."),
        required=False,
    )
