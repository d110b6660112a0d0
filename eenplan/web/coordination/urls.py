"""The addresses of who keeps a partnership together: the coordinator, and the administrator for the whole."""

from django.urls import URLPattern, path

from eenplan.web.coordination.views import start

app_name = "coordination"

urlpatterns: list[URLPattern] = [
    path("", start.read_start, name="read-start"),
]
