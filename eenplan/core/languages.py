"""Which of our languages a code of a language names, and words that stand in Dutch on a page in another language."""

from django.conf import settings


def spoken(language: str) -> str:
    """The one of our languages that a code ('fr', 'tr-TR', 'ber') names; Dutch for all others."""
    short = language[:2].lower() if language[2:3] in ("", "-", "_") else ""
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class InDutch(str):
    """Words that nobody translated. A page in another language marks them (the filter `worded`), to be read aloud right."""

    __slots__ = ()
    lang = "nl"
