"""The layout of a family tree: whatever the family, nobody stands on somebody else and every tie is told."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eenplan.web.shared.drawing_rows import Kin, generations, ordered
from eenplan.web.shared.drawing_sizes import ACROSS, DOWN, Sizes
from eenplan.web.shared.drawing_tree import Kind, Tied, Tree, tree

MOST = 25
SIZES = st.sampled_from([ACROSS, DOWN])
KINDS = st.sampled_from([kind for kind in Kind if kind != Kind.PARENTS])


@st.composite
def families(draw: Any) -> tuple[Kin, list[Tied]]:
    """Any family of up to 25, with ties that make sense and ties that make none."""
    count = draw(st.integers(1, MOST))
    people = [f"p{number}" for number in range(count)]
    pairs: dict[frozenset[str], Tied] = {}
    who = st.integers(0, count - 1)
    for number, (one, other, kind) in enumerate(draw(st.lists(st.tuples(who, who, KINDS), max_size=40))):
        if one != other:
            pairs.setdefault(
                frozenset((people[one], people[other])), Tied(number, kind, people[one], people[other])
            )
    ties = list(pairs.values())
    homes = draw(st.lists(st.sets(st.sampled_from(people), min_size=1), max_size=4))
    level = draw(st.dictionaries(st.sampled_from(people), st.integers(0, 2)))
    born = draw(st.dictionaries(st.sampled_from(people), st.integers(1930, 2026)))
    return made(people, ties, [tuple(sorted(home)) for home in homes], level, born), ties


def made(
    people: list[str],
    ties: list[Tied],
    homes: list[tuple[str, ...]] | None = None,
    level: dict[str, int] | None = None,
    born: dict[str, int] | None = None,
) -> Kin:
    def of(*kinds: Kind) -> list[tuple[Any, Any]]:
        return [(one.one, one.other) for one in ties if one.kind in kinds]

    return Kin(
        people,
        of(Kind.COUPLE, Kind.PARTED),
        of(Kind.CHILD, Kind.STEP, Kind.FOSTER),
        of(Kind.SIBLING, Kind.LOOSE),
        homes or [],
        level or {},
        born or {},
    )


@settings(max_examples=150, deadline=None)
@given(families(), SIZES)
def test_nobody_overlaps_and_every_tie_is_told(family: tuple[Kin, list[Tied]], size: Sizes) -> None:
    kin, ties = family
    drawn = tree(kin, ties, size=size)
    assert set(drawn.at) == set(kin.people)
    places = list(drawn.at.values())
    along, across = (drawn.height, drawn.width) if size.is_turned else (drawn.width, drawn.height)
    for number, point in enumerate(places):
        x, y = point[::-1] if size.is_turned else point
        assert size.cell / 2 <= x <= along - size.cell / 2
        assert size.symbol / 2 <= y <= across - size.symbol / 2
        for other in places[:number]:
            other_x, other_y = other[::-1] if size.is_turned else other
            assert abs(x - other_x) >= size.cell or abs(y - other_y) >= size.symbol + size.name
    assert {one for line in drawn.lines for one in line.tells} == {one.id for one in ties}
    for line in drawn.lines:
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in line.points)


@settings(max_examples=60, deadline=None)
@given(families(), SIZES)
def test_the_same_family_is_the_same_picture(family: tuple[Kin, list[Tied]], size: Sizes) -> None:
    kin, ties = family
    left = tree(kin, ties, size=size)
    assert left == tree(kin, ties, size=size)
    right = tree(kin, ties, mirrored=True, size=size)
    assert {who: (left.width - x, y) for who, (x, y) in left.at.items()} == right.at


@settings(max_examples=100, deadline=None)
@given(families(), SIZES)
def test_a_home_is_around_who_lives_there_and_nobody_else(
    family: tuple[Kin, list[Tied]], size: Sizes
) -> None:
    kin, ties = family
    drawn = tree(kin, ties, size=size)
    for number, home in enumerate(kin.homes):
        shapes = [one.corners for one in drawn.outlines if one.home == number]
        for who, point in drawn.at.items():
            assert any(inside(point, shape) for shape in shapes) == (who in home), (who, home)


def inside(point: tuple[float, float], corners: Any) -> bool:
    x, y = point
    crossings = 0
    for number, (x1, y1) in enumerate(corners):
        x2, y2 = corners[number - 1]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def ties_of(*told: tuple[str, Kind, str]) -> list[Tied]:
    return [Tied(number, kind, one, other) for number, (one, kind, other) in enumerate(told)]


def blended() -> tuple[Kin, list[Tied]]:
    ties = ties_of(
        ("oma", Kind.CHILD, "mama"),
        ("opa", Kind.CHILD, "mama"),
        ("mama", Kind.PARTED, "papa"),
        ("mama", Kind.COUPLE, "plus"),
        *[(one, Kind.CHILD, child) for one in ("mama", "papa") for child in ("seppe", "fien")],
        ("mama", Kind.CHILD, "finn"),
        ("plus", Kind.CHILD, "finn"),
    )
    people = ["mama", "papa", "seppe", "fien", "finn", "plus", "oma", "opa"]
    born = {"seppe": 2011, "fien": 2015, "finn": 2022}
    homes = [("mama", "plus", "seppe", "fien", "finn"), ("papa", "seppe")]
    return made(people, ties, homes, {"mama": 1, "papa": 1, "seppe": 2, "fien": 2, "finn": 2}, born), ties


def test_generations_stand_in_rows_and_partners_beside_each_other() -> None:
    kin, ties = blended()
    rows = ordered(kin, generations(kin))
    assert [set(line) for line in rows] == [
        {"oma", "opa"},
        {"mama", "papa", "plus"},
        {"seppe", "fien", "finn"},
    ]
    assert rows[1].index("mama") == 1
    # The eldest of one couple stands first, and a half-brother with his own parents.
    assert abs(rows[2].index("seppe") - rows[2].index("fien")) == 1
    drawn = tree(kin, ties)
    assert len(drawn.parted_at) == 1
    assert abs(drawn.at["finn"][0] - drawn.at["plus"][0]) <= ACROSS.cell


def test_without_ties_everybody_stands_in_the_row_of_their_role() -> None:
    kin = made(["mama", "kind", "oma"], [], level={"mama": 1, "kind": 2, "oma": 0})
    assert generations(kin) == {"mama": 1, "kind": 2, "oma": 0}
    assert tree(kin, []).lines == ()


def test_nobody_at_all_is_an_empty_drawing() -> None:
    drawn: Tree = tree(Kin([]), [])
    assert (drawn.at, drawn.lines, drawn.outlines) == ({}, (), ())
