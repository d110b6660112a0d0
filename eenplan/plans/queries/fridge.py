"""What may hang in the kitchen, in everybody's sight: narrower than what the whole family may read."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import now
from eenplan.families.enums import Channel, ContactStatus
from eenplan.families.models import Contact, ContactParticipant, Item
from eenplan.families.queries import Appointment
from eenplan.plans.queries.asked import persons_asked
from eenplan.plans.queries.pieces import Pieces
from eenplan.plans.queries.versions import VersionNow

SOONEST = 5


def in_sight(acting: Acting, found: VersionNow) -> Pieces:
    """The goals, steps and team of a version that may hang in sight. One query; the page records its reading.

    Released to everybody, and not about health, in confidence, of a court, kept from somebody (rules 32, 39) or to be
    used less: guests read what hangs on a fridge. A step of a goal that may not hang there stands by itself.
    """
    pieces = found.pieces
    wanted = [one.item_id for one in (*pieces.goals, *pieces.steps, *pieces.team) if not one.used_less]
    shown = frozenset(
        Item.objects.filter(
            family_id=found.family_id,
            id__in=wanted,
            released_to_all=True,
            health=False,
            confidential=False,
            third_party_only=False,
            court=False,
            agogic_exception=False,
        ).values_list("id", flat=True)
    )
    return _only(pieces, shown)


def for_one(found: VersionNow, *, kept_too: bool = False) -> Pieces:
    """The goals, steps and team of a version for the own sheet of somebody as whom `found` was read.

    What they may see was judged there, by the rule of labels. A sheet of paper is found by others: what is not released
    to everybody, or is to be used less, stands on it only when they ask for that themselves (`kept_too`).
    """
    pieces = found.pieces
    return _only(
        pieces,
        frozenset(
            one.item_id
            for one in (*pieces.goals, *pieces.steps, *pieces.team)
            if kept_too or (one.released and not one.used_less)
        ),
    )


def has_kept(found: VersionNow) -> bool:
    """Whether a version holds something that its reader knows and not everybody does."""
    shown = for_one(found)
    return any(
        len(kept) < len(seen)
        for kept, seen in (
            (shown.goals, found.pieces.goals),
            (shown.steps, found.pieces.steps),
            (shown.team, found.pieces.team),
        )
    )


def _only(pieces: Pieces, shown: Collection[UUID]) -> Pieces:
    goals = tuple(
        replace(goal, steps=tuple(step for step in goal.steps if step.item_id in shown))
        for goal in pieces.goals
        if goal.item_id in shown
    )
    kept = {step.item_id for goal in goals for step in goal.steps}
    return replace(
        pieces,
        texts={},
        domains={},
        help=(),
        goals=goals,
        loose_steps=tuple(
            step for step in pieces.steps if step.item_id in shown and step.item_id not in kept
        ),
        team=tuple(one for one in pieces.team if one.item_id in shown),
    )


def appointment_of_all(acting: Acting, family_id: UUID) -> Appointment | None:
    """The first planned contact at which everybody who is asked what they think is expected. Three queries.

    What one of them arranged alone with the coach stays between those two: it never hangs in sight.
    """
    _persons, asked = persons_asked([family_id])
    rows = list(
        Contact.objects.filter(
            family_id=family_id, status=ContactStatus.PLANNED, planned_for__gte=now(), item__ended_at=None
        )
        .order_by("planned_for", "item_id")
        .values_list("item_id", "planned_for", "channel", "staff__staff_member__name")[:SOONEST]
    )
    expected: dict[UUID, set[UUID]] = {row[0]: set() for row in rows}
    for contact_id, person_id in ContactParticipant.objects.filter(contact_id__in=list(expected)).values_list(
        "contact_id", "person_id"
    ):
        expected[contact_id].add(person_id)
    for item_id, planned_for, channel, name in rows:
        if planned_for and asked and asked <= expected[item_id]:
            return Appointment(planned_for, Channel(channel), name or "")
    return None
