"""What is typed around the decision on a referral: forwarding, danger, consults, crisis hotlines, doubles."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.clock import BRUSSELS
from eenplan.families.actions import NewDetail
from eenplan.families.enums import DetailKind
from eenplan.referrals.actions import NewStep
from eenplan.referrals.enums import CrisisAgreement, CrisisKind, DangerAct
from eenplan.web.frontdoor.forms import PlaceForm
from eenplan.web.shared.forms import (
    ChoiceField,
    Choices,
    DateField,
    Form,
    TextField,
    TimeField,
    YesNoField,
    choose,
)

NAME = 200
CONSULT_STEPS = 3


class ForwardForm(PlaceForm):
    """Where the family lives, on the day of receipt, and why the referral goes on (rule 8)."""

    reason = TextField(
        label=_("Waarom geef je dit door?"),
        help_text=_("De ontvanger leest dit. Zeg ook of de aanmelder of het gezin het al weet."),
        rows=3,
        max_length=2000,
        error_messages={"required": _("Schrijf kort waarom je dit doorgeeft.")},
    )


class DangerForm(Form):
    """There is acute danger now."""

    text = TextField(
        label=_("Wat is er aan de hand, en van wie hoorde je het?"),
        help_text=_("Enkel wat je zag of hoorde. Het hele team ziet dit meteen."),
        rows=4,
        max_length=4000,
        error_messages={"required": _("Schrijf in enkele woorden wat er aan de hand is.")},
    )


class AnswerForm(Form):
    """Who did what about acute danger, and what happens next (rule 12)."""

    who = forms.CharField(
        label=_("Wie deed iets?"),
        help_text=_("Een naam: iemand van ons, of iemand van een andere organisatie."),
        max_length=NAME,
        error_messages={"required": _("Vul de naam in van wie iets deed.")},
    )
    organisation = forms.CharField(label=_("Van welke organisatie?"), max_length=NAME, required=False)
    act = ChoiceField(
        label=_("Wat deed die persoon?"),
        choices=DangerAct.choices,
        error_messages={"required": _("Kies wat die persoon deed.")},
    )
    on = DateField(label=_("Wanneer?"), latest=clock.today)
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    agreed = TextField(
        label=_("Wat is er afgesproken?"),
        help_text=_("Wie doet nu wat, en tegen wanneer?"),
        rows=3,
        max_length=4000,
        error_messages={"required": _("Schrijf wat er is afgesproken.")},
    )

    @property
    def moment(self) -> datetime:
        """When it was done."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], BRUSSELS)


class CrisisCallForm(Form):
    """A contact with a crisis hotline."""

    hotline = forms.CharField(
        label=_("Welk crisismeldpunt?"),
        help_text=_("Bijvoorbeeld: Crisismeldpunt Limburg."),
        max_length=NAME,
        error_messages={"required": _("Vul in met welk crisismeldpunt er contact was.")},
    )
    kind = ChoiceField(
        label=_("Wat deed het crisismeldpunt?"),
        choices=CrisisKind.choices,
        error_messages={"required": _("Kies wat het crisismeldpunt deed.")},
    )
    on = DateField(label=_("Wanneer was het contact?"), latest=clock.today)
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    by = forms.CharField(
        label=_("Wie sprak met het crisismeldpunt?"),
        max_length=NAME,
        error_messages={"required": _("Vul in wie met het crisismeldpunt sprak.")},
    )
    agreed = ChoiceField(
        label=_("Ging het gezin of de jongere akkoord?"),
        choices=CrisisAgreement.choices,
        option_hints={
            CrisisAgreement.UNCLEAR.value: _(
                "Dan mag het crisismeldpunt 72 uur werken om het te weten te komen."
            )
        },
        error_messages={"required": _("Kies of er een akkoord was.")},
    )
    text = TextField(label=_("Wat is er afgesproken?"), rows=3, max_length=4000, required=False)

    @property
    def moment(self) -> datetime:
        """When the contact was."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], BRUSSELS)


class ConsultForm(Form):
    """Consult only: advice, what the referrer will do, and when we call back (rule 9)."""

    on = DateField(label=_("Wanneer was het overleg?"), latest=clock.today)
    given_by = forms.ChoiceField(label=_("Wie van het team gaf advies?"))
    advice = TextField(
        label=_("Welk advies gaf je?"),
        help_text=_("Dit gaat mee naar de aanmelder. Schrijf geen namen van het gezin."),
        rows=4,
        max_length=4000,
        error_messages={"required": _("Schrijf kort welk advies je gaf.")},
    )
    family_told = YesNoField(
        label=_("Weet het gezin van dit overleg?"), unknown=True, initial="unknown", required=False
    )
    call_back_on = DateField(
        label=_("Op welke dag bellen we de aanmelder terug?"),
        help_text=_("Laat dit leeg als dat niet nodig is."),
        earliest=clock.today,
        required=False,
    )

    def __init__(self, *args: Any, team: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "given_by", team)

    @property
    def family_knows(self) -> bool | None:
        """Whether the family knows of the talk; None when nobody said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["family_told"])

    @property
    def adviser(self) -> UUID:
        """Who gave the advice."""
        return UUID(self.cleaned_data["given_by"])


class ConsultStepForm(Form):
    """One thing that the referrer will do; an empty line is no step."""

    text = forms.CharField(label=_("Wat zal de aanmelder doen?"), max_length=500, required=False)
    by = DateField(label=_("Tegen wanneer?"), required=False)

    def clean(self) -> dict[str, Any]:
        """A step has a text and a day, or neither."""
        found: dict[str, Any] = super().clean() or {}
        text, by = found.get("text"), found.get("by")
        if text and not by and "by" not in self.errors:
            self.add_error("by", _("Vul in tegen welke dag dit gebeurt."))
        if by and not text:
            self.add_error("text", _("Schrijf wat de aanmelder tegen die dag zal doen."))
        return found

    @property
    def step(self) -> NewStep | None:
        """The step, if there is one."""
        text, by = self.cleaned_data.get("text"), self.cleaned_data.get("by")
        return NewStep(text, by) if text and isinstance(by, date) else None


class CalledBackForm(Form):
    """The referrer was called back."""

    on = DateField(label=_("Wanneer heb je teruggebeld?"), latest=clock.today)
    note = TextField(label=_("Hoe gaat het nu?"), rows=3, max_length=4000, required=False)


class VerdictForm(Form):
    """Why two files are, or are not, of the same family (rule 11)."""

    reason = TextField(
        label=_("Hoe weet je dat?"),
        help_text=_("Zo hoeft een collega het niet opnieuw te vragen."),
        rows=3,
        max_length=2000,
        error_messages={"required": _("Schrijf kort hoe je dat weet.")},
    )


class ReferenceForm(VerdictForm):
    """The other referral of the same family, by its number."""

    reference = forms.CharField(
        label=_("Wat is het nummer van de andere aanmelding?"),
        help_text=_("Het ziet eruit als K7M-4QX2. Je vindt het boven aan de andere aanmelding."),
        max_length=20,
        error_messages={"required": _("Vul het nummer van de andere aanmelding in.")},
    )


class NameForm(Form):
    """The family of a consult without names agrees to be referred."""

    family_name = forms.CharField(
        label=_("Onder welke naam vinden we het gezin terug?"),
        help_text=_("Een voornaam is genoeg."),
        max_length=NAME,
        error_messages={"required": _("Vul een naam in. Een voornaam is genoeg.")},
    )
    agreed = TextField(
        label=_("Wie van het gezin ging akkoord, en hoe weet je dat?"),
        rows=2,
        max_length=2000,
        error_messages={"required": _("Schrijf wie van het gezin akkoord ging.")},
    )
    phone = forms.CharField(label=_("Telefoon van het gezin"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail van het gezin"), required=False)
    safe = YesNoField(
        label=_("Is het veilig om het gezin te bellen of te schrijven?"), unknown=True, initial="unknown"
    )

    @property
    def is_safe(self) -> bool | None:
        """Whether it is safe to contact the family; None when nobody knows."""
        return {"yes": True, "no": False}.get(self.cleaned_data["safe"])

    @property
    def details(self) -> list[NewDetail]:
        """How the family can be reached."""
        typed = ((DetailKind.PHONE, "phone"), (DetailKind.EMAIL, "email"))
        return [
            NewDetail(kind, self.cleaned_data[name], self.is_safe)
            for kind, name in typed
            if self.cleaned_data[name]
        ]
