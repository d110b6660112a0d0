"""The same questions as they are asked on the phone, on one screen."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.core.clock import BRUSSELS, now, today
from eenplan.referrals.enums import ReferrerType
from eenplan.web.frontdoor.forms.base import NAME, TEXT, Email, Phone, Question
from eenplan.web.frontdoor.forms.pages import ReferrerForm, ViewForm, WhoForm
from eenplan.web.frontdoor.forms.people import ROLES, check_day
from eenplan.web.shared.forms import (
    ChoiceField,
    DateField,
    TextField,
    TimeField,
    YesNoField,
)


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
    referrer_email = Email(label=_("E-mailadres van wie belt"))
    stays_involved = YesNoField(label=_("Blijft die betrokken?"), unknown=True, required=False)
    wants_feedback = YesNoField(label=_("Wil die horen hoe het verdergaat?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.phone].required = False  # the action asks for one way to reach somebody


class CallerTypeForm(WhoForm):
    """On the phone: who refers."""

    referrer_type = ChoiceField(
        label=_("Wie meldt aan?"),
        choices=[("", _("Kies wie belt")), *ReferrerType.choices],
        widget=forms.Select,
        error_messages={"required": _("Kies wie aanmeldt. Staat het er niet bij? Kies ‘iemand anders’.")},
    )


class CallPersonForm(Question):
    """On the phone: somebody of the family on one line. A line on which nothing stands is nobody."""

    role = forms.ChoiceField(
        label=_("Wie"), choices=[("", _("Kies")), *ROLES], error_messages={"required": _("Kies wie dit is.")}
    )
    given_name = forms.CharField(label=_("Voornaam"), max_length=NAME, required=False)
    day = DateField(
        label=_("Geboren of uitgerekend op"),
        earliest=date.min,
        latest=date.max,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "27/3/2019"}),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the day against the role."""
        super().clean()
        try:
            check_day(str(self.cleaned_data.get("role", "")), self.cleaned_data.get("day"))
        except ValidationError as error:
            self.add_error("day", error)
        return self.cleaned_data


CallPersons = forms.formset_factory(CallPersonForm, extra=4, max_num=20, absolute_max=24)
