"""A worker comes in, in a real browser."""

from typing import Any

import pytest

from eenplan.core.enums import Role

pytestmark = pytest.mark.journey


def test_a_worker_signs_in_and_out(somebody: Any, workers: Any) -> None:
    worker = somebody()
    worker.open("/account/login/")
    worker.checks_accessibility()
    worker.types_password(workers.accounts[Role.INTAKE])
    worker.open("/account/role/")
    assert worker.reads("Intake Voorbeeld")
    worker.checks_accessibility()
