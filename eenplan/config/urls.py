"""All addresses of the product, an area each."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from eenplan.web.shared.health import health

handler400 = "eenplan.web.shared.views.answer_bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("taal/", set_language, name="set_language"),
    path("account/", include("eenplan.web.account.urls")),
    path("gezin/", include("eenplan.web.family.urls")),
    path("", include("eenplan.web.coach.urls")),
    path("aanmeldingen/", include("eenplan.web.desk.urls")),
    path("instellingen/", include("eenplan.web.words.urls")),
    path("netwerk/", include("eenplan.web.coordination.urls")),
    path("gedeeld/", include("eenplan.web.partner.urls")),
    path("stap/", include("eenplan.web.helper.urls")),
    path("noodtoegang/", include("eenplan.web.emergency.urls")),
    path("cijfers/", include("eenplan.web.figures.urls")),
    path("privacy/", include("eenplan.web.privacy.urls")),
    path("onderzoek/", include("eenplan.web.research.urls")),
    path("", include("eenplan.web.shared.urls")),
    path("", include("eenplan.web.frontdoor.urls")),
]
