"""The area of the privacy officer."""

from django.urls import path

from eenplan.web.privacy import requests, views

app_name = "privacy"

urlpatterns = [
    path("", views.read_home, name="read-home"),
    path("verzoeken/", requests.list_requests, name="list-requests"),
]
