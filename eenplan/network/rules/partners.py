"""What is known of an organisation and of its being a partner, and what may stand there. No database here."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.rules import enterprise_number

LONGEST_NAME, LONGEST_STREET, LONGEST_PLACE, LONGEST_PHONE, LONGEST_SOURCE = 120, 120, 80, 30, 300
MOST_REMINDER_DAYS = 730
FIRST_YEAR, LAST_YEAR = 1950, 2100
_FEWEST_DIGITS = 3
# Signs that turn the reading direction around and would make a word look like another; and control signs.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is said of an organisation; `layer` and `enterprise_number` may be empty."""

    name: str
    sector: Sector
    layer: Layer | None = None
    enterprise_number: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """How an organisation takes part. `reminder_days` None: as configured; `agreement_until` None: no end."""

    role: PartnerRole = PartnerRole.PARTNER
    subsidised: bool = False
    agreement_until: date | None = None
    reminder_days: int | None = None


@dataclass(frozen=True, slots=True)
class NewSite:
    """A place where an organisation works."""

    name: str
    street: str = ""
    postal_code: str = ""
    place: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewContact:
    """Whom to reach at an organisation: a name or a function."""

    name: str
    phone: str = ""
    email: str = ""


def clean_text(text: str, *, field: str, most: int, needed: bool = False) -> str:
    """A line of text as it may be kept. Refuses with `network:text-missing`, `text-long` or `text-turned`."""
    said = text.strip()
    if needed and not said:
        raise RuleBroken("network:text-missing", _("Vul dit nog in."), field=field)
    if len(said) > most:
        raise RuleBroken(
            "network:text-long", _("Dit is te lang: hoogstens %(most)s tekens.") % {"most": most}, field=field
        )
    if any(sign in _TURNING or ord(sign) < ord(" ") for sign in said):
        raise RuleBroken(
            "network:text-turned",
            _("Hier staat een onzichtbaar teken in. Typ de tekst opnieuw in plaats van te plakken."),
            field=field,
        )
    return said


def clean_number(text: str, *, field: str = "enterprise_number") -> str:
    """An enterprise number as ten digits, or nothing. Refuses with `network:enterprise-number`."""
    if not text.strip():
        return ""
    found = enterprise_number(text)
    if found is None:
        raise RuleBroken(
            "network:enterprise-number",
            _(
                "Dit ondernemingsnummer klopt niet. Het heeft tien cijfers, zoals 0206.731.645. Kijk het na, of laat het leeg."
            ),
            field=field,
        )
    return found


def clean_phone(text: str, *, field: str = "phone") -> str:
    """A phone number as people write it, or nothing. Refuses with `network:phone-unreadable`."""
    said = clean_text(text, field=field, most=LONGEST_PHONE)
    if said and (sum(sign.isdigit() for sign in said) < _FEWEST_DIGITS or any(s.isalpha() for s in said)):
        raise RuleBroken(
            "network:phone-unreadable",
            _("Vul een telefoonnummer in met cijfers en spaties, zoals 089 00 00 00."),
            field=field,
        )
    return said


def clean_organisation(said: NewOrganisation) -> NewOrganisation:
    """An organisation as it may be kept."""
    return NewOrganisation(
        clean_text(said.name, field="name", most=LONGEST_NAME, needed=True),
        said.sector,
        said.layer,
        clean_number(said.enterprise_number),
    )


def clean_site(said: NewSite) -> NewSite:
    """A place as it may be kept. Refuses also with `network:postal-code`."""
    code = said.postal_code.strip()
    if code and not (len(code) == 4 and code.isascii() and code.isdigit() and code[0] != "0"):
        raise RuleBroken(
            "network:postal-code", _("Een postcode heeft vier cijfers, zoals 3600."), field="postal_code"
        )
    return NewSite(
        clean_text(said.name, field="name", most=LONGEST_NAME, needed=True),
        clean_text(said.street, field="street", most=LONGEST_STREET),
        code,
        clean_text(said.place, field="place", most=LONGEST_PLACE),
        clean_phone(said.phone),
    )


def clean_contact(said: NewContact) -> NewContact:
    """A contact as it may be kept. Refuses also with `network:contact-unreachable` or `network:email`."""
    email = clean_text(said.email, field="email", most=254)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise RuleBroken(
                "network:email",
                _("Dit e-mailadres klopt nog niet. Het ziet eruit als naam@voorbeeld.be."),
                field="email",
            ) from None
    found = NewContact(
        clean_text(said.name, field="name", most=LONGEST_NAME, needed=True), clean_phone(said.phone), email
    )
    if not (found.phone or found.email):
        raise RuleBroken(
            "network:contact-unreachable", _("Vul een telefoonnummer of een e-mailadres in."), field="phone"
        )
    return found


def check_terms(terms: Terms, *, since: date, until: date | None = None) -> None:
    """Refuses `network:agreement-before`, `reminder-days`, `partner-turned-round` and `partner-far`."""
    days = [day for day in (since, until, terms.agreement_until) if day]
    if any(not FIRST_YEAR <= day.year < LAST_YEAR for day in days):
        raise RuleBroken("network:partner-far", _("Kies een dag tussen 1950 en 2100."), field="since")
    if until is not None and until <= since:
        raise RuleBroken(
            "network:partner-turned-round",
            _("De laatste dag ligt voor de eerste. Kijk beide dagen na."),
            field="until",
        )
    if terms.agreement_until is not None and terms.agreement_until < since:
        raise RuleBroken(
            "network:agreement-before",
            _("De overeenkomst loopt af voor dit begint. Vul het nieuwe einde in, of laat het leeg."),
            field="agreement_until",
        )
    if terms.reminder_days is not None and not 1 <= terms.reminder_days <= MOST_REMINDER_DAYS:
        raise RuleBroken(
            "network:reminder-days",
            _("Kies tussen 1 en %(most)s dagen, of laat dit leeg.") % {"most": MOST_REMINDER_DAYS},
            field="reminder_days",
        )
