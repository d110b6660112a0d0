"""Places in short offers: what is asked of a partner, what is left, and how the coach's questions stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from eenplan.capacity.enums import OfferKind
from eenplan.capacity.queries.offers import OfferNow, offers_named, offers_of
from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.plans.enums import PlaceVerdict
from eenplan.plans.models import Bridge, PlaceRequest, Wait
from eenplan.plans.queries.contributions import titles_of

FRESH = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A question for a place as the partner reads it. `family_id` is None until the family shares something with them."""

    id: UUID
    offer: OfferNow
    family_id: UUID | None
    asked_at: datetime
    note: str
    verdict: PlaceVerdict | None
    first_day: date | None
    line: str

    @property
    def may_tell(self) -> bool:
        """Whether it began, so that what it brought can be told."""
        return self.first_day is not None and self.first_day <= today()


@dataclass(frozen=True, slots=True)
class ShortOffer:
    """A short offer that is still to end, with how many places are left."""

    offer: OfferNow
    left: int


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """A question for a place as its coach reads it. `title`: what the help in the plan is called.

    `is_bridge`: that place helps until the help comes, or helped; `is_help`: it is the help itself that is waited for.
    """

    id: UUID
    family_id: UUID
    help_id: UUID
    title: str
    offer: str
    organisation: str
    last_day: date | None
    verdict: PlaceVerdict | None
    first_day: date | None
    line: str
    brought: str
    is_taken: bool
    is_withdrawn: bool
    changed_at: datetime
    offer_id: UUID
    is_bridge: bool
    is_help: bool

    @property
    def stands(self) -> bool:
        """Whether it was asked, and neither refused nor taken back: nothing else is asked there for this help."""
        return not self.is_withdrawn and self.verdict != PlaceVerdict.NO

    @property
    def is_given(self) -> bool:
        """Whether there is a place, that did not go back."""
        return self.verdict == PlaceVerdict.YES and not self.is_withdrawn


def places_asked(acting: Acting) -> list[PlaceAsked]:
    """What is asked of the own organisation and not yet said no to or told of; the oldest first. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT request_id, offer_id, family_id, asked_at, note, verdict, first_day, line FROM plans_places_asked()"
        )
        rows = cursor.fetchall()
    offers = offers_named(acting, {row[1] for row in rows}) if rows else {}
    return [
        PlaceAsked(
            row[0],
            offers[row[1]],
            row[2],
            row[3],
            row[4],
            PlaceVerdict(row[5]) if row[5] else None,
            row[6],
            row[7],
        )
        for row in rows
        if row[1] in offers
    ]


def short_offers(acting: Acting) -> list[ShortOffer]:
    """The short offers of the partnership that have not ended, with the places that are left. Three queries."""
    if acting.partnership_id is None:
        return []
    found = [
        one
        for one in offers_of(acting, acting.partnership_id)
        if one.kind == OfferKind.SHORT and one.last_day and one.last_day >= today()
    ]
    taken = places_taken(acting, [one.id for one in found])
    return [ShortOffer(one, max(0, (one.places or 0) - taken.get(one.id, 0))) for one in found]


def places_taken(acting: Acting, offer_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many places of each offer are taken: numbers alone. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_id, taken FROM plans_places_taken(%s)", [list(offer_ids)])
        return dict(cursor.fetchall())


def places_of_help(acting: Acting, help_id: UUID) -> list[PlaceNow]:
    """What was asked for one help, the newest first. Two queries; part of a page that is recorded itself."""
    return _places(list(_rows().filter(help_id=help_id).order_by("-asked_at", "-id")))


def places_lately(acting: Acting, family_ids: Iterable[UUID]) -> list[PlaceNow]:
    """What partners answered lately and nobody did something with, or told and nobody took into the plan yet.

    Two queries; part of a page.
    """
    rows = _rows().filter(family_id__in=list(family_ids), withdrawn_at__isnull=True, taken_at__isnull=True)
    fresh = Q(answered_at__gte=now() - FRESH, bridges_it=False, awaits_it=False) & ~Q(verdict="")
    rows = rows.filter(fresh | Q(brought_at__isnull=False))
    return _places(list(rows.order_by("-answered_at", "-id")))


def _rows() -> QuerySet[PlaceRequest, Any]:
    """Questions for a place, with what became of the answer."""
    same = Wait.objects.filter(
        help=OuterRef("help"), offer=OuterRef("offer"), help__expected=OuterRef("first_day")
    )
    return PlaceRequest.objects.select_related("offer__organisation").annotate(
        bridges_it=Exists(Bridge.objects.filter(place=OuterRef("pk"))), awaits_it=Exists(same)
    )


def _places(rows: list[Any]) -> list[PlaceNow]:
    titles = titles_of(row.help_id for row in rows)
    return [
        PlaceNow(
            row.id,
            row.family_id,
            row.help_id,
            titles.get(row.help_id, ""),
            row.offer.name,
            row.offer.organisation.name,
            row.offer.last_day,
            PlaceVerdict(row.verdict) if row.verdict else None,
            row.first_day,
            row.line,
            row.brought,
            row.taken_at is not None,
            row.withdrawn_at is not None,
            row.brought_at or row.answered_at or row.asked_at,
            row.offer_id,
            row.bridges_it,
            row.awaits_it,
        )
        for row in rows
    ]
