"""Who belongs to whom, as a drawing and as a table that says the same: for the coach, and for each of the family."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from eenplan.core.clock import today
from eenplan.families.enums import Gender, KinshipKind, PersonRole
from eenplan.families.queries.kinships import Drawn, Somebody, WhoIsWho
from eenplan.families.rules import age_on
from eenplan.plans.queries import HomePiece
from eenplan.web.shared import words
from eenplan.web.shared.drawing_homes import Outline
from eenplan.web.shared.drawing_rows import Kin, Who
from eenplan.web.shared.drawing_sizes import ACROSS, DOWN, Point, Sizes
from eenplan.web.shared.drawing_tree import Kind, Line, Tied, tree

# Letters that fit beside each other under a symbol (also of the drawing for a narrow screen), and in a home's corner.
NAME_LETTERS, FEW_LETTERS = 14, 11
LETTER = 6.7
LINE = 19
SOFT = 14
STYLES = 3

KINDS: Mapping[KinshipKind, Kind] = {
    KinshipKind.PARTNER: Kind.COUPLE,
    KinshipKind.FORMER_PARTNER: Kind.PARTED,
    KinshipKind.PARENT: Kind.CHILD,
    KinshipKind.STEP_PARENT: Kind.STEP,
    KinshipKind.FOSTER_PARENT: Kind.FOSTER,
    KinshipKind.SIBLING: Kind.SIBLING,
    KinshipKind.HALF_SIBLING: Kind.LOOSE,
    KinshipKind.STEP_SIBLING: Kind.LOOSE,
}
# What the other is of the one, where that differs.
TURNED: Mapping[KinshipKind, Promise] = {
    KinshipKind.PARENT: gettext_lazy("kind van"),
    KinshipKind.STEP_PARENT: gettext_lazy("pluskind van"),
    KinshipKind.FOSTER_PARENT: gettext_lazy("pleegkind van"),
}
LEVELS: Mapping[PersonRole, int] = {
    PersonRole.GRANDPARENT: 0,
    PersonRole.PARENT: 1,
    PersonRole.STEP_PARENT: 1,
    PersonRole.OTHER_ADULT: 1,
    PersonRole.CHILD: 2,
}
SHAPES: Mapping[Gender, str] = {Gender.MALE: "square", Gender.FEMALE: "circle"}


@dataclass(frozen=True, slots=True)
class Text:
    """One line of letters and where its middle, or its beginning, stands."""

    x: str
    y: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody on the drawing: a shape, what stands in it, the name below."""

    place: str
    shape: str
    is_own: bool
    is_dead: bool
    inside: str
    names: tuple[Text, ...]
    when: Text | None
    full: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line as a path, with the name of how it is drawn."""

    path: str
    style: str


@dataclass(frozen=True, slots=True)
class HomeShape:
    """The line around a home, with its name."""

    path: str
    style: int
    name: Text | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of the table: who, when, of whom, in which homes."""

    name: str
    when: str
    ties: tuple[str, ...]
    homes: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn."""

    width: int
    height: int
    outlines: tuple[HomeShape, ...]
    lines: tuple[Stroke, ...]
    parted: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class TreeView:
    """The drawing, the same turned for a narrow screen, and its table."""

    wide: Picture
    narrow: Picture
    summing: str
    rows: tuple[PersonRow, ...]
    # What is on the drawing, so that its key explains no more.
    shapes: tuple[str, ...]
    styles: tuple[str, ...]


def tree_view(found: WhoIsWho, homes: Iterable[HomePiece]) -> TreeView:
    """Everybody of `found` in rows, with the homes that stand in what the reader reads."""
    lived = _homes(found, homes)
    by_id = {one.id: one for one in found.people}
    ties = [Tied(number, KINDS[one.kind], one.one_id, one.other_id) for number, one in enumerate(found.ties)]
    wide = _picture(found, ties, lived, ACROSS)
    return TreeView(
        wide=wide,
        narrow=_picture(found, ties, lived, DOWN),
        summing=_summing(found, lived),
        rows=tuple(_row(one, found.ties, by_id, lived) for one in found.people),
        shapes=tuple(dict.fromkeys(one.shape for one in wide.figures)),
        styles=tuple(dict.fromkeys(one.style for one in wide.lines)),
    )


def _picture(found: WhoIsWho, ties: Sequence[Tied], lived: "Lived", size: Sizes) -> Picture:
    feet: dict[Who, float] = {
        one.id: 12.0 + LINE * (len(_names(one, size)) + bool(when_words(one, short=True)))
        for one in found.people
    }
    drawn = tree(
        _kin(found, lived),
        ties,
        feet=None if size.is_turned else feet,
        mirrored=get_language_bidi(),
        size=size,
    )
    return Picture(
        width=round(drawn.width),
        height=round(drawn.height),
        outlines=tuple(_home(one, lived[one.home][0]) for one in drawn.outlines),
        lines=tuple(sorted((_stroke(one) for one in drawn.lines), key=lambda one: one.style)),
        parted=tuple(_parted(point) for point in drawn.parted_at),
        figures=tuple(_figure(one, drawn.at[one.id], size) for one in found.people),
    )


Lived = list[tuple[str, tuple[UUID, ...]]]


def _homes(found: WhoIsWho, homes: Iterable[HomePiece]) -> Lived:
    """The homes of today with who lives there, as far as they are on the drawing."""
    known = {one.id for one in found.people}
    now = today()
    lived: Lived = []
    for home in homes:
        if (home.since and home.since > now) or (home.until and home.until <= now):
            continue
        there = [one.person_id for one in home.residents if one.person_id in known]
        there += [one.id for one in found.people if one.home_id == home.item_id]
        if there:
            lived.append((home.name, tuple(there)))
    return lived


def _kin(found: WhoIsWho, lived: Lived) -> Kin:
    def of(*kinds: Kind) -> list[tuple[UUID, UUID]]:
        return [(one.one_id, one.other_id) for one in found.ties if KINDS[one.kind] in kinds]

    return Kin(
        people=[one.id for one in found.people],
        couples=of(Kind.COUPLE, Kind.PARTED),
        parents=of(Kind.CHILD, Kind.STEP, Kind.FOSTER),
        siblings=of(Kind.SIBLING, Kind.LOOSE),
        homes=[there for _name, there in lived],
        level={one.id: LEVELS[one.role] for one in found.people if one.role},
        born={
            one.id: one.born or (one.due_date.year if one.due_date else 9999)
            for one in found.people
            if one.born or one.due_date
        },
    )


def called(one: Somebody) -> str:
    """How to name somebody: by name, or by what they are."""
    if one.name:
        return one.name
    if one.due_date:
        return _("een kindje")
    return words.sentence(words.role_words(one.role)) if one.role else ""


def when_words(one: Somebody, *, short: bool = False) -> str:
    """'geboren in 1950, overleden in 2019', 'verwacht rond 1 maart 2027'; `short` for below the symbol."""
    if one.due_date:
        return _("op komst") if short else _("verwacht rond %(day)s") % {"day": words.day(one.due_date)}
    if short:
        if one.is_dead:
            if one.born and one.died:
                return f"{one.born} – {one.died}"
            return f"† {one.died}" if one.died else f"{one.born}, †" if one.born else "†"
        return str(one.born) if one.born and not one.birth_date else ""
    if one.birth_date:
        said = [_("geboren op %(day)s") % {"day": words.day(one.birth_date)}]
    else:
        said = [_("geboren in %(year)d") % {"year": one.born}] if one.born else []
    if one.is_dead:
        said.append(_("overleden in %(year)d") % {"year": one.died} if one.died else _("overleden"))
    return ", ".join(said)


def _figure(one: Somebody, at: Point, size: Sizes) -> Figure:
    x, y = at
    lines = _names(one, size)
    below = y + size.symbol / 2 + LINE
    when = when_words(one, short=True)
    smaller = f" scale({size.symbol / ACROSS.symbol:.2f})" if size.is_turned else ""
    return Figure(
        f"translate({_xy(at)}){smaller}",
        "triangle" if one.due_date else SHAPES.get(one.gender, "diamond"),
        one.role is not None,
        one.is_dead,
        _age(one),
        tuple(_text(x, below + LINE * number, line) for number, line in enumerate(lines)),
        _text(x, below + LINE * len(lines) - 1, when) if when else None,
        ", ".join(part for part in (called(one), when_words(one)) if part),
    )


def _names(one: Somebody, size: Sizes) -> list[str]:
    """The name in at most two lines."""
    letters = FEW_LETTERS if size.is_turned else NAME_LETTERS
    lines = wrap(called(one), letters, break_long_words=True)
    return lines if len(lines) < 3 else [lines[0], f"{lines[1][: letters - 1]}…"]


def _text(x: float, y: float, said: str) -> Text:
    return Text(f"{x:.1f}", f"{y:.1f}", said)


def _age(one: Somebody) -> str:
    """The age that stands in the symbol; '' when nobody knows, and of who has died."""
    if one.is_dead or not one.birth_date:
        return ""
    return str(age_on(one.birth_date, today()))


def _stroke(line: Line) -> Stroke:
    return Stroke(soft_path(line.points, radius=7), line.kind.value)


def _home(outline: Outline, name: str) -> HomeShape:
    letters = max(int(outline.width / LETTER), 4)
    shown = name if len(name) <= letters else f"{name[: letters - 1]}…"
    at = outline.name_at
    return HomeShape(
        soft_path(outline.corners, radius=SOFT, closed=True),
        outline.home % STYLES + 1,
        _text(*at, shown) if at else None,
    )


def _parted(point: Point) -> str:
    """Two short strokes through the line of who parted."""
    x, y = point
    return f"M{x - 7:g} {y + 7:g}l8 -14M{x - 1:g} {y + 7:g}l8 -14"


def soft_path(points: Sequence[Point], *, radius: float, closed: bool = False) -> str:
    """An SVG path through points, its corners rounded as far as the lines are long."""
    path: list[str] = []
    count = len(points)
    for number, point in enumerate(points):
        if not closed and number in (0, count - 1):
            path.append(f"{'L' if number else 'M'}{_xy(point)}")
            continue
        start = _towards(point, points[number - 1], radius)
        end = _towards(point, points[(number + 1) % count], radius)
        path.append(f"{'M' if not path else 'L'}{_xy(start)}Q{_xy(point)} {_xy(end)}")
    return "".join(path) + ("Z" if closed else "")


def _towards(point: Point, other: Point, radius: float) -> Point:
    """From a point towards another, no further than halfway."""
    long = abs(other[0] - point[0]) + abs(other[1] - point[1])
    share = min(radius, long / 2) / long if long else 0
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def tie_words(kind: KinshipKind, name: str, since: int | None, until: int | None, *, turned: bool) -> str:
    """'kind van Kaat', 'vroegere partner van Stijn (2008 tot 2014)'."""
    what = str(TURNED.get(kind, kind.label) if turned else kind.label)
    said = _("%(what)s %(name)s") % {"what": what, "name": name}
    if since and until:
        return _("%(tie)s (%(since)d tot %(until)d)") % {"tie": said, "since": since, "until": until}
    if since:
        return _("%(tie)s (sinds %(since)d)") % {"tie": said, "since": since}
    if until:
        return _("%(tie)s (tot %(until)d)") % {"tie": said, "until": until}
    return said


def _row(one: Somebody, ties: Iterable[Drawn], by_id: Mapping[UUID, Somebody], lived: Lived) -> PersonRow:
    told: dict[tuple[KinshipKind, bool, int | None, int | None], list[str]] = {}
    for tie in ties:
        for who, other, turned in ((tie.one_id, tie.other_id, False), (tie.other_id, tie.one_id, True)):
            if who == one.id:
                told.setdefault((tie.kind, turned, tie.since, tie.until), []).append(called(by_id[other]))
    return PersonRow(
        called(one),
        when_words(one),
        tuple(
            tie_words(kind, words.listed(names), since, until, turned=turned)
            for (kind, turned, since, until), names in told.items()
        ),
        words.listed([name for name, there in lived if one.id in there]),
    )


def _summing(found: WhoIsWho, lived: Lived) -> str:
    """What the drawing shows, in a sentence or two, for who hears it."""
    people = ngettext("%(count)d mens", "%(count)d mensen", len(found.people)) % {"count": len(found.people)}
    names = words.listed([called(one) for one in found.people])
    said = _("%(people)s staan op de tekening: %(names)s.") % {"people": people, "names": names}
    if lived:
        said += " " + _("Rond wie samenwoont staat een lijn: %(homes)s.") % {
            "homes": words.listed([name for name, _there in lived])
        }
    return said + " " + _("De tabel eronder zegt hetzelfde in woorden.")
