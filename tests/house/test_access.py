"""Every cell of the access matrix, tried for real on data that could leak."""

import pytest

from tests.cast import MARKER
from tests.house.access import (
    CLOSED,
    REACH,
    addresses,
    knock,
    make_world,
    missing_samples,
    read_matrix,
    write_matrix,
)

pytestmark = pytest.mark.django_db

SECRET = MARKER.format("").encode()
# The sign-in library's own views; who may open them is tried below like all others.
OF_LIBRARIES = {"account_login", "account_logout", "set_language", "health"}


def test_every_view_says_who_may_open_it() -> None:
    silent = {address.name for address in addresses() if not hasattr(address.view, "access")}
    assert silent - OF_LIBRARIES == set()


def test_every_cell_answers_as_the_matrix_says(request: pytest.FixtureRequest) -> None:
    world = make_world()
    assert missing_samples(world) == set()
    found: dict[tuple[str, str], str] = {}
    leaks: list[str] = []
    for relation in world.ways_in:
        client = world.enter(relation)
        for address in addresses():
            word, body = knock(world, address, client)
            found[address.name, relation] = word
            if relation not in REACH and SECRET in body:
                leaks.append(f"{address.name} tells {relation} a secret")
            if relation.startswith("card") and CLOSED.encode() in body:
                leaks.append(f"{address.name} tells {relation} what was not released")
    if request.config.getoption("--record-access"):
        write_matrix(found, list(world.ways_in))
    assert leaks == []
    expected = read_matrix()
    assert {cell: word for cell, word in found.items() if expected.get(cell) != word} == {}
    assert set(expected) == set(found)
    assert not [cell for cell, word in found.items() if word.startswith("5")]
