"""The facts of each kind of piece beside its words, as a copy of one's own data gives them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from eenplan.families.models import Attachment, Contact, Kinship
from eenplan.plans.enums import Verdict
from eenplan.plans.models import (
    Action,
    Contribution,
    DomainMark,
    Goal,
    Help,
    Message,
    Part,
    Response,
    TeamMember,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a piece: its value as it is kept, and in words."""

    value: Any
    words: str


# The facts of each kind of piece beside its words: the name of the column, and that in the copy.
FACTS: Sequence[tuple[type[Model], Mapping[str, str]]] = (
    (
        Goal,
        {
            "domain": "category",
            "status": "lifecycleStatus",
            "target_date": "dueDate",
            "score_start": "scoreAtStart",
            "score_now": "scoreNow",
            "score_target": "scoreTarget",
            "whose_id": "subject",
            "expressed_by_id": "expressedBy",
        },
    ),
    (
        Action,
        {
            "due_on": "dueDate",
            "done_on": "completedOn",
            "person_id": "owner",
            "organisation_name": "ownerOrganization",
            "network_name": "ownerName",
        },
    ),
    (DomainMark, {"domain": "category", "mark": "status", "score": "scoreNow", "importance": "priority"}),
    (
        Help,
        {
            "organisation": "performer",
            "state": "status",
            "for_whom_id": "subject",
            "help_type": "type",
            "since": "waitingSince",
            "expected": "expectedOn",
            "started_on": "start",
            "ended_on": "end",
        },
    ),
    (TeamMember, {"role": "role", "organisation": "organization", "phone": "telecom", "kind": "type"}),
    (Part, {"about": "about", "person_id": "subject", "on": "date", "resolved_on": "end", "face": "face"}),
    (Kinship, {"kind": "type", "since": "sinceYear", "until": "untilYear"}),
    (Contribution, {"what": "type", "by_day": "dueDate"}),
    (Message, {"done_at": "answeredOn"}),
    (Contact, {"kind": "type", "channel": "channel", "status": "status", "planned_for": "planned"}),
    (Attachment, {"kind": "contentType", "size": "size"}),
)
# Columns that name somebody of the family: the copy says who.
_WHO = ("whose_id", "expressed_by_id", "person_id", "for_whom_id")


def facts_of(family_id: UUID, names: Mapping[UUID, str]) -> dict[UUID, dict[str, Fact]]:
    """The facts of all pieces of a family that whoever acts sees, by piece; `names` are of its persons. A query a table."""
    found: dict[UUID, dict[str, Fact]] = {}
    for model, columns in FACTS:
        for key, value in _facts(model, columns, family_id, names):
            found.setdefault(key, {}).update(value)
    for key, verdict, at in _responses(family_id):
        found.setdefault(key, {}).update(
            decision=Fact(verdict.value, str(verdict.label)), answeredOn=Fact(at, "")
        )
    return found


def _facts(
    model: type[Model], columns: Mapping[str, str], family_id: UUID, names: Mapping[UUID, str]
) -> Iterable[tuple[UUID, dict[str, Fact]]]:
    rows = model._default_manager.filter(family_id=family_id).values_list("item_id", *columns)
    labels = {column: _labels(model, column) for column in columns}
    for item_id, *values in rows:
        pairs = zip(columns.items(), values, strict=True)
        yield (
            item_id,
            {
                name: Fact(names.get(value, ""), names.get(value, ""))
                if column in _WHO
                else Fact(value, labels[column].get(value, str(value)))
                for (column, name), value in pairs
                if value not in (None, "")
            },
        )


def _responses(family_id: UUID) -> Iterable[tuple[UUID, Verdict, datetime]]:
    """What the coach did with what was brought in, the newest last."""
    rows = Response.objects.filter(family_id=family_id).order_by("at", "id")
    for item_id, verdict, at in rows.values_list("item_id", "verdict", "at"):
        yield item_id, Verdict(verdict), at


def _labels(model: type[Model], column: str) -> dict[Any, str]:
    """How the answers of a column are called; none when it has no fixed ones."""
    choices: Any = getattr(model._meta.get_field(column.removesuffix("_id")), "flatchoices", ())
    return {value: str(label) for value, label in choices}
