"""Pages that belong to no area: help right now, and the demo's page of components."""

from django.urls import path

from eenplan.web.shared import gallery, views

app_name = "shared"

urlpatterns = [
    path("hulp-nu/", views.read_help, name="read-help"),
    path("onderdelen/", gallery.view_components, name="view-components"),
]
