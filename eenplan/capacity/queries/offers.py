"""What partners offer, with how long one waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from eenplan.capacity.enums import OfferKind
from eenplan.capacity.models import Offer, OfferWait
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.network.models import OrganisationPartnership


@dataclass(frozen=True, slots=True)
class WaitSaid:
    """How many weeks a partner expects one to wait (None: they do not know), when that was said, and by whom."""

    weeks: int | None
    said_on: date
    by: str


@dataclass(frozen=True, slots=True)
class OfferNow:
    """What an organisation offers, and the wait that was said last. `until` (exclusive) is set when it ends."""

    id: UUID
    organisation_id: UUID
    organisation: str
    name: str
    help_type: str
    kind: OfferKind
    places: int | None
    first_day: date | None
    last_day: date | None
    since: date | None
    until: date | None
    wait: WaitSaid | None


def _partner_still(on: date) -> Q:
    """Not of an organisation that was a partner and is none any more."""
    stretches = OrganisationPartnership.objects.filter(
        organisation=OuterRef("organisation"), partnership=OuterRef("partnership")
    )
    return Q(Exists(stretches.filter(period__contains=on))) | ~Q(
        Exists(stretches.filter(period__endswith__lte=on))
    )


def _loaded(rows: QuerySet[Offer]) -> list[OfferNow]:
    found = list(rows.select_related("organisation").order_by("organisation__sort_key", "name", "id"))
    newest = waits_now(row.id for row in found)
    return [
        OfferNow(
            id=row.id,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name,
            name=row.name,
            help_type=row.help_type,
            kind=OfferKind(row.kind),
            places=row.places,
            first_day=row.first_day,
            last_day=row.last_day,
            since=row.period.lower,
            until=row.period.upper,
            wait=newest.get(row.id),
        )
        for row in found
    ]


def _said(row: OfferWait) -> WaitSaid:
    worker = getattr(row.said_by, "staff_member", None)
    return WaitSaid(row.weeks, row.said_on, worker.name if worker else "")


def waits_now(offer_ids: Iterable[UUID]) -> dict[UUID, WaitSaid]:
    """What was said last of the wait for each offer of which something was said. One query."""
    rows = (
        OfferWait.objects.filter(offer__in=list(offer_ids))
        .select_related("said_by__staff_member")
        .order_by("offer", "-said_on", "-id")
        .distinct("offer")
    )
    return {row.offer_id: _said(row) for row in rows}


def offers_of(
    acting: Acting, partnership_id: UUID, *, on: date | None = None, organisation_id: UUID | None = None
) -> list[OfferNow]:
    """What is offered in a partnership on a day (today unless given), by organisation and name. Two queries."""
    day = on or today()
    rows = Offer.objects.filter(_partner_still(day), partnership_id=partnership_id, period__contains=day)
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    return _loaded(rows)


def offers_named(acting: Acting, ids: Iterable[UUID]) -> dict[UUID, OfferNow]:
    """Offers by id, also those that ended: what somebody waits for may no longer be offered. Two queries."""
    return {one.id: one for one in _loaded(Offer.objects.filter(id__in=list(ids)))}


def offer(acting: Acting, offer_id: UUID) -> OfferNow:
    """An offer of the partnership of `acting`, also one that ended. Two queries. Raises NotFound."""
    here = (
        Offer.objects.filter(id=offer_id, partnership_id=acting.partnership_id)
        if acting.partnership_id
        else None
    )
    found = _loaded(here) if here is not None else []
    if not found:
        raise NotFound("offer")
    return found[0]


def waits_said(acting: Acting, offer_id: UUID) -> list[WaitSaid]:
    """All that was said of the wait for an offer, the newest first. One query."""
    rows = (
        OfferWait.objects.filter(offer_id=offer_id)
        .select_related("said_by__staff_member")
        .order_by("-said_on", "-id")
    )
    return [_said(row) for row in rows]
