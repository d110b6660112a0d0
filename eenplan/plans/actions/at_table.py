"""At the table: what is said at a point, what is decided, going on to the next point, and closing.

Everything that is said is a row of its own, so that two who write at once never overwrite each other. The id of its words
follows from the form, who wrote and the words: pressed twice it is written once, and other words are never taken for it.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5

from django.db import connection
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.actions import record_contact
from eenplan.families.enums import Channel, ContactKind, ItemKind
from eenplan.families.models import Person, Words
from eenplan.families.rules import labels_of
from eenplan.plans.actions.goals import StepFields, add_action
from eenplan.plans.actions.round_tables import table_to_write
from eenplan.plans.actions.sections import must_say
from eenplan.plans.enums import TeamKind
from eenplan.plans.models import RoundTable, Seat, TableDecision, TablePoint
from eenplan.plans.rules.round_tables import DecisionFact, check_may_leave

LINE, DECISION = "line", "decision"


@action
def open_round_table(acting: Acting, *, table_id: UUID) -> RoundTable:
    """Everybody sits down: the first point is on the table. Opened again it goes on where it was.

    Refuses with `plans:table-not-agreed` and `plans:table-without-agenda`.
    """
    table = table_to_write(acting, table_id)
    if table.agreed_on is None:
        raise RuleBroken("plans:table-not-agreed", _("Spreek eerst met het gezin af wie er komt."))
    first = TablePoint.objects.filter(table=table).order_by("position", "item_id").first()
    if first is None:
        raise RuleBroken(
            "plans:table-without-agenda", _("Er staat nog niets op de agenda. Zet er eerst iets op.")
        )
    table.opened_at, table.at_point_id = table.opened_at or now(), table.at_point_id or first.pk
    table.save(update_fields=["opened_at", "at_point"])
    record(acting, "plans:round-table:opened", families=[table.family_id], subject=table.pk)
    return table


@action
def say_at_point(
    acting: Acting,
    *,
    point_id: UUID,
    text: str,
    speaker_id: UUID | None = None,
    language: str = "nl",
    sent_key: UUID | None = None,
) -> Words:
    """Write down what is said: with the own card as oneself, or the coach for somebody of the family or nobody.

    `sent_key` is of the form: what is sent twice is written once. Refuses with `plans:text-missing` or `plans:table-not-open`.
    """
    point = _open_point(acting, point_id)
    must_say(text, "line")
    words_id = _once(acting, point, LINE, text, sent_key)
    standing = Words.objects.filter(id=words_id).first()
    if standing:
        return standing
    words = _say(acting, point, LINE, text, speaker_id, language, words_id)
    record(acting, "plans:round-table:said", families=[point.family_id], subject=point.table_id)
    return words


@action
def decide(
    acting: Acting,
    *,
    point_id: UUID,
    text: str,
    seat_id: UUID | None = None,
    due_on: date | None = None,
    needs_nobody: bool = False,
    language: str = "nl",
    sent_key: UUID | None = None,
) -> TableDecision:
    """Write down what is decided; who does it and by when may still be said until the table goes on.

    `needs_nobody`: nobody has to do anything for it. `sent_key`: as of `say_at_point`. Refuses with `plans:text-missing`, `plans:table-not-open` or `plans:due-date-past`.
    """
    point = _open_point(acting, point_id)
    must_say(text, "decision")
    words_id = _once(acting, point, DECISION, text, sent_key)
    standing = TableDecision.objects.filter(words_id=words_id).first()
    if standing:
        return standing
    _check_owner(point, seat_id, due_on)
    row = TableDecision(
        family_id=point.family_id,
        point=point,
        words=_say(acting, point, DECISION, text, None, language, words_id),
        seat_id=None if needs_nobody else seat_id,
        due_on=None if needs_nobody else due_on,
        needs_nobody=needs_nobody,
        written_by_id=acting.actor_id,
    )
    row.save(force_insert=True)
    record(acting, "plans:round-table:decided", families=[point.family_id], subject=point.table_id)
    return row


@action
def finish_decision(
    acting: Acting,
    *,
    decision_id: UUID,
    seat_id: UUID | None = None,
    due_on: date | None = None,
    needs_nobody: bool = False,
) -> TableDecision:
    """Say who does it and by when, or that nobody has to do anything for it."""
    row = _loose(acting, decision_id)
    _check_owner(row.point, seat_id, due_on)
    row.needs_nobody = needs_nobody
    row.seat_id = None if needs_nobody else seat_id or row.seat_id
    row.due_on = None if needs_nobody else due_on or row.due_on
    row.save(update_fields=["seat", "due_on", "needs_nobody"])
    record(acting, "plans:round-table:decision-finished", families=[row.family_id], subject=row.point_id)
    return row


@action
def let_decision_go(acting: Acting, *, decision_id: UUID) -> None:
    """It is not decided after all. What was said stays."""
    row = _loose(acting, decision_id)
    row.dropped_at = now()
    row.save(update_fields=["dropped_at"])
    record(acting, "plans:round-table:decision-let-go", families=[row.family_id], subject=row.point_id)


@action
def go_to_point(acting: Acting, *, table_id: UUID, point_id: UUID) -> RoundTable:
    """Go on to another point: what was decided at the one that is left becomes steps of the plan.

    Refuses with `plans:decision-unfinished` while something lacks who does it or by when.
    """
    table = table_to_write(acting, table_id)
    if table.opened_at is None or not TablePoint.objects.filter(item_id=point_id, table=table).exists():
        raise NotFound("point")
    if table.at_point_id and table.at_point_id != point_id:
        _leave(acting, table, [table.at_point_id])
    table.at_point_id = point_id
    table.save(update_fields=["at_point"])
    record(acting, "plans:round-table:went-on", families=[table.family_id], subject=table.pk)
    return table


@action
def close_round_table(acting: Acting, *, table_id: UUID, came: Iterable[UUID]) -> RoundTable:
    """It is over: who was there (`came` are seats), and every decision a step. It is a contact with the family too.

    Refuses with `plans:decision-unfinished`, `plans:nobody-came` or `plans:table-not-open`.
    """
    table = table_to_write(acting, table_id)
    if table.opened_at is None:
        raise _not_open()
    there = set(came)
    seats = list(Seat.objects.filter(table=table, withdrawn_at__isnull=True))
    if not there <= {one.id for one in seats}:
        raise NotFound("seat")
    present = [one.person_id for one in seats if one.id in there and one.person_id]
    if not present:
        raise RuleBroken(
            "plans:nobody-came", _("Duid aan wie er was. Minstens één iemand is van het gezin."), field="came"
        )
    _leave(acting, table, list(TablePoint.objects.filter(table=table).values_list("item_id", flat=True)))
    for seat in seats:
        seat.came = seat.id in there
        seat.save(update_fields=["came"])
    table.closed_at = now()
    table.save(update_fields=["closed_at"])
    record_contact(
        acting,
        family_id=table.family_id,
        kind=ContactKind.ROUND_TABLE,
        channel=Channel.HOME if table.home_id else Channel.OFFICE,
        held_at=table.opened_at,
        present=present,
    )
    record(acting, "plans:round-table:closed", families=[table.family_id], subject=table.pk)
    return table


def _leave(acting: Acting, table: RoundTable, points: list[UUID]) -> None:
    """What was decided at these points becomes steps, unless something is not settled or needs nobody."""
    rows = list(
        TableDecision.objects.filter(point_id__in=points, dropped_at__isnull=True, step__isnull=True)
        .select_related("point__item", "point__piece", "words", "seat")
        .order_by("written_at", "id")
    )
    check_may_leave(
        DecisionFact(one.seat_id is not None, one.due_on, needs_nobody=one.needs_nobody) for one in rows
    )
    for row in rows:
        if row.needs_nobody:
            continue
        row.step_id = _step(acting, table, row)
        row.save(update_fields=["step"])
    TablePoint.objects.filter(item_id__in=points, left_at__isnull=True).update(left_at=now())


def _step(acting: Acting, table: RoundTable, row: TableDecision) -> UUID:
    seat, piece = row.seat, row.point.piece
    assert seat is not None  # noqa: S101 (checked before)
    is_loose = not seat.person_id and not seat.staff_member_id
    is_professional = seat.kind == TeamKind.PROFESSIONAL
    step = StepFields(
        text=row.words.text,
        due_on=row.due_on,
        person_id=seat.person_id,
        staff_member_id=seat.staff_member_id,
        organisation_name=seat.name if is_loose and is_professional else "",
        network_name=seat.name if is_loose and not is_professional else "",
        goal_id=piece.id if piece and piece.kind == ItemKind.GOAL else None,
        speaker_id=row.words.speaker_id,
        language=row.words.language,
    )
    labels = labels_of(row.point.item)
    return add_action(acting, plan_id=table.plan_id, step=step, labels=labels).item_id


def _open_point(acting: Acting, point_id: UUID) -> TablePoint:
    """A point of a table that is open. With a card only one that is for everybody: others stand at the table too."""
    point = TablePoint.objects.select_related("table", "item").filter(item_id=point_id).first()
    if point is None or (acting.role == Role.FAMILY_MEMBER and not point.item.released_to_all):
        raise NotFound("point")
    if point.table.opened_at is None or point.table.closed_at is not None:
        raise _not_open()
    return point


def _not_open() -> RuleBroken:
    return RuleBroken("plans:table-not-open", _("Dit overleg is nog niet begonnen, of al voorbij."))


def _loose(acting: Acting, decision_id: UUID) -> TableDecision:
    """A decision that is no step yet, at a table that the coach leads. Raises NotFound otherwise."""
    row = (
        TableDecision.objects.select_for_update(of=("self",))
        .select_related("point")
        .filter(id=decision_id, step__isnull=True, dropped_at__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound("decision")
    table_to_write(acting, row.point.table_id)
    return row


def _check_owner(point: TablePoint, seat_id: UUID | None, due_on: date | None) -> None:
    if (
        seat_id
        and not Seat.objects.filter(id=seat_id, table_id=point.table_id, withdrawn_at__isnull=True).exists()
    ):
        raise NotFound("seat")
    if due_on and due_on < today():
        raise RuleBroken(
            "plans:due-date-past", _("Deze dag is al voorbij. Kies een dag die nog komt."), field="due_on"
        )


def _once(acting: Acting, point: TablePoint, slot: str, text: str, sent_key: UUID | None) -> UUID:
    """The id of the words that whoever acts sends with a form, held until the act is done."""
    if sent_key is None:
        return new_id()
    words_id = uuid5(sent_key, f"{acting.actor_id}:{point.pk}:{slot}:{text.strip()}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"table:{words_id}"])
    return words_id


def _say(
    acting: Acting,
    point: TablePoint,
    slot: str,
    text: str,
    speaker_id: UUID | None,
    language: str,
    words_id: UUID,
) -> Words:
    """One row of words with a point; with a card one speaks for oneself alone."""
    if acting.role == Role.FAMILY_MEMBER:
        speaker_id = Person.objects.filter(actor_id=acting.actor_id).values_list("id", flat=True).get()
    elif speaker_id and not Person.objects.filter(id=speaker_id, family_id=point.family_id).exists():
        raise NotFound("person")
    words = Words(
        id=words_id,
        family_id=point.family_id,
        item_id=point.pk,
        slot=slot,
        text=text.strip(),
        language=language,
        speaker_id=speaker_id,
        author_id=acting.actor_id,
    )
    words.save(force_insert=True)
    return words
