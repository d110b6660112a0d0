"""The reference data, as every installation has it."""

from typing import Any

import pytest

from eenplan.core.acting import task
from eenplan.network.actions import load_reference_data
from eenplan.network.models import Zone


@pytest.fixture
def reference_data(db: Any) -> None:
    """Municipalities, zones, partnerships and default lists; loaded anew after a test that emptied all."""
    if not Zone.objects.filter(code="elz1").exists():
        load_reference_data(task())
