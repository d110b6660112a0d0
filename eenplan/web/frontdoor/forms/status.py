"""What is typed to follow a referral, or to find a municipality."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.web.shared.forms import Form


class StatusCodeForm(Form):
    """The short code that a referrer got at receipt."""

    code = forms.CharField(
        label=_("Je volgcode"),
        help_text=_("Twaalf tekens, zoals K7M4-QX2P-9BTR. Je kreeg de code toen je aanmeldde."),
        max_length=60,
        error_messages={"required": _("Vul je volgcode in. Je kreeg ze toen je aanmeldde.")},
    )


class MunicipalityForm(Form):
    """A municipality or a postal code."""

    place = forms.CharField(
        label=_("Postcode of gemeente"),
        max_length=100,
        error_messages={"required": _("Vul een postcode in, of de naam van een gemeente.")},
    )
