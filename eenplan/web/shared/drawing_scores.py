"""A goal over time: the family's own scores as a small line, with a table; and how many of its steps are done.

Nowhere is a score called good or bad: the line shows what the family itself said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from eenplan.plans.queries import GoalPiece, ReviewPiece
from eenplan.web.shared import words
from eenplan.web.shared.drawing import Text, soft_path
from eenplan.web.shared.said import day

WIDEST, STEP, LEFT, RIGHT = 420, 92, 52, 62
TOP, HEIGHT, BELOW = 28, 110, 34
MOST = 10
# How many days fit below the line.
DAYS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """What the family said on a day: `when` in words."""

    when: str
    score: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A score on the line."""

    x: str
    y: str
    score: Text
    when: Text | None


@dataclass(frozen=True, slots=True)
class ScoresView:
    """The line, its words, and the rows of its table. `key` makes its ids its own on the page."""

    key: str
    width: int
    height: int
    path: str
    dots: tuple[Dot, ...]
    levels: tuple[tuple[str, str], ...]
    target: Text | None
    target_y: str
    start: str
    end: str
    edge: str
    summing: str
    rows: tuple[Score, ...]


def scores_of(goal: GoalPiece, reviews: Iterable[ReviewPiece]) -> list[Score]:
    """The scores of a goal in the order in which they were given: at the start, at each review, now."""
    held = sorted(
        (one.on, one.scores[goal.item_id]) for one in reviews if one.on and goal.item_id in one.scores
    )
    found = [Score(_("in het begin"), goal.score_start)] if goal.score_start is not None else []
    found += [Score(day(on), score) for on, score in held]
    if goal.score_now is not None and (not held or held[-1][1] != goal.score_now):
        found.append(Score(_("nu"), goal.score_now))
    return found


def scores_view(goal: GoalPiece, reviews: Iterable[ReviewPiece]) -> ScoresView | None:
    """The scores of a goal as a line; None while there are less than two."""
    found = scores_of(goal, reviews)
    if len(found) < 2:
        return None
    places = _places(len(found))
    width = places[-1] + RIGHT
    if get_language_bidi():
        places = [width - place for place in places]
    return ScoresView(
        key=goal.item_id.hex,
        width=round(width),
        height=TOP + HEIGHT + BELOW,
        path=soft_path([(x, _y(one.score)) for x, one in zip(places, found, strict=True)], radius=0),
        dots=tuple(
            _dot(number, x, one, len(found), goal.score_target)
            for number, (x, one) in enumerate(zip(places, found, strict=True))
        ),
        levels=tuple((f"{_y(level):.1f}", str(level)) for level in (0, 5, 10)),
        target=_target(goal, width),
        target_y=f"{_y(goal.score_target):.1f}" if goal.score_target is not None else "",
        start=f"{46 if get_language_bidi() else LEFT - 24}",
        end=f"{width - (LEFT - 24 if get_language_bidi() else 46):.0f}",
        edge=f"{width - 14 if get_language_bidi() else 14:.0f}",
        summing=_summing(goal, found),
        rows=tuple(found),
    )


def steps_words(goal: GoalPiece) -> str:
    """'2 van de 5 stappen zijn gezet'; '' without steps."""
    done = sum(step.done_on is not None for step in goal.steps)
    if not goal.steps:
        return ""
    if len(goal.steps) == 1:
        return _("De ene stap is gezet.") if done else _("De ene stap is nog niet gezet.")
    said = (
        _("%(done)d van de %(all)d stappen is gezet.")
        if done == 1
        else _("%(done)d van de %(all)d stappen zijn gezet.")
    )
    return said % {"done": done, "all": len(goal.steps)}


def _places(count: int) -> list[float]:
    """The scores from the start on, evenly apart."""
    apart = min(STEP, (WIDEST - LEFT - RIGHT) / max(count - 1, 1))
    return [LEFT + apart * number for number in range(count)]


def _y(score: int) -> float:
    return TOP + HEIGHT * (1 - score / MOST)


def _dot(number: int, x: float, one: Score, count: int, target: int | None) -> Dot:
    """A score with its number above it (below, where the line of the goal runs), and its day where there is room."""
    y = _y(one.score)
    under_target = target is not None and 0 < target - one.score <= 2
    beside = y + 22 if under_target and one.score > 1 else y - 10
    every = 1 if count <= DAYS else -(-count // (DAYS - 1))
    shown = number == count - 1 or (number % every == 0 and number + every <= count - 1)
    when = Text(f"{x:.1f}", f"{TOP + HEIGHT + 24}", _short(one.when)) if shown else None
    return Dot(f"{x:.1f}", f"{y:.1f}", Text(f"{x:.1f}", f"{beside:.1f}", str(one.score)), when)


def _short(when: str) -> str:
    """A day without its year."""
    parts = when.split()
    return " ".join(parts[:2]) if parts and parts[0].isdigit() else when


def _target(goal: GoalPiece, width: float) -> Text | None:
    """The word beside the end of its line, where no score stands."""
    if goal.score_target is None:
        return None
    at = 22 if get_language_bidi() else width - 22
    return Text(f"{at:.1f}", f"{_y(goal.score_target) + 5:.1f}", _("doel"))


def _summing(goal: GoalPiece, found: Sequence[Score]) -> str:
    said = words.listed([f"{one.when} {one.score}" for one in found])
    if goal.score_target is None:
        return _("De cijfers van het gezin zelf, van 0 tot 10: %(scores)s.") % {"scores": said}
    return _("De cijfers van het gezin zelf, van 0 tot 10: %(scores)s. Het doel is %(target)d.") % {
        "scores": said,
        "target": goal.score_target,
    }
