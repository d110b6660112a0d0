"""Who sees what stands beside the plan: contacts, and what was said at the referral."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from eenplan.families.queries import Said
from eenplan.plans.queries.labels import Labelled
from eenplan.web.shared.addresses import address
from eenplan.web.shared.labels import SeenChip, seen_chip


@dataclass(frozen=True, slots=True)
class Beside:
    """The chip of a piece, if its labels are not as such a piece begins; `href` leads to changing them."""

    chip: SeenChip | None
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """Words of the referral, with who sees them."""

    said: Said
    beside: Beside | None


def beside(
    family_id: UUID, labels: Mapping[UUID, Labelled], item_id: UUID, *, back: str = ""
) -> Beside | None:
    """Who sees a piece, and the way to change that and come `back`; None when its labels are not known."""
    found = labels.get(item_id)
    if found is None:
        return None
    href = address("coach:relabel-piece", family_id=family_id, item_id=item_id)
    if back:
        href = f"{href}?{urlencode({'next': back})}"
    return Beside(seen_chip(found.labels, found.place, href), href)


def told(family_id: UUID, labels: Mapping[UUID, Labelled], said: Iterable[Said]) -> list[Told]:
    """What was said, each with who sees it."""
    return [Told(one, beside(family_id, labels, one.item_id)) for one in said]
