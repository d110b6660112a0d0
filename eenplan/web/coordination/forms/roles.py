"""Who gets a role beside the team or for the whole, and from when it is over."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.enums import Role
from eenplan.web.coordination.forms.team import LAST, keys
from eenplan.web.shared.forms import ChoiceField, DateField, Form, choose

# What somebody in a role does and sees, for whoever gives it.
HINTS = {
    Role.PARTNER: _("Meldt gezinnen aan, en leest wat een gezin zelf met deze persoon deelt."),
    Role.STEERING: _("Ziet de cijfers en de samenstelling. Nooit een gezin."),
    Role.PRIVACY_OFFICER: _(
        "Ziet mee of er zorgzaam met gegevens omgegaan wordt. Nooit wat er in een dossier staat."
    ),
    Role.OFFICIAL: _("Ziet de cijfers en de samenstelling van alle samenwerkingsverbanden. Nooit een gezin."),
    Role.RESEARCHER: _("Neemt rijen zonder namen mee voor onderzoek. Nooit een gezin."),
    Role.ADMIN: _("Houdt woorden, gebieden en rollen in orde. Nooit een gezin."),
}


class GiveRoleForm(Form):
    """Somebody gets a role: who, of which organisation, as what, from and until when."""

    name = forms.CharField(
        label=_("Hoe heet deze persoon?"), max_length=120, help_text=_("Voornaam en familienaam.")
    )
    email = forms.EmailField(
        label=_("E-mailadres van het werk"),
        help_text=_("Hiermee meldt deze persoon zich aan. Staat het er al, dan komt er een rol bij."),
        max_length=254,
    )
    organisation = ChoiceField(label=_("Bij welke organisatie?"), widget=forms.Select)
    role = ChoiceField(label=_("Welke rol?"))
    since = DateField(
        label=_("Eerste dag"), help_text=_("Vanaf die dag is er toegang."), earliest=clock.today, latest=LAST
    )
    until = DateField(
        label=_("Laatste dag"),
        help_text=_("Als die al gekend is. De toegang sluit dan vanzelf."),
        required=False,
        latest=LAST,
    )

    def __init__(
        self,
        *args: Any,
        titles: Sequence[tuple[Role, str]],
        organisations: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        hints = {role.value: HINTS[role] for role, _title in titles}
        choose(self, "role", [(role.value, title) for role, title in titles], hints)
        choose(self, "organisation", [("", _("Kies een organisatie")), *keys(organisations)])


class EndRoleForm(Form):
    """From when a role gives no access any more."""

    on = DateField(
        label=_("Vanaf welke dag is er geen toegang meer?"),
        help_text=_("Kies vandaag, en de toegang is meteen dicht. Ook voor wie nu aangemeld is."),
        earliest=clock.today,
        latest=LAST,
    )

    @property
    def day(self) -> date:
        """The first day without it. Only of a valid form."""
        found: date = self.cleaned_data["on"]
        return found
