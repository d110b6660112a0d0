"""The coach's pages."""

from django.urls import path

from eenplan.web.coach import cards
from eenplan.web.coach.views import (
    attachments,
    changes,
    contacts,
    ending,
    family,
    homes,
    household,
    lists,
    looking_together,
    paper,
    people,
    pieces,
    plan,
    reviews,
    timeline,
    together,
    who_sees,
)

app_name = "coach"

FAMILY = "gezinnen/<uuid:family_id>"
PLAN = f"{FAMILY}/plan"

urlpatterns = [
    path("vandaag/", lists.list_today, name="list-today"),
    path("gezinnen/", lists.list_families, name="list-families"),
    path(f"{FAMILY}/", family.read_family, name="read-family"),
    path(f"{FAMILY}/eerste-gesprek/plannen/", contacts.plan_conversation, name="plan-conversation"),
    path(f"{FAMILY}/eerste-gesprek/noteren/", contacts.record_conversation, name="record-conversation"),
    path(
        f"{FAMILY}/eerste-gesprek/niet-doorgegaan/", contacts.cancel_conversation, name="cancel-conversation"
    ),
    path(f"{FAMILY}/contact/plannen/", contacts.plan_contact, name="plan-contact"),
    path(f"{FAMILY}/contact/noteren/", contacts.note_contact, name="note-contact"),
    path(f"{FAMILY}/contact/<uuid:item_id>/noteren/", contacts.hold_contact, name="hold-contact"),
    path(f"{FAMILY}/contact/<uuid:item_id>/niet-doorgegaan/", contacts.cancel_contact, name="cancel-contact"),
    path(f"{FAMILY}/coach/", ending.change_coach, name="change-coach"),
    path(f"{FAMILY}/afronden/", ending.close_trajectory, name="close-trajectory"),
    path(f"{PLAN}/", plan.read_plan, name="read-plan"),
    path(f"{PLAN}/versies/<int:number>/", plan.read_version, name="read-version"),
    path(f"{PLAN}/veranderd/<int:since>/", changes.read_changes, name="read-changes"),
    path(f"{PLAN}/veranderd/<int:since>/<int:until>/", changes.read_changes, name="read-changes"),
    path(f"{PLAN}/afspreken/", ending.activate_plan, name="activate-plan"),
    path(f"{PLAN}/herbekijken/", ending.set_review, name="set-review"),
    path(f"{PLAN}/antwoord/<uuid:person_id>/", ending.record_answer, name="record-answer"),
    path(f"{PLAN}/teksten/<slug:section>/", plan.write_text, name="write-text"),
    path(f"{PLAN}/tekst/<uuid:item_id>/", plan.change_text, name="change-text"),
    path(f"{PLAN}/woorden/<uuid:item_id>/", changes.read_words, name="read-words"),
    path(f"{PLAN}/weg/<uuid:item_id>/", plan.take_out, name="take-out"),
    path(f"{PLAN}/levensdomeinen/", plan.mark_domains, name="mark-domains"),
    path(f"{PLAN}/levensdomeinen/<slug:domain>/", plan.change_domain, name="change-domain"),
    path(f"{PLAN}/doelen/nieuw/", pieces.write_goal, name="add-goal"),
    path(f"{PLAN}/doelen/<uuid:goal_id>/", pieces.write_goal, name="change-goal"),
    path(f"{PLAN}/stappen/nieuw/", pieces.write_step, name="add-step"),
    path(f"{PLAN}/stappen/<uuid:action_id>/", pieces.write_step, name="change-step"),
    path(f"{PLAN}/stappen/<uuid:action_id>/klaar/", pieces.tick_step, name="tick-step"),
    path(f"{PLAN}/hulp/nieuw/", pieces.write_help, name="add-help"),
    path(f"{PLAN}/hulp/<uuid:item_id>/", pieces.write_help, name="change-help"),
    path(f"{PLAN}/hulp/<uuid:item_id>/gestart/", pieces.start_help, name="start-help"),
    path(f"{PLAN}/wie-helpt/nieuw/", pieces.write_team_member, name="add-team-member"),
    path(f"{PLAN}/wie-helpt/<uuid:item_id>/", pieces.write_team_member, name="change-team-member"),
    path(f"{PLAN}/huizen/nieuw/", homes.add_home, name="add-home"),
    path(f"{PLAN}/huizen/<uuid:item_id>/", homes.change_home, name="change-home"),
    path(f"{PLAN}/gezinslid/nieuw/", household.add_person, name="add-person"),
    path(f"{PLAN}/gezinslid/<uuid:person_id>/", household.change_person, name="change-person"),
    path(f"{PLAN}/naam-en-taal/", household.change_family, name="change-family"),
    path(f"{PLAN}/geboren/<uuid:person_id>/", household.record_birth, name="record-birth"),
    path(f"{PLAN}/ouders/", homes.list_ties, name="list-ties"),
    path(f"{PLAN}/ouders/<uuid:tie_id>/niet-meer/", homes.end_tie, name="end-tie"),
    path(f"{PLAN}/ouders/<uuid:person_id>/weet-het/", homes.note_informed, name="note-informed"),
    path(f"{PLAN}/wie-telt/nieuw/", people.add_who_matters, name="add-who-matters"),
    path(f"{PLAN}/wie-telt/<uuid:item_id>/", people.change_who_matters, name="change-who-matters"),
    path(f"{PLAN}/kind/<uuid:person_id>/", people.hear_child, name="hear-child"),
    path(f"{PLAN}/over/<slug:topic>/", together.write_topic, name="write-topic"),
    path(f"{PLAN}/niet-eens/nieuw/", together.add_disagreement, name="add-disagreement"),
    path(f"{PLAN}/niet-eens/<uuid:item_id>/", together.change_disagreement, name="change-disagreement"),
    path(
        f"{PLAN}/niet-eens/<uuid:item_id>/opgelost/",
        together.resolve_disagreement,
        name="resolve-disagreement",
    ),
    path(f"{PLAN}/andere-plannen/nieuw/", together.add_linked_plan, name="add-linked-plan"),
    path(f"{PLAN}/andere-plannen/<uuid:item_id>/", together.change_linked_plan, name="change-linked-plan"),
    path(f"{PLAN}/terugkijken/", reviews.hold_review, name="hold-review"),
    path("nazorg/", reviews.list_aftercare, name="list-aftercare"),
    path(f"{FAMILY}/nazorg/<uuid:trajectory_id>/", reviews.record_aftercare, name="record-aftercare"),
    path("gezinnen/<uuid:family_id>/kaarten/", cards.list_cards, name="list-cards"),
    path("gezinnen/<uuid:family_id>/kaarten/nieuw/", cards.issue_card, name="issue-card"),
    path(
        "gezinnen/<uuid:family_id>/kaarten/<uuid:card_id>/intrekken/", cards.revoke_card, name="revoke-card"
    ),
    path(f"{FAMILY}/papieren/nieuw/", attachments.add_paper, name="add-attachment"),
    path(f"{FAMILY}/papieren/<uuid:attachment_id>/", attachments.open_paper, name="open-attachment"),
    path(
        f"{FAMILY}/papieren/<uuid:attachment_id>/gezin/", attachments.release_paper, name="release-attachment"
    ),
    path(f"{FAMILY}/papieren/<uuid:attachment_id>/weg/", attachments.end_paper, name="end-attachment"),
    path(f"{FAMILY}/wie-ziet-wat/", who_sees.read_who_sees, name="read-who-sees"),
    path(f"{FAMILY}/wie-ziet-wat/papier/", who_sees.print_preview, name="print-preview"),
    path(f"{FAMILY}/samen-kijken/", looking_together.look_together, name="look-together"),
    path("samen-kijken/stoppen/", looking_together.end_together, name="end-together"),
    path(f"{FAMILY}/tijdlijn/", timeline.read_timeline, name="read-timeline"),
    path(f"{FAMILY}/plan.pdf", paper.print_plan, name="print-plan"),
    path(f"{FAMILY}/koelkast/", paper.read_fridge_page, name="read-fridge"),
    path(f"{FAMILY}/koelkast.pdf", paper.print_fridge, name="print-fridge"),
]
