"""Days and hours of a story, counted from the day of the load."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from eenplan.core.clock import BRUSSELS


@dataclass(frozen=True, slots=True)
class Days:
    """Days and hours of the story, counted back from today, moved off weekends."""

    today: date

    def ago(self, days: int) -> date:
        """A working day about so many days ago."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(day.weekday() - 4, 0))

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A moment on such a day."""
        return datetime.combine(self.ago(days), time(hour, minute), BRUSSELS)

    def ahead(self, days: int) -> date:
        """A working day about so many days from now."""
        day = self.today + timedelta(days=days)
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)

    def at_ahead(self, days: int, hour: int) -> datetime:
        """A moment on such a day."""
        return datetime.combine(self.ahead(days), time(hour), BRUSSELS)
