"""What time it is. Moments are stored in UTC; days are days in Brussels."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

BRUSSELS = ZoneInfo("Europe/Brussels")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _told.get() or timezone.now()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Act as if it were `moment`: only for the demo, whose story began some weeks ago."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Outside a demo the clock is not to be told the time.")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def day_of(moment: datetime) -> date:
    """The day in Brussels on which an aware moment falls."""
    return moment.astimezone(BRUSSELS).date()


def today() -> date:
    """Today in Brussels."""
    return day_of(now())
