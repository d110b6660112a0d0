"""The area of the privacy officer."""

from django.urls import path

from eenplan.web.privacy import requests, retention, views

app_name = "privacy"

urlpatterns = [
    path("", views.read_home, name="read-home"),
    path("bewaren/", retention.list_endings, name="list-endings"),
    path("bewaren/<uuid:ending_id>/langer/", retention.place_hold, name="place-hold"),
    path("bewaren/langer/<uuid:hold_id>/stoppen/", retention.lift_hold, name="lift-hold"),
    path("bewaren/bewijzen/", retention.list_certificates, name="list-certificates"),
    path("bewaren/bewijzen/<uuid:certificate_id>/", retention.read_certificate, name="read-certificate"),
    path(
        "bewaren/bewijzen/<uuid:certificate_id>/pdf/", retention.print_certificate, name="print-certificate"
    ),
    path("verzoeken/", requests.list_requests, name="list-requests"),
]
