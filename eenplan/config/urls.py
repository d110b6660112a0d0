"""All addresses of the product, an area each."""

from django.urls import URLPattern, URLResolver, include, path

from eenplan.web.shared.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("account/", include("eenplan.web.account.urls")),
]
