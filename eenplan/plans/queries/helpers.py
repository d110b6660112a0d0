"""What whoever helps from elsewhere has to do in families that share with them, and what they said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.families.enums import ItemKind
from eenplan.network.models import StaffMember
from eenplan.plans.enums import Coming, StepSaid, VersionStatus
from eenplan.plans.models import Seat, SeatAnswer, StepReply, VersionItem
from eenplan.plans.queries.contributions import titles_of
from eenplan.plans.queries.round_tables import TableHead, head_of_table

# How long a step that was done stands on the list, so that it can be undone.
DONE_FOR = timedelta(days=14)
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MyStep:
    """A step of the agreed plan that whoever acts takes, as far as it is shared with them."""

    action_id: UUID
    family_id: UUID
    text: str
    language: str
    due_on: date
    done_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether its day is past while it is not done."""
        return self.done_on is None and self.due_on < today()


@dataclass(frozen=True, slots=True)
class Invitation:
    """A round table to which whoever acts is asked, and what they answered last."""

    table: TableHead
    seat_id: UUID
    said: Coming | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody who helps said of a step, for its coach. `who` is a worker, or who got the link."""

    action_id: UUID
    family_id: UUID
    who: str
    said: StepSaid
    line: str
    text: str
    at: datetime


def my_steps(acting: Acting, family_ids: Iterable[UUID]) -> list[MyStep]:
    """Steps of mine in some families: what is to be done by its day, then what was done lately. One query.

    Part of a page that is recorded itself. What of the plan is not shared with me is not here.
    """
    rows = (
        VersionItem.objects.filter(
            Q(item__action__done_on__isnull=True) | Q(item__action__done_on__gte=today() - DONE_FOR),
            family_id__in=list(family_ids),
            version__status=VersionStatus.ACTIVE,
            kind=ItemKind.ACTION,
            item__ended_at__isnull=True,
            item__action__staff_member__actor_id=acting.actor_id,
        )
        .select_related("item__action")
        .order_by("item__action__due_on", "id")
    )
    found = []
    for row in rows:
        words = row.content["words"].get("text") or {}
        found.append(
            MyStep(
                row.item_id,
                row.family_id,
                str(words.get("text", "")),
                str(words.get("language", "nl")),
                row.item.action.due_on,
                row.item.action.done_on,
            )
        )
    return sorted(found, key=lambda one: one.done_on is not None)


def my_invitations(acting: Acting, family_ids: Iterable[UUID]) -> list[Invitation]:
    """Round tables to come to which whoever acts is asked, the first first. Two queries; part of a page."""
    seats = list(
        Seat.objects.filter(
            family_id__in=list(family_ids),
            staff_member__actor_id=acting.actor_id,
            withdrawn_at__isnull=True,
            table__cancelled_at__isnull=True,
            table__closed_at__isnull=True,
            table__agreed_on__isnull=False,
        )
        .select_related("table")
        .order_by("table__starts_at", "id")
    )
    said = {
        row.seat_id: Coming(row.said)
        for row in SeatAnswer.objects.filter(seat__in=[one.id for one in seats]).order_by("recorded_at", "id")
    }
    return [Invitation(head_of_table(one.table), one.id, said.get(one.id)) for one in seats]


def replies_lately(acting: Acting, family_ids: Iterable[UUID]) -> list[Reply]:
    """What helpers from elsewhere said of their steps in the last days, the newest of each step. Two queries."""
    rows = (
        StepReply.objects.filter(family_id__in=list(family_ids), at__gte=now() - FRESH)
        .select_related("staff_member", "link__grant", "action")
        .order_by("-at", "-id")
    )
    newest: dict[UUID, StepReply] = {}
    for row in rows:
        newest.setdefault(row.action_id, row)
    standing = [
        one
        for one in newest.values()
        if (one.said == StepSaid.DONE) == (one.action.done_on is not None) and one.said != StepSaid.UNDONE
    ]
    said = titles_of(one.action_id for one in standing)
    return [
        Reply(
            one.action_id,
            one.family_id,
            one.staff_member.name if one.staff_member else one.link.grant.outside_name if one.link else "",
            StepSaid(one.said),
            one.line,
            said.get(one.action_id, ""),
            one.at,
        )
        for one in standing
    ]


def my_worker_id(acting: Acting) -> UUID | None:
    """Which worker acts. One query."""
    return StaffMember.objects.filter(actor_id=acting.actor_id).values_list("id", flat=True).first()
