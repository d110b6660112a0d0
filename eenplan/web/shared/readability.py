"""Whether a Dutch text is harder to read than most families need, and which words and sentences make it so.

The measure is that of Flesch, fitted to Dutch by W.H. Douma (De leesbaarheid van landbouwbladen, Wageningen, 1960):
206.84 - 0.77 x (syllables in a hundred words) - 0.93 x (words in a sentence). His table calls 60 to 70 'normal' and
what is below 60 'fairly difficult'. That a text of B1 reads at 60 or more is our own assumption: no body fixed it.
Syllables are counted where the Dutch patterns of Pyphen would break a word, which is near and not exact. How rare a
word is we do not know. It is a hint for whoever writes, and never judges what a family says itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pyphen import Pyphen

NORMAL = 60.0
# Of fewer words the measure says nothing.
FEWEST = 8
LONG_WORD, LONG_SENTENCE = 4, 15
SHOWN = 5

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n+")


@dataclass(frozen=True, slots=True)
class Hard:
    """What makes a text hard: words of four syllables or more, and sentences of more than fifteen words (how many)."""

    words: tuple[str, ...]
    sentences: tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def _patterns() -> Pyphen:
    return Pyphen(lang="nl_NL", left=1, right=1)


def syllables(word: str) -> int:
    """About how many syllables a Dutch word has; one at least."""
    return sum(len(_patterns().positions(part.lower())) + 1 for part in re.split(r"['’-]", word) if part)


def score(text: str) -> float | None:
    """The measure of Flesch and Douma (about 0, very hard, to 100, very easy); None for too few words."""
    words = _WORD.findall(text)
    if len(words) < FEWEST:
        return None
    per_hundred = 100 * sum(syllables(word) for word in words) / len(words)
    return 206.84 - 0.77 * per_hundred - 0.93 * len(words) / len(_sentences(text))


def hard(text: str) -> Hard | None:
    """What makes a text hard to read; None when it is easy enough, or when nothing can be named to mend it."""
    found = score(text)
    if found is None or found >= NORMAL:
        return None
    words = sorted(
        {word for word in _WORD.findall(text) if syllables(word) >= LONG_WORD},
        key=lambda word: (-syllables(word), word),
    )
    sentences = [(one, len(_WORD.findall(one))) for one in _sentences(text)]
    long = tuple((one, length) for one, length in sentences if length > LONG_SENTENCE)
    return Hard(tuple(words[:SHOWN]), long[:SHOWN]) if words or long else None


def _sentences(text: str) -> list[str]:
    return [one.strip() for one in _SENTENCE.split(text) if _WORD.search(one)] or [text]
