"""Talks with a psychologist: which days can be, and what a theme may say."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.plans.enums import SessionStatus


def check_day(day: date, status: SessionStatus, *, agreed_on: date, today: date) -> None:
    """Refuse with `plans:session-day` a talk that was held tomorrow, or before anybody said yes to it (rule 26)."""
    if status == SessionStatus.KEPT and day > today:
        raise RuleBroken(
            "plans:session-day",
            _("Dit gesprek moet nog komen. Noteer het op de dag zelf of later."),
            field="day",
        )
    if day < agreed_on:
        raise RuleBroken(
            "plans:session-day",
            _("Kies een dag vanaf de dag waarop ze ja zeiden tegen de gesprekken."),
            field="day",
        )
    if day.year > today.year + 1:
        raise RuleBroken("plans:session-day", _("Kies een dag binnen het jaar."), field="day")


def check_line(line: str, *, most: int) -> str:
    """The optional words beside a theme, tidied. Refuses with `plans:session-line` more than one short line."""
    said = line.strip()
    if "\n" in said or "\r" in said:
        raise RuleBroken(
            "plans:session-line", _("Schrijf dit op één regel. Notities horen hier niet."), field="line"
        )
    if len(said) > most:
        raise RuleBroken(
            "plans:session-line",
            _("Hou het kort: hoogstens %(most)s tekens. Notities horen hier niet.") % {"most": most},
            field="line",
        )
    return said
