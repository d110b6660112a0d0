"""Who is around a family: however many, nobody stands on somebody else, and the table says the same."""

from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from eenplan.families.enums import ItemKind
from eenplan.plans.enums import Closeness, HelpState, SectionKey, TeamKind
from eenplan.plans.queries import HelpPiece, MattersPiece, Pieces, Spoken, TeamPiece
from eenplan.web.shared.drawing_around import HIGH, WIDE, Near, around, around_view

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
