"""The small parts of a plan in words, the same for the coach, the family, screen and paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.clock import today
from eenplan.families.enums import Share
from eenplan.plans.enums import Secrecy, SectionKey, TeamKind, Topic
from eenplan.plans.queries import (
    ChildViewPiece,
    DisagreementPiece,
    GoalPiece,
    HomePiece,
    LinkedPlanPiece,
    MattersPiece,
    Pieces,
    ReviewPiece,
    StepPiece,
    TeamPiece,
)
from eenplan.plans.rules import TOPICS
from eenplan.web.shared.direction import apart
from eenplan.web.shared.said import Saying, SideNote, day, saying, sayings, side_notes, statements


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name and a line about it. `address` of a home, for whoever reads it on their own screen."""

    name: str
    about: str
    address: str = ""
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildView:
    """What one child wants. `reason` says why it was not asked yet."""

    name: str
    words: Saying | None
    about: str
    reason: str
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()
    notes: tuple[SideNote, ...] = ()
    # The face that the child chose, with its word; what it drew, and what is on that.
    face: str = ""
    face_word: str = ""
    drawing_id: UUID | None = None
    drawn: Saying | None = None


@dataclass(frozen=True, slots=True)
class TopicView:
    """One side of a section with its words."""

    title: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """Who does not agree with what, and how that was resolved."""

    who: str
    words: Saying | None
    about: str
    is_resolved: bool
    resolution: str
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A day on which the plan was looked at again."""

    title: str
    who: str
    back: Saying | None
    changes: Saying | None
    scores: tuple[Named, ...]
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()


def home_words(home: HomePiece) -> str:
    """'Kaat en Lotte (een deel van de tijd) · sinds 1 mei 2025'."""
    people = [
        _("%(name)s (een deel van de tijd)") % {"name": apart(one.name)}
        if one.share == Share.PART
        else apart(one.name)
        for one in home.residents
    ]
    parts = [", ".join(people) or _("nu woont hier niemand van het gezin")]
    if home.until and home.until <= today():
        parts.append(_("tot %(day)s") % {"day": day(home.until - timedelta(days=1))})
    elif home.since:
        parts.append(_("sinds %(day)s") % {"day": day(home.since)})
    return " · ".join(parts)


def matters_words(one: MattersPiece) -> str:
    """'oma · heel dichtbij · geeft kracht'."""
    note = one.text.text if one.text else ""
    parts = [
        apart(one.relation),
        str(one.closeness.label) if one.closeness else "",
        _("geeft kracht") if one.gives_strength else "",
        apart(note),
    ]
    return " · ".join(part for part in parts if part)


def helped_words(step: StepPiece) -> str:
    """'samen met oma'; '' when the one who takes the step does it alone."""
    helped_by = saying(step, "helped_by")
    return _("samen met %(name)s") % {"name": apart(helped_by.text)} if helped_by else ""


def member_words(member: TeamPiece) -> str:
    """'CLB Genk · op dinsdag · moet erbij zijn · heeft beroepsgeheim': of the own family no secrecy is said."""
    parts = [
        apart(member.organisation),
        apart(member.availability),
        str(member.attendance.label) if member.attendance else "",
        str(member.secrecy.label)
        if member.secrecy != Secrecy.UNKNOWN and member.team_kind != TeamKind.FAMILY
        else "",
    ]
    return " · ".join(part for part in parts if part)


def child_view(one: ChildViewPiece) -> ChildView:
    """What a child wants, in words."""
    reason = saying(one, "reason")
    about = [str(one.said_how.label)]
    if one.on:
        about.append(day(one.on))
    return ChildView(
        one.person,
        saying(one) if one.is_asked else None,
        " · ".join(about) if one.is_asked else "",
        reason.text if reason and not one.is_asked else "",
        one.item_id,
        statements(one),
        side_notes(one),
        one.face.value if one.face else "",
        str(one.face.label) if one.face else "",
        one.drawing_id,
        saying(one, "drawing"),
    )


def disagreement_view(one: DisagreementPiece) -> DisagreementView:
    """A disagreement, resolved or not: it stays to be read."""
    resolution = saying(one, "resolution")
    if one.resolved_on:
        about = _("opgelost op %(day)s") % {"day": day(one.resolved_on)}
    else:
        about = _("sinds %(day)s") % {"day": day(one.on)} if one.on else ""
    return DisagreementView(
        one.who,
        saying(one),
        about,
        one.resolved_on is not None,
        resolution.text if resolution else "",
        one.item_id,
        statements(one),
    )


def linked_words(one: LinkedPlanPiece) -> str:
    """'CLB Genk · van 3 mei · te vinden bij de begeleider'."""
    parts = [
        apart(one.organisation),
        _("van %(day)s") % {"day": day(one.dated)} if one.dated else "",
        apart(one.where),
    ]
    return " · ".join(part for part in parts if part)


def review_view(one: ReviewPiece, goals: Iterable[GoalPiece]) -> ReviewView:
    """A review, with the scores of the goals that can be read here."""
    names = {goal.item_id: goal.text.text if goal.text else "" for goal in goals}
    people = [*one.persons, *([one.others] if one.others else [])]
    return ReviewView(
        day(one.on) if one.on else "",
        ", ".join(people),
        saying(one, "back"),
        saying(one),
        tuple(
            Named(names[goal], _("%(score)d op 10") % {"score": score})
            for goal, score in one.scores.items()
            if names.get(goal)
        ),
        one.item_id,
        statements(one),
    )


def score_line(goal: GoalPiece, reviews: Iterable[ReviewPiece]) -> str:
    """A goal's scores over time, in words: 'in het begin 2, op 3 mei 4, nu 5; doel 7'. '' with less than two."""
    found = [(one.on, one.scores[goal.item_id]) for one in reviews if one.on and goal.item_id in one.scores]
    parts = (
        [_("in het begin %(score)d") % {"score": goal.score_start}] if goal.score_start is not None else []
    )
    parts += [_("op %(day)s %(score)d") % {"day": day(on), "score": score} for on, score in sorted(found)]
    if goal.score_now is not None and (not found or max(found)[1] != goal.score_now):
        parts.append(_("nu %(score)d") % {"score": goal.score_now})
    if not found or len(parts) < 2:
        return ""
    said = ", ".join(parts)
    if goal.score_target is None:
        return said
    return _("%(scores)s; doel %(target)d") % {"scores": said, "target": goal.score_target}


def scale_words(goal: GoalPiece) -> str:
    """What 0 and 10 mean to the family: '0: niemand slaapt · 10: we staan uitgerust op'."""
    said = {"0": saying(goal, "scale_low"), "10": saying(goal, "scale_high")}
    return " · ".join(f"{score}: {apart(one.text)}" for score, one in said.items() if one)


def topics(pieces: Pieces, key: SectionKey) -> tuple[TopicView, ...]:
    """The sides of a section of which something was said. What is about safety is never among them."""
    texts = pieces.texts.get(key, ())
    found = (
        TopicView(str(topic.label), sayings(one for one in texts if one.topic == topic))
        for topic in TOPICS[key]
        if topic != Topic.SAFETY
    )
    return tuple(one for one in found if one.sayings)


def loose(pieces: Pieces, key: SectionKey) -> tuple[Saying, ...]:
    """The texts of a section that are about no side in particular."""
    return sayings(one for one in pieces.texts.get(key, ()) if not one.topic)
