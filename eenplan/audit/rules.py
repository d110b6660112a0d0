"""The chain over the audit: how a link is made, and what is the first that does not hold. No database here.

Each link hashes the link before it, the sequence of its entry and the entry's salted commitment. Who alters, removes,
adds or swaps an entry has to make anew every link after it; who does that is found by an anchor kept elsewhere.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from eenplan.audit.enums import Broken

# In bytes.
LINK = 32
BEGINNING = bytes(LINK)


def link(previous: bytes, sequence: int, commitment: bytes) -> bytes:
    """The link of an entry, hanging on the one before it."""
    return sha256(previous + sequence.to_bytes(8, "big") + commitment).digest()


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it stands now. `is_true`: it says what it committed to, or was forgotten as the law asks."""

    sequence: int
    commitment: bytes
    is_true: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """A stretch of the chain as it was sealed: the sequences of its entries, and the link of each."""

    sequences: Sequence[int]
    previous: bytes
    links: bytes

    def link_at(self, place: int) -> bytes:
        """The link of the entry at a place in this stretch."""
        return self.links[place * LINK : (place + 1) * LINK]

    @property
    def last(self) -> bytes:
        """What the next stretch hangs on."""
        return self.link_at(len(self.sequences) - 1)


def seal(previous: bytes, entries: Iterable[tuple[int, bytes]]) -> Sealed:
    """Chain entries (sequence, commitment), given in the order of their sequences."""
    sequences, links = [], []
    made = previous
    for sequence, commitment in entries:
        made = link(made, sequence, commitment)
        sequences.append(sequence)
        links.append(made)
    return Sealed(sequences, previous, b"".join(links))


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is not as it was sealed, and what was done to it; `since`: not before this sequence."""

    broken: Broken
    sequence: int
    since: int | None = None


class Gone:
    """The entries that ended with their months: ranges of sequences, each from its first until its last (exclusive)."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._ranges = sorted(ranges)
        self._firsts = [first for first, _after in self._ranges]

    def __contains__(self, sequence: int) -> bool:
        place = bisect_right(self._firsts, sequence) - 1
        return place >= 0 and sequence < self._ranges[place][1]

    def __len__(self) -> int:
        return sum(after - first for first, after in self._ranges)


NOTHING = Gone()


def fault_in(sealed: Sealed, before: bytes, entries: Sequence[Told], ended: Gone = NOTHING) -> Fault | None:
    """The first fault in a stretch, given the link before it and all entries that stand in its reach now.

    Of an entry that `ended` with its month the link stands for it: what comes after still hangs on that. A sequence that is in neither was never an entry (its transaction was undone), and is no fault.
    """
    first = sealed.sequences[0] if sealed.sequences else 0
    ascending = all(a < b for a, b in zip(sealed.sequences, sealed.sequences[1:], strict=False))
    if (
        sealed.previous != before
        or not ascending
        or not sealed.sequences
        or len(sealed.links) != LINK * len(sealed.sequences)
    ):
        return Fault(Broken.UNSEALED, first)
    places = {sequence: place for place, sequence in enumerate(sealed.sequences)}
    standing = {entry.sequence: entry for entry in entries}
    twice = Counter(entry.sequence for entry in entries)
    for sequence in sorted(places.keys() | standing.keys()):
        if sequence not in places or twice[sequence] > 1:
            return Fault(_moved(sealed, before, sequence, places, entries) or Broken.INSERTED, sequence)
        place = places[sequence]
        made, hangs_on = sealed.link_at(place), sealed.link_at(place - 1) if place else before
        entry = standing.get(sequence)
        if entry is None and sequence in ended:
            continue
        if entry is None or link(hangs_on, sequence, entry.commitment) != made:
            others = (other.commitment for other in entries if other is not entry)
            if any(link(hangs_on, sequence, commitment) == made for commitment in others):
                return Fault(Broken.REORDERED, sequence)
            return Fault(Broken.CHANGED if entry else Broken.REMOVED, sequence)
        if not entry.is_true:
            return Fault(Broken.CHANGED, sequence)
    return None


def _moved(
    sealed: Sealed, before: bytes, sequence: int, places: Mapping[int, int], entries: Sequence[Told]
) -> Broken | None:
    """Whether what stands where nothing was sealed is an entry that was sealed elsewhere in this stretch."""
    standing = {entry.sequence for entry in entries}
    commitments = [entry.commitment for entry in entries if entry.sequence == sequence]
    for missing in places.keys() - standing:
        place = places[missing]
        hangs_on = sealed.link_at(place - 1) if place else before
        if any(link(hangs_on, missing, each) == sealed.link_at(place) for each in commitments):
            return Broken.REORDERED
    return None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain on a day, kept where nobody who can alter the audit comes."""

    day: date
    sequence: int
    entries: int
    link: bytes


def fault_by(
    anchors: Iterable[Anchor], links: Mapping[int, bytes], counted: Mapping[int, int]
) -> Fault | None:
    """The first anchor that the chain does not go through, given the link and the count of entries at its sequence."""
    since = 0
    for anchor in sorted(anchors, key=lambda each: each.sequence):
        if links.get(anchor.sequence) != anchor.link or counted.get(anchor.sequence) != anchor.entries:
            return Fault(Broken.REWRITTEN, anchor.sequence, since)
        since = anchor.sequence
    return None
