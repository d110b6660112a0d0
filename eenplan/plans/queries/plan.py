"""The plan of a family as it stands now: everything for its page, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, now, today
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound
from eenplan.families.enums import ContactStatus
from eenplan.families.models import Contact, Person, Responsibility
from eenplan.network.queries import LifeDomainOn, life_domains
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Plan, PlanVersion, Section, SessionSeries
from eenplan.plans.queries.asked import persons_asked
from eenplan.plans.queries.coaches import CoachOf, coaches_of
from eenplan.plans.queries.kept import kept_of
from eenplan.plans.queries.piece import Piece
from eenplan.plans.queries.pieces import (
    DomainPiece,
    Names,
    Pieces,
    name_of,
    pieces_of,
    worker_names,
)
from eenplan.plans.queries.versions import PersonAnswer, VersionHead, answers_of, head_of
from eenplan.plans.rules import Missing, PlanFacts, StepFact, missing_for_activation


@dataclass(frozen=True, slots=True)
class SectionNow:
    """A section as it stands: give `revision` back when saving. `changed_by` is an actor's id."""

    key: SectionKey
    label: str
    revision: int
    changed_at: datetime
    changed_by: UUID
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A configured life domain, and what the family said of it (None: nothing yet)."""

    domain: LifeDomainOn
    piece: DomainPiece | None


@dataclass(frozen=True, slots=True)
class PlanNow:
    """Everything for the page of a plan, as far as whoever acts may see it."""

    plan_id: UUID
    family_id: UUID
    family_name: str
    language: str
    trajectory_id: UUID
    referral_id: UUID
    started_on: date
    ended_on: date | None
    coach: CoachOf | None
    next_review_date: date
    persons: tuple[Person, ...]
    # Who of them are asked what they think of it.
    asked: frozenset[UUID]
    sections: Mapping[SectionKey, SectionNow]
    pieces: Pieces
    domains: tuple[DomainRow, ...]
    # All that are configured by their code, also those that are not asked any more: a goal may be about one.
    known_domains: Mapping[str, LifeDomainOn]
    version: VersionHead | None
    answers: tuple[PersonAnswer, ...]
    changed_since_version: bool
    next_contact_at: datetime | None
    # Whether there are talks with a psychologist, which are a part of their own (`series_of`).
    has_talks: bool
    # Whether the family was helped before: an earlier plan can be read beside this one (`earlier_plan`).
    came_back: bool
    missing: tuple[Missing, ...]

    def person(self, person_id: UUID) -> Person:
        """Somebody of this very family. Raises NotFound for anybody else."""
        for one in self.persons:
            if one.id == person_id:
                return one
        raise NotFound("person")

    @property
    def is_closed(self) -> bool:
        """Whether the trajectory has ended: the plan is then only read."""
        return self.ended_on is not None

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of making it active."""
        return not self.missing


def plan(acting: Acting, family_id: UUID) -> PlanNow:
    """The plan of the family's open trajectory, or of its last. Raises NotFound when out of reach or not begun.

    Nine queries, whatever stands in it.
    """
    planned = Contact.objects.filter(
        family_id=family_id, status=ContactStatus.PLANNED, planned_for__gte=now()
    ).order_by("planned_for")
    found = (
        Plan.objects.filter(family_id=family_id)
        .select_related("trajectory", "family")
        .annotate(
            next_contact_at=Subquery(planned.values("planned_for")[:1]),
            standing=_STANDING,
            has_talks=Exists(SessionSeries.objects.filter(family_id=family_id)),
            came_back=Exists(
                Plan.objects.filter(family_id=family_id, closed_at__isnull=False).exclude(id=OuterRef("id"))
            ),
        )
        .order_by("-trajectory__started_on", "-id")
        .first()
    )
    if found is None:
        raise NotFound("plan")
    persons, asked = persons_asked([family_id])
    # Before what stands in them: whoever saves meanwhile then makes these revisions stale, never too new.
    sections = [_section(one) for one in found.standing]
    kept = kept_of(found)
    pieces = pieces_of(kept, Names({one.id: name_of(one) for one in persons}, worker_names(kept)))
    version = PlanVersion.objects.filter(family_id=family_id).order_by("-number").first()
    known = domains_now(acting, family_id)
    domains = domain_rows(known, pieces)
    coach = coaches_of(acting, [family_id]).get(family_id)
    page = PlanNow(
        plan_id=found.id,
        family_id=family_id,
        family_name=found.family.name,
        language=found.family.language,
        trajectory_id=found.trajectory_id,
        referral_id=found.trajectory.referral_id,
        started_on=found.trajectory.started_on,
        ended_on=found.trajectory.ended_on,
        coach=coach,
        next_review_date=found.next_review_date,
        persons=persons,
        asked=asked,
        sections=_sections(sections, pieces),
        pieces=pieces,
        domains=domains,
        known_domains={one.code: one for one in known},
        version=head_of(version) if version else None,
        answers=answers_of(version.id, persons, asked) if version else (),
        changed_since_version=version is not None
        and any(one.changed_at > version.activated_at for one in sections),
        next_contact_at=found.next_contact_at,
        has_talks=found.has_talks,
        came_back=found.came_back,
        missing=tuple(
            missing_for_activation(
                facts_of(pieces, domains, is_first=version is None or version.plan_id != found.id)
            )
        ),
    )
    record_read(acting, "plans:plan", families=[family_id], subject=found.id)
    return page


def facts_of(pieces: Pieces, domains: Iterable[DomainRow], *, is_first: bool) -> PlanFacts:
    """What the rules ask of a plan before it can be active."""
    return PlanFacts(
        domains={row.domain.code: row.domain.label_nl for row in domains},
        marked=frozenset(pieces.domains),
        goals_said_by_family=sum(
            goal.expressed_by_id is not None and goal.text is not None and goal.text.speaker_id is not None
            for goal in pieces.goals
        ),
        steps=[
            StepFact(
                bool(step.owner),
                step.due_on,
                step.done_on is not None,
                step.item_id,
                step.text.text if step.text else "",
            )
            for step in pieces.steps
        ],
        goals_unsaid=[
            goal.item_id
            for goal in pieces.goals
            if goal.expressed_by_id is None or goal.text is None or goal.text.speaker_id is None
        ],
        is_first=is_first,
    )


def domain_rows(known: Iterable[LifeDomainOn], pieces: Pieces) -> tuple[DomainRow, ...]:
    """The configured life domains with what was said of each; one left out since stays where something was said."""
    return tuple(
        DomainRow(domain, pieces.domains.get(domain.code))
        for domain in known
        if domain.shown or domain.code in pieces.domains
    )


def domains_of_version(acting: Acting, family_id: UUID, head: VersionHead) -> list[LifeDomainOn]:
    """The life domains in the words of the day on which a version was agreed: it never changes (rule 47)."""
    return domains_on(acting, family_id, day_of(head.activated_at))


def domains_on(acting: Acting, family_id: UUID, day: date) -> list[LifeDomainOn]:
    """The life domains in the words of a day, of the partnership that answered for the family then."""
    return life_domains(
        acting, on=day, partnership_id=responsible_partnership(family_id, on=day), with_hidden=True
    )


def section(acting: Acting, plan_id: UUID, key: SectionKey) -> SectionNow:
    """One section as it stands now. Raises NotFound when out of reach."""
    found = Section.objects.filter(plan_id=plan_id, key=key).select_related("plan").first()
    if found is None:
        raise NotFound("section")
    persons = Person.objects.filter(family_id=found.family_id)
    kept = [one for one in kept_of(found.plan) if one.section == key]
    pieces = pieces_of(kept, Names({one.id: name_of(one) for one in persons}, worker_names(kept)))
    return _sections([found], pieces)[key]


_STANDING = ArraySubquery(
    Section.objects.filter(plan=OuterRef("pk")).values(
        json=JSONObject(
            key="key",
            revision="revision",
            changed_at="changed_at",
            changed_by=Cast("changed_by_id", TextField()),
        )
    )
)


def _section(one: Mapping[str, Any]) -> Section:
    return Section(
        key=one["key"],
        revision=one["revision"],
        changed_at=datetime.fromisoformat(one["changed_at"]),
        changed_by_id=UUID(one["changed_by"]),
    )


def _sections(rows: Sequence[Section], pieces: Pieces) -> dict[SectionKey, SectionNow]:
    by_key = {row.key: row for row in rows}
    return {
        key: SectionNow(
            key,
            str(key.label),
            by_key[key].revision,
            by_key[key].changed_at,
            by_key[key].changed_by_id,
            pieces.section(key),
        )
        for key in SectionKey
        if key in by_key
    }


def domains_now(acting: Acting, family_id: UUID) -> list[LifeDomainOn]:
    """All life domains as configured today, also those that are not asked any more."""
    partnership_id = acting.partnership_id
    if acting.kind != ActorKind.STAFF:
        partnership_id = responsible_partnership(family_id)
    return life_domains(acting, on=today(), partnership_id=partnership_id, with_hidden=True)


def responsible_partnership(family_id: UUID, *, on: date | None = None) -> UUID | None:
    """The partnership that answers for the family on a day (today unless given)."""
    return (
        Responsibility.objects.filter(family_id=family_id, period__contains=on or today())
        .values_list("partnership_id", flat=True)
        .first()
    )
