"""The addresses of who keeps a partnership together: the coordinator, and the administrator for the whole."""

from django.urls import URLPattern, path

from eenplan.web.coordination.views import composition, start

app_name = "coordination"

urlpatterns: list[URLPattern] = [
    path("", start.read_start, name="read-start"),
    # What partnerships are made of.
    path("samenstelling/", composition.read_composition, name="read-composition"),
    path("samenstelling/pdf/", composition.print_composition, name="print-composition"),
    path("samenstelling/csv/", composition.download_composition, name="download-composition"),
    path(
        "samenstelling/xlsx/",
        composition.download_composition_workbook,
        name="download-composition-workbook",
    ),
    path("samenstelling/eigen/", composition.ask_requirement, name="ask-requirement"),
    path(
        "samenstelling/eigen/<uuid:requirement_id>/ophouden/",
        composition.end_own_requirement,
        name="end-requirement",
    ),
    path(
        "samenstelling/eigen/<uuid:requirement_id>/terugnemen/",
        composition.take_back_own_requirement,
        name="take-back-requirement",
    ),
    path(
        "samenstelling/<slug:partnership_code>/",
        composition.read_partnership_composition,
        name="read-partnership-composition",
    ),
]
