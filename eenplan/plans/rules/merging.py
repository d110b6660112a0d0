"""Putting together what two people wrote in the same place, so that no word of either is lost.

A three-way merge: what both read (`base`), what the other saved meanwhile (`theirs`) and what I typed (`mine`).
Texts are merged by sentence: who changes another sentence is not in each other's way; whoever touches the
same sentence, or adds at the same spot, is asked. Anything else (a day, a score, a person) is one whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

# A value of a field: a text, or several that were chosen.
Value = str | tuple[str, ...]
Fields = Mapping[str, Value]

_BETWEEN = re.compile(r"(\s*\n\s*|(?<=[.!?…])\s+|(?<=[.!?…][\"”’')»])\s+)")


@dataclass(frozen=True, slots=True)
class Clash:
    """Where both wrote something else. `both` is None for what cannot be two things at once.

    `theirs` and `mine` are whole values: with all that does not clash already put together.
    """

    base: Value
    theirs: Value
    mine: Value
    both: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """All fields put together. Of a field in `clashes`, `values` holds mine until somebody chooses.

    `taken_over` names the fields in which the other's change was added to mine by itself.
    """

    values: Fields
    clashes: Mapping[str, Clash]
    taken_over: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    tail: str


_Pieces = list[_Sentence]


def merge_fields(base: Fields, theirs: Fields, mine: Fields, texts: Set[str]) -> Merged:
    """Merge field by field; `texts` names those that are merged by sentence. A field unknown to `base` clashes
    as soon as the two differ."""
    values: dict[str, Value] = {}
    clashes: dict[str, Clash] = {}
    taken_over = set()
    for name, mine_now in mine.items():
        was, theirs_now = base.get(name), theirs.get(name, mine_now)
        found: Value | Clash
        if name in texts:
            found = merge_text(_text(was), _text(theirs_now), _text(mine_now))
        else:
            found = _merge_value(was, theirs_now, mine_now)
        if isinstance(found, Clash):
            clashes[name] = found
            values[name] = mine_now
        else:
            values[name] = found
            if found != _comparable(mine_now):
                taken_over.add(name)
    return Merged(values, clashes, frozenset(taken_over))


def merge_text(base: str, theirs: str, mine: str) -> str | Clash:
    """The text with the changes of both, or the clash. Line ends are '\\n'; space around the whole is dropped."""
    base, theirs, mine = (_text(one) for one in (base, theirs, mine))
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    pieces: dict[str, _Pieces] = {"theirs": [], "mine": [], "both": []}
    clashed = False
    for side_theirs, side_mine, agreed in _regions(_sentences(base), _sentences(theirs), _sentences(mine)):
        clashed |= agreed is None
        pieces["theirs"] += side_theirs if agreed is None else agreed
        pieces["mine"] += side_mine if agreed is None else agreed
        pieces["both"] += [*side_theirs, *side_mine] if agreed is None else agreed
    if clashed:
        return Clash(base, _joined(pieces["theirs"]), _joined(pieces["mine"]), _joined(pieces["both"]))
    return _joined(pieces["both"])


def join_drafts(
    before: Mapping[str, Sequence[str]], late: Mapping[str, Sequence[str]], texts: Set[str]
) -> dict[str, list[str]]:
    """What was typed on two devices in the same place, as one: `late` was without a connection for a while.

    Both texts stand, one below the other, unless one holds the other; of anything else the late value counts.
    """
    joined = {name: list(values) for name, values in late.items()}
    for name in texts & joined.keys() & before.keys():
        one, other = _text(tuple(before[name])), _text(tuple(late[name]))
        if _holds(one, other):
            joined[name] = [one]
        elif not _holds(other, one):
            joined[name] = [f"{one}\n\n{other}"]
    return joined


def compared(old: str, new: str) -> list[tuple[str, bool]]:
    """`new` in stretches, each with whether it is not in `old`, word by word. Joined, they are `new` again."""
    was, now = _words(_text(old)), _words(_text(new))
    stretches: list[tuple[str, bool]] = []
    for tag, _i1, _i2, start, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if start < end:
            stretches.append(("".join(now[start:end]), tag != "equal"))
    return stretches


def _holds(text: str, part: str) -> bool:
    """Whether all words of a part stand in a text as they are: 'een' does not stand in 'geen'."""
    return not part or re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _merge_value(base: Value | None, theirs: Value, mine: Value) -> Value | Clash:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    return Clash("" if base is None else base, theirs, mine)


def _comparable(value: Value) -> Value:
    return _text(value) if isinstance(value, str) else value


def _text(value: Value | None) -> str:
    text = value if isinstance(value, str) else " ".join(value or ())
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _sentences(text: str) -> _Pieces:
    parts = _BETWEEN.split(text)
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=True)
    return [_Sentence(words, tail) for words, tail in pairs if words]


def _joined(sentences: _Pieces) -> str:
    last = len(sentences) - 1
    return "".join(
        one.words + ("" if place == last else one.tail or " ") for place, one in enumerate(sentences)
    )


def _regions(
    base: _Pieces, theirs: _Pieces, mine: _Pieces
) -> Iterator[tuple[_Pieces, _Pieces, _Pieces | None]]:
    """Walk the base: of each stretch what they made of it, what I did, and what both agree on (None: a clash)."""
    waiting = (_hunks(base, theirs), _hunks(base, mine))
    at, shift_theirs, shift_mine = 0, 0, 0
    while waiting[0] or waiting[1]:
        start, end = min(hunks[0][:2] for hunks in waiting if hunks)
        yield from _kept(base, theirs, mine, range(at, start), shift_theirs, shift_mine)
        taken: tuple[list[_Hunk], list[_Hunk]] = ([], [])
        for side in (0, 1):
            if waiting[side] and waiting[side][0][:2] == (start, end):
                taken[side].append(waiting[side].pop(0))
        while meeting := [side for side in (0, 1) if waiting[side] and _meets(waiting[side][0], start, end)]:
            for side in meeting:
                taken[side].append(waiting[side].pop(0))
                end = max(end, taken[side][-1][1])
        after_theirs, after_mine = shift_theirs + _growth(taken[0]), shift_mine + _growth(taken[1])
        they = theirs[start + shift_theirs : end + after_theirs]
        me = mine[start + shift_mine : end + after_mine]
        if not taken[0]:
            yield [], [], me
        elif not taken[1] or [one.words for one in they] == [one.words for one in me]:
            yield [], [], they
        else:
            yield they, me, None
        at, shift_theirs, shift_mine = end, after_theirs, after_mine
    yield from _kept(base, theirs, mine, range(at, len(base)), shift_theirs, shift_mine)


# Where a stretch of the base begins and ends, and where what came in its place does.
_Hunk = tuple[int, int, int, int]


def _hunks(base: _Pieces, side: _Pieces) -> list[_Hunk]:
    matcher = SequenceMatcher(None, [one.words for one in base], [one.words for one in side], autojunk=False)
    return [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _meets(hunk: _Hunk, start: int, end: int) -> bool:
    """Whether a change is in the way of what lies between `start` and `end` already.

    Side by side is not in the way; two additions at the same spot are.
    """
    return hunk[0] < end or hunk[0] == hunk[1] == start == end


def _growth(hunks: list[_Hunk]) -> int:
    """By how many sentences these changes made the text longer."""
    return sum((hunk[3] - hunk[2]) - (hunk[1] - hunk[0]) for hunk in hunks)


def _kept(
    base: _Pieces, theirs: _Pieces, mine: _Pieces, stretch: range, shift_theirs: int, shift_mine: int
) -> Iterator[tuple[_Pieces, _Pieces, _Pieces | None]]:
    """Sentences that nobody changed; of the space behind one, whoever changed it is followed."""
    for place in stretch:
        was, they, me = base[place], theirs[place + shift_theirs], mine[place + shift_mine]
        tail = me.tail if they.tail == was.tail else they.tail
        yield [], [], [_Sentence(was.words, tail)]
