"""Who sees which piece of a plan, in words: for the coach alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.consent.enums import RecipientKind
from eenplan.core.enums import Role
from eenplan.core.languages import language_now
from eenplan.plans.queries import (
    DomainPiece,
    GoalPiece,
    HelpPiece,
    HomePiece,
    NotePiece,
    Piece,
    PlanNow,
    ReviewPiece,
    StepPiece,
)
from eenplan.plans.queries.sessions import Series, SeriesSight
from eenplan.plans.queries.who_sees import Address, Sight, Viewer, ViewerKind
from eenplan.web.shared import words
from eenplan.web.shared.talks import title_of

SHORT = 70
_RECIPIENTS = {
    RecipientKind.ORGANISATION: gettext_lazy("organisatie"),
    RecipientKind.WORKER: gettext_lazy("medewerker"),
    RecipientKind.FUNCTION: gettext_lazy("functie"),
    RecipientKind.OUTSIDE: gettext_lazy("van buiten het netwerk"),
    RecipientKind.RELATIVE: gettext_lazy("van het gezin"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one viewer sees one piece: in a word, with a drawing and a tone that only repeat it."""

    text: str
    icon: str
    tone: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A piece in a few words, the way to change who sees it, and a cell for each viewer."""

    text: str
    lang: str
    href: str
    cells: tuple[Cell, ...]
    # Whether somebody asked not to use it, and that holds.
    used_less: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The pieces of one section."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Somebody who looks. `standing` says why they may not look now; '' when they may."""

    key: str
    name: str
    about: str
    standing: str
    current: bool = False


def columns(
    viewers: Sequence[Viewer], sights: Mapping[str, Sight], chosen: Iterable[str] = ()
) -> list[Column]:
    """Everybody who looks, in the order of the grid."""
    wanted = set(chosen)
    return [
        Column(
            one.key,
            name_of(one),
            about(one),
            "" if sights[one.key].stands else _("mag nog niet kijken"),
            one.key in wanted,
        )
        for one in viewers
    ]


def name_of(viewer: Viewer) -> str:
    """How the coach calls somebody who looks."""
    if viewer.name:
        return viewer.name
    if viewer.kind == ViewerKind.TABLE:
        return _("Iemand anders aan tafel")
    return words.sentence(str(Role(viewer.function).label)) if viewer.function in Role.values else _("Iemand")


def about(viewer: Viewer) -> str:
    """What they are to the family, in a few words."""
    if viewer.kind == ViewerKind.TABLE:
        return _("bijvoorbeeld een leerkracht of een buur")
    if viewer.kind == ViewerKind.TRUSTED:
        return (
            _("vertrouwenspersoon van %(name)s") % {"name": viewer.of}
            if viewer.of
            else _("vertrouwenspersoon")
        )
    return str(_RECIPIENTS[viewer.recipient]) if viewer.recipient else ""


def groups(page: PlanNow, viewers: Sequence[Viewer], sights: Mapping[str, Sight], here: str) -> list[Group]:
    """The pieces of the plan by section, with who sees them."""
    found = []
    for section in page.sections.values():
        pieces: list[Piece] = []
        for piece in section.pieces:
            pieces += [piece, *piece.notes]
            if isinstance(piece, GoalPiece):
                pieces += piece.steps
        lines = tuple(_line(page, piece, viewers, sights, here) for piece in pieces)
        if lines:
            found.append(Group(section.label, lines))
    return found


def hidden(page: PlanNow, viewer: Viewer, sight: Sight, here: str) -> tuple[list[Line], list[Line]]:
    """What a viewer does not see, and what they may know but do not read in the plan that all read."""
    lines = [line for group in groups(page, [viewer], {viewer.key: sight}, here) for line in group.lines]
    return (
        [one for one in lines if one.cells[0].name == "not"],
        [one for one in lines if one.cells[0].name == "apart"],
    )


def _line(
    page: PlanNow, piece: Piece, viewers: Sequence[Viewer], sights: Mapping[str, Sight], here: str
) -> Line:
    text, lang = short_words(page, piece)
    return Line(
        text,
        lang,
        label_href(page.family_id, piece.item_id, here),
        tuple(_cell(one, piece, sights[one.key]) for one in viewers),
        piece.used_less,
    )


def _cell(viewer: Viewer, piece: Piece, sight: Sight) -> Cell:
    if piece.item_id not in sight.items:
        return _sees_not()
    if piece.released or viewer.reads_all_theirs:
        return _sees()
    return Cell(_("enkel apart"), "lock", "people", "apart")


def _sees() -> Cell:
    return Cell(_("ziet het"), "eye", "ontime", "sees")


def _sees_not() -> Cell:
    return Cell(_("ziet het niet"), "eye-off", "done", "not")


def address_group(
    page: PlanNow,
    addresses: Sequence[Address],
    viewers: Sequence[Viewer],
    sights: Mapping[str, Sight],
    here: str,
) -> list[Group]:
    """The addresses of homes: who lives there reads its address too, on their own screen."""
    lives = {home.item_id: {one.person_id for one in home.residents} for home in page.pieces.of(HomePiece)}

    def cell(one: Address, viewer: Viewer) -> Cell:
        at_home = viewer.person_id is not None and viewer.person_id in lives.get(one.home_id, ())
        return _sees() if at_home or one.item_id in sights[viewer.key].items else _sees_not()

    lines = tuple(
        Line(
            _("Adres van %(home)s") % {"home": one.home},
            "",
            label_href(page.family_id, one.item_id, here),
            tuple(cell(one, viewer) for viewer in viewers),
        )
        for one in addresses
    )
    return [Group(_("Adressen"), lines)] if lines else []


def talk_group(
    family_id: UUID,
    series: Sequence[Series],
    viewers: Sequence[Viewer],
    knowing: Mapping[str, SeriesSight],
    here: str,
) -> list[Group]:
    """Talks with a psychologist: who knows how many and about what, and who only how many."""

    def cell(one: Series, viewer: Viewer) -> Cell:
        sight = knowing.get(viewer.key)
        if sight is None or one.series_id not in sight.counted:
            return _sees_not()
        if one.series_id in sight.series:
            return Cell(_("hoeveel en waarover"), "eye", "ontime", "sees")
        return Cell(_("enkel hoeveel"), "eye", "people", "apart")

    lines = tuple(
        Line(
            title_of(one),
            "",
            label_href(family_id, one.series_id, here),
            tuple(cell(one, v) for v in viewers),
        )
        for one in series
    )
    return [Group(_("Gesprekken met een psycholoog"), lines)] if lines else []


def short_words(page: PlanNow, piece: Piece) -> tuple[str, str]:
    """A piece in a few words, and their language."""
    said = piece.text
    if isinstance(piece, DomainPiece):
        label = next(
            (row.domain.label(language_now()) for row in page.domains if row.domain.code == piece.domain), ""
        )
        return f"{label}: {_short(said.text)}" if said else label, ""
    if isinstance(piece, ReviewPiece) and piece.on:
        return _("Teruggekeken op %(day)s") % {"day": words.day(piece.on)}, ""
    if isinstance(piece, HelpPiece) and not said:
        return piece.organisation, ""
    if said:
        prefix = _("Stap: ") if isinstance(piece, StepPiece) else ""
        prefix = _("Notitie: ") if isinstance(piece, NotePiece) else prefix
        return prefix + _short(said.text), said.language
    name = str(getattr(piece, "name", "") or getattr(piece, "person", "") or getattr(piece, "who", ""))
    return name or words.sentence(str(piece.kind.label)), ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"


def label_href(family_id: UUID, item_id: UUID, here: str) -> str:
    """Where who sees a piece is changed, with the way back."""
    return reverse("coach:relabel-piece", args=[family_id, item_id]) + "?" + urlencode({"next": here})
