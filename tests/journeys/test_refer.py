"""A referrer with ten minutes refers a family."""

from typing import Any

import pytest

from tests.journeys.steps import refer_kaat_and_jeroen

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("phone", "javascript"),
    [(False, True), (True, True), (True, False)],
    ids=["desk", "phone", "no-javascript"],
)
def test_a_family_is_referred(somebody: Any, workers: Any, phone: bool, javascript: bool) -> None:
    clb = somebody(phone=phone, javascript=javascript)
    reference = refer_kaat_and_jeroen(clb, check_pages=javascript)
    assert len(reference) == 8
    assert clb.reads("De Plan-trekkers")
