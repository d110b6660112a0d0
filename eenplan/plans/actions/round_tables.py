"""Sitting together: planning it with the family, answers to an invitation, the agenda, moving and calling off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, end_item, write_item
from eenplan.families.actions.items import whose_of
from eenplan.families.enums import ItemKind
from eenplan.families.models import ContactDetail, Home, Item, Person
from eenplan.families.rules import Place, begins, labels_of
from eenplan.network.models import StaffMember
from eenplan.plans.actions.sections import must_say, working_plan
from eenplan.plans.enums import Attendance, Coming, Secrecy, TeamKind, ToldHow
from eenplan.plans.models import Plan, RoundTable, Seat, SeatAnswer, TablePoint, TeamMember
from eenplan.plans.rules.round_tables import check_asked, check_moment, check_place


@dataclass(frozen=True, slots=True)
class When:
    """When, how long (minutes) and where: at a home of the family, or in a few words."""

    starts_at: datetime
    minutes: int
    home_id: UUID | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class NewSeat:
    """Somebody to ask: of the family, of the plan's team, with an account, or by name."""

    attendance: Attendance
    person_id: UUID | None = None
    member_id: UUID | None = None
    name: str = ""


@action
def plan_round_table(acting: Acting, *, family_id: UUID, when: When) -> RoundTable:
    """Plan to sit together. Nobody is asked before the family agreed who comes (`agree_seats`).

    Refuses with `plans:table-in-past`, `plans:table-length`, `plans:table-home-address` or `plans:plan-closed`.
    """
    plan = _open_plan(acting, family_id)
    _check_when(family_id, when)
    item = write_item(
        acting, family_id=family_id, kind=ItemKind.ROUND_TABLE, labels=begins(Place.ROUND_TABLE)
    )
    table = RoundTable(item=item, family_id=family_id, plan=plan)
    _put(table, when)
    table.save(force_insert=True)
    record(acting, "plans:round-table:planned", families=[family_id], subject=table.pk)
    return table


@action
def move_round_table(acting: Acting, *, table_id: UUID, when: When) -> RoundTable:
    """Choose another moment or place. Calendars follow by the higher number. Refuses as `plan_round_table`."""
    table = table_to_write(acting, table_id)
    _check_when(table.family_id, when)
    before = (table.starts_at, table.minutes, table.home_id, table.place)
    _put(table, when)
    if before != (table.starts_at, table.minutes, table.home_id, table.place):
        table.sequence += 1
        table.save(update_fields=["starts_at", "minutes", "home", "place", "sequence"])
        record(acting, "plans:round-table:moved", families=[table.family_id], subject=table.pk)
    return table


@action
def call_off_round_table(acting: Acting, *, table_id: UUID) -> RoundTable:
    """It does not take place. It stays readable as called off, and leaves calendars."""
    table = table_to_write(acting, table_id)
    if table.opened_at is not None:
        raise RuleBroken("plans:table-begun", _("Dit overleg is al begonnen. Rond het af."))
    table.cancelled_at, table.sequence = now(), table.sequence + 1
    table.save(update_fields=["cancelled_at", "sequence"])
    record(acting, "plans:round-table:called-off", families=[table.family_id], subject=table.pk)
    return table


@action
def agree_seats(
    acting: Acting, *, table_id: UUID, seats: Iterable[NewSeat], agreed_with_id: UUID | None
) -> RoundTable:
    """Who is asked, and must or may come, as was agreed with somebody of the family: the whole list.

    Who stands no longer on it is asked no longer. Refuses with `plans:table-not-agreed` or
    `plans:table-without-family`; raises NotFound for who is not of this family or its plan.
    """
    table = table_to_write(acting, table_id)
    wanted = list(seats)
    check_asked(any(one.person_id for one in wanted), agreed_with_id)
    known = set(Person.objects.filter(family_id=table.family_id, due_date=None).values_list("id", flat=True))
    members = {
        one.item_id: one
        for one in TeamMember.objects.filter(plan_id=table.plan_id, item__ended_at__isnull=True)
    }
    if not {one.person_id for one in wanted if one.person_id} | {agreed_with_id} <= known:
        raise NotFound("person")
    if not {one.member_id for one in wanted if one.member_id} <= set(members):
        raise NotFound("team member")
    standing = {
        (row.person_id, row.member_id, "" if row.member_id else row.name): row
        for row in Seat.objects.filter(table=table)
    }
    for one in wanted:
        key = (one.person_id, one.member_id, "" if one.member_id or one.person_id else one.name.strip())
        row = standing.pop(key, None) or _seat(table, one, members)
        row.attendance, row.withdrawn_at = one.attendance, None
        row.save()
    for row in standing.values():
        row.withdrawn_at = row.withdrawn_at or now()
        row.save(update_fields=["withdrawn_at"])
    table.agreed_with_id, table.agreed_on = agreed_with_id, today()
    table.save(update_fields=["agreed_with", "agreed_on"])
    record(acting, "plans:round-table:agreed", families=[table.family_id], subject=table.pk)
    return table


@action
def answer_seat(acting: Acting, *, seat_id: UUID, said: Coming) -> SeatAnswer:
    """Say whether one comes: with the own card or account, or the coach for somebody who said it aloud."""
    seat = Seat.objects.select_related("table").filter(id=seat_id, withdrawn_at__isnull=True).first()
    if seat is None or seat.table.agreed_on is None:
        raise NotFound("seat")
    if seat.table.cancelled_at or seat.table.closed_at:
        raise RuleBroken(
            "plans:table-over", _("Dit overleg is voorbij of afgezegd. Antwoorden hoeft niet meer.")
        )
    if acting.role == Role.FAMILY_MEMBER:
        how = ToldHow.OWN_CARD
        mine = Person.objects.filter(actor_id=acting.actor_id, id__in=[seat.person_id]).exists()
    elif acting.role == Role.COACH:
        how, mine = ToldHow.ALOUD, True
    else:
        how = ToldHow.ACCOUNT
        mine = StaffMember.objects.filter(actor_id=acting.actor_id, id__in=[seat.staff_member_id]).exists()
    if not mine:
        raise NotFound("seat")
    row = SeatAnswer(family_id=seat.family_id, seat=seat, said=said, how=how, recorded_by_id=acting.actor_id)
    row.save(force_insert=True)
    record(acting, "plans:round-table:answered", families=[seat.family_id], subject=seat.table_id)
    return row


@action
def add_points(
    acting: Acting, *, table_id: UUID, pieces: Mapping[UUID, str], language: str = "nl"
) -> list[TablePoint]:
    """Put pieces of the plan on the agenda. Each point begins with the labels of its piece (rule 32).

    A title is for a piece that has no words of its own, '' for others. What stands there already stays once.
    """
    table = table_to_write(acting, table_id)
    there = set(TablePoint.objects.filter(table=table).values_list("piece_id", flat=True))
    added = []
    for piece_id, title in pieces.items():
        if piece_id in there:
            continue
        piece = Item.objects.filter(
            id=piece_id, in_plan__plan_id=table.plan_id, ended_at__isnull=True
        ).first()
        if piece is None:
            raise NotFound("item in plan")
        added.append(_point(acting, table, labels_of(piece), piece=piece, text=title, language=language))
    return added


@action
def add_own_point(
    acting: Acting, *, table_id: UUID, text: str, labels: Labels | None = None, language: str = "nl"
) -> TablePoint:
    """Put something on the agenda in words of its own. Refuses with `plans:text-missing`."""
    table = table_to_write(acting, table_id)
    must_say(text)
    given = begins(Place.TABLE_POINT) if labels is None else labels
    return _point(acting, table, given, text=text, language=language)


@action
def take_out_point(acting: Acting, *, point_id: UUID) -> None:
    """Take a point off the agenda, before the table begins. Refuses with `plans:table-begun`."""
    point = TablePoint.objects.select_related("table").filter(item_id=point_id).first()
    if point is None:
        raise NotFound("point")
    table = table_to_write(acting, point.table_id)
    if table.opened_at is not None:
        raise RuleBroken("plans:table-begun", _("Dit overleg is al begonnen. De agenda blijft zoals ze is."))
    end_item(acting, item_id=point_id)
    point.delete()
    record(acting, "plans:round-table:point-out", families=[table.family_id], subject=table.pk)


def table_to_write(acting: Acting, table_id: UUID) -> RoundTable:
    """The round table, held until the act is done, if it is still to come or under way.

    Raises NotFound when out of reach; refuses with `plans:table-over` when it is closed or called off.
    """
    if acting.kind != ActorKind.STAFF:
        raise NotFound("round table")
    table = RoundTable.objects.select_for_update(of=("self",)).filter(item_id=table_id).first()
    if table is None:
        raise NotFound("round table")
    if table.cancelled_at or table.closed_at:
        raise RuleBroken("plans:table-over", _("Dit overleg is voorbij of afgezegd. Plan een nieuw."))
    return table


def _open_plan(acting: Acting, family_id: UUID) -> Plan:
    found = Plan.objects.filter(family_id=family_id).order_by("-trajectory__started_on", "-id").first()
    if found is None:
        raise NotFound("plan")
    return working_plan(acting, found.id)


def _check_when(family_id: UUID, when: When) -> None:
    check_moment(when.starts_at, when.minutes, now=now())
    if when.home_id and not Home.objects.filter(item_id=when.home_id, family_id=family_id).exists():
        raise NotFound("home")
    closed = ContactDetail.objects.filter(
        family_id=family_id, home__isnull=False, item__released_to_all=False, item__ended_at__isnull=True
    )
    check_place(when.place, closed.values_list("value", flat=True))


def _put(table: RoundTable, when: When) -> None:
    table.starts_at, table.minutes = when.starts_at, when.minutes
    table.home_id = when.home_id
    table.place = "" if when.home_id else when.place.strip()


def _seat(table: RoundTable, new: NewSeat, members: Mapping[UUID, TeamMember]) -> Seat:
    row = Seat(family_id=table.family_id, table=table, kind=TeamKind.NETWORK, secrecy=Secrecy.NO)
    if new.person_id:
        row.person_id, row.kind = new.person_id, TeamKind.FAMILY
    elif new.member_id:
        member = members[new.member_id]
        row.member, row.name, row.kind = member, member.name, member.kind
        row.secrecy, row.staff_member_id = member.secrecy, member.staff_member_id
    else:
        must_say(new.name, "others")
        row.name, row.secrecy = new.name.strip()[:120], Secrecy.UNKNOWN
    return row


def _point(
    acting: Acting,
    table: RoundTable,
    labels: Labels,
    *,
    piece: Item | None = None,
    text: str = "",
    language: str = "nl",
) -> TablePoint:
    whose = whose_of(piece) if piece else None
    item = write_item(
        acting,
        family_id=table.family_id,
        kind=ItemKind.TABLE_POINT,
        text=text,
        language=language,
        from_whom_id=whose.from_whom_id if whose else None,
        about=whose.about if whose else (),
        labels=labels,
    )
    point = TablePoint(item=item, family_id=table.family_id, table=table, piece=piece)
    point.position = min(TablePoint.objects.filter(table=table).count(), 32000)
    point.save(force_insert=True)
    record(acting, "plans:round-table:point-added", families=[table.family_id], subject=table.pk)
    return point
