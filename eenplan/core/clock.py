"""What time it is. Moments are stored in UTC; days are days in Brussels."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def day_of(moment: datetime) -> date:
    """The day in Brussels on which an aware moment falls."""
    return moment.astimezone(BRUSSELS).date()


def today() -> date:
    """Today in Brussels."""
    return day_of(now())
