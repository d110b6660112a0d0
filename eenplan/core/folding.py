"""Folding names, so that 'é' is found and sorted with 'e'."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)
_SPECIAL = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th"}
)


def fold(text: str) -> str:
    """The text in lower case, without accents, other signs as single spaces: the key people are sorted by."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub(" ", plain).strip()


def words(text: str) -> set[str]:
    """The folded words of a name, each at most 100 signs; 'Van den Bossche' also gives 'vandenbossche'."""
    folded = fold(text)
    parts = folded.split()
    joined = "".join(parts)
    return {word[:100] for word in [*parts, joined] if len(word) > 1}
