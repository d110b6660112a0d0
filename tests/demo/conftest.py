"""A small demo, loaded once for the tests of this folder."""

from datetime import UTC, datetime

from eenplan.core.acting import task
from eenplan.core.clock import today
from eenplan.demo.actions import load_demo_data
from tests.once import once

SCALE = 0.006
# A Saturday, so that days at work fall on other days.
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@once(at=NOW)
def demo() -> None:
    """The demo as it stands on a Saturday in November."""
    load_demo_data(task(), today=today(), scale=SCALE)
