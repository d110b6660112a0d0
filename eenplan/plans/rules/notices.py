"""When somebody is reminded, and how often it is tried. No database."""

from datetime import datetime, timedelta

from eenplan.core.clock import BRUSSELS

# On the day before, between these hours in Brussels.
FROM_HOUR, UNTIL_HOUR = 9, 20
# What certainly did not leave is tried so often, some hours long; then the coach is told.
MOST_TRIES = 8
# Of what was claimed so long ago nobody knows any more whether it left.
BEING_SENT = timedelta(minutes=10)


def is_hour_to_remind(moment: datetime) -> bool:
    """Whether reminders are made at this moment: by day, in Brussels."""
    return FROM_HOUR <= moment.astimezone(BRUSSELS).hour < UNTIL_HOUR


def reminds_of(moment: datetime) -> tuple[datetime, datetime]:
    """Of which moments is reminded now: all of tomorrow in Brussels, from and until (exclusive)."""
    tomorrow = moment.astimezone(BRUSSELS).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=BRUSSELS)
    after = tomorrow + timedelta(days=1)
    return midnight, datetime(after.year, after.month, after.day, tzinfo=BRUSSELS)
