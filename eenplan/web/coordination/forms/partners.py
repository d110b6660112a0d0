"""What is asked about organisations and partners."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.errors import RuleBroken
from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.queries import PartnerFilters, ZoneOn
from eenplan.network.rules.partners import MOST_REMINDER_DAYS, NewContact, NewOrganisation, NewSite, Terms
from eenplan.network.sheets import MOST_BYTES, Line, read_sheet
from eenplan.web.coordination.forms.composition import FIRST_DAY, LAST_DAY
from eenplan.web.shared.forms import ChoiceField, DateField, Form, YesNoField, choose

_EMPTY = ("", _("Alle"))


def _text(label: Any, most: int, *, required: bool = False, **more: Any) -> forms.CharField:
    field = forms.CharField(label=label, max_length=most, required=required, strip=True, **more)
    field.widget.attrs.pop("maxlength", None)
    return field


def _select(
    label: Any, choices: Iterable[Any], *, first: Any = _EMPTY, required: bool = False
) -> ChoiceField:
    return ChoiceField(label=label, choices=[first, *choices], required=required, widget=forms.Select)


class FilterForm(Form):
    """Which partners to list, on which day. It is sent in the address: it is about no person."""

    naam = _text(_("Naam of ondernemingsnummer"), 120)
    op = DateField(
        label=_("Hoe stond het op"),
        help_text=_("Leeg is vandaag. Vooruitkijken mag."),
        required=False,
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )
    sector = _select(_("Sector"), Sector.choices)
    rol = _select(_("Rol"), PartnerRole.choices)
    subsidie = _select(_("Gesubsidieerd"), [("ja", _("Ja")), ("nee", _("Nee"))])
    overeenkomst = _select(_("Overeenkomst"), [("eindigt", _("Loopt binnenkort af"))])
    zone = _select(_("Zone"), [])

    def __init__(self, *args: Any, zones: Iterable[ZoneOn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "zone", [_EMPTY, *((zone.code, zone.name) for zone in zones)])
        self.zones = {zone.code: zone.id for zone in zones}

    @property
    def filters(self) -> PartnerFilters:
        """What was asked. Only of a valid form."""
        said = self.cleaned_data
        return PartnerFilters(
            name=said["naam"],
            sector=said["sector"],
            role=said["rol"],
            subsidised={"ja": True, "nee": False}.get(said["subsidie"]),
            zone_id=self.zones.get(said["zone"]),
            ending=bool(said["overeenkomst"]),
        )


class FindForm(Form):
    """Whether an organisation is known already."""

    naam = _text(
        _("Hoe heet de organisatie?"),
        120,
        help_text=_("Een deel van de naam is genoeg. Het ondernemingsnummer mag ook."),
        required=True,
        error_messages={"required": _("Schrijf een deel van de naam, of het ondernemingsnummer.")},
    )


class TermsForm(Form):
    """How an organisation takes part."""

    role = ChoiceField(
        label=_("Wat is haar rol?"),
        choices=PartnerRole.choices,
        option_hints={PartnerRole.CORE: _("Trekt het samenwerkingsverband. Er is er één.")},
        error_messages={"required": _("Kies een rol.")},
    )
    subsidised = YesNoField(
        label=_("Krijgt ze subsidie van dit samenwerkingsverband?"),
        error_messages={"required": _("Kies ja of nee.")},
    )
    agreement_until = DateField(
        label=_("Tot en met welke dag loopt de overeenkomst?"),
        help_text=_("Laat leeg als ze geen einde heeft."),
        required=False,
        latest=LAST_DAY,
    )
    reminder_days = forms.IntegerField(
        label=_("Hoeveel dagen vooraf herinneren we je?"),
        help_text=_("Laat leeg voor het gewone aantal."),
        required=False,
        min_value=1,
        max_value=MOST_REMINDER_DAYS,
    )

    @property
    def terms(self) -> Terms:
        """What was answered. Only of a valid form."""
        said = self.cleaned_data
        return Terms(
            PartnerRole(said["role"]),
            said["subsidised"] == "yes",
            said["agreement_until"],
            said["reminder_days"],
        )


def terms_shown(terms: Terms) -> dict[str, Any]:
    """What stands, to begin a form with."""
    return {
        "role": terms.role.value,
        "subsidised": "yes" if terms.subsidised else "no",
        "agreement_until": terms.agreement_until,
        "reminder_days": terms.reminder_days,
    }


class SinceForm(Form):
    """Since when, and how that is known when it is long ago."""

    since = DateField(label=_("Vanaf welke dag is ze partner?"), latest=LAST_DAY)
    source = _text(
        _("Waarop steunt dat?"),
        300,
        help_text=_("Alleen nodig als ze al vroeger begon, zoals: overeenkomst van 1 maart 2021."),
    )


class OrganisationForm(Form):
    """What an organisation is."""

    name = _text(
        _("Naam"), 120, required=True, error_messages={"required": _("Vul de naam van de organisatie in.")}
    )
    enterprise_number = _text(
        _("Ondernemingsnummer"),
        20,
        help_text=_("Tien cijfers, zoals 0206.731.645. Zo maken we ze geen twee keer."),
    )
    sector = _select(_("Sector"), Sector.choices, first=("", _("Kies een sector")), required=True)
    sector.error_messages["required"] = _("Kies een sector.")
    layer = _select(_("In welke laag werkt ze?"), Layer.choices, first=("", _("Niet gekend")))
    layer.help_text = _("Hoe een gezin er binnenkomt: vanzelf, rechtstreeks, of pas na een verwijzing.")

    @property
    def organisation(self) -> NewOrganisation:
        """What was answered. Only of a valid form."""
        said = self.cleaned_data
        layer = Layer(said["layer"]) if said["layer"] else None
        return NewOrganisation(said["name"], Sector(said["sector"]), layer, said["enterprise_number"])


class NewPartnerForm(OrganisationForm, TermsForm, SinceForm):
    """An organisation that is not known yet, and how it takes part."""

    another = forms.BooleanField(label=_("Dit is een andere organisatie met dezelfde naam"), required=False)
    field_order = ("name", "another", "enterprise_number", "sector", "layer", "since", "source", "role")


class JoinForm(TermsForm, SinceForm):
    """How a known organisation takes part."""

    field_order = ("since", "source", "role", "subsidised", "agreement_until", "reminder_days")


class ChangePartnerForm(TermsForm):
    """How a partner takes part from a day on."""

    since = DateField(label=_("Vanaf welke dag?"), earliest=clock.today, latest=LAST_DAY)


class RenewForm(Form):
    """A new agreement."""

    agreement_until = DateField(
        label=_("Tot en met welke dag loopt de nieuwe overeenkomst?"),
        help_text=_("Laat leeg als ze geen einde heeft."),
        required=False,
        earliest=clock.today,
        latest=LAST_DAY,
    )
    since = DateField(label=_("Vanaf welke dag geldt ze?"), earliest=clock.today, latest=LAST_DAY)
    reminder_days = forms.IntegerField(
        label=_("Hoeveel dagen vooraf herinneren we je?"),
        help_text=_("Laat leeg voor het gewone aantal."),
        required=False,
        min_value=1,
        max_value=MOST_REMINDER_DAYS,
    )


class EndPartnerForm(Form):
    """Which day is the last."""

    last_day = DateField(label=_("Wat is de laatste dag als partner?"), earliest=clock.today, latest=LAST_DAY)


class EndOrganisationForm(Form):
    """Which day is the last of all."""

    last_day = DateField(label=_("Wat is de laatste dag?"), earliest=clock.today, latest=LAST_DAY)


class SiteForm(Form):
    """A place where an organisation works."""

    name = _text(_("Hoe heet deze locatie?"), 120, required=True, help_text=_("Bijvoorbeeld: hoofdzetel."))
    street = _text(_("Straat en nummer"), 120)
    postal_code = _text(_("Postcode"), 4)
    place = _text(_("Gemeente"), 80)
    phone = _text(_("Telefoon"), 30)
    since = DateField(label=_("Vanaf welke dag?"), earliest=clock.today, latest=LAST_DAY)

    @property
    def site(self) -> NewSite:
        """What was answered. Only of a valid form."""
        return NewSite(
            *(self.cleaned_data[name] for name in ("name", "street", "postal_code", "place", "phone"))
        )


class ContactForm(Form):
    """Whom to reach at an organisation."""

    name = _text(_("Naam of functie"), 120, required=True, help_text=_("Bijvoorbeeld: onthaal."))
    phone = _text(_("Telefoon"), 30)
    email = forms.EmailField(label=_("E-mail"), required=False)
    since = DateField(label=_("Vanaf welke dag?"), earliest=clock.today, latest=LAST_DAY)

    @property
    def contact(self) -> NewContact:
        """What was answered. Only of a valid form."""
        return NewContact(*(self.cleaned_data[name] for name in ("name", "phone", "email")))


class ZoneForm(Form):
    """A zone that an organisation serves."""

    zone = _select(_("Welke zone?"), [], first=("", _("Kies een zone")), required=True)
    since = DateField(label=_("Vanaf welke dag?"), latest=LAST_DAY)
    source = _text(_("Waarop steunt dat?"), 300, help_text=_("Alleen nodig als dit al vroeger begon."))

    def __init__(self, *args: Any, zones: Iterable[ZoneOn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ("", _("Kies een zone"))
        choose(self, "zone", [first, *((zone.code, zone.name) for zone in zones)])
        self.zones = {zone.code: zone.id for zone in zones}


class SheetField(forms.FileField):
    """A list as CSV or XLSX, told by its content. Its clean value is its rows."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Kies de lijst"),
            help_text=_("Een CSV of XLSX, hoogstens 2 MB en 1000 rijen. Er wordt nog niets bewaard."),
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
            error_messages={
                "required": _("Kies eerst een bestand op je toestel."),
                "invalid": _("Er kwam geen bestand aan. Kies het opnieuw."),
                "missing": _("Er kwam geen bestand aan. Kies het opnieuw."),
            },
        )

    def clean(self, data: object, initial: object = None) -> list[Line]:
        """The rows. Raises ValidationError with words that say how to mend it."""
        empty = hasattr(data, "size") and not getattr(data, "size", 0)
        upload: UploadedFile | None = None if empty else super().clean(data, initial)  # type: ignore[type-arg]  # generic for type checkers only
        try:
            if upload is None:
                return read_sheet(b"")
            if (upload.size or 0) > MOST_BYTES:
                return read_sheet(b"x" * (MOST_BYTES + 1))
            return read_sheet(upload.read())
        except RuleBroken as error:
            raise ValidationError(str(error.message), error.code) from None


class ListForm(Form):
    """A list of partners."""

    file = SheetField()
