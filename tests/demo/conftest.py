"""A small demo, loaded once for the tests of this folder and rolled back after them."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from eenplan.capacity.actions import load_default_norms
from eenplan.core.acting import task
from eenplan.core.clock import today
from eenplan.demo.actions import load_demo_data
from eenplan.network.actions import load_reference_data
from eenplan.network.models import Zone

SCALE = 0.006
# A Saturday, so that days at work fall on other days.
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The demo as it stands on a Saturday in November, for a module."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        if not Zone.objects.exists():
            load_reference_data(task())
            load_default_norms(task())
        load_demo_data(task(), today=today(), scale=SCALE)
        yield
        transaction.set_rollback(True)
