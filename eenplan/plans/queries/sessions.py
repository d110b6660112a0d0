"""Talks with a psychologist: how many and about what, for whom may know; their days, for who keeps them and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.core.languages import language_now
from eenplan.families.models import Person
from eenplan.network.queries import Dated
from eenplan.network.rules.our_words import word
from eenplan.plans.enums import SessionStatus
from eenplan.plans.models import Session, SessionTheme
from eenplan.plans.queries.pieces import name_of


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme in the reader's language."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """Talks: with whom and about what ('' when that is not for the reader), for whom, and how many were held.

    `keeps`: whether the reader notes them; `came`: whether the reader knows the days.
    """

    series_id: UUID
    psychologist: str
    for_whom: tuple[str, ...]
    theme_code: str
    theme: str
    line: str
    agreed_on: date
    held: int
    keeps: bool
    came: bool


@dataclass(frozen=True, slots=True)
class SessionOn:
    """One talk and its day."""

    session_id: UUID
    series_id: UUID
    day: date
    status: SessionStatus


def session_themes(acting: Acting, *, on: date) -> list[Theme]:
    """The themes to choose from on a day, in the reader's language. One query."""
    language = language_now()
    rows = SessionTheme.objects.filter(
        Q(partnership_id=acting.partnership_id) | Q(partnership=None), period__contains=on
    ).order_by(F("partnership").asc(nulls_first=True), "position", "code")
    found = {row.code: Theme(row.code, _read(row, language)) for row in rows}
    return list(found.values())


def themes_through_time(acting: Acting, *, partnership_id: UUID | None) -> list[Dated]:
    """Every theme, past and planned: a partnership's own and the default, in the order of the list. One query."""
    rows = SessionTheme.objects.filter(Q(partnership_id=partnership_id) | Q(partnership=None))
    return [
        Dated(
            code=row.code,
            values={name: getattr(row, name) for name in ("label_nl", "label_fr", "label_en")},
            since=row.period.lower,
            until=row.period.upper,
            own=row.partnership_id == partnership_id,
        )
        for row in rows.order_by("position", "code", "period", "id")
    ]


def _themes_through_time() -> list[SessionTheme]:
    return list(SessionTheme.objects.order_by(F("partnership").desc(nulls_last=True), "period"))


def _said(rows: Sequence[SessionTheme], code: str, on: date, partnership_id: UUID | None) -> str:
    """A theme in the words of its own day: the partnership's, else the default's."""
    language = language_now()
    mine = [row for row in rows if row.code == code and row.partnership_id in (None, partnership_id)]
    held = [row for row in mine if row.period.lower is None or row.period.lower <= on]
    held = [row for row in held if row.period.upper is None or on < row.period.upper] or mine
    return _read(held[0], language) if held else code


def _read(row: SessionTheme, language: str) -> str:
    return word(row.label_nl, getattr(row, f"label_{language}", ""), language)


def series_of(acting: Acting, family_id: UUID) -> list[Series]:
    """The talks of a family that the reader knows of, the oldest first. One query when there are none, else three.

    Part of a page that records its reading; who may know is judged by PostgreSQL alone (`plans_sees_series`).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT series, psychologist, theme, line, agreed_on, about, held, keeps, came"
            " FROM plans_session_counts(%s)",
            [family_id],
        )
        rows = cursor.fetchall()
    if not rows:
        return []
    themes = _themes_through_time()
    wanted = {person for row in rows for person in row[5]}
    names = {one.id: name_of(one) for one in Person.objects.filter(family_id=family_id, id__in=wanted)}
    return [
        Series(
            series_id=series,
            psychologist=who,
            for_whom=tuple(names[one] for one in about if one in names),
            theme_code=theme or "",
            theme=_said(themes, theme, agreed_on, acting.partnership_id) if theme else "",
            line=line or "",
            agreed_on=agreed_on,
            held=held,
            keeps=keeps,
            came=came,
        )
        for series, who, theme, line, agreed_on, about, held, keeps, came in rows
    ]


def sessions_of(acting: Acting, family_id: UUID) -> list[SessionOn]:
    """The days that the reader knows of, the newest first, without what was noted by mistake. One query and the audit's."""
    rows = Session.objects.filter(family_id=family_id, withdrawn_at__isnull=True).order_by("-day", "-id")
    found = [SessionOn(row.id, row.series_id, row.day, SessionStatus(row.status)) for row in rows]
    record_read(acting, "plans:sessions", families=[family_id])
    return found


def session_of(acting: Acting, family_id: UUID, session_id: UUID) -> SessionOn:
    """One talk that counts. Raises NotFound for whoever does not keep it."""
    row = Session.objects.filter(family_id=family_id, id=session_id, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotFound("session")
    record_read(acting, "plans:session", families=[family_id])
    return SessionOn(row.id, row.series_id, row.day, SessionStatus(row.status))


def one_series(acting: Acting, family_id: UUID, series_id: UUID) -> Series:
    """Talks that whoever acts keeps. Raises NotFound otherwise."""
    for one in series_of(acting, family_id):
        if one.series_id == series_id and one.keeps:
            record_read(acting, "plans:sessions", families=[family_id])
            return one
    raise NotFound("sessions")


@dataclass(frozen=True, slots=True)
class SeriesSight:
    """Which talks a viewer knows of: how many and about what, or only how many."""

    series: frozenset[UUID]
    counted: frozenset[UUID]


def who_sees_series(acting: Acting, family_id: UUID, viewers: Sequence[str]) -> dict[str, SeriesSight]:
    """For each viewer the talks that they know of, by the rule that serves them; for the coach alone. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewer, series, counted FROM plans_who_sees_series(%s, %s)", [family_id, list(viewers)]
        )
        return {
            viewer: SeriesSight(frozenset(series), frozenset(counted))
            for viewer, series, counted in cursor.fetchall()
        }
