"""The figures of a year by partnership, zone or municipality, without names, and what each of them means."""

from django.urls import path

from eenplan.web.figures import views

app_name = "figures"

urlpatterns = [
    path("", views.read_figures, name="read-figures"),
    path("csv/", views.download_figures, name="download-figures"),
    path("xlsx/", views.download_workbook, name="download-workbook"),
    path("definities/", views.read_definitions, name="read-definitions"),
    path("definities/<slug:column>/", views.read_definition, name="read-definition"),
]
