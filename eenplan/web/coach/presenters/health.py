"""What is about health stands apart from the rest of the plan (rule 39)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from eenplan.core.languages import language_now
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Labels
from eenplan.plans.enums import HelpState, SectionKey
from eenplan.plans.queries import ChildViewPiece, DomainPiece, HelpPiece, Piece, PlanNow
from eenplan.web.coach.presenters.parts import HelpLine
from eenplan.web.coach.presenters.plan import at, help_line
from eenplan.web.coach.presenters.seen import seen
from eenplan.web.shared import words
from eenplan.web.shared.labels import SeenChip
from eenplan.web.shared.plan_view import only
from eenplan.web.shared.said import Saying, saying

# Here the place says it; a chip only says more.
PLAINLY = Labels(health=True)


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A piece that is about health: what it is, what was said, and the way to change it."""

    title: str
    said: tuple[Saying, ...]
    href: str
    seen: SeenChip | None


@dataclass(frozen=True, slots=True)
class HealthPart:
    """Help that is waited for, help that is or was there, and all else that is about health."""

    waiting: tuple[HelpLine, ...]
    there: tuple[HelpLine, ...]
    others: tuple[HealthLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the plan is about health."""
        return not (self.waiting or self.there or self.others)


def is_health(piece: Piece) -> bool:
    """Whether a piece is about somebody's health."""
    return piece.labels is not None and piece.labels.health


def without_health(page: PlanNow) -> PlanNow:
    """The plan without what is about health."""
    return replace(page, pieces=only(page.pieces, lambda one: not is_health(one)))


def health_part(page: PlanNow) -> HealthPart:
    """What is about health, of the whole plan."""
    pieces = only(page.pieces, is_health)
    texts = [one for found in pieces.texts.values() for one in found]
    others: list[Piece] = [
        *texts, *pieces.goals, *pieces.steps, *pieces.domains.values(), *pieces.team, *pieces.parts
    ]  # fmt: skip
    known = {one.item_id for one in others}
    everything = [one for key in SectionKey for one in page.pieces.section(key)]
    others += [
        note for one in everything for note in one.notes if is_health(note) and one.item_id not in known
    ]
    return HealthPart(
        waiting=tuple(_help(page, one) for one in pieces.help if one.state == HelpState.WAITING),
        there=tuple(_help(page, one) for one in pieces.help if one.state != HelpState.WAITING),
        others=tuple(_line(page, one) for one in others),
    )


def _help(page: PlanNow, piece: HelpPiece) -> HelpLine:
    line = help_line(page, piece)
    return replace(line, seen=None) if piece.labels == PLAINLY else line


def _line(page: PlanNow, piece: Piece) -> HealthLine:
    title = words.sentence(str(piece.kind.label))
    if isinstance(piece, DomainPiece):
        title = next(
            (row.domain.label(language_now()) for row in page.domains if row.domain.code == piece.domain),
            title,
        )
    name = str(getattr(piece, "name", ""))
    said = tuple(found for slot in piece.words if (found := saying(piece, slot)))
    return HealthLine(
        f"{title}: {name}" if name else title,
        said,
        _HREFS.get(piece.kind, _by_item("change-text"))(page, piece),
        None if piece.labels == PLAINLY else seen(page, piece),
    )


def _by_item(name: str) -> Callable[[PlanNow, Piece], str]:
    return lambda page, piece: at(name, page, item_id=piece.item_id)


_HREFS: Mapping[ItemKind, Callable[[PlanNow, Piece], str]] = {
    ItemKind.GOAL: lambda page, piece: at("change-goal", page, goal_id=piece.item_id),
    ItemKind.ACTION: lambda page, piece: at("change-step", page, action_id=piece.item_id),
    ItemKind.DOMAIN: lambda page, piece: at("change-domain", page, domain=cast(DomainPiece, piece).domain),
    ItemKind.CHILD_VIEW: lambda page, piece: at(
        "hear-child", page, person_id=cast(ChildViewPiece, piece).person_id
    ),
    ItemKind.TEAM_MEMBER: _by_item("change-team-member"),
    ItemKind.HOME: _by_item("change-home"),
    ItemKind.WHO_MATTERS: _by_item("change-who-matters"),
    ItemKind.DISAGREEMENT: _by_item("change-disagreement"),
    ItemKind.LINKED_PLAN: _by_item("change-linked-plan"),
    ItemKind.REVIEW: _by_item("change-review"),
    ItemKind.SIDE_NOTE: _by_item("change-side-note"),
}
