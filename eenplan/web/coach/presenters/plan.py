"""The plan as the coach reads it beside the family: their words first and largest."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from eenplan.core.clock import day_of, today
from eenplan.core.languages import language_now
from eenplan.plans.enums import GoalStatus, HelpState, Horizon, Mark, Secrecy, SectionKey, TeamKind
from eenplan.plans.queries import (
    GoalPiece,
    HelpPiece,
    Piece,
    PlanNow,
    ReviewPiece,
    StepPiece,
    TeamPiece,
)
from eenplan.plans.rules import Missing, sees_released_only
from eenplan.plans.rules.labels import BESIDE
from eenplan.web.coach.presenters.choices import people
from eenplan.web.coach.presenters.parts import (
    AnswerLine,
    GoalBlock,
    HelpLine,
    Member,
    NoteLine,
    PlanPage,
    Quote,
    Texts,
    ToDo,
)
from eenplan.web.coach.presenters.seen import seen
from eenplan.web.coach.presenters.step import StepLine
from eenplan.web.shared import words
from eenplan.web.shared.addresses import address
from eenplan.web.shared.components import Chip
from eenplan.web.shared.drawing_scores import scores_view, steps_words
from eenplan.web.shared.plan_parts import helped_words, scale_words, score_line
from eenplan.web.shared.plan_view import answer_view, in_order, saying
from eenplan.web.shared.said import month

listed = words.listed

# What each section with loose texts is called in an address.
SLUGS: Mapping[str, SectionKey] = {
    "wie-we-zijn": SectionKey.WHO_WE_ARE,
    "wat-we-willen": SectionKey.WHAT_WE_WANT,
    "wat-goed-gaat": SectionKey.WHAT_GOES_WELL,
    "als-het-moeilijk-wordt": SectionKey.IF_DIFFICULT,
    "hoe-we-samenwerken": SectionKey.AGREEMENTS,
}
TONES = {Mark.GOES_WELL: "ontime", Mark.TALK_ABOUT: "soon"}


def parts_of_plan() -> list[tuple[str, str]]:
    """Where each part stands on the page of a plan, and what it is called: on a telephone it is a long way down."""
    return [
        ("wat-we-willen", _("Wat we willen")),
        ("doelen", _("Doelen en stappen")),
        ("wat-goed-gaat", _("Wat goed gaat")),
        ("wie-we-zijn", _("Wie we zijn")),
        ("als-het-moeilijk-wordt", _("Als het moeilijk wordt")),
        ("hoe-we-samenwerken", _("Hoe we samenwerken")),
        ("hulp", _("Waar we op wachten")),
        ("levensdomeinen", _("Ons leven nu")),
        ("wie-helpt", _("Wie helpt ons")),
        ("huizen", _("Waar we wonen, en wie telt")),
    ]


def plan_page(page: PlanNow) -> PlanPage:
    """The page of a plan."""
    pieces = page.pieces
    help_there = [one for one in pieces.help if one.state in (HelpState.THERE_IS, HelpState.STARTED)]
    version = page.version
    return PlanPage(
        family_id=page.family_id,
        family_name=page.family_name,
        summing=summing(page),
        changed=bool(version and version.is_active and page.changed_since_version),
        wishes=_texts(page, "wat-we-willen", _("Vraag elk van hen wat ze willen. Ook de kinderen.")),
        strengths=_texts(page, "wat-goed-gaat", _("Er gaat altijd iets goed. Begin daar.")),
        who=_texts(page, "wie-we-zijn", _("Wie hoort erbij, en wie is er nog belangrijk?")),
        difficult=_texts(
            page, "als-het-moeilijk-wordt", _("Waaraan merken ze het, wat doen ze zelf, wie bellen ze?")
        ),
        agreements=_texts(
            page, "hoe-we-samenwerken", _("Hoe vaak zien we elkaar? Wie vertelt het aan school?")
        ),
        goals=tuple(_goal(page, goal) for goal in in_order(pieces.goals)),
        loose_steps=tuple(_steps(page, pieces.loose_steps)),
        goals_saved=saved_words(page, SectionKey.GOALS),
        waiting=tuple(help_line(page, one) for one in pieces.help if one.state == HelpState.WAITING),
        there=tuple(help_line(page, one) for one in help_there),
        help_saved=saved_words(page, SectionKey.HELP),
        chips=_chips(page),
        unmarked=sum(row.piece is None for row in page.domains),
        team=tuple(members(page)),
        answers=_answers(page) if version and version.is_active else (),
        older=tuple(range(version.number, 0, -1)) if version else (),
        changed_in=_changed_in(page),
        todo=_todo(page),
        people=listed([_person(str(label)) for _key, label in people(page)]),
    )


def _person(label: str) -> str:
    """'Seppe (9 jaar)' from 'Seppe, 9 jaar'."""
    name, comma, about = label.rpartition(", ")
    return f"{name} ({about})" if comma else label


def summing(page: PlanNow) -> str:
    """'Versie 2, samen gemaakt op 4 november. We kijken er opnieuw naar op 16 december.'"""
    version = page.version
    if version is None or (not version.is_active and not page.is_closed):
        return _("Nog niet afgesproken. Alles wat je opschrijft, blijft bewaard.")
    made = _("Versie %(number)s, samen gemaakt op %(day)s.") % {
        "number": version.number,
        "day": words.day(day_of(version.activated_at)),
    }
    if page.is_closed:
        return made
    review = page.next_review_date
    said = (
        _("We zouden er opnieuw naar kijken op %(day)s.")
        if review < today()
        else _("We kijken er opnieuw naar op %(day)s.")
    )
    return f"{made} {said % {'day': words.day(review)}}"


def at(name: str, page: PlanNow, **more: object) -> str:
    """The address of a page of this family."""
    return address(f"coach:{name}", family_id=page.family_id, **more)


def short_day(on: date) -> str:
    """'28 nov'; with the year when it is not this one."""
    return date_format(on, "j M" if on.year == today().year else "j M Y").lower()


def saved_words(page: PlanNow, key: SectionKey) -> str:
    """'bewaard om 14.02' when the section was saved today; else ''."""
    section = page.sections.get(key)
    moment: datetime | None = section.changed_at if section and section.revision else None
    if moment is None or day_of(moment) != today():
        return ""
    return _("bewaard om %(hour)s") % {"hour": words.hour(moment)}


def _texts(page: PlanNow, slug: str, none_yet: str) -> Texts:
    key = SLUGS[slug]
    return Texts(
        key,
        str(key.label),
        slug,
        tuple(quotes(page, page.pieces.texts.get(key, ()))),
        at("write-text", page, section=slug),
        saved_words(page, key),
        none_yet,
    )


def quotes(page: PlanNow, pieces: Iterable[Piece]) -> list[Quote]:
    """The texts of some pieces."""
    return [
        Quote(
            said.text,
            said.by,
            said.lang,
            at("change-text", page, item_id=piece.item_id),
            seen(page, piece),
            said.translations,
            translate_href(page, piece),
            note_lines(page, piece),
            note_href(page, piece),
            said.about,
        )
        for piece in pieces
        if (said := saying(piece))
    ]


def note_lines(page: PlanNow, piece: Piece) -> tuple[NoteLine, ...]:
    """What workers wrote beside a piece."""
    return tuple(
        NoteLine(
            note.text.text, note.by, at("change-side-note", page, item_id=note.item_id), seen(page, note)
        )
        for note in piece.notes
        if note.text
    )


def note_href(page: PlanNow, piece: Piece) -> str:
    """Where to write a note beside a piece; '' where there is no room for one."""
    return at("add-side-note", page, item_id=piece.item_id) if piece.kind in BESIDE else ""


def translate_href(page: PlanNow, piece: Piece) -> str:
    """Where to put a translation beside what somebody of the family said, when one is still wanted; else ''."""
    said = piece.text
    if said is None or not said.speaker_id:
        return ""
    has = {said.language, *(one.language for one in said.translations if not one.of_earlier)}
    return at("translate-piece", page, item_id=piece.item_id) if wanted_in(page) - has else ""


def wanted_in(page: PlanNow) -> set[str]:
    """The languages in which a plan should be read: Dutch, for who works with it, and the family's own."""
    return {"nl", page.language} - {"", "und"}


def _goal(page: PlanNow, goal: GoalPiece) -> GoalBlock:
    said, notice = saying(goal), saying(goal, "notice")
    long_goals = {one.item_id: one.text.text for one in page.pieces.goals if one.text}
    domain = page.known_domains.get(goal.domain or "")
    about = [
        _("van %(name)s") % {"name": goal.whose} if goal.whose else _("van het hele gezin"),
        domain.label(language_now()).lower() if domain else "",
        _("gezegd door %(name)s") % {"name": goal.expressed_by}
        if goal.expressed_by
        else _("door ons opgeschreven"),
    ]
    if goal.target_date:
        about.append(_("tegen %(day)s") % {"day": words.day(goal.target_date)})
    return GoalBlock(
        id=goal.item_id,
        text=said.text if said else "",
        lang=said.lang if said else "",
        about=" · ".join(part for part in about if part),
        status="" if goal.status == GoalStatus.OPEN else str(goal.status.label),
        is_reached=goal.status == GoalStatus.REACHED,
        notice=notice.text if notice else "",
        score=goal.score_now if goal.score_now is not None else goal.score_start,
        target=goal.score_target,
        steps=tuple(_steps(page, goal.steps)),
        href=at("change-goal", page, goal_id=goal.item_id),
        step_href=f"{at('add-step', page)}?doel={goal.item_id}",
        seen=seen(page, goal),
        scale=scale_words(goal),
        over_time=score_line(goal, page.pieces.of(ReviewPiece)),
        scores=scores_view(goal, page.pieces.of(ReviewPiece)),
        steps_done=steps_words(goal),
        part_of=long_goals.get(goal.part_of_id, "") if goal.part_of_id else "",
        is_long=goal.horizon == Horizon.LONG,
        small_href=f"{at('add-goal', page)}?deel={goal.item_id}",
        translations=said.translations if said else (),
        translate_href=translate_href(page, goal),
        notes=note_lines(page, goal),
        note_href=note_href(page, goal),
    )


def _steps(page: PlanNow, pieces: Iterable[StepPiece]) -> list[StepLine]:
    lines = []
    for step in pieces:
        said = saying(step)
        if step.done_on:
            when = _("klaar op %(day)s") % {"day": short_day(step.done_on)}
        elif step.due_on and step.due_on < today():
            when = _("was voor %(day)s") % {"day": short_day(step.due_on)}
        else:
            when = short_day(step.due_on) if step.due_on else _("nog geen datum")
        owner = step.owner or _("nog niemand")
        note = saying(step, "note")
        lines.append(
            StepLine(
                id=step.item_id,
                text=said.text if said else "",
                lang=said.lang if said else "",
                about=" · ".join(part for part in (owner, helped_words(step), when) if part),
                done=step.done_on is not None,
                href=at("change-step", page, action_id=step.item_id),
                tick_href=at("tick-step", page, action_id=step.item_id),
                seen=seen(page, step),
                note=note.text if note else "",
            )
        )
    return lines


def help_line(page: PlanNow, piece: HelpPiece) -> HelpLine:
    """Help that is there, waited for or was there."""
    said, bridge = saying(piece), saying(piece, "bridge")
    since = piece.started_on or piece.since
    about = [_("voor %(name)s") % {"name": piece.for_whom} if piece.for_whom else "", piece.organisation]
    if piece.state == HelpState.WAITING and since:
        about.append(_("we wachten sinds %(day)s") % {"day": words.day(since)})
    elif since:
        about.append(_("sinds %(day)s") % {"day": words.day(since)})
    if piece.ended_on:
        about.append(_("tot %(day)s") % {"day": words.day(piece.ended_on)})
    worked, not_worked = saying(piece, "worked"), saying(piece, "not_worked")
    carried = saying(piece, "carried")
    if piece.state == HelpState.WAITING:
        about.append(
            _("verwacht in %(month)s") % {"month": month(piece.expected)}
            if piece.expected
            else _("we weten nog niet wanneer")
        )
        if piece.asked_on:
            about.append(_("laatst nagevraagd op %(day)s") % {"day": words.day(piece.asked_on)})
    return HelpLine(
        id=piece.item_id,
        title=said.text if said else piece.organisation,
        lang=said.lang if said else "",
        about=" · ".join(part for part in about if part),
        bridge=bridge.text if bridge else "",
        href=at("change-help", page, item_id=piece.item_id),
        start_href=at("start-help", page, item_id=piece.item_id),
        seen=seen(page, piece),
        worked=worked.text if worked else "",
        not_worked=not_worked.text if not_worked else "",
        carried=carried.text if carried else "",
        wait_href=at("check-wait", page, item_id=piece.item_id),
    )


def _chips(page: PlanNow) -> tuple[Chip, ...]:
    order = [Mark.TALK_ABOUT, Mark.GOES_WELL, Mark.NOT_NOW]
    found = [
        row
        for row in page.domains
        if row.piece and row.piece.mark in order and not (row.piece.labels and row.piece.labels.health)
    ]
    return tuple(
        Chip(
            row.domain.label(language_now()),
            TONES.get(row.piece.mark, "done"),
            at("change-domain", page, domain=row.domain.code),
        )
        for row in sorted(found, key=lambda row: order.index(row.piece.mark) if row.piece else 0)
        if row.piece
    )


def members(page: PlanNow) -> list[Member]:
    """Who helps, as the plan lists them."""
    return [_member(page, one) for one in page.pieces.team]


def _member(page: PlanNow, piece: TeamPiece) -> Member:
    attendance = str(piece.attendance.label) if piece.attendance else ""
    bound = str(piece.secrecy.label) if piece.secrecy == Secrecy.YES else ""
    detail = " · ".join(part for part in (piece.organisation, piece.availability, attendance, bound) if part)
    secret = {
        Secrecy.NO: _("geen beroepsgeheim"),
        Secrecy.UNKNOWN: _("beroepsgeheim niet gekend"),
    }.get(piece.secrecy, "")
    hint = ""
    if sees_released_only(piece.secrecy):
        hint = _("%(why)s: ziet aan tafel enkel wat voor iedereen is") % {"why": secret}
    return Member(
        piece.name,
        piece.role,
        detail,
        piece.phone,
        at("change-team-member", page, item_id=piece.item_id),
        hint if piece.team_kind != TeamKind.FAMILY else "",
        seen(page, piece),
    )


def _answers(page: PlanNow) -> tuple[AnswerLine, ...]:
    lines = []
    for one in page.answers:
        if not (one.asked or one.answer):
            continue
        view = answer_view(one)
        understood = str(one.understood.label) if one.understood else ""
        about = [str(one.form.label) if one.form else "", understood, view.when]
        lines.append(
            AnswerLine(
                view.name,
                view.said,
                view.tone,
                " · ".join(part for part in about if part),
                one.words,
                one.language,
                at("record-answer", page, person_id=one.person_id),
            )
        )
    return tuple(lines)


def _changed_in(page: PlanNow) -> str:
    """The sections that were saved since the last version, as a sentence has them: '‘Wat we willen’ en …'."""
    if page.version is None:
        return ""
    since = page.version.activated_at
    return listed([f"‘{one.label}’" for one in page.sections.values() if one.changed_at > since])


def _todo(page: PlanNow) -> tuple[ToDo, ...]:
    return tuple(ToDo(str(one.words), *_way(page, one)) for one in page.missing)


def _way(page: PlanNow, one: Missing) -> tuple[str, str]:
    """The very field in which to mend what is missing, and what to press."""
    if one.code == "plans:domains-unmarked":
        return f"{at('mark-domains', page)}#{one.about}", _("Levensdomeinen aanduiden")
    if one.code == "plans:no-goal-of-family" and one.about:
        goal = UUID(one.about)
        return f"{at('change-goal', page, goal_id=goal)}#id_expressed_by_0", _("Aanduiden wie het zei")
    if one.code == "plans:no-goal-of-family":
        return f"{at('add-goal', page)}#id_text", _("Doel opschrijven")
    if one.code == "plans:step-incomplete" and one.about:
        return f"{at('change-step', page, action_id=UUID(one.about))}#id_owner_0", _("Naar de stap")
    return at("read-plan", page), _("Naar het plan")
