"""A copy of one's own data, in words for page and paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.consent.queries import ShareOn
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.families.enums import DetailKind, Gender, ItemKind, PersonRole
from eenplan.families.rules.statements import is_statement
from eenplan.network.queries import life_domains
from eenplan.rights.queries.copies import CopiedPiece, Copy
from eenplan.rights.queries.requests import RequestOn
from eenplan.web.shared import words
from eenplan.web.shared.components import Row
from eenplan.web.shared.pdf import pdf_response, render_pdf
from eenplan.web.shared.said import Saying, translated
from eenplan.web.shared.sharing import Namer, functions_on

# What a field of a piece is called; one that has no name here stands in the JSON alone.
FACTS: Mapping[str, Promise] = {
    "category": gettext_lazy("Waarover"),
    "lifecycleStatus": gettext_lazy("Hoe het staat"),
    "status": gettext_lazy("Hoe het staat"),
    "dueDate": gettext_lazy("Tegen"),
    "completedOn": gettext_lazy("Klaar op"),
    "scoreAtStart": gettext_lazy("Cijfer in het begin"),
    "scoreNow": gettext_lazy("Cijfer nu"),
    "scoreTarget": gettext_lazy("Cijfer dat we willen"),
    "subject": gettext_lazy("Voor wie"),
    "expressedBy": gettext_lazy("Wie het zei"),
    "owner": gettext_lazy("Wie het doet"),
    "ownerOrganization": gettext_lazy("Wie het doet"),
    "ownerName": gettext_lazy("Wie het doet"),
    "performer": gettext_lazy("Van wie"),
    "waitingSince": gettext_lazy("Wacht sinds"),
    "expectedOn": gettext_lazy("Verwacht"),
    "start": gettext_lazy("Sinds"),
    "end": gettext_lazy("Tot"),
    "role": gettext_lazy("Rol"),
    "organization": gettext_lazy("Organisatie"),
    "telecom": gettext_lazy("Telefoon"),
    "about": gettext_lazy("Wat"),
    "channel": gettext_lazy("Hoe"),
    "planned": gettext_lazy("Gepland voor"),
    "date": gettext_lazy("Dag"),
    "face": gettext_lazy("Gezichtje"),
    "decision": gettext_lazy("Wat de coach ermee deed"),
    "answeredOn": gettext_lazy("Antwoord op"),
    "sinceYear": gettext_lazy("Sinds"),
    "untilYear": gettext_lazy("Tot"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece on page or paper: what it is called, what was said, facts, and a quiet line."""

    title: str = ""
    sayings: tuple[Saying, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    about: str = ""
    beside: tuple[Saying, ...] = ()
    # Of a piece that somebody can say something about.
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the copy, with its anchor."""

    key: str
    title: str
    lead: str = ""
    rows: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CopyView:
    """The whole copy as page and paper show it."""

    name: str
    reference: str
    day: str
    sections: tuple[Section, ...]


def copy_view(acting: Acting, copy: Copy) -> CopyView:
    """The copy in words. Three queries: how life domains and functions are called here."""
    domains = life_domains(acting, on=today(), with_hidden=True)
    namer = Namer([], domains, functions_on(acting, today()))
    namer.names.update({key: name or _("iemand van het gezin") for key, name in copy.names.items()})
    sections = [
        Section("wie", _("Wie ik ben"), rows=tuple(_person_rows(copy))),
        Section(
            "wie-leest",
            _("Wie mij helpt en wie mag lezen"),
            rows=tuple(_reader_rows(copy)),
            entries=tuple(_share(copy, one, namer) for one in copy.shares),
        ),
        Section(
            "wie-keek",
            _("Wie keek"),
            rows=tuple(
                Row(
                    words.day(one.day),
                    ", ".join(filter(None, (one.name, one.title, one.organisation)))
                    + f": {words.listed([str(purpose.label) for purpose in one.purposes])}",
                )
                for one in copy.looked
            ),
        ),
        *_pieces(copy.pieces, namer),
        Section(
            "mijn-antwoorden",
            _("Wat ik van het plan vond"),
            entries=tuple(
                Entry(
                    _("Versie %(number)s") % {"number": one.number},
                    (Saying(one.words, copy.person.given_name, one.language),) if one.words else (),
                    about=f"{one.answer.label} · {words.day(day_of(one.at))}",
                )
                for one in copy.answers
            ),
        ),
        Section(
            "rondetafels",
            _("Wanneer ik samen aan tafel gevraagd ben"),
            rows=tuple(
                Row(
                    words.day_and_hour(one.starts_at),
                    words.listed(
                        [
                            *([_("ging niet door")] if one.status == "cancelled" else []),
                            str(one.attendance.label),
                            str(one.said.label) if one.said else _("nog niets gezegd"),
                        ]
                    ),
                )
                for one in copy.tables
            ),
        ),
        Section(
            "mijn-vragen",
            _("Wat ik over mijn gegevens vroeg"),
            entries=tuple(map(request_entry, copy.requests)),
        ),
        Section(
            "verbeterd",
            _("Wat verbeterd werd"),
            entries=tuple(
                Entry(
                    about=_("Verbeterd op %(day)s. Wat er eerst stond:") % {"day": words.day(day_of(at))},
                    facts=tuple((_column(name), _plain(value)) for name, value in before.items()),
                )
                for before, at in copy.corrections
            ),
        ),
    ]
    return CopyView(
        copy.person.given_name or str(PersonRole(copy.person.role).label),
        copy.asked.reference,
        words.day(day_of(copy.made_at)),
        tuple(one for one in sections if one.rows or one.entries),
    )


def copy_paper(request: HttpRequest, acting: Acting, copy: Copy) -> HttpResponse:
    """The copy as a PDF with contents."""
    context = {"copy": copy_view(acting, copy)}
    return pdf_response(render_pdf("shared/copy-paper.html", context, request), "mijn-gegevens.pdf")


def request_entry(one: RequestOn) -> Entry:
    """A request with its decision."""
    asked = _("gevraagd op %(day)s") % {"day": words.day(one.asked_on)}
    return Entry(
        words.sentence(str(one.kind.label)),
        (Saying(one.words, one.person, one.language),) if one.words else (),
        about=f"{one.reference} · {asked} · {decided_words(one)}{lifted_words(one)}",
    )


def lifted_words(one: RequestOn) -> str:
    """' · wordt weer gebruikt vanaf 30 november: …'; '' while nothing was decided about that."""
    if one.lifted is None:
        return ""
    told = _("wordt weer gebruikt vanaf %(day)s") if one.holds_back else _("weer gebruikt sinds %(day)s")
    told = " · " + told % {"day": words.day(one.lifted.on)}
    return f"{told}: {one.lifted.reason}" if one.lifted.reason else told


def decided_words(one: RequestOn) -> str:
    """'verbeterd op 3 mei door Sara', or until when there is an answer."""
    if one.decided is None:
        return _("antwoord ten laatste op %(day)s") % {"day": words.day(one.due_on)}
    told = _("%(outcome)s op %(day)s") % {
        "outcome": one.decided.outcome.label,
        "day": words.day(one.decided.on),
    }
    if one.decided.by:
        told = _("%(outcome)s, door %(name)s") % {"outcome": told, "name": one.decided.by}
    return f"{told}: {one.decided.reason}" if one.decided.reason else told


def _person_rows(copy: Copy) -> Iterable[Row]:
    person = copy.person
    yield Row(_("Naam"), f"{person.given_name} {person.family_name}".strip())
    yield Row(_("Wie ik ben in het gezin"), str(PersonRole(person.role).label))
    if person.birth_date:
        yield Row(_("Geboren"), words.day(person.birth_date))
    if person.gender != Gender.UNKNOWN:
        yield Row(_("Geslacht"), str(Gender(person.gender).label))
    if person.language:
        yield Row(_("Taal"), dict(settings.LANGUAGES).get(person.language, person.language))
    for kind, name in copy.ties:
        yield Row(name, str(kind.label))
    for way, value in copy.ways:
        yield Row(words.sentence(str(DetailKind(way).label)), value)
    for home, address in copy.homes:
        yield Row(home, address)


def _reader_rows(copy: Copy) -> Iterable[Row]:
    if copy.coach:
        since = words.day(copy.coach.since)
        yield Row(
            _("Gezinscoach"),
            _("%(name)s, %(organisation)s, sinds %(day)s")
            % {"name": copy.coach.name, "organisation": copy.coach.organisation, "day": since},
        )
    for name, since_day in copy.trusted:
        yield Row(
            _("Vertrouwenspersoon"),
            _("%(name)s, sinds %(day)s") % {"name": name, "day": words.day(since_day)},
        )
    if copy.card:
        made, used = copy.card
        told = _("gemaakt op %(day)s") % {"day": words.day(day_of(made))}
        if used:
            told = _("%(made)s, laatst gebruikt op %(day)s") % {"made": told, "day": words.day(day_of(used))}
        yield Row(_("Mijn kaart"), told)


def _share(copy: Copy, share: ShareOn, namer: Namer) -> Entry:
    said = copy.said_of(share)
    detail = namer.recipient_detail(share)
    return Entry(
        f"{namer.recipient(share)} · {detail}" if detail else namer.recipient(share),
        facts=(
            (_("Over wie"), namer.people(share.about)),
            (_("Wat"), words.listed([namer.part(part) for part in share.parts])),
            (_("Waarom"), share.need),
            (_("Grond"), str(share.ground.label)),
            (_("Wat ik zei"), str(said.label) if said else _("nog niets")),
            (_("Tot en met"), words.day(share.last_day)),
        ),
        about=str(share.state.label),
    )


def _pieces(pieces: Iterable[CopiedPiece], namer: Namer) -> Iterable[Section]:
    order = list(ItemKind)
    ordered = sorted(pieces, key=lambda one: order.index(one.kind))
    for kind, found in groupby(ordered, key=lambda one: one.kind):
        those = list(found)
        bare = [one for one in those if kind == ItemKind.DOMAIN and not one.standing and not one.ended]
        yield Section(
            f"stuk-{kind.value.replace('_', '-')}",
            words.sentence(str(ItemKind(kind).label)),
            rows=tuple(_domain_row(one, namer) for one in bare),
            entries=tuple(_entry(one, namer) for one in those if one not in bare),
        )


def _domain_row(piece: CopiedPiece, namer: Namer) -> Row:
    """A life domain of which nothing was said but how it stands."""
    code, mark = piece.facts["category"].value, piece.facts["status"].words
    return Row(namer.domains.get(code, code), mark)


def _entry(piece: CopiedPiece, namer: Namer) -> Entry:
    at = words.day(day_of(piece.at))
    about = (
        _("%(day)s, stond er tot %(ended)s") % {"day": at, "ended": words.day(day_of(piece.ended))}
        if piece.ended
        else at
    )
    said = [
        (
            is_statement(one.slot),
            Saying(
                one.text,
                one.speaker,
                one.language,
                translations=tuple(translated(each) for each in one.translations),
            ),
        )
        for one in piece.standing
    ]
    return Entry(
        piece.name,
        tuple(saying for is_beside, saying in said if not is_beside),
        tuple(
            (
                str(FACTS[name]),
                namer.domains.get(fact.value, fact.words)
                if name == "category"
                else _plain(fact.value, fact.words),
            )
            for name, fact in piece.facts.items()
            if name in FACTS
        ),
        about,
        tuple(saying for is_beside, saying in said if is_beside),
        None if piece.ended else piece.item_id,
    )


def _plain(value: Any, told: str = "") -> str:
    """A value as people read it."""
    if isinstance(value, bool) or value is None:
        return {True: _("ja"), False: _("nee"), None: _("niet bekend")}[value]
    if isinstance(value, datetime):
        return words.day_and_hour(value)
    return words.day(value) if isinstance(value, date) else told or str(value)


def _column(name: str) -> str:
    """What a column of a person is called."""
    return str(
        {
            "given_name": _("Voornaam"),
            "family_name": _("Familienaam"),
            "birth_date": _("Geboren"),
            "due_date": _("Uitgerekend op"),
            "gender": _("Geslacht"),
            "language": _("Taal"),
            "role": _("Wie ik ben in het gezin"),
            "lives_here": _("Woont hier"),
            "parental_authority": _("Ouderlijk gezag"),
        }.get(name, name)
    )
