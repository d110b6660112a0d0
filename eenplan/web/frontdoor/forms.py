"""The questions of a referral, a page each. `Own…` asks the same of a family that speaks for itself."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting, public_form
from eenplan.core.clock import BRUSSELS, now, today
from eenplan.core.errors import RuleBroken
from eenplan.families.enums import LivesHere, PersonRole
from eenplan.network.queries import life_domains
from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.rules import MONTHS_BEFORE_BIRTH, months_later
from eenplan.web.frontdoor.places import Found, find_place
from eenplan.web.shared.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Form,
    TextField,
    TimeField,
    YesNoField,
)

NAME, PHONE, TEXT = 100, 40, 5000
EXPECTED = "expected"

ROLES = [
    (PersonRole.CHILD.value, PersonRole.CHILD.label),
    (EXPECTED, _("kindje op komst")),
    *[(role.value, role.label) for role in PersonRole if role != PersonRole.CHILD],
]

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

dialable = RegexValidator(
    r"^[+0-9][0-9 ()/.\-+]*[0-9 ].*$",
    _("Dit telefoonnummer klopt nog niet. Het ziet eruit als 089 00 00 00 of +32 89 00 00 00."),
)


class Phone(forms.CharField):
    """A phone number, as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=PHONE,
            required=False,
            validators=[dialable],
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            **kwargs,
        )


class Question(Form):
    """One page of questions. `widths`: how wide an input shows, in characters."""

    widths: ClassVar[dict[str, int]] = {}

    @property
    def rows(self) -> list[tuple[BoundField, str, bool]]:
        """Each question with its width, and whether it is the only one and so the page's title."""
        alone = len(self.visible_fields()) == 1
        return [(bound, str(self.widths.get(bound.name, "")), alone) for bound in self]


class WhoForm(Question):
    """Who refers."""

    referrer_type = ChoiceField(
        label=_("Wie ben je?"),
        choices=[("", _("Kies wie je bent")), *[pair for pair in ReferrerType.choices if pair[0]]],
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

    family_informed = YesNoField(
        label=_("Weet het gezin dat je aanmeldt?"),
        help_text=_("Zeg het eerst aan het gezin, als dat veilig kan."),
        unknown=True,
    )
    asked_minor = YesNoField(
        label=_("Is het ook gevraagd aan de kinderen van 12 jaar of ouder?"), unknown=True, required=False
    )
    disagreement_known = YesNoField(
        label=_("Weet je of de ouders het hierover oneens zijn?"),
        help_text=_("‘Ja’ betekent: ze zijn het oneens."),
        unknown=True,
        required=False,
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
    family_email = forms.EmailField(label=_("E-mailadres van het gezin"), required=False)
    safe_to_contact = YesNoField(
        label=_("Is het veilig om het gezin te bellen of te schrijven?"),
        help_text=_("Kijkt er iemand mee op de telefoon of in de post? Dan is het niet veilig."),
        unknown=True,
    )
    preferred_contact = forms.CharField(
        label=_("Wanneer en hoe best?"),
        help_text=_("Bijvoorbeeld: na 16 uur, eerst een berichtje sturen."),
        max_length=200,
        required=False,
    )


class OwnContactForm(ContactForm):
    """The same, for the family itself: one way to reach them is needed."""

    family_name = forms.CharField(
        label=_("Je naam"),
        help_text=_("Een voornaam is genoeg."),
        max_length=NAME,
        required=False,
    )
    family_phone = Phone(label=_("Je telefoonnummer"))
    family_email = forms.EmailField(label=_("Je e-mailadres"), required=False)
    safe_to_contact = YesNoField(
        label=_("Is het veilig om je te bellen of te schrijven?"),
        help_text=_("Kijkt er iemand mee op je telefoon? Zeg ons dan hieronder hoe het wel kan."),
        unknown=True,
    )
    preferred_contact = forms.CharField(
        label=_("Wanneer en hoe best?"),
        help_text=_("Bijvoorbeeld: na 16 uur, eerst een berichtje sturen."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the family."""
        super().clean()
        one_way(self, "family_phone", "family_email")
        return self.cleaned_data


def one_way(form: Form, phone: str, email: str) -> None:
    """Ask for a phone number or an e-mail address, beside the first of the two."""
    if not any(form.cleaned_data.get(name) or name in form.errors for name in (phone, email)):
        form.add_error(
            phone,
            ValidationError(_("Vul een telefoonnummer of een e-mailadres in. Eén van de twee is genoeg.")),
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
    other_language = forms.CharField(label=_("Welke andere taal?"), max_length=35, required=False)
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
        required=False,
    )
    question_unknown = forms.BooleanField(label=_("Ik weet niet hoe het gezin het zelf zegt"), required=False)
    going_well = TextField(label=_("Wat gaat goed in dit gezin?"), max_length=TEXT, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """Either their words or that nobody knows them."""
        super().clean()
        said = self.cleaned_data
        if not (said.get("question") or said.get("question_unknown") or "question" in self.errors):
            words = _("Schrijf wat het gezin vraagt, of vink aan dat je niet weet hoe ze het zelf zeggen.")
            self.add_error("question", ValidationError(words))
        return self.cleaned_data


class WithDomains(Question):
    """A page that also asks which parts of life it is about."""

    domains = ChoicesField(label=_("Waarover gaat het?"), help_text=_("Kies alles wat past."), required=False)

    def __init__(self, *args: Any, acting: Acting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = life_domains(acting or public_form(), on=today())
        self.fields["domains"].choices = [(one.code, one.label_nl) for one in found]  # type: ignore[attr-defined]  # it is a ChoicesField


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


class ReferrerForm(Question):
    """Whom we call back."""

    widths = {"referrer_phone": 20}

    referrer_name = forms.CharField(label=_("Je naam"), max_length=NAME)
    referrer_organisation = forms.CharField(label=_("Je organisatie"), max_length=NAME, required=False)
    referrer_phone = Phone(
        label=_("Je telefoonnummer"), help_text=_("Een telefoonnummer of een e-mailadres is genoeg.")
    )
    referrer_email = forms.EmailField(label=_("Je e-mailadres"), required=False)
    stays_involved = YesNoField(label=_("Blijf je betrokken bij het gezin?"), unknown=True, required=False)
    wants_feedback = YesNoField(
        label=_("Wil je horen hoe het verdergaat?"),
        help_text=_("We vragen eerst aan het gezin of dat mag."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the referrer."""
        super().clean()
        one_way(self, "referrer_phone", "referrer_email")
        return self.cleaned_data


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


def yes_no(answer: str) -> bool | None:
    """True, False, or None for 'Weet ik niet' and for no answer."""
    return {"yes": True, "no": False}.get(answer)


class ReceivedForm(Question):
    """On the phone: when the question came in. Now, unless said otherwise."""

    widths = {"received_at": 4}

    received_on = DateField(label=_("Wanneer kwam de vraag binnen?"), latest=today)
    received_at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))

    @property
    def moment(self) -> datetime:
        """The moment that was filled in, aware."""
        return datetime.combine(
            self.cleaned_data["received_on"], self.cleaned_data["received_at"], tzinfo=BRUSSELS
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a moment to come; the minute that is running counts as now."""
        super().clean()
        if not self.errors and self.moment > now():
            self.add_error("received_at", ValidationError(_("Dit uur moet nog komen. Kijk het na.")))
        return self.cleaned_data


class CallViewForm(ViewForm):
    """On the phone a family may speak for itself: then there is no other view."""

    referrer_view = TextField(label=_("Hoe ziet de aanmelder het?"), max_length=TEXT, rows=4, required=False)


class CallerForm(ReferrerForm):
    """On the phone: who calls. A way to reach the family counts too."""

    referrer_name = forms.CharField(label=_("Naam van wie belt"), max_length=NAME, required=False)
    referrer_organisation = forms.CharField(label=_("Organisatie"), max_length=NAME, required=False)
    referrer_phone = Phone(label=_("Telefoon van wie belt"))
    referrer_email = forms.EmailField(label=_("E-mailadres van wie belt"), required=False)
    stays_involved = YesNoField(label=_("Blijft die betrokken?"), unknown=True, required=False)
    wants_feedback = YesNoField(label=_("Wil die horen hoe het verdergaat?"), required=False)

    def clean(self) -> dict[str, Any]:
        """Nothing more: the action asks for one way to reach somebody."""
        return Question.clean(self) or self.cleaned_data


class CallPersonForm(Question):
    """On the phone: somebody of the family on one line. An empty line is nobody."""

    role = forms.ChoiceField(label=_("Wie"), choices=[("", _("Kies")), *ROLES], required=False)
    given_name = forms.CharField(label=_("Voornaam"), max_length=NAME, required=False)
    day = DateField(
        label=_("Geboren of uitgerekend"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "27/3/2019"}),
    )

    def clean(self) -> dict[str, Any]:
        """A line with something on it says who it is."""
        super().clean()
        said = self.cleaned_data
        if (said.get("given_name") or said.get("day") or "day" in self.errors) and not said.get("role"):
            self.add_error("role", ValidationError(_("Kies wie dit is.")))
        try:
            check_day(str(said.get("role", "")), said.get("day"))
        except ValidationError as error:
            self.add_error("day", error)
        return said


CallPersons = forms.formset_factory(CallPersonForm, extra=4, max_num=20, absolute_max=24)
