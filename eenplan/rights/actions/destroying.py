"""Destroying what may no longer be kept: a child's own data, or a whole file, for good (rule 42).

As the owner of the database. Rows, words, versions, papers, keys, drafts, messages, cards and whom the audit names
go; shared pieces stay until the youngest child they concern, and anonymous facts stay, so that figures stay true.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from eenplan.audit.actions import forget_families, forget_ids, record
from eenplan.consent.enums import TermCode
from eenplan.consent.models import GrantAbout, LegalTerm
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.keys import hashed
from eenplan.families.actions.keys import keep_keys
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Entrance, Family, ItemAbout, Person, SignInCode, TakenIn
from eenplan.plans.actions.versions import content_hash
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Draft, PlanVersion, VersionItem
from eenplan.plans.queries.pieces import Kept
from eenplan.referrals.models import Referral
from eenplan.rights.actions.counting import count_files
from eenplan.rights.actions.removing import Removed, remove
from eenplan.rights.enums import EndGround, Wiped
from eenplan.rights.models import Certificate, Ending
from eenplan.rights.queries.retention import FILE_KEY, files_of, held_until, periods
from eenplan.rights.rules.retention import End, ends_of, goes_on, goes_with, is_over

# Files that are counted at once.
BATCH = 500

# On which term of the law a ground stands.
TERM_OF = {
    EndGround.CHILD: TermCode.RETENTION_CHILD,
    EndGround.LAST_CHILD: TermCode.RETENTION_CHILD,
    EndGround.NO_CHILD: TermCode.RETENTION_NO_CHILD,
    EndGround.UNTAKEN: TermCode.RETENTION_UNTAKEN,
    EndGround.CONSULT: TermCode.RETENTION_CONSULT,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go, and how many rows of which tables; nothing was removed."""

    reference: str
    what: Wiped
    end: End
    told_on: date | None
    held_until: date | None
    goes_on: date | None
    counts: dict[str, dict[str, int]]


def due(acting: Acting) -> list[UUID]:
    """The rows of the calendar that are to be destroyed today, the first to end first. Two queries."""
    rows = list(Ending.objects.filter(day__lt=today(), told_on__isnull=False).order_by("day", "id"))
    held = held_until([row.family_id for row in rows])
    law = periods(acting)
    return [
        row.id
        for row in rows
        if (day := goes_on(_end(row), row.told_on, law, held.get(row.family_id))) and day <= today()
    ]


@action
def destroy(acting: Acting, *, ending_id: UUID) -> Certificate | None:
    """Destroy what a row of the calendar says, and write the certificate. For good.

    None, and nothing done, when it is not so any more: somebody is busy with the family again, a birth date was
    corrected, a hold was placed, or it went with its family.
    """
    row = Ending.objects.select_for_update().filter(id=ending_id).first()
    if row is None or row.told_on is None:
        return None
    Family.objects.select_for_update().get(id=row.family_id)
    law = periods(acting)
    end = _end(row)
    day = goes_on(end, row.told_on, law, held_until([row.family_id]).get(row.family_id))
    stands = ends_of(files_of(acting, [row.family_id])[row.family_id], law)
    if end not in stands or not is_over(end, today()) or day is None or day > today():
        return None
    basis = _basis(end.ground)
    removed = _wipe(acting, row.family_id, end)
    certificate = Certificate.objects.create(
        file_key=hashed(FILE_KEY + row.reference),
        partnership_id=row.partnership_id,
        what=_what(end),
        ground=end.ground,
        basis=basis,
        ended_on=end.day,
        told_on=row.told_on,
        destroyed_at=now(),
        destroyed_on=today(),
        counts=removed.counts(),
        backups_until=today() + timedelta(days=settings.BACKUP_DAYS),
    )
    record(acting, "rights:certificate:made", subject=certificate.id)
    return certificate


def preview(acting: Acting, *, until: date) -> Iterator[Preview]:
    """What will go when a day is over, as it stands now, file by file.

    Whole files are counted some hundreds at a time. Of a file in which only a child's own data end first, all is done and
    undone again.
    """
    rows: dict[UUID, list[Ending]] = defaultdict(list)
    for row in Ending.objects.filter(day__lte=until).order_by("day", "id"):
        rows[row.family_id].append(row)
    held = held_until(list(rows))
    law = periods(acting)
    families = list(rows)
    for start in range(0, len(families), BATCH):
        batch = families[start : start + BATCH]
        whole = count_files([one for one in batch if all(row.person_id is None for row in rows[one])])
        for family_id in batch:
            those = rows[family_id]
            counted = whole.get(family_id)
            counts = [counted] if counted else _tried(acting, family_id, [_end(row) for row in those])
            for row, number in zip(those, counts, strict=True):
                end, until_day = _end(row), held.get(family_id)
                day = goes_on(end, row.told_on, law, until_day)
                yield Preview(row.reference, _what(end), end, row.told_on, until_day, day, number)


def _tried(acting: Acting, family_id: UUID, ends: Sequence[End]) -> list[dict[str, dict[str, int]]]:
    with transaction.atomic():
        counts = [_try(acting, family_id=family_id, end=end).counts() for end in ends]
        transaction.set_rollback(True)
    return counts


@action
def _try(acting: Acting, *, family_id: UUID, end: End) -> Removed:
    return _wipe(acting, family_id, end)


def _end(row: Ending) -> End:
    return End(row.day, EndGround(row.ground), row.person_id, row.needs_date)


def _what(end: End) -> Wiped:
    return Wiped.CHILD if end.person_id else Wiped.FILE


def _basis(ground: EndGround) -> str:
    term = LegalTerm.objects.get(code=TERM_OF[ground], period__contains=today())
    return f"{term.value} jaar. {term.reference}"


def _wipe(acting: Acting, family_id: UUID, end: End) -> Removed:
    codes = SignInCode.objects.filter(entrance_id__in=_entrances(family_id, end).values("id"))
    gone_codes = codes.delete()[0]
    joined = list(TakenIn.objects.filter(family_id=family_id))
    if end.person_id is None:
        removed = remove({"families_family": [family_id]}, family_id)
        files = [family_id, *(one.former_id for one in joined)]
        named = forget_families(acting, files, map(UUID, removed.ids))
    else:
        removed = _wipe_child(acting, family_id, end.person_id)
        named = forget_ids(
            acting, [*map(UUID, removed.ids), *removed.actors, *_known_before(joined, end.person_id)]
        )
    removed.rewritten["audit_entry"] += named
    removed.besides["families_signincode"] = gone_codes
    return removed


def _known_before(joined: Iterable[TakenIn], person_id: UUID) -> list[UUID]:
    """By which ids somebody was known in files that were taken into this one."""
    pairs = [pair for one in joined for pair in one.twins]
    return [UUID(former) for former, stays in pairs if stays == str(person_id)]


def _entrances(family_id: UUID, end: End) -> QuerySet[Entrance]:
    rows = Entrance.objects.filter(family_id=family_id)
    return rows.filter(person_id=end.person_id) if end.person_id else rows


def _wipe_child(acting: Acting, family_id: UUID, child_id: UUID) -> Removed:
    """A child, with each piece that concerns no child who stays; what is shared stays, without the child."""
    roots = {
        "families_person": [child_id],
        "families_item": _pieces_of(family_id, child_id),
        "consent_grant": _shares_about(family_id, {child_id}),
        # Half-typed pages may tell of anybody; they live for a month at most.
        "plans_draft": list(Draft.objects.filter(family_id=family_id).values_list("id", flat=True)),
    }
    removed = remove(roots, family_id)
    keep_keys(Family.objects.get(id=family_id))
    _seal_versions(family_id)
    return removed


def _pieces_of(family_id: UUID, child_id: UUID) -> list[UUID]:
    children = Person.objects.filter(family_id=family_id, role=PersonRole.CHILD).values_list("id", flat=True)
    everybody = list(children)
    about: dict[UUID, set[UUID]] = defaultdict(set)
    of_child = ItemAbout.objects.filter(person_id=child_id).values("item_id")
    for item_id, person_id in ItemAbout.objects.filter(item_id__in=of_child).values_list(
        "item_id", "person_id"
    ):
        about[item_id].add(person_id)
    # On the talk with which the referral was held stands the referral itself: it is of the whole family.
    talks = set(
        Referral.objects.filter(family_id=family_id, first_conversation__isnull=False).values_list(
            "first_conversation_id", flat=True
        )
    )
    found = [item_id for item_id, persons in about.items() if goes_with(persons, everybody, {child_id})]
    return [item_id for item_id in found if item_id not in talks]


def _shares_about(family_id: UUID, gone: Collection[UUID]) -> list[UUID]:
    """Shares about nobody who stays."""
    about: dict[UUID, set[UUID]] = defaultdict(set)
    for grant_id, person_id in GrantAbout.objects.filter(family_id=family_id).values_list(
        "grant_id", "person_id"
    ):
        about[grant_id].add(person_id)
    return [grant_id for grant_id, persons in about.items() if persons <= set(gone)]


def _seal_versions(family_id: UUID) -> None:
    """Versions of the plan say how much stands in them: without what went, and with a fingerprint of what is left."""
    items: dict[UUID, list[Kept]] = defaultdict(list)
    for row in VersionItem.objects.filter(family_id=family_id).order_by("position", "id"):
        items[row.version_id].append(
            Kept(row.item_id, ItemKind(row.kind), SectionKey(row.section), row.content, False)
        )
    for version in PlanVersion.objects.filter(family_id=family_id):
        kept = items[version.id]
        version.items_count, version.content_hash = len(kept), content_hash(kept)
        version.save(update_fields=["items_count", "content_hash"])
