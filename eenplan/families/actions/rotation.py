"""Writing anew, with the server's secret of today, what was written with one of before. For the owner's command."""

from dataclasses import dataclass
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.keys import current
from eenplan.core.sealing import seal
from eenplan.families.actions.entrances import key_of
from eenplan.families.actions.keys import keep_keys
from eenplan.families.actions.national import digits_of, lookup_of, sealed_of
from eenplan.families.models import Card, Entrance, Family, NationalNumber
from eenplan.families.queries import address_behind
from eenplan.families.rules.addresses import SEALED_FOR


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many were written anew, and how many none of the server's secrets opens any more."""

    anew: int = 0
    closed: int = 0

    def __add__(self, other: "Rotated") -> "Rotated":
        return Rotated(self.anew + other.anew, self.closed + other.closed)


@action
def rotate_numbers(acting: Acting) -> Rotated:
    """Encrypt every national number anew that is still of a secret of before."""
    found = Rotated()
    for row in NationalNumber.objects.exclude(key_id=current().id).select_for_update().order_by("id"):
        digits = digits_of(row)
        if digits is None:
            found += Rotated(closed=1)
            continue
        NationalNumber.objects.filter(id=row.id).update(
            sealed=sealed_of(row.id, digits), lookup=lookup_of(digits), key_id=current().id
        )
        found += Rotated(anew=1)
    if found.anew:
        record(acting, "families:national-numbers:rotated")
    return found


@action
def rotate_entrances(acting: Acting) -> Rotated:
    """Seal every address by which somebody comes in anew, and find it under a new hash."""
    found = Rotated()
    for row in Entrance.objects.filter(ended_at__isnull=True).select_for_update().order_by("id"):
        address = address_behind(row)
        if address is None:
            found += Rotated(closed=1)
        elif row.address_key != key_of(address):
            Entrance.objects.filter(id=row.id).update(
                address_key=key_of(address), address_sealed=seal(SEALED_FOR, address.value)
            )
            found += Rotated(anew=1)
    if found.anew:
        record(acting, "families:entrances:rotated")
    return found


@action
def rotate_match_keys(acting: Acting, *, after: UUID | None, most: int) -> UUID | None:
    """Make the keys by which families are recognised anew, `most` families after this one; the last, or None at the end."""
    families = Family.objects.order_by("id")
    some = list((families.filter(id__gt=after) if after else families)[:most])
    for family in some:
        keep_keys(family)
    return some[-1].id if some else None


def cards_of_before(acting: Acting) -> int:
    """How many cards that work are still found under a secret of before: they end when that secret is let go."""
    return Card.objects.filter(revoked_at__isnull=True).exclude(key_id=current().id).count()
