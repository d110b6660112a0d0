"""Noting talks with a psychologist: that they took place, and a theme. What was said is written nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import write_item
from eenplan.families.enums import ItemKind
from eenplan.families.models import Person
from eenplan.families.rules import Place, begins
from eenplan.plans.enums import SessionStatus
from eenplan.plans.models import Session, SessionSeries
from eenplan.plans.models.sessions import LINE
from eenplan.plans.queries.sessions import session_themes
from eenplan.plans.rules.sessions import check_day, check_line


@dataclass(frozen=True, slots=True)
class NewSeries:
    """Talks that begin: for whom, about what, and since when whoever decides says yes to them.

    `helper_id` is a helper of the plan's team without an account, for whom the coach notes; else whoever acts.
    """

    about: tuple[UUID, ...]
    theme: str
    agreed_on: date
    line: str = ""
    helper_id: UUID | None = None


@action
def begin_series(acting: Acting, *, family_id: UUID, series: NewSeries) -> SessionSeries:
    """Begin a series of talks. Raises NotFound for persons who are not shared with a psychologist who begins it.

    Refuses with `plans:session-whom`, `plans:session-theme`, `plans:session-line`, `plans:session-agreed`.
    """
    if acting.role not in (Role.PSYCHOLOGIST, Role.COACH) or (acting.role == Role.COACH) != bool(
        series.helper_id
    ):
        raise NotFound("sessions")
    about = tuple(dict.fromkeys(series.about))
    if not about:
        raise RuleBroken("plans:session-whom", _("Duid aan voor wie de gesprekken zijn."), field="about")
    _must_know(family_id, about)
    line = _checked(acting, series.theme, series.line, series.agreed_on)
    if series.agreed_on > today():
        raise RuleBroken(
            "plans:session-agreed",
            _("Kies vandaag of een vroegere dag: de dag waarop ze ja zeiden."),
            field="agreed_on",
        )
    item = write_item(
        acting, family_id=family_id, kind=ItemKind.HELP, about=about, labels=begins(Place.HEALTH_HELP)
    )
    row = SessionSeries.objects.create(
        item=item,
        family_id=family_id,
        assignment_id=None if series.helper_id else acting.assignment_id,
        helper_id=series.helper_id,
        theme=series.theme,
        line=line,
        agreed_on=series.agreed_on,
    )
    record(acting, "plans:sessions:begun", families=[family_id], subject=row.pk)
    return row


@action
def change_theme(acting: Acting, *, series_id: UUID, theme: str, line: str = "") -> SessionSeries:
    """Say otherwise what the talks are about. Refuses with `plans:session-theme` and `plans:session-line`."""
    row = _kept(acting, series_id)
    row.line = _checked(acting, theme, line, today())
    row.theme = theme
    row.save(update_fields=["theme", "line"])
    record(acting, "plans:sessions:theme-changed", families=[row.family_id], subject=row.pk)
    return row


@action
def note_session(
    acting: Acting, *, series_id: UUID, day: date, status: SessionStatus = SessionStatus.KEPT
) -> Session:
    """Note that a talk took place, or was called off. Refuses with `plans:session-day` and `plans:session-twice`."""
    series = _kept(acting, series_id)
    check_day(day, status, agreed_on=series.agreed_on, today=today())
    row = Session(
        family_id=series.family_id,
        series=series,
        day=day,
        status=status,
        recorded_by_id=acting.actor_id,
    )
    _save(row)
    record(acting, "plans:session:noted", families=[row.family_id], subject=series.pk)
    return row


@action
def correct_session(acting: Acting, *, session_id: UUID, day: date, status: SessionStatus) -> Session:
    """Mend the day of a talk, or whether it was held. Refuses as `note_session`."""
    row = _mine(acting, session_id)
    check_day(day, status, agreed_on=row.series.agreed_on, today=today())
    row.day, row.status = day, status
    _save(row, ["day", "status"])
    record(acting, "plans:session:corrected", families=[row.family_id], subject=row.series_id)
    return row


@action
def withdraw_session(acting: Acting, *, session_id: UUID) -> Session:
    """Take back a talk that was noted by mistake: it counts no more."""
    row = _mine(acting, session_id)
    row.withdrawn_at = now()
    row.save(update_fields=["withdrawn_at"])
    record(acting, "plans:session:withdrawn", families=[row.family_id], subject=row.series_id)
    return row


def _checked(acting: Acting, theme: str, line: str, day: date) -> str:
    """The line as it is kept. Refuses a theme that is not on the list of that day or of today."""
    known = {one.code for on in {day, today()} for one in session_themes(acting, on=on)}
    if theme not in known:
        raise RuleBroken("plans:session-theme", _("Kies een thema van de lijst."), field="theme")
    return check_line(line, most=LINE)


def _must_know(family_id: UUID, persons: Iterable[UUID]) -> None:
    wanted = set(persons)
    if Person.objects.filter(family_id=family_id, id__in=wanted).count() < len(wanted):
        raise NotFound("person")


def _kept(acting: Acting, series_id: UUID) -> SessionSeries:
    """The series, if whoever acts keeps it. Raises NotFound otherwise."""
    found = SessionSeries.objects.select_for_update(of=("self",)).filter(pk=series_id).first()
    if found is None:
        raise NotFound("sessions")
    return found


def _mine(acting: Acting, session_id: UUID) -> Session:
    """A talk that counts, of a series that whoever acts keeps. Raises NotFound otherwise."""
    found = (
        Session.objects.select_for_update(of=("self",))
        .select_related("series")
        .filter(id=session_id, withdrawn_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound("session")
    return found


def _save(row: Session, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields, force_insert=fields is None)
    except IntegrityError as error:
        if "plans_one_session_a_day" not in str(error):
            raise
        raise RuleBroken(
            "plans:session-twice",
            _("Op die dag staat er al een gesprek. Kies een andere dag, of verbeter wat er staat."),
            field="day",
        ) from None
