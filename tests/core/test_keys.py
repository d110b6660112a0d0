"""Secrets of the server: what was written with one of before is still read, and nothing new is written with it."""

from typing import Any

import pytest

from eenplan.core import sealing
from eenplan.core.keys import current, keys

OLD, NEW = "o" * 60, "n" * 60


@pytest.fixture
def renewed(settings: Any) -> Any:
    """Something sealed with a secret, and then a new secret."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    before = sealing.seal("test", "woorden", code="c"), sealing.keyed_hash("test", "c"), current().id
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    return before


def test_what_was_sealed_before_is_read_while_its_secret_is_kept(renewed: Any, settings: Any) -> None:
    sealed, _hash, _id = renewed
    assert sealing.unseal("test", sealed, code="c") == "woorden"
    settings.SECRET_KEY_FALLBACKS = []
    assert sealing.unseal("test", sealed, code="c") is None


def test_what_is_new_needs_nothing_of_before(renewed: Any, settings: Any) -> None:
    sealed = sealing.seal("test", "nieuw", code="c")
    settings.SECRET_KEY_FALLBACKS = []
    assert sealing.unseal("test", sealed, code="c") == "nieuw"


def test_what_was_found_under_a_hash_is_found_still(renewed: Any) -> None:
    _sealed, before, _id = renewed
    assert sealing.keyed_hashes("test", "c") == [sealing.keyed_hash("test", "c"), before]
    assert sealing.keyed_hash("test", "c") != before


def test_the_name_of_a_secret_does_not_give_it_away(renewed: Any) -> None:
    _sealed, _hash, name = renewed
    assert [key.id for key in keys()][1] == name
    assert name != current().id
    assert len(name) == 8
    assert OLD[:8] != name
