"""In which language a page is: families and visitors choose of all of ours, people who work here of three."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve
from django.utils import translation

from eenplan.core.acting import Acting
from eenplan.core.languages import language_now
from eenplan.network.queries.translations import is_read

# What is opened without an account, by families or by whoever refers one.
_AREAS = ("family", "frontdoor", "helper", "shared")
_THEIRS = ("public", "card", "guest")
_WORKERS = dict(settings.WORKERS_LANGUAGES)


def languages_at(path: str) -> list[tuple[str, str]]:
    """The languages, with their own names, that a page offers. An address that is not there offers all."""
    try:
        found = resolve(path)
    except Resolver404:
        return settings.LANGUAGES
    access = getattr(found.func, "access", "public")
    is_theirs = found.namespace in _AREAS and access in _THEIRS
    return settings.LANGUAGES if is_theirs else settings.WORKERS_LANGUAGES


def is_unread(acting: Acting | None) -> bool:
    """Whether nobody who speaks the language of this page from home read all of its texts yet."""
    return not is_read(acting, language_now())


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """The same answer; the pages after it are in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


class LanguageMiddleware(LocaleMiddleware):
    """Speaks the language that somebody chose, or their browser asks for, where the page has it."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate it."""
        super().process_request(request)
        language = translation.get_language() or ""
        # Every page has those of whoever works here; where it lies is looked up for the others alone.
        if language not in _WORKERS and language not in dict(languages_at(request.path_info)):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
