"""What happened in a family, newest first, in pages: after ten years a page costs what it cost on the first day.

Each kind of event is one branch: its newest rows before a moment, no more than a page, along an index. The branches
are merged, and what does not fit on the page is left for the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.models import ContactParticipant, Family, Person
from eenplan.families.queries import said_of
from eenplan.network.models import StaffMember
from eenplan.plans.queries.labels import Labelled, labelled_of, with_labels
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.queries.timeline_branches import BRANCHES, PAGE
from eenplan.plans.queries.timeline_events import Occurrence, Place
from eenplan.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of events, newest first. `next` is where the following page begins; None on the last."""

    family: Family
    occurrences: tuple[Occurrence, ...]
    # Who may see what was written at contacts, by their id.
    labels: Mapping[UUID, Labelled]
    next: Place | None
    years: tuple[int, ...]


def timeline(acting: Acting, family_id: UUID, before: Place | None = None) -> Timeline:
    """One page of what happened before a place (default: of the newest). Raises NotFound when out of reach.

    Twenty queries with the audit's, whatever happened in however many years.
    """
    found = _family(family_id)
    place = before or Place()
    merged = sorted(
        ((one.at, one.id, one.kind.rank, one) for branch in BRANCHES for one in branch(family_id, place)),
        key=lambda row: row[:3],
        reverse=True,
    )
    shown = merged[:PAGE]
    pieces = _pieces(family_id, [row[1] for row in shown])
    page = Timeline(
        found,
        _told(family_id, [row[3] for row in shown], pieces),
        {one.id: labelled_of(one) for one in pieces if one.kind == ItemKind.CONTACT},
        Place(*shown[-1][:3]) if len(merged) > PAGE else None,
        _years(found.first),
    )
    record_read(acting, "plans:timeline", families=[family_id])
    return page


def _family(family_id: UUID) -> Any:
    """The family, and when it was referred first."""
    first = Referral.objects.filter(family_id=OuterRef("id")).order_by("received_at").values("received_at")
    found = Family.objects.filter(id=family_id).annotate(first=Subquery(first[:1])).first()
    if found is None:
        raise NotFound("family")
    return found


def _pieces(family_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """Of the events that are pieces of the file: who may see them, what was written and who took part. One query."""
    there = ContactParticipant.objects.filter(contact_id=OuterRef("id")).order_by("person__position", "id")
    rows = with_labels(family_id).filter(id__in=ids)
    return list(rows.annotate(there=ArraySubquery(there.values("person_id"))))


def _told(family_id: UUID, shown: Sequence[Occurrence], pieces: Iterable[Any]) -> tuple[Occurrence, ...]:
    """The same events with names and with what was written at them. Two queries."""
    written = {one.id: one for one in pieces}
    persons = {one.id: name_of(one) for one in Person.objects.filter(family_id=family_id)}
    workers = dict(
        StaffMember.objects.filter(actor_id__in={one.actor_id for one in shown if one.actor_id}).values_list(
            "actor_id", "name"
        )
    )
    return tuple(_with_words(one, written.get(one.id), persons, workers) for one in shown)


def _with_words(
    one: Occurrence, piece: Any, persons: Mapping[UUID, str], workers: Mapping[UUID, str]
) -> Occurrence:
    there = [persons.get(key, "") for key in piece.there] if piece else []
    said = [(words.text, words.language) for words in said_of(piece) if words.slot == "text"] if piece else []
    return replace(
        one,
        name=one.name or _name(one, workers, persons),
        people=tuple(name for name in there if name),
        texts=one.texts or tuple(said),
    )


def _name(one: Occurrence, workers: Mapping[UUID, str], persons: Mapping[UUID, str]) -> str:
    if one.person_id:
        return persons.get(one.person_id, "")
    return workers.get(one.actor_id, "") if one.actor_id else ""


def _years(first: datetime | None) -> tuple[int, ...]:
    """The years of which something is told, the newest first: from the first referral on."""
    return tuple(range(today().year, day_of(first).year - 1, -1)) if first else ()
