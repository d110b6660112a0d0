"""What somebody of a family types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import Understood
from eenplan.plans.enums import Answer
from eenplan.web.shared.forms import ChoiceField, Form, TextField

# In the words of who answers; the enum's own words speak about them.
ANSWERS = [
    (Answer.AGREED, _("Ja, dit gaat voor mij")),
    (Answer.PARTLY, _("Voor een deel")),
    (Answer.DISAGREED, _("Nee, zo gaat het niet voor mij")),
]


class PinForm(Form):
    """The PIN alone: whose card it was is known still."""

    pin = forms.CharField(
        label=_("Je pincode"),
        help_text=_("Die kreeg je apart van je kaart."),
        max_length=20,
        widget=forms.PasswordInput,
        error_messages={"required": _("Typ je pincode.")},
    )

    def clean_pin(self) -> str:
        """The digits alone."""
        return "".join(sign for sign in self.cleaned_data["pin"] if sign.isalnum())


class CardForm(PinForm):
    """The code on the card and the PIN in the head. The code comes back on a mistake, the PIN never."""

    code = forms.CharField(
        label=_("De code op je kaart"),
        help_text=_("Met of zonder streepjes, hoofdletters of kleine letters: alles mag."),
        max_length=60,
        error_messages={"required": _("Typ de code die op je kaart staat.")},
    )
    field_order = ("code", "pin")

    def clean_code(self) -> str:
        """The letters and digits alone."""
        return "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isalnum())


class AddressForm(Form):
    """An e-mail address or a mobile number of one's own."""

    address = forms.CharField(
        label=_("Je e-mailadres of gsm-nummer"),
        max_length=254,
        error_messages={"required": _("Typ je e-mailadres of je gsm-nummer.")},
    )


class SentCodeForm(Form):
    """The code that came by e-mail or text message."""

    code = forms.CharField(
        label=_("De code die je kreeg"),
        help_text=_("Zes cijfers, bijvoorbeeld 123 456."),
        max_length=20,
        error_messages={"required": _("Typ de zes cijfers die we stuurden.")},
    )

    def clean_code(self) -> str:
        """The digits alone."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isalnum())


class CodeForm(SentCodeForm, PinForm):
    """The code that came, and the PIN in the head."""

    field_order = ("code", "pin")


# Of a yes in a language of which nobody read the texts yet.
UNDERSTOOD = [
    (Understood.INTERPRETER, _("Een tolk vertelde het mij")),
    (Understood.ALOUD, _("Mijn coach las het mij voor")),
]


class AnswerForm(Form):
    """Whether the plan is right for who reads it. Nothing is chosen beforehand: silence is no yes (rule 22)."""

    answer = ChoiceField(
        label=_("Gaat dit plan voor jou?"),
        choices=ANSWERS,
        error_messages={
            "required": _("Kies wat voor jou klopt. Weet je het nog niet? Dan hoef je nu niets te kiezen.")
        },
    )
    words = TextField(
        label=_("Wil je er iets bij zeggen?"),
        help_text=_(
            "In je eigen woorden, in de taal die jij wilt. Iedereen van je gezin en je coach kan dit lezen."
        ),
        required=False,
        max_length=2000,
    )
    understood = ChoiceField(
        label=_("Zeg je ja? Hoe hoorde je in je eigen taal wat er in het plan staat?"),
        help_text=_(
            "Deze vertaling is nog niet nagelezen. Daarom willen we zeker zijn dat je het plan begrijpt."
        ),
        choices=UNDERSTOOD,
        required=False,
    )

    def __init__(self, *args: Any, is_read: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_read:
            del self.fields["understood"]

    def clean_understood(self) -> Understood | None:
        """What was chosen, if anything."""
        chosen = self.cleaned_data["understood"]
        return Understood(chosen) if chosen else None
