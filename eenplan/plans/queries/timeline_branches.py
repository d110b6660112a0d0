"""How the newest events of each kind are found before a moment: the branches of the timeline."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from eenplan.consent.models import EmergencyAccess
from eenplan.core import statements
from eenplan.core.clock import day_of, today
from eenplan.families.enums import ItemKind
from eenplan.families.models import Contact
from eenplan.plans.enums import HelpState
from eenplan.plans.models import (
    Agreement,
    Contribution,
    Help,
    Message,
    Part,
    PlanVersion,
    RoundTable,
)
from eenplan.plans.queries.timeline_events import Happened, Occurrence, Place, midnight
from eenplan.plans.queries.waits import called
from eenplan.referrals.models import CrisisCall, Outcome, Referral

PAGE = 30
Some = TypeVar("Some", bound=Model)


def _before(rows: QuerySet[Some], place: Place, kind: Happened, at: str, key: str = "id") -> QuerySet[Some]:
    """The newest rows before a place, a page of them and one more, to know whether there is a next page.

    Two events may share moment and id (help that was asked for and started on one day): their kind decides.
    """
    passed = f"{key}__gte" if kind.rank >= place.rank else f"{key}__gt"
    return (
        rows.filter(**{f"{at}__lte": place.at})
        .exclude(**{at: place.at, passed: place.id})
        .order_by(f"-{at}", f"-{key}")[: PAGE + 1]
    )


def _before_day(rows: QuerySet[Some], place: Place, kind: Happened, on: str, key: str) -> QuerySet[Some]:
    """The same for rows of which only the day is known: they stand at its beginning."""
    day = day_of(place.at)
    rows = rows.filter(**{f"{on}__lte": day})
    if place.at == midnight(day):
        passed = f"{key}__gte" if kind.rank >= place.rank else f"{key}__gt"
        rows = rows.exclude(**{on: day, passed: place.id})
    return rows.order_by(f"-{on}", f"-{key}")[: PAGE + 1]


def _day_before(statement: str, place: Place, kind: Happened, on: str, key: str) -> str:
    """The same of a statement with its conditions, of rows of which only the day is known; for `_written_out`."""
    passed = f"AND NOT ({on} = %(day)s AND {key} {'>=' if kind.rank >= place.rank else '>'} %(id)s)"
    return (
        f"({statement} AND {on} <= %(day)s {passed if place.at == midnight(day_of(place.at)) else ''}"
        f" ORDER BY {on} DESC, {key} DESC LIMIT {PAGE + 1})"
    )


def _written_out(family_id: UUID, place: Place, *parts: str) -> list[tuple[Any, ...]]:
    """The rows of some such statements, in one."""
    asked = {"family": family_id, "day": day_of(place.at), "id": place.id, "today": today()}
    return statements.rows(" UNION ALL ".join(parts), asked)


def _referred(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    for row in _before(Referral.objects.filter(family_id=family_id), place, Happened.REFERRED, "received_at"):
        yield Occurrence(
            Happened.REFERRED, row.received_at, row.id, row.referrer_type, row.referrer_organisation
        )


def _intake_ended(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = Outcome.objects.filter(family_id=family_id)
    for row in _before(rows, place, Happened.INTAKE_ENDED, "at", "referral_id"):
        yield Occurrence(Happened.INTAKE_ENDED, row.at, row.referral_id, row.kind, actor_id=row.actor_id)


def _contacts(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    """Those that were held and the others, each along its own index."""
    mine = Contact.objects.filter(family_id=family_id)
    held = _before(mine.filter(held_at__isnull=False), place, Happened.CONTACT, "held_at", "item_id")
    others = _before(mine.filter(held_at__isnull=True), place, Happened.CONTACT, "planned_for", "item_id")
    for row in held.union(others, all=True):
        yield _contact(row, row.held_at or row.planned_for)


def _contact(row: Contact, at: datetime | None) -> Occurrence:
    return Occurrence(
        Happened.CONTACT,
        at or row.recorded_at,
        row.item_id,
        row.kind,
        row.channel,
        status=row.status,
        has_hour=True,
        actor_id=row.staff_id,
    )


# Written out, as some below: composing each of these took longer than five others together.
_TURNS = """
    SELECT lower(c.period), c.id, c.reason, s.name, i.name, EXISTS (
        SELECT 1 FROM plans_coachassignment b WHERE b.trajectory_id = c.trajectory_id
            AND b.instead_of_id = c.staff_member_id AND upper(b.period) = lower(c.period))
    FROM plans_coachassignment c
    JOIN network_staffmember s ON s.id = c.staff_member_id
    LEFT JOIN network_staffmember i ON i.id = c.instead_of_id
    WHERE c.family_id = %(family)s
"""


def _coach(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    turns = _day_before(_TURNS, place, Happened.COACH, "lower(c.period)", "c.id")
    for began, key, reason, name, instead_of, is_back in _written_out(family_id, place, turns):
        code, more = ("", "") if reason else ("first", "")
        if instead_of:
            code, more = "stand_in", instead_of
        elif is_back:
            code = "back"
        yield Occurrence(Happened.COACH, midnight(began), key, code, more, name=name)


# When help was asked for, began and ended; and where it stands if it was.
_HELP: tuple[tuple[Happened, Combinable, tuple[HelpState, ...]], ...] = (
    (Happened.HELP_WAITED, Coalesce("since", "asked_on"), (HelpState.WAITING, HelpState.STARTED)),
    (
        Happened.HELP_STARTED,
        Coalesce("started_on", "since"),
        (HelpState.STARTED, HelpState.THERE_IS, HelpState.ENDED),
    ),
    (Happened.HELP_ENDED, F("ended_on"), (HelpState.ENDED,)),
)


def _help(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    mine = Help.objects.filter(family_id=family_id, item__ended_at__isnull=True)
    first, *others = (
        _before_day(
            mine.filter(state__in=states).annotate(began=began, happened=Value(kind.value)),
            place,
            kind,
            "began",
            "item_id",
        )
        for kind, began, states in _HELP
    )
    for row in first.union(*others, all=True):
        yield Occurrence(Happened(row.happened), midnight(row.began), row.item_id, more=row.organisation)


def _agreed(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    for row in _before(
        PlanVersion.objects.filter(family_id=family_id), place, Happened.AGREED, "activated_at"
    ):
        yield Occurrence(
            Happened.AGREED, row.activated_at, row.id, number=row.number, actor_id=row.activated_by_id
        )


def _answered(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = Agreement.objects.filter(family_id=family_id).select_related("version")
    for row in _before(rows, place, Happened.ANSWERED, "said_at"):
        said = ((row.words, row.language),) if row.words else ()
        yield Occurrence(
            Happened.ANSWERED,
            row.said_at,
            row.id,
            row.answer,
            number=row.version.number,
            person_id=row.person_id,
            texts=said,
        )


def _reviewed(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = Part.objects.filter(family_id=family_id, kind=ItemKind.REVIEW, item__ended_at__isnull=True)
    for row in _before_day(rows, place, Happened.REVIEWED, "on", "item_id"):
        if row.on:
            yield Occurrence(Happened.REVIEWED, midnight(row.on), row.item_id, name=row.name)


_CLOSED = f"""
    SELECT '{Happened.CLOSED}', t.ended_on, c.trajectory_id, c.reason, c.closed_by_id, 0, ''
    FROM plans_closure c JOIN plans_trajectory t ON t.id = c.trajectory_id
    WHERE c.family_id = %(family)s
"""
_ASKED_LATER = f"""
    SELECT '{Happened.AFTERCARE}', a.held_on, a.trajectory_id, a.result, a.recorded_by_id, coalesce(a.score, -1), a.words
    FROM plans_aftercare a
    WHERE a.family_id = %(family)s
"""


def _over(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    """That a trajectory was closed, and how it went when that was asked later."""
    rows = _written_out(
        family_id,
        place,
        _day_before(_CLOSED, place, Happened.CLOSED, "t.ended_on", "c.trajectory_id"),
        _day_before(_ASKED_LATER, place, Happened.AFTERCARE, "a.held_on", "a.trajectory_id"),
    )
    for kind, on, key, code, actor_id, score, said in rows:
        yield Occurrence(
            Happened(kind),
            midnight(on),
            key,
            code,
            number=score,
            actor_id=actor_id,
            texts=((said, "nl"),) if said else (),
        )


def _crisis(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = CrisisCall.objects.filter(family_id=family_id)
    for row in _before(rows, place, Happened.CRISIS, "at"):
        yield Occurrence(
            Happened.CRISIS,
            row.at,
            row.id,
            row.kind,
            row.hotline,
            name=row.by,
            has_hour=True,
            texts=((row.text, "nl"),) if row.text else (),
        )


def _opened(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = EmergencyAccess.objects.filter(family_id=family_id)
    for row in _before(rows, place, Happened.EMERGENCY, "opened_at"):
        yield Occurrence(
            Happened.EMERGENCY,
            row.opened_at,
            row.id,
            "" if row.justified is None else "justified" if row.justified else "not",
            has_hour=True,
            actor_id=row.actor_id,
            texts=((row.reason, "nl"), *(((row.review, "nl"),) if row.review else ())),
        )


def _brought(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = Contribution.objects.filter(family_id=family_id).select_related("item")
    for row in _before(rows, place, Happened.BROUGHT, "sent_at", "item_id"):
        yield Occurrence(
            Happened.BROUGHT,
            row.sent_at,
            row.item_id,
            row.what,
            "kept" if row.item.confidential else "",
            has_hour=True,
            person_id=row.person_id,
        )


def _written(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    rows = Message.objects.filter(family_id=family_id).annotate(sent_at=F("item__created_at"))
    for row in _before(rows.select_related("item"), place, Happened.MESSAGE, "sent_at", "item_id"):
        yield Occurrence(
            Happened.MESSAGE,
            row.item.created_at,
            row.item_id,
            "answered" if row.done_at else "",
            "kept" if row.item.confidential else "",
            has_hour=True,
            person_id=row.person_id,
        )


def _tables(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    """Those that are still to come, or were called off; one that was held is a contact."""
    rows = RoundTable.objects.filter(family_id=family_id, closed_at__isnull=True)
    for row in _before(rows, place, Happened.TABLE, "starts_at", "item_id"):
        code = "off" if row.cancelled_at else "agreed" if row.agreed_on else ""
        yield Occurrence(Happened.TABLE, row.starts_at, row.item_id, code, has_hour=True)


_TEXT = """coalesce((SELECT t.text FROM families_words t LEFT JOIN families_words later ON later.replaces_id = t.id
        WHERE t.item_id = {item} AND t.slot = 'text' AND t.translation_of_id IS NULL AND later.id IS NULL
        ORDER BY t.said_at DESC LIMIT 1), '')"""
_BRIDGES = f"""
    SELECT '{{happened}}', {{on}}, b.id, b.kind, EXISTS (SELECT 1 FROM plans_sessionseries s WHERE s.item_id = b.piece_id),
        {_TEXT.format(item="b.help_id")}, c.text, c.language, coalesce(
            (SELECT nullif(m.name, '') FROM plans_teammember m WHERE m.item_id = b.piece_id LIMIT 1), {_TEXT.format(item="b.piece_id")}),
        o.name, g.name, w.text
    FROM plans_bridge b
    LEFT JOIN families_words w ON w.id = b.words_id
    LEFT JOIN families_words c ON c.id = b.carried_id
    LEFT JOIN capacity_offer o ON o.id = b.offer_id
    LEFT JOIN network_organisation g ON g.id = o.organisation_id
    WHERE b.family_id = %(family)s AND {{when}}
"""
_BRIDGED = _BRIDGES.format(happened=Happened.BRIDGED, on="b.from_on", when="b.from_on <= %(today)s")
_BRIDGE_ENDED = _BRIDGES.format(
    happened=Happened.BRIDGE_ENDED,
    on="coalesce(b.until, o.last_day)",
    when="(b.until <= %(today)s OR b.until IS NULL AND o.last_day < %(today)s)",
)


def _bridges(family_id: UUID, place: Place) -> Iterator[Occurrence]:
    """What began to help until the help comes, and what of it is over: as was said, or since the last day of a short offer."""
    rows = _written_out(
        family_id,
        place,
        _day_before(_BRIDGED, place, Happened.BRIDGED, "b.from_on", "b.id"),
        _day_before(_BRIDGE_ENDED, place, Happened.BRIDGE_ENDED, "coalesce(b.until, o.last_day)", "b.id"),
    )
    for kind, *row in rows:
        yield _bridge(Happened(kind), *row)


def _bridge(
    kind: Happened, on: date, key: UUID, how: str, is_talks: bool, waits_for: str, carried: str | None,
    language: str | None, *names: str | None,
) -> Occurrence:  # fmt: skip
    """`more`: what helps; `name`: until what comes; `texts`: what goes over into the plan, once it is over."""
    return Occurrence(
        kind,
        midnight(on),
        key,
        how,
        called(*names),
        name=waits_for,
        status="talks" if is_talks else "",
        texts=((carried, language or ""),) if carried is not None and kind is Happened.BRIDGE_ENDED else (),
    )


BRANCHES: tuple[Callable[[UUID, Place], Iterable[Occurrence]], ...] = (
    _referred, _intake_ended, _contacts, _coach, _help, _agreed, _answered, _reviewed, _over, _crisis,
    _opened, _brought, _written, _tables, _bridges,
)  # fmt: skip
