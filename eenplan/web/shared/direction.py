"""Which way a text is read. What somebody typed keeps its own direction on a page of the other one (a full stop too)."""

import re
from unicodedata import bidirectional

from django.utils.translation import get_language_bidi

# Unicode: what stands between these two is laid out by itself, by its own first letter.
_APART, _AGAIN = "\u2068", "\u2069"
# Signs that turn what comes after them, also the words of the page.
_TURNS = re.compile("[\u202a-\u202e\u2066\u2067]")


def reads(text: str) -> str:
    """Which way a text is read, by its first letter: 'rtl' for Arabic or Hebrew, else 'ltr'."""
    first = next((way for sign in text if (way := bidirectional(sign)) in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def is_foreign(text: str) -> bool:
    """Whether a text is read the other way than the page, or holds a sign that turns what comes after it."""
    return (reads(text) == "rtl") != get_language_bidi() or _TURNS.search(text) is not None


def apart(text: str) -> str:
    """A text to put in a line of other words; unchanged where it is read as the page is."""
    return f"{_APART}{text}{_AGAIN}" if text and is_foreign(text) else text
