"""One step, answered by a link. The key stands in the first address alone; the page with the form has none."""

from django.urls import path

from eenplan.web.helper import views

app_name = "helper"

urlpatterns = [
    path("", views.answer, name="answer-link"),
    path("bedankt/", views.thank, name="thank"),
    path("<str:link_token>/", views.open_link, name="open-link"),
]
