"""Waiting for help: how each wait stands now, what bridges it, and which waits nobody asked after for too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, TruncDate

from eenplan.capacity.enums import NormKey
from eenplan.capacity.queries import norm
from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, today
from eenplan.core.errors import NotFound
from eenplan.families.models import Words
from eenplan.plans.enums import BridgeKind, HelpState
from eenplan.plans.models import Bridge, Help, SessionSeries, TeamMember, WaitCheck
from eenplan.plans.rules.waits import WEEKS, still_helps


@dataclass(frozen=True, slots=True)
class CheckOn:
    """Somebody asked how it stands: when, who, what was said, and when it was expected then."""

    on: date
    by: str
    said: str
    expected: date | None


@dataclass(frozen=True, slots=True)
class BridgeNow:
    """What helps meanwhile. `what` in words; `piece_id` is the piece of the plan that it is, if it is one.

    `is_talks`: it is a series of talks, of which nothing more is said here. `place_id`: a place that a partner gave.
    `until` None: nobody said that it is over; a short offer ends on its `own_last` day by itself.
    """

    id: UUID
    kind: BridgeKind
    what: str
    piece_id: UUID | None
    is_talks: bool
    from_on: date
    until: date | None
    carried: str
    place_id: UUID | None = None
    own_last: date | None = None

    @property
    def helps(self) -> bool:
        """Whether it still helps, or is still to begin."""
        return still_helps(today(), self.until, self.own_last)


@dataclass(frozen=True, slots=True)
class WaitNow:
    """How a wait stands: `list_name` and `offer_id` say for what one is on a list; checks newest first."""

    help_id: UUID
    state: HelpState
    list_name: str
    offer_id: UUID | None
    since: date | None
    asked_on: date | None
    expected: date | None
    started_on: date | None
    checks: tuple[CheckOn, ...]
    bridges: tuple[BridgeNow, ...]

    @property
    def open_bridges(self) -> tuple[BridgeNow, ...]:
        """What nobody said of that it is over: of it the coach is asked what goes over."""
        return tuple(one for one in self.bridges if one.until is None)


@dataclass(frozen=True, slots=True)
class ToAskAgain:
    """A wait after which nobody asked for long. `last`: when somebody last did, or since when it is waited for."""

    family_id: UUID
    help_id: UUID
    title: str
    last: date


def waits_of(acting: Acting, family_id: UUID) -> dict[UUID, WaitNow]:
    """All that is or was waited for in a family, as far as whoever acts sees it. Three queries, whatever there is.

    Part of a page that records its reading.
    """
    checks: dict[UUID, list[CheckOn]] = {}
    rows = WaitCheck.objects.filter(family_id=family_id).select_related("words", "by__staff_member")
    for check in rows.order_by("-at", "-id"):
        worker = getattr(check.by, "staff_member", None)
        said = check.words.text if check.words else ""
        one = CheckOn(check.on, worker.name if worker else "", said, check.expected)
        checks.setdefault(check.help_id, []).append(one)
    bridges: dict[UUID, list[BridgeNow]] = {}
    for row in bridges_of(family_id):
        bridges.setdefault(row.help_id, []).append(bridge_now(row))
    found = Help.objects.filter(family_id=family_id, item__ended_at__isnull=True).select_related("wait")
    return {
        row.pk: WaitNow(
            row.pk,
            HelpState(row.state),
            row.wait.list_name if hasattr(row, "wait") else "",
            row.wait.offer_id if hasattr(row, "wait") else None,
            row.since,
            row.asked_on,
            row.expected,
            row.started_on,
            tuple(checks.get(row.pk, ())),
            tuple(bridges.get(row.pk, ())),
        )
        for row in found
        if row.state == HelpState.WAITING or row.pk in checks or row.pk in bridges
    }


def weeks_between_checks(acting: Acting) -> int:
    """After how many weeks somebody asks again, in the partnership of `acting`. One query."""
    try:
        return int(norm(acting, NormKey.WEEKS_BETWEEN_CHECKS, on=today()))
    except NotFound:
        return WEEKS


def waits_to_ask_again(acting: Acting, family_ids: Iterable[UUID], *, before: date) -> list[ToAskAgain]:
    """What some families wait for and nobody asked after since a day, the longest quiet first. One query."""
    noted = TruncDate("item__created_at", tzinfo=BRUSSELS)
    rows = (
        Help.objects.filter(family_id__in=list(family_ids), state=HelpState.WAITING)
        .filter(item__ended_at__isnull=True, plan__closed_at__isnull=True)
        .annotate(
            last=Coalesce("asked_on", "since", noted, output_field=DateField()),
            title=text_of(OuterRef("pk")),
        )
        .filter(last__lte=before)
        .order_by("last", "item_id")
    )
    return [ToAskAgain(row.family_id, row.pk, row.title or row.organisation, row.last) for row in rows]


@dataclass(frozen=True, slots=True)
class BridgeOver:
    """What helped meanwhile and ended by itself; nobody said yet what goes over into the plan."""

    family_id: UUID
    help_id: UUID
    id: UUID
    what: str
    last: date


def bridges_over(acting: Acting, family_ids: Iterable[UUID]) -> list[BridgeOver]:
    """Short offers that bridged a wait in some families and ended, the first first. One query; part of a page."""
    rows = Bridge.objects.filter(
        family_id__in=list(family_ids), until__isnull=True, offer__last_day__lt=today()
    ).select_related("offer")
    return [
        BridgeOver(row.family_id, row.help_id, row.id, row.offer.name, row.offer.last_day)
        for row in rows.order_by("offer__last_day", "id")
        if row.offer and row.offer.last_day
    ]


def bridges_of(family_id: UUID) -> QuerySet[Bridge, Any]:
    """What bridges or bridged the waits of a family, with what is needed to call each (`bridge_now`)."""
    named = TeamMember.objects.filter(item_id=OuterRef("piece_id")).values("name")[:1]
    return (
        Bridge.objects.filter(family_id=family_id)
        .select_related("words", "carried", "offer__organisation")
        .annotate(
            piece_text=text_of(OuterRef("piece_id")),
            piece_name=Subquery(named),
            is_talks=Exists(SessionSeries.objects.filter(item_id=OuterRef("piece_id"))),
        )
        .order_by("from_on", "id")
    )


def bridge_now(row: Any) -> BridgeNow:
    """A row of `bridges_of`. What a partner offers is called as it is called there."""
    offer = row.offer
    named = called(
        row.piece_name or row.piece_text,
        offer and offer.name,
        offer and offer.organisation.name,
        row.words and row.words.text,
    )
    return BridgeNow(
        row.id,
        BridgeKind(row.kind),
        named,
        row.piece_id,
        row.is_talks,
        row.from_on,
        row.until,
        row.carried.text if row.carried else "",
        row.place_id,
        offer.last_day if offer else None,
    )


def called(piece: str | None, offer: str | None, organisation: str | None, said: str | None) -> str:
    """What a bridge is called: by what a partner offers, or by the piece that it is, and what was said of it."""
    return ": ".join(part for part in (f"{offer}, {organisation}" if offer else piece, said) if part)


def text_of(item: OuterRef) -> Coalesce:
    """What a piece says now."""
    rows = Words.objects.filter(
        item_id=item, slot="text", replaced_by__isnull=True, translation_of__isnull=True
    ).order_by("-said_at")
    return Coalesce(Subquery(rows.values("text")[:1]), Value(""), output_field=TextField())
