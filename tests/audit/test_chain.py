"""The chain, without a database: what holds, and what each way of tampering looks like."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.audit.enums import Broken
from eenplan.audit.rules import BEGINNING, Anchor, Fault, Sealed, Told, fault_by, fault_in, seal

# Sequences as they come: with gaps, where a transaction was undone.
SEQUENCES = [3, 4, 7, 8, 12]


def commitment_of(word: int) -> bytes:
    """What an entry commits to."""
    return sha256(str(word).encode()).digest()


def told(sequences: list[int]) -> list[Told]:
    """Entries that stand as they were written."""
    return [Told(sequence, commitment_of(sequence), True) for sequence in sequences]


def sealed(sequences: list[int], previous: bytes = BEGINNING) -> Sealed:
    """The seal over those entries."""
    return seal(previous, [(entry.sequence, entry.commitment) for entry in told(sequences)])


@pytest.mark.rule(40)
@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20, unique=True).map(sorted))
def test_what_nobody_touched_is_whole_gaps_and_all(sequences: list[int]) -> None:
    assert fault_in(sealed(sequences), BEGINNING, told(sequences)) is None


@pytest.mark.rule(40)
@given(
    st.lists(st.integers(1, 10**6), min_size=2, max_size=12, unique=True).map(sorted),
    st.data(),
)
def test_each_way_of_tampering_is_found_at_the_first_entry(sequences: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sequences) - 1))
    entries = told(sequences)
    at = sequences[place]
    other = replace(entries[place], commitment=commitment_of(-1))
    chain = sealed(sequences)

    without = [*entries[:place], *entries[place + 1 :]]
    assert fault_in(chain, BEGINNING, without) == Fault(Broken.REMOVED, at)
    changed = [*entries[:place], other, *entries[place + 1 :]]
    assert fault_in(chain, BEGINNING, changed) == Fault(Broken.CHANGED, at)
    untrue = [*entries[:place], replace(entries[place], is_true=False), *entries[place + 1 :]]
    assert fault_in(chain, BEGINNING, untrue) == Fault(Broken.CHANGED, at)
    free = data.draw(st.integers(1, 10**6).filter(lambda n: n not in sequences))
    added = sorted([*entries, Told(free, commitment_of(-1), True)], key=lambda entry: entry.sequence)
    assert fault_in(chain, BEGINNING, added) == Fault(Broken.INSERTED, free)
    after = data.draw(st.integers(0, len(sequences) - 1).filter(lambda n: n != place))
    low, high = sorted((place, after))
    swapped = list(entries)
    swapped[low] = replace(entries[low], commitment=entries[high].commitment)
    swapped[high] = replace(entries[high], commitment=entries[low].commitment)
    assert fault_in(chain, BEGINNING, swapped) == Fault(Broken.REORDERED, sequences[low])


def moved() -> list[Told]:
    """The second entry, put after the others under a number that nobody had."""
    first, second, *rest = told(SEQUENCES)
    return [first, *rest, replace(second, sequence=10)]


def twice() -> list[Told]:
    """The second entry, and another under the same number."""
    first, second, *rest = told(SEQUENCES)
    return [first, second, replace(second, commitment=commitment_of(-1)), *rest]


@pytest.mark.rule(40)
@pytest.mark.parametrize(
    ("entries", "fault"), [(moved, Fault(Broken.REORDERED, 4)), (twice, Fault(Broken.INSERTED, 4))]
)
def test_an_entry_elsewhere_or_twice_is_found(entries: Callable[[], list[Told]], fault: Fault) -> None:
    assert fault_in(sealed(SEQUENCES), BEGINNING, entries()) == fault


@pytest.mark.rule(40)
@pytest.mark.parametrize(
    "broken",
    [
        lambda chain: replace(chain, previous=commitment_of(0)),
        lambda chain: replace(chain, links=chain.links[:-32]),
        lambda chain: replace(chain, sequences=[*chain.sequences[1:], chain.sequences[0]]),
        lambda chain: replace(chain, sequences=[], links=b""),
    ],
)
def test_a_seal_that_is_not_the_one_that_was_made_is_found(broken: Callable[[Sealed], Sealed]) -> None:
    found = fault_in(broken(sealed(SEQUENCES)), BEGINNING, told(SEQUENCES))
    assert found
    assert found.broken == Broken.UNSEALED


@pytest.mark.rule(40)
def test_a_chain_made_anew_does_not_go_through_the_anchors_of_before() -> None:
    day = date(2026, 11, 22)
    first, second = commitment_of(1), commitment_of(2)
    anchors = [Anchor(day, 40, 4, second), Anchor(day, 20, 2, first)]
    assert fault_by(anchors, {20: first, 40: second}, {20: 2, 40: 4}) is None
    assert fault_by(anchors, {20: first, 40: first}, {20: 2, 40: 4}) == Fault(Broken.REWRITTEN, 40, 20)
    assert fault_by(anchors, {20: first}, {20: 2}) == Fault(Broken.REWRITTEN, 40, 20)
    assert fault_by(anchors, {20: second, 40: second}, {20: 2, 40: 4}) == Fault(Broken.REWRITTEN, 20, 0)
    assert fault_by(anchors, {20: first, 40: second}, {20: 1, 40: 4}) == Fault(Broken.REWRITTEN, 20, 0)
