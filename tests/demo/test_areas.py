"""How many referrals fall where: the published totals, and the map as it was."""

from collections import Counter
from datetime import date

import pytest

from eenplan.demo.areas import PUBLISHED, Areas, spots
from eenplan.demo.chance import Chance, spread
from tests.network.conftest import reference_data

__all__ = ["reference_data"]

FIFTEEN = {"H05", "H07", *(f"P{number:02}" for number in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15))}
SIXTEEN = {f"P{number:02}" for number in range(1, 17)}


@pytest.fixture
def areas(reference_data: None) -> Areas:
    """The real map."""
    return Areas()


@pytest.mark.parametrize(("year", "total", "codes"), [(2020, 4313, FIFTEEN), (2021, 7782, SIXTEEN)])
def test_the_published_totals_fall_over_all_partnerships(
    areas: Areas, year: int, total: int, codes: set[str]
) -> None:
    found = list(spots(areas, year, PUBLISHED[year]))
    assert len(found) == total
    assert all(spot.day.year == year for spot in found)
    by_code = Counter(areas.at(spot.zone_id, date(year, 12, 31)).code for spot in found)
    assert set(by_code) == codes
    assert min(by_code.values()) >= 30


@pytest.mark.rule(7)
def test_new_areas_start_in_the_course_of_2021(areas: Areas) -> None:
    first = {}
    for spot in spots(areas, 2021, PUBLISHED[2021]):
        code = areas.at(spot.zone_id, spot.day).code
        first[code] = min(first.get(code, spot.day), spot.day)
    assert first["P15"] < date(2021, 1, 15)
    assert first["P13"] > date(2021, 7, 1)
    assert first["P16"] > date(2021, 7, 1)
    assert first["P13"] != first["P16"]


def test_the_same_every_time(areas: Areas) -> None:
    assert list(spots(areas, 2021, 500)) == list(spots(Areas(), 2021, 500))


def test_a_place_lies_in_its_zone(areas: Areas) -> None:
    for zone_id in areas.zones:
        assert areas.place(Chance("a place"), zone_id, date(2021, 3, 1)).postal_code


@pytest.mark.parametrize("total", [0, 1, 7, 100])
def test_spreading_keeps_the_total(total: int) -> None:
    parts = spread(total, [3, 1, 0.5, 0])
    assert sum(parts) == total
    assert parts[3] == 0
