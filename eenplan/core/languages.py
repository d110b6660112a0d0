"""Which of our languages a code of a language names, and words that stand in Dutch on a page in another language."""

from django.conf import settings
from django.utils.translation import get_language


def spoken(language: str) -> str:
    """The one of our languages that a code ('fr', 'tr-TR', 'ber') names; Dutch for all others."""
    short = language[:2].lower() if language[2:3] in ("", "-", "_") else ""
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_now() -> str:
    """The language in which is spoken now, in two letters: of this page, or of this message. Dutch when nobody said."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


class InDutch(str):
    """Words that nobody translated. A page in another language marks them (the filter `worded`), to be read aloud right."""

    __slots__ = ()
    lang = "nl"
