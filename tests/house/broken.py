"""The product's addresses, and three more that break: for what is said, and logged, when something fails."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from eenplan.config.urls import handler400
from eenplan.config.urls import urlpatterns as whole
from tests.cast import MARKER

__all__ = ["handler400", "urlpatterns"]

SECRET = MARKER.format("kapot")


def break_in_python(request: HttpRequest) -> HttpResponse:
    """A mistake of ours, with somebody's words in it."""
    raise ValueError(f"cannot read {SECRET}: {request.POST.get('name', request.GET.get('name', ''))}")


def break_in_postgres(request: HttpRequest) -> HttpResponse:
    """PostgreSQL refuses, and says with which values."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE t (name text UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO t VALUES (%s), (%s)", [SECRET, SECRET])
    return HttpResponse()


def break_while_breaking(request: HttpRequest) -> HttpResponse:
    """One failure inside another."""
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        error.add_note(SECRET)
        raise RuntimeError(f"while {SECRET}") from error


urlpatterns = [
    path("stuk/python/", break_in_python),
    path("stuk/postgres/", break_in_postgres),
    path("stuk/in-elkaar/", break_while_breaking),
    *whole,
]
