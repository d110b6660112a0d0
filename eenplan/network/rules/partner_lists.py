"""A list of partners as a spreadsheet holds it: its columns, and what its cells mean. No database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.errors import RuleBroken
from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.rules import fold
from eenplan.network.rules.partners import (
    NewContact,
    NewOrganisation,
    NewSite,
    clean_contact,
    clean_organisation,
    clean_site,
)
from eenplan.network.sheets import Cell, Line, refused

# The heading of each column, as the template has it, and other words for it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("naam", "organisatie", "naam organisatie", "partner", "name"),
    "enterprise_number": ("ondernemingsnummer", "kbo", "kbo-nummer", "btw-nummer", "enterprise number"),
    "sector": ("sector", "soort"),
    "layer": ("laag", "layer"),
    "role": ("rol", "role"),
    "subsidised": ("gesubsidieerd", "subsidie", "subsidised"),
    "since": ("vanaf", "partner vanaf", "partner sinds", "sinds", "van", "begin", "from"),
    "until": ("tot en met", "partner tot en met", "partner tot", "tot", "einde", "until"),
    "agreement_until": ("overeenkomst tot en met", "overeenkomst tot", "einde overeenkomst", "overeenkomst"),
    "reminder_days": ("herinnering (dagen)", "herinnering", "dagen vooraf"),
    "zones": ("zones", "zone", "eerstelijnszones", "elz"),
    "site": ("locatie", "vestiging", "site"),
    "street": ("straat", "straat en nummer", "adres"),
    "postal_code": ("postcode",),
    "place": ("gemeente", "plaats", "stad"),
    "phone": ("telefoon locatie", "telefoon", "tel"),
    "contact": ("contact", "contactpersoon", "contactpunt"),
    "contact_phone": ("telefoon contact", "gsm", "telefoon contactpersoon"),
    "contact_email": ("e-mail contact", "e-mail", "email", "mail"),
}
EXAMPLE = (
    "CLB Voorbeeld", "", "CLB", "brede instap", "partner", "nee", "1/3/2021", "", "31/12/2027", "60", "", "Hoofdzetel",
    "Stationsstraat 1", "3600", "Genk", "089 00 00 00", "onthaal", "089 00 00 01", "onthaal@voorbeeld.example",
)  # fmt: skip
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_YES = {"ja", "j", "yes", "y", "x", "1", "true", "waar", "oui"}
_NO = {"nee", "neen", "n", "no", "0", "false", "onwaar", "non"}
_OTHER_WORDS: dict[str, TextChoices] = {
    "ocmw": Sector.LOCAL_AUTHORITY,
    "lokaalbestuur": Sector.LOCAL_AUTHORITY,
    "gemeente": Sector.LOCAL_AUTHORITY,
    "jeugdhulp": Sector.OPGROEIEN,
    "opgroeien": Sector.OPGROEIEN,
    "jeugdwerk": Sector.YOUTH_WORK,
    "straathoekwerk": Sector.YOUTH_WORK,
    "onderwijs": Sector.SCHOOL,
    "huisarts": Sector.GENERAL_PRACTICE,
    "huisartsen": Sector.GENERAL_PRACTICE,
    "hvhk": Sector.HUIS_VAN_HET_KIND,
    "anders": Sector.OTHER,
    "kern": PartnerRole.CORE,
    "uitvoerend": PartnerRole.EXECUTING,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: in which column (its heading), and how to mend it."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class ListedPartner:
    """A row of a list, read. What is None was left empty."""

    number: int
    name: str
    enterprise_number: str = ""
    sector: Sector | None = None
    layer: Layer | None = None
    role: PartnerRole | None = None
    subsidised: bool | None = None
    since: date | None = None
    until: date | None = None
    agreement_until: date | None = None
    reminder_days: int | None = None
    zones: tuple[UUID, ...] = ()
    site: NewSite | None = None
    contact: NewContact | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def ends(self) -> date | None:
        """The first day on which it is no partner any more."""
        return self.until + timedelta(days=1) if self.until and self.until < date.max else self.until


def heading(key: str) -> str:
    """A column as the template calls it: 'Ondernemingsnummer'."""
    return COLUMNS[key][0].capitalize()


def template() -> list[list[str]]:
    """The headings and one example."""
    return [[heading(key) for key in COLUMNS], list(EXAMPLE)]


def listed(lines: Sequence[Line], zones: Mapping[str, UUID]) -> list[ListedPartner]:
    """The rows of a list, read. `zones` by folded name or code. Refuses with `lists:columns` a list without names."""
    places = _places(lines[0])
    with override("nl"):
        words = {choice: _words_of(choice) for choice in (Sector, Layer, PartnerRole)}
    return [_read(line, places, zones, words) for line in lines[1:] if not _is_example(line, places)]


def _places(line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    said = {fold(str(cell)): place for place, cell in reversed(list(enumerate(line.cells))) if cell != ""}
    for key, names in COLUMNS.items():
        place = next((said[fold(name)] for name in names if fold(name) in said), None)
        if place is not None and place not in found.values():
            found[key] = place
    if "name" not in found:
        raise refused(
            "columns",
            _(
                "Op de eerste rij vinden we geen kolom ‘Naam’. Neem de namen van de kolommen over uit het sjabloon."
            ),
        )
    return found


def unread(lines: Sequence[Line]) -> list[str]:
    """The columns of a list that say nothing to us: their headings, or 'D' for a column without one that holds
    something. Refuses with `lists:columns` a list without names."""
    known = set(_places(lines[0]).values())
    heads = lines[0].cells
    width = max(len(line.cells) for line in lines)
    found = []
    for place in range(width):
        head = str(heads[place]).strip() if place < len(heads) else ""
        filled = any(place < len(line.cells) and line.cells[place] != "" for line in lines[1:])
        if place not in known and (head or filled):
            found.append(head[:60] or _letter(place))
    return found


def _letter(place: int) -> str:
    """A column as a spreadsheet calls it: 0 is 'A', 26 is 'AA'."""
    ahead, here = divmod(place, 26)
    return (_letter(ahead - 1) if ahead else "") + chr(ord("A") + here)


def _is_example(line: Line, places: Mapping[str, int]) -> bool:
    return line.cells[places["name"] : places["name"] + 1] == (EXAMPLE[0],)


def _words_of(choices: Any) -> dict[str, TextChoices]:
    """By which folded words an answer is known: its code, its label and the parts of it."""
    found: dict[str, TextChoices] = {}
    for one in choices:
        label = str(one.label)
        short = re.findall(r"\(([^)]+)\)", label)
        plain = re.sub(r"\s*\([^)]*\)", "", label)
        for text in (one.value, label, plain, *short):
            found.setdefault(fold(text), one)
    return found | {word: one for word, one in _OTHER_WORDS.items() if isinstance(one, choices)}


class _Reader:
    """Reads the cells of one row and keeps what is wrong with them."""

    def __init__(self, line: Line, places: Mapping[str, int]) -> None:
        self.line, self.places = line, places
        self.problems: list[Problem] = []

    def wrong(self, key: str, words: str) -> None:
        if not any(one.column == heading(key) for one in self.problems):
            self.problems.append(Problem(heading(key), words))

    def cell(self, key: str) -> Cell:
        place = self.places.get(key)
        if place is None:
            return ""
        if place in self.line.formulas:
            self.wrong(
                key, _("Hier staat een formule, en die rekenen we niet uit. Vul in wat er moet staan.")
            )
            return ""
        return self.line.cells[place] if place < len(self.line.cells) else ""

    def text(self, key: str) -> str:
        cell = self.cell(key)
        return f"{cell.day}/{cell.month}/{cell.year}" if isinstance(cell, date) else cell

    def choice(self, key: str, words: Mapping[str, TextChoices]) -> Any:
        said = self.text(key)
        if not said:
            return None
        found = words.get(fold(said))
        if found is None:
            answers = ", ".join(dict.fromkeys(str(one.label) for one in words.values()))
            self.wrong(
                key,
                _("‘%(said)s’ kennen we niet. Kies uit: %(answers)s.")
                % {"said": said[:40], "answers": answers},
            )
        return found

    def yes(self, key: str) -> bool | None:
        said = self.text(key)
        if not said:
            return None
        if fold(said) not in _YES | _NO:
            self.wrong(key, _("Schrijf ‘ja’ of ‘nee’."))
        return fold(said) in _YES

    def day(self, key: str) -> date | None:
        cell = self.cell(key)
        if isinstance(cell, date):
            return cell
        found = read_day(cell) if cell else None
        if cell and found is None:
            self.wrong(key, _("Schrijf deze dag zoals 1/3/2021."))
        return found

    def number(self, key: str) -> int | None:
        said = self.text(key)
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= 730):
            self.wrong(key, _("Schrijf hier een aantal dagen tussen 1 en 730, of laat dit leeg."))
            return None
        return int(said)


def read_day(text: str) -> date | None:
    """A day as people write it ('1/3/2021', '1 maart 2021', '2021-03-01'); None when it is none."""
    said = text.strip().lower()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?", said):
        parts = (found[3], found[2], found[1])
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", said):
        parts = (found[1], found[2], found[3])
    elif (found := re.fullmatch(r"(\d{1,2})\s+([a-zé]+)\.?\s+(\d{4})", said)) and _month(found[2]):
        parts = (found[1], str(_month(found[2])), found[3])
    else:
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _month(word: str) -> int:
    short = "maa" if word == "mrt" else word[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _read(
    line: Line,
    places: Mapping[str, int],
    zones: Mapping[str, UUID],
    words: Mapping[Any, Mapping[str, TextChoices]],
) -> ListedPartner:
    reader = _Reader(line, places)
    row = ListedPartner(
        number=line.number,
        name=reader.text("name"),
        enterprise_number=reader.text("enterprise_number"),
        sector=reader.choice("sector", words[Sector]),
        layer=reader.choice("layer", words[Layer]),
        role=reader.choice("role", words[PartnerRole]),
        subsidised=reader.yes("subsidised"),
        since=reader.day("since"),
        until=reader.day("until"),
        agreement_until=reader.day("agreement_until"),
        reminder_days=reader.number("reminder_days"),
        zones=_zones(reader, zones),
        site=_site(reader),
        contact=_contact(reader),
    )
    return replace(_cleaned(row, reader), problems=tuple(reader.problems))


def _cleaned(row: ListedPartner, reader: _Reader) -> ListedPartner:
    """The same with its number as ten digits; what may not stand is told to the reader."""
    said = NewOrganisation(row.name, row.sector or Sector.OTHER, row.layer, row.enterprise_number)
    try:
        said = clean_organisation(said)
    except RuleBroken as error:
        reader.wrong(error.field or "name", str(error.message))
    return replace(row, name=said.name, enterprise_number=said.enterprise_number)


def _zones(reader: _Reader, zones: Mapping[str, UUID]) -> tuple[UUID, ...]:
    found: list[UUID] = []
    for said in re.split(r"[,;|\n]", reader.text("zones")):
        if not said.strip():
            continue
        zone = zones.get(fold(said))
        if zone is None:
            reader.wrong(
                "zones",
                _(
                    "De zone ‘%(said)s’ kennen we niet. Schrijf de naam zoals hij bij Gebied staat, met een komma ertussen."
                )
                % {"said": said.strip()[:60]},
            )
        elif zone not in found:
            found.append(zone)
    return tuple(found)


def _site(reader: _Reader) -> NewSite | None:
    said = {key: reader.text(key) for key in ("street", "postal_code", "place", "phone")}
    name = reader.text("site")
    if not name and not any(said.values()):
        return None
    try:
        return clean_site(NewSite(name or said["place"] or _("Hoofdzetel"), **said))
    except RuleBroken as error:
        reader.wrong("site" if error.field == "name" else error.field or "site", str(error.message))
        return None


def _contact(reader: _Reader) -> NewContact | None:
    phone, email, name = reader.text("contact_phone"), reader.text("contact_email"), reader.text("contact")
    if not (phone or email or name):
        return None
    try:
        return clean_contact(NewContact(name or _("onthaal"), phone, email))
    except RuleBroken as error:
        key = {"name": "contact", "phone": "contact_phone", "email": "contact_email"}.get(
            error.field or "", "contact"
        )
        reader.wrong(key, str(error.message))
        return None
