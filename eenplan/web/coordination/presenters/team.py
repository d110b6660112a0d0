"""The team in words: who, of where, how much, when, and with how many families."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.capacity.enums import Room
from eenplan.core.enums import Role
from eenplan.network.enums import LeaveKind
from eenplan.network.queries.team import Away, Member
from eenplan.network.rules import Spread, fold
from eenplan.plans.queries import CoachRoom, StoodIn
from eenplan.web.coordination.forms.team import LANGUAGES, WEEK
from eenplan.web.desk.presenters.choices import share_words
from eenplan.web.shared import words
from eenplan.web.shared.components import Row

_TONES = {Room.ROOM: "ontime", Room.FULL: "soon", Room.OVER: "late"}
_SPOKEN = dict(LANGUAGES)


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One worker in the list: their tasks, and how they are now."""

    name: str
    href: str
    organisation: str
    tasks: list[str]
    more: str
    tone: str
    state: str
    families: str
    away: str


@dataclass(frozen=True, slots=True)
class StoodInLine:
    """A family without its own coach."""

    name: str
    href: str
    change_href: str
    said: str
    days: str


def lines(
    members: Sequence[Member],
    rooms: Mapping[UUID, CoachRoom],
    stands_in: Mapping[UUID, int],
    day: date,
    query: str,
) -> list[WorkerLine]:
    """One line for each worker, whatever the number of their assignments."""
    by_worker: dict[UUID, list[Member]] = {}
    for member in members:
        by_worker.setdefault(member.staff_member_id, []).append(member)
    return [_line(held, rooms.get(key), stands_in.get(key, 0), day, query) for key, held in by_worker.items()]


def _line(
    held: Sequence[Member], room: CoachRoom | None, stands_in: int, day: date, query: str
) -> WorkerLine:
    first = held[0]
    away = first.away_on(day) or next(iter(first.away), None)
    is_away = away is not None and away.holds_on(day)
    starts = min(one.since for one in held)
    if is_away:
        tone, state = "soon", _("nu weg")
    elif starts > day:
        tone, state = "done", _("begint op %(day)s") % {"day": words.day(starts)}
    elif room is not None:
        tone, state = _TONES[room.room], str(room.room.label)
    else:
        tone, state = "people", _("in het team")
    families = []
    if room is not None:
        families.append(
            _("%(now)s van %(fits)s gezinnen")
            % {"now": room.caseload, "fits": number_format(room.capacity.normalize())}
        )
    if stands_in:
        families.append(
            ngettext("vervangt bij %(count)d gezin", "vervangt bij %(count)d gezinnen", stands_in)
            % {"count": stands_in}
        )
    about = [
        ", ".join(name for _key, name in first.zones),
        ", ".join(str(_SPOKEN.get(code, code)) for code in first.languages),
        ", ".join(first.expertise),
    ]
    return WorkerLine(
        first.name,
        reverse("coordination:read-worker", args=[first.staff_member_id]) + query,
        first.organisation,
        [task_words(one, day) for one in held],
        " · ".join(one for one in about if one),
        tone,
        words.sentence(state),
        " · ".join(families),
        away_words(away) if away else "",
    )


def task_words(one: Member, day: date) -> str:
    """'gezinscoach, halftijds · ma, di · tot en met 31 december'."""
    parts = [f"{words.sentence(str(one.role.label))}, {share_words(int(one.share * 100))}"]
    if one.days:
        parts.append(days_words(one.days))
    if one.since > day:
        parts.append(_("vanaf %(day)s") % {"day": words.day(one.since)})
    if one.until:
        parts.append(until_words(one.until))
    return " · ".join(parts)


def days_words(days: Iterable[int]) -> str:
    """'ma, di, do'."""
    names = dict(WEEK)
    return ", ".join(str(names[str(day)])[:2] for day in days)


def until_words(until: date) -> str:
    """'tot en met 31 december', from the day after it."""
    return _("tot en met %(day)s") % {"day": words.day(until - timedelta(days=1))}


def away_words(one: Away) -> str:
    """'Vakantie van 1 tot en met 7 december. Sara V. vervangt.'"""
    kind = words.sentence(str(LeaveKind(one.kind).label))
    since = _("vanaf %(day)s") % {"day": words.day(one.since)}
    until = f" {until_words(one.until)}" if one.until else ""
    said = f"{kind} {since}{until}."
    if not one.stand_in:
        return said
    replaced = _("%(name)s vervangt.") % {"name": one.stand_in}
    return f"{said} {replaced}"


def narrowed(members: Iterable[Member], asked: Mapping[str, str]) -> list[Member]:
    """The members that fit what was asked for; nothing asked fits all."""
    text = fold(asked.get("zoek", ""))
    return [
        one
        for one in members
        if asked.get("functie", "") in ("", one.role.value)
        and asked.get("organisatie", "") in ("", str(one.organisation_id))
        and (
            not asked.get("zone") or not one.zones or asked["zone"] in {str(key) for key, _name in one.zones}
        )
        and (not asked.get("taal") or asked["taal"] in one.languages)
        and (not text or any(text in fold(said) for said in (one.name, *one.expertise)))
    ]


def stood_in_lines(rows: Iterable[StoodIn]) -> list[StoodInLine]:
    """The families without their own coach, each with a way to give one."""
    return [
        StoodInLine(
            one.family_name,
            reverse("coach:read-family", args=[one.family_id]),
            reverse("coach:change-coach", args=[one.family_id]),
            stood_in_words(one),
            ngettext("Al %(count)d dag.", "Al %(count)d dagen.", one.days) % {"count": one.days},
        )
        for one in rows
    ]


def stood_in_words(one: StoodIn) -> str:
    """'Sara V. vervangt Jeroen D. sinds 2 november, tot 3 december.'"""
    said = _("%(stand_in)s vervangt %(own)s sinds %(day)s") % {
        "stand_in": one.stand_in,
        "own": one.own_coach,
        "day": words.day(one.since),
    }
    if one.until is None:
        return _("%(said)s. Er is nog geen einddatum.") % {"said": said}
    return _("%(said)s, tot %(day)s.") % {"said": said, "day": words.day(one.until)}


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """A year of the oil stain; `is_all` for all years together."""

    year: str
    workers: int
    organisations: int
    is_all: bool


def spread_lines(rows: Iterable[Spread]) -> list[SpreadLine]:
    """The years, and all together last."""
    return [
        SpreadLine(
            str(one.year) if one.year else _("Ooit, samen"), one.workers, one.organisations, one.year is None
        )
        for one in rows
    ]


def spread_words(rows: Sequence[Spread], now: Sequence[Member], day: date) -> str:
    """'Er werkten al 14 mensen van 9 organisaties in dit team. Nu zijn het er 8, van 6.'"""
    if not rows or not rows[-1].workers:
        return _("Hier werkte nog niemand.")
    here = [one for one in now if one.since <= day and (one.until is None or day < one.until)]
    return _(
        "Er werkten al %(workers)s mensen van %(organisations)s organisaties in dit team."
        " Nu zijn het er %(now)s, van %(of)s."
    ) % {
        "workers": rows[-1].workers,
        "organisations": rows[-1].organisations,
        "now": len({one.staff_member_id for one in here}),
        "of": len({one.organisation_id for one in here}),
    }


def task_rows(one: Member) -> list[Row]:
    """One assignment, in pairs."""
    rows = [
        Row(_("Werkt"), share_words(int(one.share * 100))),
        Row(_("Dagen"), days_words(one.days) or _("verschilt")),
        Row(_("Zones"), ", ".join(name for _key, name in one.zones) or _("overal")),
    ]
    if one.languages:
        rows.append(Row(_("Talen"), ", ".join(str(_SPOKEN.get(code, code)) for code in one.languages)))
    if one.expertise:
        rows.append(Row(_("Weet veel van"), ", ".join(one.expertise)))
    since = _("sinds %(day)s") % {"day": words.day(one.since)}
    rows.append(Row(_("Wanneer"), f"{since}, {until_words(one.until)}" if one.until else since))
    return rows


def stand_in_choices(found: Iterable[Member]) -> list[tuple[str, str]]:
    """Who can stand in, each once, coordinators first."""
    names: dict[str, str] = {}
    for one in found:
        names.setdefault(
            str(one.staff_member_id),
            _("%(name)s, %(role)s") % {"name": one.name, "role": one.role.label}
            if one.role == Role.COORDINATOR
            else one.name,
        )
    return list(names.items())


def coach_choices(rooms: Iterable[CoachRoom]) -> list[tuple[str, str]]:
    """The coaches as answers in a menu, those with room first: '… (nog plaats voor 2)'."""
    choices = []
    for room in rooms:
        if room.room is Room.ROOM:
            said = _("%(name)s (nog plaats voor %(count)s)") % {"name": room.name, "count": room.free}
        else:
            said = _("%(name)s (%(state)s)") % {"name": room.name, "state": room.room.label}
        choices.append((str(room.staff_member_id), said))
    return choices
