"""What the questions of the front door have in common."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting, public_form
from eenplan.core.clock import today
from eenplan.core.languages import language_now
from eenplan.network.queries import life_domains
from eenplan.web.shared.forms import (
    ChoicesField,
    Form,
    choose,
)

NAME, PHONE, EMAIL, TEXT = 100, 40, 254, 5000


dialable = RegexValidator(
    r"^(?:\D*\d){6,}\D*$",
    _("Dit telefoonnummer klopt nog niet. Het ziet eruit als 089 00 00 00 of +32 89 00 00 00."),
)


ONE_WAY = _("Vul een telefoonnummer of een e-mailadres in. Eén van de twee is genoeg.")


class Phone(forms.CharField):
    """A phone number, as people write it."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(
            max_length=PHONE,
            required=False,
            validators=[dialable],
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": autocomplete}),
            **kwargs,
        )


class Email(forms.EmailField):
    """An e-mail address; `autocomplete` is 'email' where people fill in their own."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=EMAIL,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
            **kwargs,
        )


class Question(Form):
    """One page of questions. `widths`: how wide an input shows, in characters."""

    widths: ClassVar[dict[str, int]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in self.fields.values():  # a browser that cuts off what is pasted says nothing; we do
            asked.widget.attrs.pop("maxlength", None)

    @property
    def rows(self) -> list[tuple[BoundField, str, bool]]:
        """Each question with its width, and whether it is the only one and so the page's title."""
        alone = len(self.visible_fields()) == 1
        return [(bound, str(self.widths.get(bound.name, "")), alone) for bound in self]


class OneWay(Question):
    """A page with a phone number and an e-mail address, of which one is needed: the phone, unless the other came."""

    phone: ClassVar[str]
    email: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mailed = str(self.data.get(self.email, "")).strip() if self.is_bound else ""
        self.fields[self.phone].required = not mailed
        self.fields[self.phone].error_messages["required"] = str(ONE_WAY)


class WithDomains(Question):
    """A page that also asks which parts of life it is about."""

    domains = ChoicesField(label=_("Waarover gaat het?"), help_text=_("Kies alles wat past."), required=False)

    def __init__(self, *args: Any, acting: Acting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = life_domains(acting or public_form(), on=today())
        choose(self, "domains", [(one.code, one.label(language_now())) for one in found])


def yes_no(answer: str) -> bool | None:
    """True, False, or None for 'Weet ik niet' and for no answer."""
    return {"yes": True, "no": False}.get(answer)
