"""Which of our languages a code of a language names."""

from django.conf import settings


def spoken(language: str) -> str:
    """The one of our languages that a code ('fr', 'tr-TR', 'ber') names; Dutch for all others."""
    short = language[:2].lower() if language[2:3] in ("", "-", "_") else ""
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
