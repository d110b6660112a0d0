"""The area of the privacy officer."""

from django.urls import path

from eenplan.web.privacy import looking, requests, retention, views

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
    path("breed-kijken/", looking.read_breadth, name="read-breadth"),
    path("breed-kijken/grenzen/", looking.set_breadth, name="set-breadth"),
    path(
        "breed-kijken/<uuid:looker_id>/<slug:breadth>/", looking.remark_on_breadth, name="remark-on-breadth"
    ),
    path("vragen/", looking.list_look_questions, name="list-look-questions"),
    path("vragen/<uuid:question_id>/", looking.answer_look, name="answer-look"),
    path("verzoeken/", requests.list_requests, name="list-requests"),
]
