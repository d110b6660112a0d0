"""An agreed version of the plan, as screen and paper show it: the same words for both.

Only what is released to everybody stands in it, whoever asks: this is what lies on kitchen tables.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.clock import day_of
from eenplan.core.languages import language_now
from eenplan.families.queries import HomeAddress
from eenplan.network.queries import LifeDomainOn
from eenplan.plans.enums import GoalStatus, HelpState, Mark, SectionKey, TeamKind
from eenplan.plans.queries import (
    ChildViewPiece,
    DisagreementPiece,
    DomainPiece,
    GoalPiece,
    HelpPiece,
    HomePiece,
    LinkedPlanPiece,
    MattersPiece,
    PersonAnswer,
    Piece,
    Pieces,
    ReviewPiece,
    StepPiece,
    TeamPiece,
    VersionNow,
)
from eenplan.plans.queries.parts import of_goals
from eenplan.web.shared.components import Chip, Step
from eenplan.web.shared.direction import apart
from eenplan.web.shared.drawing_scores import ScoresView, scores_view, steps_words
from eenplan.web.shared.plan_parts import (
    ChildView,
    DisagreementView,
    Named,
    ReviewView,
    TopicView,
    child_view,
    disagreement_view,
    helped_words,
    home_words,
    linked_words,
    loose,
    matters_words,
    member_words,
    review_view,
    scale_words,
    score_line,
    topics,
)
from eenplan.web.shared.said import Saying as Saying
from eenplan.web.shared.said import SideNote, month, sayings, side_notes, statements
from eenplan.web.shared.said import day as day
from eenplan.web.shared.said import saying as saying
from eenplan.web.shared.words import listed

Some = TypeVar("Some", bound=Piece)


@dataclass(frozen=True, slots=True)
class DomainView:
    """A part of life: what it is called, what the family says of it and the score they give it (0 to 10)."""

    label: str
    icon: str
    sayings: tuple[Saying, ...] = ()
    strengths: tuple[Saying, ...] = ()
    worries: tuple[Saying, ...] = ()
    score: int | None = None
    # How important it is to them now, in words.
    importance: str = ""
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()
    notes: tuple[SideNote, ...] = ()

    @property
    def has_more(self) -> bool:
        """Whether there is more to read than its name."""
        said = self.sayings or self.strengths or self.worries or self.beside or self.notes
        return bool(said or self.importance) or self.score is not None


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal in the family's words, with who takes which step by when. `about` is one quiet line of facts."""

    words: Saying
    notice: Saying | None
    about: str
    domain: str
    status: str
    is_reached: bool
    score: int | None
    target: int | None
    steps: tuple[Step, ...]
    # What 0 and 10 mean to them, the scores over time in words, and whether it is a small step of a long goal.
    scale: str = ""
    over_time: str = ""
    scores: ScoresView | None = None
    steps_done: str = ""
    is_part: bool = False
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()
    notes: tuple[SideNote, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpView:
    """Help that is there or waited for: what, from whom, since or until when, and what helps meanwhile."""

    title: str
    organisation: str
    when: str
    bridge: Saying | None = None
    lang: str = ""
    worked: Saying | None = None
    not_worked: Saying | None = None
    carried: Saying | None = None
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody who helps. `phone` as people write it, `call` as a telephone dials it."""

    name: str
    role: str
    detail: str
    phone: str = ""
    call: str = ""
    staff_member_id: UUID | None = None
    # Which piece it is, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What somebody of the family says of the plan. Who said nothing is shown as having said nothing."""

    name: str
    said: str
    tone: str
    when: str
    words: Saying | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything that a page or a sheet of the plan shows."""

    number: int
    family_name: str
    language: str
    holds: str
    is_active: bool
    review: str
    who: tuple[Saying, ...]
    wishes: tuple[Saying, ...]
    goes_well: tuple[Saying, ...]
    domains_talk: tuple[DomainView, ...]
    domains_well: tuple[DomainView, ...]
    chips_talk: tuple[Chip, ...]
    chips_well: tuple[Chip, ...]
    later: str
    goals: tuple[GoalView, ...]
    other_steps: tuple[Step, ...]
    help_there: tuple[HelpView, ...]
    help_waited: tuple[HelpView, ...]
    team_family: tuple[MemberView, ...]
    team_helpers: tuple[MemberView, ...]
    if_difficult: tuple[Saying, ...]
    agreements: tuple[Saying, ...]
    took_part: str
    answers: tuple[AnswerView, ...]
    homes: tuple[Named, ...] = ()
    matters: tuple[Named, ...] = ()
    child_views: tuple[ChildView, ...] = ()
    help_before: tuple[HelpView, ...] = ()
    difficult_topics: tuple[TopicView, ...] = ()
    difficult_loose: tuple[Saying, ...] = ()
    agreement_topics: tuple[TopicView, ...] = ()
    agreement_loose: tuple[Saying, ...] = ()
    disagreements: tuple[DisagreementView, ...] = ()
    linked: tuple[Named, ...] = ()
    reviews: tuple[ReviewView, ...] = ()
    # Of what the family wants to leave for now, that of which it said something all the same.
    domains_later: tuple[DomainView, ...] = ()
    # The family, also who is expected; '' for somebody with whom only a part was shared.
    household: str = ""

    @property
    def has_domains(self) -> bool:
        """Whether anything was said of a part of life."""
        return bool(
            self.domains_talk
            or self.domains_well
            or self.chips_talk
            or self.chips_well
            or self.later
            or self.domains_later
        )

    @property
    def opens_rest(self) -> bool:
        """Whether nothing is there that stands open by itself: what is shared besides then does."""
        return not (self.wishes or self.child_views or self.goals)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, those of goals first."""
        return (*(step for goal in self.goals for step in goal.steps), *self.other_steps)


def plan_view(
    version: VersionNow,
    domains: Iterable[LifeDomainOn],
    addresses: Mapping[UUID, HomeAddress] | None = None,
    *,
    as_shared: bool = False,
) -> PlanView:
    """What to show of a version, in the language that is active now as far as the words around it go.

    `addresses` of homes are for the reader's own screen alone: never give them for paper. `as_shared`: for somebody
    with whom a part was shared; the fence chose what is theirs, which may be about health.
    """
    where = {
        key: ", ".join(filter(None, (one.value, one.municipality))) for key, one in (addresses or {}).items()
    }
    language = language_now()
    pieces = version.pieces if as_shared else released(version.pieces)
    known = {domain.code: domain for domain in domains}
    texts = {key: sayings(pieces.texts.get(key, ())) for key in SectionKey}
    by_mark: dict[Mark, list[DomainView]] = {mark: [] for mark in Mark}
    for piece in sorted(pieces.domains.values(), key=lambda piece: _place(known, piece.domain)):
        by_mark[piece.mark].append(_domain(piece, known, language))
    help_there = [one for one in pieces.help if one.state in (HelpState.THERE_IS, HelpState.STARTED)]
    agreed_on = day_of(version.head.activated_at)
    return PlanView(
        number=version.head.number,
        family_name=version.family_name,
        language=version.language,
        holds=_("geldt sinds %(day)s") % {"day": day(agreed_on)}
        if version.head.is_active
        else _("gold vanaf %(day)s") % {"day": day(agreed_on)},
        is_active=version.head.is_active,
        review=day(version.head.review_date),
        who=texts[SectionKey.WHO_WE_ARE],
        wishes=texts[SectionKey.WHAT_WE_WANT],
        goes_well=texts[SectionKey.WHAT_GOES_WELL],
        domains_talk=tuple(one for one in by_mark[Mark.TALK_ABOUT] if one.has_more),
        domains_well=tuple(one for one in by_mark[Mark.GOES_WELL] if one.has_more),
        chips_talk=tuple(Chip(one.label, "soon") for one in by_mark[Mark.TALK_ABOUT] if not one.has_more),
        chips_well=tuple(Chip(one.label, "ontime") for one in by_mark[Mark.GOES_WELL] if not one.has_more),
        later=" · ".join(one.label for one in by_mark[Mark.NOT_NOW] if not one.has_more),
        domains_later=tuple(one for one in by_mark[Mark.NOT_NOW] if one.has_more),
        goals=tuple(_goal(goal, known, language, pieces.of(ReviewPiece)) for goal in in_order(pieces.goals)),
        other_steps=steps(pieces.loose_steps),
        help_there=tuple(_help(one) for one in help_there),
        help_waited=tuple(_help(one) for one in pieces.help if one.state == HelpState.WAITING),
        team_family=tuple(_member(one) for one in pieces.team if one.team_kind != TeamKind.PROFESSIONAL),
        team_helpers=tuple(_member(one) for one in pieces.team if one.team_kind == TeamKind.PROFESSIONAL),
        if_difficult=texts[SectionKey.IF_DIFFICULT],
        agreements=texts[SectionKey.AGREEMENTS],
        took_part=", ".join(one.name for one in version.participations if one.took_part and one.name),
        answers=tuple(answer_view(one) for one in version.answers if one.asked or one.answer),
        homes=tuple(
            Named(one.name, home_words(one), where.get(one.item_id, ""), one.item_id, statements(one))
            for one in pieces.of(HomePiece)
        ),
        matters=tuple(
            Named(one.name, matters_words(one), "", one.item_id, statements(one))
            for one in pieces.of(MattersPiece)
        ),
        child_views=tuple(child_view(one) for one in pieces.of(ChildViewPiece)),
        help_before=tuple(_help(one) for one in pieces.help if one.state == HelpState.ENDED),
        difficult_topics=topics(pieces, SectionKey.IF_DIFFICULT),
        difficult_loose=loose(pieces, SectionKey.IF_DIFFICULT),
        agreement_topics=topics(pieces, SectionKey.AGREEMENTS),
        agreement_loose=loose(pieces, SectionKey.AGREEMENTS),
        disagreements=tuple(disagreement_view(one) for one in pieces.of(DisagreementPiece)),
        linked=tuple(
            Named(one.text.text if one.text else "", linked_words(one), "", one.item_id, statements(one))
            for one in pieces.of(LinkedPlanPiece)
        ),
        reviews=tuple(review_view(one, pieces.goals) for one in reversed(pieces.of(ReviewPiece))),
        household="" if as_shared else listed([apart(name) for name in version.persons.values()]),
    )


def in_order(goals: Iterable[GoalPiece]) -> tuple[GoalPiece, ...]:
    """Goals in their order, small steps right after the long goal they belong to."""
    listed = tuple(goals)
    above = {goal.item_id for goal in listed}
    return tuple(
        found
        for goal in listed
        if goal.part_of_id not in above
        for found in (goal, *(one for one in listed if one.part_of_id == goal.item_id))
    )


def released(pieces: Pieces) -> Pieces:
    """Only what is released to everybody. A released step of a goal that is not stands by itself."""
    return only(pieces, lambda one: bool(one.released))


def only(pieces: Pieces, keep: Callable[[Piece], bool]) -> Pieces:
    """Only the pieces to keep. A step of a goal that is not kept stands by itself."""
    goals = _kept(pieces.goals, keep)
    shown = _kept(pieces.steps, keep)
    kept = {goal.item_id for goal in goals}
    return Pieces(
        texts={key: _kept(texts, keep) for key, texts in pieces.texts.items()},
        domains={piece.domain: piece for piece in _kept(pieces.domains.values(), keep)},
        help=_kept(pieces.help, keep),
        goals=tuple(
            replace(goal, steps=tuple(step for step in shown if step.goal_id == goal.item_id))
            for goal in goals
        ),
        loose_steps=tuple(step for step in shown if step.goal_id not in kept),
        team=_kept(pieces.team, keep),
        parts=tuple(
            of_goals(one, frozenset(kept)) if isinstance(one, ReviewPiece) else one
            for one in _kept(pieces.parts, keep)
        ),
    )


def _kept(pieces: Iterable[Some], keep: Callable[[Piece], bool]) -> tuple[Some, ...]:
    """The pieces to keep, each with those of the notes beside it that are to be kept."""
    return tuple(
        replace(one, notes=tuple(note for note in one.notes if keep(note))) if one.notes else one
        for one in pieces
        if keep(one)
    )


def steps(pieces: Iterable[StepPiece], *, name_owner: bool = True) -> tuple[Step, ...]:
    """Steps as the component shows them: what, who, by when. Those that are done come last."""
    ordered = sorted(pieces, key=lambda step: (step.done_on is not None, step.due_on or date.max))
    return tuple(_step(step, name_owner) for step in ordered)


def steps_of(pieces: Pieces, person_id: UUID) -> tuple[StepPiece, ...]:
    """What one person of the family takes on."""
    return tuple(step for step in released(pieces).steps if step.person_id == person_id)


def answer_view(answer: PersonAnswer) -> AnswerView:
    """What somebody said, in words; silence is said as silence (rule 22)."""
    tones = {"agreed": "ontime", "partly": "soon", "disagreed": "people"}
    return AnswerView(
        name=answer.name,
        said=str(answer.answer.label) if answer.answer else _("zei nog niets"),
        tone=tones.get(answer.answer or "", "done"),
        when=day(day_of(answer.said_at)) if answer.said_at else "",
        words=Saying(answer.words, answer.name, answer.language) if answer.words else None,
    )


def _step(step: StepPiece, name_owner: bool) -> Step:
    text = step.text.text if step.text else ""
    if step.done_on:
        when = _("klaar op %(day)s") % {"day": day(step.done_on)}
    else:
        when = _("tegen %(day)s") % {"day": day(step.due_on)} if step.due_on else ""
    owner = apart(step.owner) if name_owner else ""
    note = saying(step, "note")
    detail = " · ".join(part for part in (owner, helped_words(step), when) if part)
    lang = step.text.language if step.text else ""
    return Step(
        text,
        step.done_on is not None,
        detail,
        item_id=step.item_id,
        beside=statements(step),
        lang=lang,
        note=note.text if note else "",
    )


def _place(known: Mapping[str, LifeDomainOn], code: str) -> int:
    return known[code].position if code in known else len(known)


def _label(known: Mapping[str, LifeDomainOn], code: str | None, language: str) -> str:
    if not code:
        return ""
    return known[code].label(language) if code in known else code.replace("-", " ").capitalize()


def _domain(piece: DomainPiece, known: Mapping[str, LifeDomainOn], language: str) -> DomainView:
    def said(slot: str) -> tuple[Saying, ...]:
        found = saying(piece, slot)
        return (found,) if found else ()

    return DomainView(
        label=_label(known, piece.domain, language),
        icon=known[piece.domain].icon if piece.domain in known else "leaf",
        sayings=said("text"),
        strengths=said("strength"),
        worries=said("worry"),
        score=piece.score,
        importance=str(piece.importance.label) if piece.importance else "",
        item_id=piece.item_id,
        beside=statements(piece),
        notes=side_notes(piece),
    )


def _goal(
    goal: GoalPiece, known: Mapping[str, LifeDomainOn], language: str, reviews: Iterable[ReviewPiece]
) -> GoalView:
    words = saying(goal) or Saying("")
    facts = [_("voor %(name)s") % {"name": goal.whose} if goal.whose else _("voor het hele gezin")]
    if goal.target_date and goal.status == GoalStatus.OPEN:
        facts.append(_("tegen %(day)s") % {"day": day(goal.target_date)})
    return GoalView(
        words=replace(words, by=words.by or goal.expressed_by),
        notice=saying(goal, "notice"),
        about=" · ".join(facts),
        domain=_label(known, goal.domain, language),
        status="" if goal.status == GoalStatus.OPEN else str(goal.status.label),
        is_reached=goal.status == GoalStatus.REACHED,
        score=goal.score_now if goal.score_now is not None else goal.score_start,
        target=goal.score_target,
        steps=steps(goal.steps),
        scale=scale_words(goal),
        over_time=score_line(goal, reviews),
        scores=scores_view(goal, reviews),
        steps_done=steps_words(goal),
        is_part=goal.part_of_id is not None,
        item_id=goal.item_id,
        beside=statements(goal),
        notes=side_notes(goal),
    )


def _help(piece: HelpPiece) -> HelpView:
    words = saying(piece)
    when = []
    if piece.state == HelpState.WAITING:
        if piece.asked_on:
            when.append(_("laatst nagevraagd op %(day)s") % {"day": day(piece.asked_on)})
        when.append(
            _("verwacht in %(month)s") % {"month": month(piece.expected)}
            if piece.expected
            else _("we weten nog niet wanneer")
        )
        if piece.since:
            when.insert(0, _("we wachten sinds %(day)s") % {"day": day(piece.since)})
    elif piece.state == HelpState.ENDED:
        if piece.ended_on:
            when.append(_("tot %(day)s") % {"day": day(piece.ended_on)})
    elif since := piece.started_on or piece.since:
        when.append(_("sinds %(day)s") % {"day": day(since)})
    if piece.for_whom:
        when.insert(0, _("voor %(name)s") % {"name": piece.for_whom})
    return HelpView(
        title=words.text if words else piece.organisation,
        organisation=piece.organisation if words else "",
        when=" · ".join(when),
        bridge=saying(piece, "bridge"),
        lang=words.lang if words else "",
        worked=saying(piece, "worked"),
        not_worked=saying(piece, "not_worked"),
        carried=saying(piece, "carried"),
        item_id=piece.item_id,
        beside=statements(piece),
    )


def _member(piece: TeamPiece) -> MemberView:
    return MemberView(
        name=piece.name,
        role=piece.role,
        detail=member_words(piece),
        phone=piece.phone,
        call="".join(sign for sign in piece.phone if sign.isdigit() or sign == "+"),
        staff_member_id=piece.staff_member_id,
        item_id=piece.item_id,
        beside=statements(piece),
    )
