"""What happened in a family, newest first, in pages: after ten years a page costs what it cost on the first day.

Each kind of event is one branch: its newest rows before a moment, no more than a page, along an index. The branches
are merged, and what does not fit on the page is left for the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Min

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.families.models import ContactParticipant, Family, Person, Words
from eenplan.families.queries import family
from eenplan.network.models import StaffMember
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.queries.timeline_branches import BRANCHES, PAGE
from eenplan.plans.queries.timeline_events import Occurrence, Place
from eenplan.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of events, newest first. `next` is where the following page begins; None on the last."""

    family: Family
    occurrences: tuple[Occurrence, ...]
    next: Place | None
    years: tuple[int, ...]


def timeline(acting: Acting, family_id: UUID, before: Place | None = None) -> Timeline:
    """One page of what happened before a place (default: of the newest). Raises NotFound when out of reach.

    Twenty-six queries with the audit's, whatever happened in however many years.
    """
    found = family(acting, family_id)
    place = before or Place()
    merged = sorted(
        (
            (one.at, one.id, number, one)
            for number, branch in enumerate(BRANCHES)
            for one in branch(family_id, place, number)
        ),
        key=lambda row: row[:3],
        reverse=True,
    )
    shown = merged[:PAGE]
    page = Timeline(
        found,
        _told(family_id, [row[3] for row in shown]),
        Place(*shown[-1][:3]) if len(merged) > PAGE else None,
        _years(family_id),
    )
    record_read(acting, "plans:timeline", families=[family_id])
    return page


def _told(family_id: UUID, shown: Sequence[Occurrence]) -> tuple[Occurrence, ...]:
    """The same events with names and with what was written at them. Four queries."""
    ids = [one.id for one in shown]
    persons = {one.id: name_of(one) for one in Person.objects.filter(family_id=family_id)}
    workers = dict(
        StaffMember.objects.filter(actor_id__in={one.actor_id for one in shown if one.actor_id}).values_list(
            "actor_id", "name"
        )
    )
    there: dict[UUID, list[str]] = {}
    for contact_id, person_id in ContactParticipant.objects.filter(contact_id__in=ids).values_list(
        "contact_id", "person_id"
    ):
        there.setdefault(contact_id, []).append(persons.get(person_id, ""))
    texts: dict[UUID, list[tuple[str, str]]] = {}
    for item_id, text, language in (
        Words.objects.filter(
            item_id__in=ids, slot="text", replaced_by__isnull=True, translation_of__isnull=True
        )
        .order_by("said_at", "id")
        .values_list("item_id", "text", "language")
    ):
        texts.setdefault(item_id, []).append((text, language))
    return tuple(
        replace(
            one,
            name=one.name or _name(one, workers, persons),
            people=tuple(name for name in there.get(one.id, ()) if name),
            texts=one.texts or tuple(texts.get(one.id, ())),
        )
        for one in shown
    )


def _name(one: Occurrence, workers: Mapping[UUID, str], persons: Mapping[UUID, str]) -> str:
    if one.person_id:
        return persons.get(one.person_id, "")
    return workers.get(one.actor_id, "") if one.actor_id else ""


def _years(family_id: UUID) -> tuple[int, ...]:
    """The years of which something is told, the newest first: from the first referral on."""
    first = Referral.objects.filter(family_id=family_id).aggregate(first=Min("received_at"))["first"]
    return tuple(range(today().year, day_of(first).year - 1, -1)) if first else ()
