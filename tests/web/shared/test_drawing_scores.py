"""A goal over time: the family's own scores as a line and as a table, called neither good nor bad."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.families.enums import ItemKind
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries import GoalPiece, ReviewPiece, StepPiece
from eenplan.web.shared.drawing_scores import WIDEST, scores_of, scores_view, steps_words

SCORE = st.integers(0, 10)
FIRST = date(2024, 1, 8)


def goal(
    start: int | None, now: int | None, target: int | None = None, done: tuple[bool, ...] = ()
) -> GoalPiece:
    steps = tuple(
        StepPiece(uuid4(), ItemKind.ACTION, SectionKey.GOALS, {}, done_on=FIRST if one else None)
        for one in done
    )
    return GoalPiece(
        uuid4(), ItemKind.GOAL, SectionKey.GOALS, {}, score_start=start, score_now=now, score_target=target,
        steps=steps,
    )  # fmt: skip


def review(of: UUID, score: int, week: int) -> ReviewPiece:
    return ReviewPiece(
        uuid4(), ItemKind.REVIEW, SectionKey.AGREEMENTS, {}, on=FIRST + timedelta(weeks=week),
        scores={of: score, uuid4(): 1},
    )  # fmt: skip


def test_from_the_start_over_each_review_until_now() -> None:
    one = goal(2, 6, target=7)
    reviews = [review(one.item_id, 5, 4), review(one.item_id, 4, 1)]
    assert [(score.when, score.score) for score in scores_of(one, reviews)] == [
        ("in het begin", 2),
        ("15 januari 2024", 4),
        ("5 februari 2024", 5),
        ("nu", 6),
    ]
    view = scores_view(one, reviews)
    assert view is not None
    assert view.summing.endswith("Het doel is 7.")
    assert [dot.when.words for dot in view.dots if dot.when] == [
        "in het begin", "15 januari", "5 februari", "nu",
    ]  # fmt: skip


def test_what_was_said_last_at_a_review_is_not_said_again() -> None:
    one = goal(2, 5)
    assert [score.score for score in scores_of(one, [review(one.item_id, 5, 4)])] == [2, 5]


@pytest.mark.parametrize("one", [goal(None, None), goal(3, None), goal(None, 3, target=8)])
def test_one_score_is_no_line(one: GoalPiece) -> None:
    assert scores_view(one, []) is None


@given(SCORE, st.lists(SCORE, max_size=30), SCORE, st.none() | SCORE)
def test_every_score_stands_on_the_line_and_in_the_table(
    start: int, held: list[int], now: int, target: int | None
) -> None:
    one = goal(start, now, target)
    view = scores_view(one, [review(one.item_id, score, week) for week, score in enumerate(held)])
    assert view is not None
    assert [row.score for row in view.rows][: len(held) + 1] == [start, *held]
    assert [int(dot.score.words) for dot in view.dots] == [row.score for row in view.rows]
    assert view.width <= WIDEST
    places = [float(dot.x) for dot in view.dots]
    assert places == sorted(set(places))
    assert all(0 < float(dot.y) < view.height for dot in view.dots)
    heights = [float(dot.y) for dot in view.dots]
    for higher, more in zip(heights, view.rows, strict=True):
        for lower, less in zip(heights, view.rows, strict=True):
            assert (higher < lower) == (more.score > less.score)


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ((), ""),
        ((True,), "De ene stap is gezet."),
        ((False,), "De ene stap is nog niet gezet."),
        ((True, False, True), "2 van de 3 stappen zijn gezet."),
        ((True, False, False), "1 van de 3 stappen is gezet."),
    ],
)
def test_how_many_steps_are_done(done: tuple[bool, ...], said: str) -> None:
    assert steps_words(goal(None, None, done=done)) == said
