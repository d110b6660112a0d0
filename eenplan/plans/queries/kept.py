"""What stands in a plan now, as a version would keep it: its contents as JSON, made by the database itself."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from eenplan.core import statements
from eenplan.core.clock import today
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Labels, Whose
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Plan
from eenplan.plans.queries.piece import Content
from eenplan.plans.queries.pieces import Kept
from eenplan.plans.rules.translations import Translated, add_translation
from eenplan.plans.rules.waits import BESIDE_THE_PLAN

_PART = ("person_id", "name", "about", "how", "gives_strength", "on", "resolved_on")
_GOAL = ("domain", "whose_id", "expressed_by_id", "horizon", "part_of_id", "score_start", "score_now")
_HELP = ("organisation", "state", "since", "asked_on", "expected")
_TEAM = ("name", "role", "organisation", "phone", "kind")
# What a version keeps of each kind of item that has more than words.
_COLUMNS: Mapping[ItemKind, Sequence[str]] = {
    ItemKind.GOAL: (*_GOAL, "score_target", "target_date", "status"),
    ItemKind.ACTION: (
        *("goal_id", "person_id", "staff_member_id", "organisation_name", "network_name"),
        *("due_on", "done_on"),
    ),
    ItemKind.DOMAIN: ("domain", "mark", "score", "importance"),
    ItemKind.HELP: (*_HELP, "started_on", "ended_on", "for_whom_id", "help_type"),
    ItemKind.TEAM_MEMBER: (*_TEAM, "secrecy", "staff_member_id", "availability", "attendance"),
    ItemKind.HOME: ("name", "since", "until", "residents"),
    ItemKind.WHO_MATTERS: _PART,
    ItemKind.CHILD_VIEW: (*_PART, "face", "drawing_id"),
    ItemKind.DISAGREEMENT: _PART,
    ItemKind.REVIEW: (*_PART, "scores", "persons"),
    ItemKind.LINKED_PLAN: _PART,
}
# Composing this from ten models took a fifth of the page of a plan.
_ITEMS = """
    SELECT p.item_id, i.kind, p.section, p.topic, p.beside_id, i.author_id,
        coalesce(
            to_jsonb(goal.*), to_jsonb(step.*), to_jsonb(mark.*), to_jsonb(help.*), to_jsonb(member.*),
            CASE WHEN home.item_id IS NOT NULL THEN jsonb_build_object(
                'name', home.name, 'since', lower(home.period), 'until', upper(home.period),
                'residents', (
                    SELECT coalesce(jsonb_agg(jsonb_build_object('person_id', r.person_id, 'share', r.share)
                        ORDER BY who.position, r.person_id), '[]')
                    FROM families_residence r JOIN families_person who ON who.id = r.person_id
                    WHERE r.home_id = home.item_id AND r.period @> %(today)s::date)) END,
            CASE WHEN part.kind = 'review' THEN to_jsonb(part.*) || jsonb_build_object(
                'scores', (
                    SELECT coalesce(jsonb_object_agg(s.goal_id, s.score), '{}')
                    FROM plans_reviewscore s WHERE s.review_id = part.item_id),
                'persons', (
                    SELECT coalesce(jsonb_agg(r.person_id ORDER BY who.position, r.person_id), '[]')
                    FROM plans_reviewperson r JOIN families_person who ON who.id = r.person_id
                    WHERE r.review_id = part.item_id)) END,
            to_jsonb(part.*)),
        ARRAY(
            SELECT about.person_id FROM families_itemabout about JOIN families_person who ON who.id = about.person_id
            WHERE about.item_id = p.item_id ORDER BY who.position, about.person_id),
        i.from_whom_id, i.confidential, i.third_party_only, i.health, i.court, i.agogic_exception,
        i.agogic_reason, i.released_to_all, eenplan_used_less(p.item_id)
    FROM plans_planitem p
    JOIN families_item i ON i.id = p.item_id
    LEFT JOIN plans_goal goal ON goal.item_id = i.id
    LEFT JOIN plans_action step ON step.item_id = i.id
    LEFT JOIN plans_domainmark mark ON mark.item_id = i.id
    LEFT JOIN plans_help help ON help.item_id = i.id
    LEFT JOIN plans_teammember member ON member.item_id = i.id
    LEFT JOIN families_home home ON home.item_id = i.id
    LEFT JOIN plans_part part ON part.item_id = i.id
    WHERE p.plan_id = %(plan)s AND i.ended_at IS NULL
    ORDER BY p.position, i.created_at, p.item_id
"""
_WORDS = """
    SELECT w.item_id, w.slot, w.text, w.language, w.speaker_id, w.author_id, w.by_interpreter, was.text
    FROM families_words w LEFT JOIN families_words later ON later.replaces_id = w.id
    LEFT JOIN families_words was ON was.id = w.translation_of_id
    WHERE w.item_id = ANY(%s) AND later.id IS NULL AND w.slot <> ALL (%s)
    ORDER BY w.translation_of_id IS NOT NULL, w.said_at, w.id
"""


def kept_of(plan: Plan) -> list[Kept]:
    """What stands in a plan now, in its order, with the words that stand now. Two queries."""
    rows = statements.rows(_ITEMS, {"plan": plan.pk, "today": today()})
    words: dict[UUID, dict[str, Content]] = {item_id: {} for item_id, *_rest in rows}
    for item_id, slot, text, language, speaker_id, *more in statements.rows(
        _WORDS, [list(words), list(BESIDE_THE_PLAN)]
    ):
        speaker = str(speaker_id) if speaker_id else None
        author_id, by_interpreter, translated = more
        if translated is None:
            words[item_id][slot] = {"text": text, "language": language, "speaker_id": speaker}
            continue
        add_translation(
            words[item_id],
            Translated(slot, text, language, speaker, str(author_id), by_interpreter, translated),
        )
    found = []
    for item_id, kind, section, topic, beside, author, fields, about, from_whom, *marks in rows:
        content: Content = {"words": words[item_id]}
        if beside:
            content |= {"beside": str(beside), "author_id": str(author)}
        if topic:
            content["topic"] = topic
        content |= _fields(ItemKind(kind), fields)
        if kind == ItemKind.STRENGTH and about:
            content["about_ids"] = [str(one) for one in about]
        *labelled, used_less = marks
        labels = Labels(*labelled)
        found.append(
            Kept(
                item_id,
                ItemKind(kind),
                SectionKey(section),
                content,
                labels.released_to_all,
                labels,
                Whose(tuple(about), from_whom),
                used_less,
            )
        )
    return found


def _fields(kind: ItemKind, fields: str | None) -> Content:
    """What a version keeps beside the words."""
    known: Mapping[str, Any] = json.loads(fields) if fields else {}
    return {"team_kind" if column == "kind" else column: known[column] for column in _COLUMNS.get(kind, ())}
