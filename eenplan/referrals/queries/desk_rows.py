"""What the desk shows of referrals: their rows, with the family's own words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.families.enums import PersonRole
from eenplan.families.queries import Member, Said, members
from eenplan.families.rules import age_on
from eenplan.referrals.enums import Act, ReferrerType, State, Urgency
from eenplan.referrals.facts import clock_with, days_between
from eenplan.referrals.rules import Clock, next_act


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One referral on the desk. `quote` are the family's own words, if they were noted.

    `children` counts those expected too; `alone` is the age of a youngster who was referred without others.
    """

    id: UUID
    reference: str
    family_id: UUID
    family_name: str
    children: int
    expected: int
    alone: int | None
    municipality: str
    zone: str
    quote: Said | None
    referrer_type: ReferrerType
    referrer_organisation: str
    referrer_name: str
    received_at: datetime
    state: State
    act: Act
    clock: Clock
    planned_for: datetime | None
    urgency: Urgency
    acute_danger: bool
    concern_about_child: bool
    anonymous: bool = False
    self_referred: bool = False
    parents_may_know: bool | None = None


class Found(NamedTuple):
    """What is read of one referral. `danger_open` is only asked of those that say so themselves (rule 12)."""

    id: UUID
    family_id: UUID
    reference: str
    received_at: datetime
    deadline: date
    late_since: date | None
    state: str
    coach_given_at: datetime | None
    referrer_type: str
    referrer_organisation: str
    referrer_name: str
    urgency: str
    concern_about_child: bool | None
    anonymous: bool
    self_referred: bool
    parents_may_know: bool | None
    told_ages: list[int]
    family_name: str
    municipality: str
    zone: str
    conversation_status: str | None
    planned_for: datetime | None
    held_at: datetime | None
    recorded_at: datetime | None
    outcome: str | None
    outcome_on: date | None
    danger_open: bool
    quote: str | None


# Written out, column by column as `Found` has them: composing this from the models took an eighth of the page.
_FOUND = """
    SELECT r.id, r.family_id, r.reference, r.received_at, r.deadline, r.late_since, r.state, r.coach_given_at,
        r.referrer_type, r.referrer_organisation, r.referrer_name, r.urgency, r.concern_about_child, r.anonymous,
        r.self_referred, r.parents_may_know, r.told_ages, f.name, m.name_nl, z.name,
        c.status, c.planned_for, c.held_at, c.recorded_at, o.kind, o."on",
        CASE WHEN r.acute_danger THEN referrals_danger_is_open(r.id, r.acute_danger) ELSE false END,
        {quote}
    FROM referrals_referral r
    JOIN families_family f ON f.id = r.family_id
    JOIN network_municipality m ON m.id = r.municipality_id
    JOIN network_zone z ON z.id = r.zone_id
    LEFT JOIN families_contact c ON c.item_id = r.first_conversation_id
    LEFT JOIN referrals_outcome o ON o.referral_id = r.id
    WHERE r.partnership_id = %s AND r.id IN ({ids})
"""
# The family's own question as it stands now, the first one noted: by way of its item, so that the fence judges
# no other words of the family.
_QUOTE = """
        (SELECT jsonb_build_object(
                'text', w.text, 'language', w.language, 'speaker', p.given_name, 'item', w.item_id, 'slot', w.slot)
            FROM families_words w
            LEFT JOIN families_words later ON later.replaces_id = w.id
            LEFT JOIN families_person p ON p.id = w.speaker_id
            WHERE w.item_id = (
                    SELECT i.id FROM families_item i
                    WHERE i.family_id = r.family_id AND i.kind = 'question' AND i.ended_at IS NULL
                    ORDER BY i.created_at, i.id LIMIT 1)
                AND w.slot = 'text' AND w.translation_of_id IS NULL AND later.id IS NULL
            ORDER BY w.said_at, w.id LIMIT 1)
"""


def found_among(acting: Acting, ids: str, asked: Sequence[Any], *, quoted: bool = True) -> list[Found]:
    """What referrals of the partnership show, in no order, with the family's own words when `quoted`. One query.

    `ids` is the statement that gives their ids, `asked` what it asks.
    """
    if acting.partnership_id is None:
        return []
    statement = _FOUND.format(quote=_QUOTE if quoted else "NULL", ids=ids)
    return [Found(*row) for row in statements.rows(statement, [acting.partnership_id, *asked])]


def rows_of(acting: Acting, found: Sequence[Found], day: date) -> list[DeskRow]:
    """What the desk shows of some referrals: one query more, whatever their number."""
    if not found:
        return []
    people = members(acting, [row.family_id for row in found])
    return [
        DeskRow(
            id=row.id,
            reference=row.reference,
            family_id=row.family_id,
            family_name=row.family_name,
            children=sum(person.role == PersonRole.CHILD for person in people[row.family_id]),
            expected=sum(person.due_date is not None for person in people[row.family_id]),
            alone=row.told_ages[0]
            if row.self_referred and row.told_ages
            else _alone(people[row.family_id], day),
            municipality=row.municipality,
            zone=row.zone,
            quote=_said(row.quote),
            referrer_type=ReferrerType(row.referrer_type),
            referrer_organisation=row.referrer_organisation,
            referrer_name=row.referrer_name,
            received_at=row.received_at,
            state=State(row.state),
            act=next_act(row.state, has_coach=row.coach_given_at is not None, anonymous=row.anonymous),
            clock=_clock(row, day),
            planned_for=row.planned_for,
            urgency=Urgency(row.urgency),
            acute_danger=row.danger_open,
            concern_about_child=bool(row.concern_about_child),
            anonymous=row.anonymous,
            self_referred=row.self_referred,
            parents_may_know=row.parents_may_know,
        )
        for row in found
    ]


def _clock(row: Found, day: date) -> Clock:
    days = days_between(
        status=row.conversation_status,
        held_at=row.held_at,
        recorded_at=row.recorded_at,
        outcome=row.outcome,
        on=row.outcome_on,
    )
    return clock_with(
        days, deadline=row.deadline, late_since=row.late_since, anonymous=row.anonymous, today=day
    )


def _alone(people: Sequence[Member], day: date) -> int | None:
    """The age of a youngster of 16 or more who stands alone in the file; None otherwise."""
    alone = people[0] if len(people) == 1 and people[0].role == PersonRole.CHILD else None
    years = age_on(alone.birth_date, day) if alone and alone.birth_date else None
    return years if years is not None and years >= 16 else None


def _said(quote: str | None) -> Said | None:
    if quote is None:
        return None
    said = json.loads(quote)
    return Said(said["text"], said["language"], said["speaker"] or "", UUID(said["item"]), said["slot"])
