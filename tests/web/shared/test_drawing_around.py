"""Who is around a family: however many, nobody stands on somebody else, and the table says the same."""

from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from eenplan.families.enums import ItemKind
from eenplan.plans.enums import Closeness, HelpState, SectionKey, TeamKind
from eenplan.plans.queries import HelpPiece, MattersPiece, Pieces, Spoken, TeamPiece
from eenplan.web.shared.drawing_around import HIGH, WIDE, Near, around, around_view
from eenplan.web.shared.drawing_ladder import ACROSS, BOX, MIDDLE, TALL, ladder

NEAR = st.builds(Near, name=st.just("x"), about=st.just(""), ring=st.integers(0, 2))


@settings(max_examples=150, deadline=None)
@given(st.lists(NEAR, max_size=12), st.lists(NEAR, max_size=14))
def test_nobody_overlaps_and_all_stands_on_the_page(above: list[Near], below: list[Near]) -> None:
    placed = around(above, below)
    assert len(placed.spots) == len(above) + len(below)
    assert placed == around(above, below)
    everybody = [*placed.spots]
    for number, one in enumerate(everybody):
        assert WIDE / 2 <= one.x <= placed.width - WIDE / 2
        assert HIGH / 2 <= one.y <= placed.height - HIGH / 2
        for other in [*everybody[:number], placed.middle]:
            assert abs(one.x - other.x) >= WIDE or abs(one.y - other.y) >= HIGH


@given(st.lists(NEAR, max_size=6))
def test_from_right_to_left_it_turns_round(above: list[Near]) -> None:
    left, right = around(above, []), around(above, [], mirrored=True)
    assert sorted(round(one.x) for one in left.spots) == sorted(
        round(right.width - one.x) for one in right.spots
    )


@given(st.lists(st.integers(0, 2), max_size=9), st.lists(st.integers(0, 2), max_size=9), st.booleans())
def test_on_a_narrow_screen_they_stand_as_a_ladder(
    above: list[int], below: list[int], mirrored: bool
) -> None:
    placed = ladder(above, below, mirrored=mirrored)
    assert len(placed.rungs) == len(above) + len(below)
    for number, one in enumerate(placed.rungs):
        assert 0 <= one.left <= ACROSS - BOX
        assert 0 <= one.top <= placed.height - TALL
        assert abs(one.top + TALL / 2 - placed.middle) >= TALL / 2 + MIDDLE
        assert (one.top < placed.middle) == (number < len(above))
        for other in placed.rungs[:number]:
            assert abs(one.left - other.left) >= BOX or abs(one.top - other.top) >= TALL
    # The nearer to the family, the nearer to the middle.
    for half, first in ((above, 0), (below, len(above))):
        far = [abs(placed.rungs[first + who].top + TALL / 2 - placed.middle) for who in range(len(half))]
        for one, ring in enumerate(half):
            assert all(far[one] <= far[other] for other, away in enumerate(half) if ring < away)


def pieces() -> Pieces:
    where = (SectionKey.WHO_WE_ARE, {})
    return Pieces(
        texts={},
        domains={},
        help=(
            HelpPiece(
                uuid4(), ItemKind.HELP, SectionKey.HELP, {"text": Spoken("speltherapie", "nl")},
                organisation="CGG", state=HelpState.WAITING,
            ),
            HelpPiece(
                uuid4(), ItemKind.HELP, SectionKey.HELP, {"text": Spoken("vroeger", "nl")},
                state=HelpState.ENDED,
            ),
        ),
        goals=(),
        loose_steps=(),
        team=(
            TeamPiece(uuid4(), ItemKind.TEAM_MEMBER, *where, name="Oma", team_kind=TeamKind.FAMILY),
            TeamPiece(uuid4(), ItemKind.TEAM_MEMBER, *where, name="Hanne", role="coach"),
        ),
        parts=(
            MattersPiece(
                uuid4(), ItemKind.WHO_MATTERS, *where, name="Trainer", closeness=Closeness.FURTHER
            ),
            MattersPiece(
                uuid4(), ItemKind.WHO_MATTERS, *where, name="Oma", relation="mama van Kaat",
                closeness=Closeness.NEAR, gives_strength=True,
            ),
        ),
    )  # fmt: skip


def test_the_table_says_what_the_drawing_shows() -> None:
    view = around_view(pieces())
    assert view is not None
    assert [(row.name, row.about, row.near) for row in view.rows] == [
        ("Oma", "mama van Kaat · heel dichtbij", "geeft kracht"),
        ("Trainer", "verder weg", ""),
        ("Hanne", "coach", ""),
        ("speltherapie", "CGG · we wachten erop", ""),
    ]
    assert [one.style for one in view.boxes] == ["strong", "", "service", "waits"]
    assert all(row.name in view.summing for row in view.rows)


def test_while_nobody_was_named_there_is_no_drawing() -> None:
    assert around_view(Pieces({}, {}, (), (), (), ())) is None
