"""The pages of whoever something was shared with."""

from django.urls import path

from eenplan.web.partner import views

app_name = "partner"

urlpatterns = [
    path("", views.list_families, name="list-families"),
    path("<uuid:family_id>/", views.read_family, name="read-family"),
]
