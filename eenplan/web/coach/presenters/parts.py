"""What the page of the plan is made of."""

from dataclasses import dataclass
from uuid import UUID

from eenplan.plans.enums import SectionKey
from eenplan.web.coach.presenters.step import StepLine
from eenplan.web.shared.components import Chip
from eenplan.web.shared.drawing_scores import ScoresView
from eenplan.web.shared.labels import SeenChip
from eenplan.web.shared.said import Translated


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A worker's note beside what the family said, with the way to change it and who sees it."""

    text: str
    by: str
    href: str
    seen: SeenChip | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Some words. `by` is who of the family said them; '' when a worker wrote them down."""

    text: str
    by: str
    lang: str
    href: str
    seen: SeenChip | None
    translations: tuple[Translated, ...] = ()
    # Where a translation is still wanted, the way to put it beside.
    translate_href: str = ""
    notes: tuple[NoteLine, ...] = ()
    note_href: str = ""
    # Whom a strength is about; '' when it is of the whole family.
    about: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """A section of loose texts."""

    key: SectionKey
    title: str
    slug: str
    quotes: tuple[Quote, ...]
    href: str
    saved: str
    none_yet: str


@dataclass(frozen=True, slots=True)
class GoalBlock:
    """A goal with its steps."""

    id: UUID
    text: str
    lang: str
    about: str
    status: str
    is_reached: bool
    notice: str
    score: int | None
    target: int | None
    steps: tuple[StepLine, ...]
    href: str
    step_href: str
    seen: SeenChip | None
    # What 0 and 10 mean to them, and the scores over time in words.
    scale: str = ""
    over_time: str = ""
    scores: ScoresView | None = None
    steps_done: str = ""
    # The long goal that it is a small step of; a long goal can have small steps added.
    part_of: str = ""
    is_long: bool = False
    small_href: str = ""
    translations: tuple[Translated, ...] = ()
    translate_href: str = ""
    notes: tuple[NoteLine, ...] = ()
    note_href: str = ""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Help that is there or waited for."""

    id: UUID
    title: str
    lang: str
    about: str
    bridge: str
    href: str
    start_href: str
    seen: SeenChip | None
    worked: str = ""
    not_worked: str = ""
    # What goes over from what bridged the wait, and where to ask how the wait stands.
    carried: str = ""
    wait_href: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who helps."""

    name: str
    role: str
    detail: str
    phone: str
    href: str
    # What this person may read when everybody sits together (rule 36); '' when there is nothing to say.
    hint: str = ""
    seen: SeenChip | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What somebody says of the version that holds now."""

    name: str
    said: str
    tone: str
    about: str
    words: str
    lang: str
    href: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that still lacks, and the way there."""

    words: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything that the page of the plan shows."""

    family_id: UUID
    family_name: str
    summing: str
    changed: bool
    wishes: Texts
    strengths: Texts
    who: Texts
    difficult: Texts
    agreements: Texts
    goals: tuple[GoalBlock, ...]
    loose_steps: tuple[StepLine, ...]
    goals_saved: str
    waiting: tuple[HelpLine, ...]
    there: tuple[HelpLine, ...]
    help_saved: str
    chips: tuple[Chip, ...]
    unmarked: int
    team: tuple[Member, ...]
    answers: tuple[AnswerLine, ...]
    older: tuple[int, ...]
    changed_in: str
    todo: tuple[ToDo, ...]
    people: str
