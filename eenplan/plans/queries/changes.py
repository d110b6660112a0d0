"""What changed in a plan since a version, as far as whoever asks may see both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, now, today
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound
from eenplan.families.enums import ContactStatus, ItemKind
from eenplan.families.models import Contact, Person, Words
from eenplan.network.models import StaffMember
from eenplan.network.queries import LifeDomainOn
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Plan, PlanVersion, VersionItem
from eenplan.plans.queries.kept import kept_of
from eenplan.plans.queries.pieces import Kept, Names, name_of, worker_names
from eenplan.plans.queries.plan import domains_on
from eenplan.plans.rules.changes import Change, changes_between
from eenplan.plans.rules.moved import Meeting, Moved, moved_between


@dataclass(frozen=True, slots=True)
class ChangesNow:
    """What changed since a version. `until` None: up to the plan as it stands now.

    `writers` names, by section, who wrote something there since (workers only are told); `mine` says in
    which sections that was whoever asks. The review dates are set when the day of the review moved.
    """

    since: int
    until: int | None
    changes: tuple[Change, ...]
    names: Names
    writers: Mapping[SectionKey, tuple[str, ...]]
    mine: frozenset[SectionKey]
    review_before: date | None
    review_after: date | None
    # The life domains in the words of the day of each side (rule 47).
    domains_before: tuple[LifeDomainOn, ...] = ()
    domains_after: tuple[LifeDomainOn, ...] = ()
    # Conversations that stood and were moved or called off; for workers.
    moved: tuple[Moved, ...] = ()


def changes_since(acting: Acting, family_id: UUID, since: int, until: int | None = None) -> ChangesNow:
    """What changed from one version to another, or (for workers) to the plan as it stands now.

    A family member is shown what stands in the versions and is released to everybody. At most thirteen queries.
    Raises NotFound for versions out of reach.
    """
    if until is None and acting.kind != ActorKind.STAFF:
        raise NotFound("plan")
    heads = {
        row.number: row
        for row in PlanVersion.objects.filter(family_id=family_id, number__in=[since, until or since])
    }
    if since not in heads or (until is not None and (until not in heads or until <= since)):
        raise NotFound("plan version")
    rows = VersionItem.objects.filter(version__in=heads.values()).order_by("position", "id")
    shots: dict[UUID, list[Kept]] = {row.id: [] for row in heads.values()}
    for row in rows:
        shots[row.version_id].append(
            Kept(row.item_id, ItemKind(row.kind), SectionKey(row.section), row.content)
        )
    before = shots[heads[since].id]
    if until is None:
        plan = Plan.objects.get(id=heads[since].plan_id)
        after, review = kept_of(plan), plan.next_review_date
    else:
        after, review = shots[heads[until].id], heads[until].next_review_date
    found = changes_between(before, after)
    writers, mine = _writers(acting, found, heads[since].activated_at) if until is None else ({}, frozenset())
    persons = {one.id: name_of(one) for one in Person.objects.filter(family_id=family_id)}
    names = Names(persons, worker_names([*before, *after]))
    record_read(acting, "plans:changes", families=[family_id])
    moved = review is not None and review != heads[since].next_review_date
    return ChangesNow(
        since,
        until,
        tuple(found),
        names,
        writers,
        mine,
        heads[since].next_review_date if moved else None,
        review if moved else None,
        tuple(domains_on(acting, family_id, day_of(heads[since].activated_at))),
        tuple(domains_on(acting, family_id, day_of(heads[until].activated_at) if until else today())),
        tuple(
            _moved(
                acting, family_id, heads[since].activated_at, heads[until].activated_at if until else now()
            )
        ),
    )


def changes_since_last_time(
    acting: Acting, family_id: UUID, plan_id: UUID, last: date | None
) -> ChangesNow | None:
    """What changed since the plan was last looked at together: on the day `last`, or when it was first agreed.

    Compared with the version that held then. None while no version was agreed. At most fourteen queries.
    """
    numbers = [
        (row.number, day_of(row.activated_at))
        for row in PlanVersion.objects.filter(family_id=family_id, plan_id=plan_id).order_by("number")
    ]
    if not numbers:
        return None
    held = [number for number, day in numbers if last is not None and day <= last]
    return changes_since(acting, family_id, held[-1] if held else numbers[0][0])


def _moved(acting: Acting, family_id: UUID, since: datetime, until: datetime) -> list[Moved]:
    """The conversations that were moved between two moments. The family sees its own on its first page."""
    if acting.kind != ActorKind.STAFF:
        return []
    rows = Contact.objects.filter(family_id=family_id, planned_for__isnull=False).filter(
        Q(item__created_at__gt=since) | Q(status=ContactStatus.CANCELLED, recorded_at__gt=since)
    )
    return moved_between(
        [
            Meeting(row.item_id, row.kind, row.planned_for, row.item.created_at, _called_off(row))
            for row in rows.select_related("item")
            if row.planned_for
        ],
        since,
        until,
    )


def _called_off(row: Contact) -> datetime | None:
    return row.recorded_at if row.status == ContactStatus.CANCELLED else None


def _writers(
    acting: Acting, found: Sequence[Change], since: datetime
) -> tuple[dict[SectionKey, tuple[str, ...]], frozenset[SectionKey]]:
    sections = {one.item_id: one.section for one in found}
    said = set(
        Words.objects.filter(item_id__in=list(sections), said_at__gt=since).values_list(
            "item_id", "author_id"
        )
    )
    names = dict(
        StaffMember.objects.filter(actor_id__in={author for _item, author in said}).values_list(
            "actor_id", "name"
        )
    )
    writers: dict[SectionKey, set[str]] = {}
    for item_id, author_id in said:
        if author_id != acting.actor_id and author_id in names:
            writers.setdefault(sections[item_id], set()).add(names[author_id])
    mine = frozenset(sections[item_id] for item_id, author_id in said if author_id == acting.actor_id)
    return {key: tuple(sorted(found)) for key, found in writers.items()}, mine
