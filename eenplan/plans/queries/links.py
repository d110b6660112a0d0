"""Links with which somebody without an account answers one step: for its coach, and for whoever has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.keys import hashed, hashes
from eenplan.plans.models import ActionLink

# What somebody typed is cut before it is hashed.
MOST_SIGNS = 60


@dataclass(frozen=True, slots=True)
class LinkNow:
    """A link as its coach sees it: for whom, until which day, and whether it still opens by its own days."""

    id: UUID
    name: str
    last_day: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class LinkedStep:
    """The one step that a link is for. Nothing else of the family."""

    family_id: UUID
    action_id: UUID
    actor_id: UUID | None
    text: str
    language: str
    due_on: date
    last_day: date


def hash_of_link(token: str) -> str:
    """The keyed hash under which a link is found (64 hex signs)."""
    return hashed(f"eenplan:action-link:{token[:MOST_SIGNS]}")


def hashes_of_link(token: str) -> list[str]:
    """Those under which it may be found, today's secret first."""
    return hashes(f"eenplan:action-link:{token[:MOST_SIGNS]}")


def links_of(acting: Acting, action_id: UUID) -> list[LinkNow]:
    """The links that were made for a step, the newest first. One query; part of a page that is recorded itself."""
    rows = ActionLink.objects.filter(action_id=action_id).select_related("grant").order_by("-made_at", "-id")
    return [
        LinkNow(
            row.id,
            row.grant.outside_name,
            row.last_day,
            row.ended_at is None and row.last_day >= today(),
        )
        for row in rows
    ]


def step_of_link(token_hashes: Sequence[str]) -> LinkedStep | None:
    """The step of a link while it opens; None when it never was, ended, or the family shares it no longer. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_id, action_id, actor_id, words, language, due_on, last_day FROM plans_step_of_link(%s)",
            [list(token_hashes)],
        )
        found = cursor.fetchone()
    return LinkedStep(*found) if found else None
