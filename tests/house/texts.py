"""Which of our texts a page asks in another language: what nobody translates there is heard, whether it shows or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import trans_real


class Heard:
    """A catalogue of Django that keeps what was asked of it, and answers as always."""

    def __init__(self, catalogue: Any) -> None:
        self.catalogue = catalogue
        self.asked: set[str] = set()

    def get(self, key: Any, default: Any = None) -> Any:
        """The translation; a text with forms for numbers is asked together with a number."""
        self._note(key)
        return self.catalogue.get(key, default)

    def __getitem__(self, key: Any) -> Any:
        self._note(key)
        return self.catalogue[key]

    def plural(self, msgid: str, num: int) -> Any:
        """The form for a number."""
        self._note(msgid)
        return self.catalogue.plural(msgid, num)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.catalogue, name)

    def _note(self, key: Any) -> None:
        text = key[0] if isinstance(key, tuple) else key
        self.asked.add(text.rpartition("\x04")[2])


@contextmanager
def hearing(language: str) -> Iterator[Heard]:
    """Hear each text that is asked in a language; a text that stays in Dutch is asked too."""
    spoken = trans_real.translation(language)
    catalogue, heard = spoken._catalog, Heard(spoken._catalog)
    spoken._catalog = heard
    try:
        yield heard
    finally:
        spoken._catalog = catalogue
