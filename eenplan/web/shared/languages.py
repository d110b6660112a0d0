"""In which language a page is: families and visitors choose of all of ours, people who work here of three."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve
from django.utils import translation

# What is opened without an account, by families or by whoever refers one.
_AREAS = ("family", "frontdoor", "shared", "")
_THEIRS = ("public", "card", "guest")


def languages_at(path: str) -> list[tuple[str, str]]:
    """The languages, with their own names, that a page offers. An address that is not there offers all."""
    try:
        found = resolve(path)
    except Resolver404:
        return settings.LANGUAGES
    access = getattr(found.func, "access", "public")
    is_theirs = found.namespace in _AREAS and access in _THEIRS
    return settings.LANGUAGES if is_theirs else settings.WORKERS_LANGUAGES


def spoken(language: str) -> str:
    """The one of our languages that a code of a language ('fr', 'tr-TR', 'ber') names; Dutch for all others."""
    short = language[:2].lower() if language[2:3] in ("", "-", "_") else ""
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class LanguageMiddleware(LocaleMiddleware):
    """Speaks the language that somebody chose, or their browser asks for, where the page has it."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate it."""
        super().process_request(request)
        if (translation.get_language() or "") not in dict(languages_at(request.path_info)):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
