"""The addresses of who keeps a partnership together: the coordinator, and the administrator for the whole."""

from django.urls import URLPattern, path

from eenplan.web.coordination.views import (
    areas,
    composition,
    new_partners,
    organisation_ends,
    organisations,
    partner_lists,
    partner_terms,
    partners,
    redrawing,
    roles,
    setups,
    start,
    team,
    team_acts,
)

app_name = "coordination"

urlpatterns: list[URLPattern] = [
    path("", start.read_start, name="read-start"),
    path("team/", team.list_team, name="list-team"),
    path("team/nieuw/", team.add_worker, name="add-worker"),
    path("team/<uuid:staff_member_id>/", team.read_worker, name="read-worker"),
    path("team/<uuid:staff_member_id>/code/", team.make_code, name="make-code"),
    path("team/<uuid:staff_member_id>/verbeteren/", team.correct_facts, name="correct-worker"),
    path("team/<uuid:staff_member_id>/weg/", team_acts.plan_leave, name="plan-leave"),
    path("team/weg/<uuid:leave_id>/terug/", team_acts.end_leave, name="end-leave"),
    path("team/taak/<uuid:assignment_id>/anders/", team.change_worker, name="change-worker"),
    path("team/taak/<uuid:assignment_id>/plots-weg/", team_acts.report_gone, name="report-gone"),
    path("team/taak/<uuid:assignment_id>/terugnemen/", team_acts.withdraw_work, name="withdraw-work"),
    path("team/taak/<uuid:assignment_id>/stoppen/", team_acts.end_assignment, name="end-assignment"),
    # Who has a role beside the team, or for the whole.
    path("rollen/", roles.list_roles, name="list-roles"),
    path("rollen/nieuw/", roles.give_role, name="give-role"),
    path("rollen/<uuid:assignment_id>/stoppen/", roles.end_role, name="end-role"),
    path("rollen/<uuid:assignment_id>/terugnemen/", roles.take_back_role, name="take-back-role"),
    path("rollen/<uuid:assignment_id>/code/", roles.make_role_code, name="make-role-code"),
    # A partnership that is being set up.
    path("opstarten/", setups.list_setups, name="list-setups"),
    path("opstarten/nieuw/", setups.start_setup, name="start-setup"),
    path("opstarten/<slug:partnership_code>/", setups.read_setup, name="read-setup"),
    path("opstarten/<slug:partnership_code>/terugnemen/", setups.call_off_setup, name="call-off-setup"),
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
        "samenstelling/eigen/<uuid:requirement_id>/stoppen/",
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
    # Partners, one by one.
    path("partners/", partners.list_partners, name="list-partners"),
    path("partners/erbij/", new_partners.find_partner, name="add-partner"),
    path("partners/nieuw/", new_partners.add_new, name="add-organisation"),
    path("partners/<uuid:organisation_id>/", partners.read_partner, name="read-partner"),
    path("partners/<uuid:organisation_id>/erbij/", new_partners.join_partner, name="join-partner"),
    path("partners/<uuid:organisation_id>/anders/", partner_terms.change_terms, name="change-partner"),
    path("partners/<uuid:organisation_id>/verlengen/", partner_terms.renew, name="renew-agreement"),
    path("partners/<uuid:organisation_id>/stoppen/", partner_terms.end, name="end-partner"),
    path("partners/<uuid:organisation_id>/blijven/", partner_terms.keep, name="keep-partner"),
    path(
        "partners/<uuid:organisation_id>/<uuid:stretch_id>/terugnemen/",
        partner_terms.take_back,
        name="take-back-partner",
    ),
    # Partners as a list.
    path("partners/inlezen/", partner_lists.bring_in, name="import-partners"),
    path("partners/sjabloon/csv/", partner_lists.download_template, name="download-partner-template"),
    path(
        "partners/sjabloon/xlsx/",
        partner_lists.download_template_workbook,
        name="download-partner-template-workbook",
    ),
    path("partners/csv/", partner_lists.download_partners, name="download-partners"),
    path("partners/xlsx/", partner_lists.download_partners_workbook, name="download-partners-workbook"),
    # Organisations.
    path("organisaties/", organisations.list_organisations, name="list-organisations"),
    path("organisaties/<uuid:organisation_id>/", organisations.change_facts, name="change-organisation"),
    path(
        "organisaties/<uuid:organisation_id>/stoppen/",
        organisation_ends.stop_organisation,
        name="end-organisation",
    ),
    path(
        "organisaties/<uuid:organisation_id>/doorgaan/", organisation_ends.keep_on, name="keep-organisation"
    ),
    path("organisaties/<uuid:organisation_id>/locatie/", organisations.new_site, name="add-site"),
    path("organisaties/<uuid:organisation_id>/contact/", organisations.new_contact, name="add-contact"),
    path("organisaties/<uuid:organisation_id>/zone/", organisations.new_zone, name="add-zone"),
    *[
        path(
            f"organisaties/<uuid:organisation_id>/{word}/<uuid:detail_id>/stoppen/",
            organisation_ends.stop_detail,
            {"what": what},
            name=f"end-{what}",
        )
        for what, word in (("site", "locatie"), ("contact", "contact"), ("zone", "zone"))
    ],
    # Areas, and redrawing them.
    path("gebieden/", areas.read_areas, name="read-areas"),
    path("gebieden/nieuw/", redrawing.draft_redrawing, name="draft-redrawing"),
    path("gebieden/<uuid:redrawing_id>/", redrawing.read_redrawing, name="read-redrawing"),
    path("gebieden/<uuid:redrawing_id>/anders/", redrawing.change_redrawing, name="change-redrawing"),
    path("gebieden/<uuid:redrawing_id>/zone/", redrawing.redraw_zone, name="redraw-zone"),
    path("gebieden/<uuid:redrawing_id>/bevestigen/", redrawing.confirm_redrawing, name="confirm-redrawing"),
    path("gebieden/<uuid:redrawing_id>/ongedaan/", redrawing.undo_redrawing, name="undo-redrawing"),
    path("gebieden/<uuid:redrawing_id>/weg/", redrawing.discard_redrawing, name="discard-redrawing"),
    path(
        "gebieden/<uuid:redrawing_id>/gezin/<uuid:family_id>/",
        redrawing.decide_handover,
        name="decide-handover",
    ),
]
