"""The plan of a family as somebody reads it with whom a part was shared. The fence chose what they see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.consent.queries.shared import SharedWithMe, shared_with
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.models import ContactDetail, Family, Person
from eenplan.plans.queries.coaches import CoachOf, coaches_of
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.queries.versions import VersionNow, version


@dataclass(frozen=True, slots=True)
class SharedFamily:
    """A family that shares something with whoever acts, and its coach."""

    family_id: UUID
    name: str
    coach: CoachOf | None
    shares: tuple[SharedWithMe, ...]


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """What one family shares: its agreed plan as far as the shares go (None while nothing is agreed).

    `about` names those whom the shares are about; `reach` says how they may be reached: name, value.
    """

    family: SharedFamily
    version: VersionNow | None
    about: tuple[str, ...]
    reach: tuple[tuple[str, str], ...]


def shared_families(acting: Acting) -> list[SharedFamily]:
    """The families that share something with whoever acts, by name. Six queries with the audit's."""
    shares = shared_with(acting)
    found = _families(acting, shares)
    record_read(acting, "plans:shared-families", families=[one.family_id for one in found])
    return found


def _families(acting: Acting, shares: Sequence[SharedWithMe]) -> list[SharedFamily]:
    keys = {share.family_id for share in shares}
    coaches = coaches_of(acting, keys)
    return [
        SharedFamily(
            row.id, row.name, coaches.get(row.id), tuple(one for one in shares if one.family_id == row.id)
        )
        for row in Family.objects.filter(id__in=keys).order_by("sort_key", "id")
    ]


def shared_plan(acting: Acting, family_id: UUID) -> SharedPlan:
    """What a family shares with whoever acts. Raises NotFound when nothing (any more)."""
    shares = shared_with(acting, family_id=family_id)
    if not shares:
        raise NotFound("share")
    try:
        found = version(acting, family_id)
    except NotFound:
        return _before_a_version(acting, shares)
    family = SharedFamily(family_id, found.family_name, found.coach, tuple(shares))
    return _with_reach(family, found, found.persons)


def _before_a_version(acting: Acting, shares: Sequence[SharedWithMe]) -> SharedPlan:
    family = next(iter(_families(acting, shares)), None)
    if family is None:
        raise NotFound("share")
    persons = Person.objects.filter(family_id=family.family_id).order_by("position", "id")
    record_read(acting, "plans:shared", families=[family.family_id])
    return _with_reach(family, None, {one.id: name_of(one) for one in persons})


def _with_reach(family: SharedFamily, found: VersionNow | None, names: Mapping[UUID, str]) -> SharedPlan:
    about = {one for share in family.shares for one in share.about}
    details = ContactDetail.objects.filter(family_id=family.family_id, item__ended_at__isnull=True).order_by(
        "item_id"
    )
    reach = tuple((names.get(one.person_id, "") if one.person_id else "", one.value) for one in details)
    return SharedPlan(family, found, tuple(name for one, name in names.items() if one in about), reach)
