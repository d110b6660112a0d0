"""The addresses of who keeps a partnership together: the coordinator, and the administrator for the whole."""

from django.urls import URLPattern, path

from eenplan.web.coordination.views import composition, start, team, team_acts

app_name = "coordination"

urlpatterns: list[URLPattern] = [
    path("", start.read_start, name="read-start"),
    path("team/", team.list_team, name="list-team"),
    path("team/nieuw/", team.add_worker, name="add-worker"),
    path("team/<uuid:staff_member_id>/", team.read_worker, name="read-worker"),
    path("team/<uuid:staff_member_id>/code/", team.make_code, name="make-code"),
    path("team/<uuid:staff_member_id>/weg/", team_acts.plan_leave, name="plan-leave"),
    path("team/weg/<uuid:leave_id>/terug/", team_acts.end_leave, name="end-leave"),
    path("team/taak/<uuid:assignment_id>/anders/", team.change_worker, name="change-worker"),
    path("team/taak/<uuid:assignment_id>/plots-weg/", team_acts.report_gone, name="report-gone"),
    path("team/taak/<uuid:assignment_id>/stoppen/", team_acts.end_assignment, name="end-assignment"),
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
