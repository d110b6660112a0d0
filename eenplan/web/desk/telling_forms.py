"""What is typed about telling the family, and about what its referrer may know."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.referrals.enums import TellBy
from eenplan.web.shared.forms import ChoiceField, Choices, DateField, Form, choose

WAYS = [
    (TellBy.PHONE.value, _("Aan de telefoon")),
    (TellBy.TEXT.value, _("Met een sms")),
    (TellBy.EMAIL.value, _("Met een e-mail")),
    (TellBy.LETTER.value, _("Met een brief")),
]


class ToldForm(Form):
    """How and when somebody told the family."""

    by = ChoiceField(label=_("Hoe vertelde je het?"), choices=WAYS)
    on = DateField(label=_("Op welke dag?"), latest=clock.today)


class AgreeWayForm(Form):
    """The way that was agreed to be safe, and with whom."""

    by = ChoiceField(
        label=_("Hoe kan het gezin dit veilig horen?"),
        choices=WAYS,
        option_hints={
            TellBy.EMAIL.value: _("Vertrekt vanzelf. Er staat enkel in wie ze kunnen bellen, geen naam."),
            TellBy.TEXT.value: _("Je stuurt hem zelf. De tekst staat klaar."),
            TellBy.LETTER.value: _("Je drukt hem zelf af. Neem een omslag zonder afzender."),
        },
    )
    detail = ChoiceField(label=_("Naar welk e-mailadres?"), required=False)
    agreed = forms.CharField(
        label=_("Met wie sprak je dit af, en wat?"),
        help_text=_("Bijvoorbeeld: met mama, aan de telefoon. Enkel overdag."),
        max_length=200,
        error_messages={
            "required": _("Schrijf kort met wie je dit afsprak. Zonder afspraak vertrekt er niets.")
        },
    )

    def __init__(self, *args: Any, addresses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "detail", addresses)
        if not addresses:
            del self.fields["detail"]

    @property
    def detail_id(self) -> UUID | None:
        """The e-mail address that was chosen."""
        chosen = self.cleaned_data.get("detail")
        return UUID(chosen) if chosen else None


class MayKnowForm(Form):
    """Who of the family said that the referrer may know more, and when."""

    said_by = ChoiceField(
        label=_("Wie van het gezin vindt dit goed?"),
        error_messages={"required": _("Kies wie van het gezin dit goed vindt.")},
    )
    said_on = DateField(label=_("Wanneer zei die dat?"), latest=clock.today)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "said_by", people)
