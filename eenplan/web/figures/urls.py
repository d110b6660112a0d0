"""The figures of a year by partnership, zone or municipality, without names, and what each of them means."""

from django.urls import path

from eenplan.web.figures import help_waits, views

app_name = "figures"

urlpatterns = [
    path("", views.read_figures, name="read-figures"),
    path("csv/", views.download_figures, name="download-figures"),
    path("xlsx/", views.download_workbook, name="download-workbook"),
    path("wachten/", help_waits.read_waits, name="read-waits"),
    path("wachten/csv/", help_waits.download_waits, name="download-waits"),
    path("definities/", views.read_definitions, name="read-definitions"),
    path("definities/<slug:column>/", views.read_definition, name="read-definition"),
]
