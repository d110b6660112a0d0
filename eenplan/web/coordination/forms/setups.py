"""What is typed to begin a partnership."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core.clock import today
from eenplan.web.shared.forms import DateField, Form


def tomorrow() -> date:
    """The first day on which a partnership can begin."""
    return today() + timedelta(days=1)


class StartForm(Form):
    """The name, the code and the first day."""

    name = forms.CharField(
        label=_("Hoe heet het samenwerkingsverband?"),
        max_length=120,
        error_messages={"required": _("Vul de naam van het samenwerkingsverband in.")},
    )
    code = forms.CharField(
        label=_("Welke code krijgt het?"),
        max_length=10,
        help_text=_("Kort, zoals P17. De code staat in cijfers en verandert niet meer."),
        error_messages={"required": _("Kies een korte code, zoals P17.")},
    )
    since = DateField(
        label=_("Vanaf welke dag werkt het?"),
        help_text=_("Tot die dag kan je alles nog terugnemen."),
        earliest=tomorrow,
        error_messages={"required": _("Vul de eerste dag in waarop het werkt.")},
    )
