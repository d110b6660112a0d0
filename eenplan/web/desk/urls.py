"""The desk of the intake team: the referrals that wait, and what is done with each."""

from django.urls import path

from eenplan.web.desk import views
from eenplan.web.desk.views import attachments, lists, notes, team_list, telling

app_name = "desk"

urlpatterns = [
    path("", views.list_referrals, name="list-referrals"),
    path("zoeken/", views.search_referrals, name="search-referrals"),
    path("verfijnen/", lists.refine_list, name="refine-list"),
    path("lijsten/", lists.list_views, name="list-views"),
    path("lijsten/bewaren/", lists.save_view, name="save-view"),
    path("lijsten/<uuid:view_id>/", lists.change_view, name="change-view"),
    path("lijsten/<uuid:view_id>/weg/", lists.remove_view, name="remove-view"),
    path("teamlijst/", team_list.read_team_list, name="read-team-list"),
    path("teamlijst.pdf", team_list.print_team_list, name="print-team-list"),
    path("vragen/", notes.list_questions, name="list-questions"),
    path("<uuid:referral_id>/", views.read_referral, name="read-referral"),
    path("<uuid:referral_id>/opnemen/", views.take_up_referral, name="take-up-referral"),
    path("<uuid:referral_id>/coach/", views.choose_coach, name="choose-coach"),
    path("<uuid:referral_id>/gesprek/plannen/", views.plan_conversation, name="plan-conversation"),
    path("<uuid:referral_id>/gesprek/noteren/", views.record_conversation, name="record-conversation"),
    path(
        "<uuid:referral_id>/gesprek/niet-doorgegaan/", views.cancel_conversation, name="cancel-conversation"
    ),
    path("<uuid:referral_id>/eerste-contact/", views.note_first_contact, name="note-first-contact"),
    path("<uuid:referral_id>/ontvangst/", views.correct_receipt, name="correct-receipt"),
    path("<uuid:referral_id>/vertellen/", telling.tell_family, name="tell-family"),
    path("<uuid:referral_id>/niet-veilig/", telling.say_not_safe, name="say-not-safe"),
    path("<uuid:referral_id>/vertellen/weg/", telling.agree_way, name="agree-way-to-tell"),
    path("<uuid:referral_id>/vertellen/brief.pdf", telling.print_letter, name="print-letter"),
    path("<uuid:referral_id>/aanmelder/link/", telling.read_status_link, name="read-status-link"),
    path("<uuid:referral_id>/aanmelder/weet/", telling.let_referrer_know, name="let-referrer-know"),
    path(
        "<uuid:referral_id>/aanmelder/weet-niet/", telling.stop_referrer_knowing, name="stop-referrer-knowing"
    ),
    path("<uuid:referral_id>/anders-afronden/", views.end_referral, name="end-referral"),
    path("doorgegeven/", views.list_forwarded, name="list-forwarded"),
    path("<uuid:referral_id>/doorgeven/", views.forward_referral, name="forward-referral"),
    path("<uuid:referral_id>/gevaar/melden/", views.report_danger, name="report-danger"),
    path("<uuid:referral_id>/gevaar/", views.answer_danger, name="answer-danger"),
    path("<uuid:referral_id>/crisismeldpunt/", views.note_crisis_call, name="note-crisis-call"),
    path("<uuid:referral_id>/overleg/", views.consult_only, name="consult-only"),
    path("<uuid:referral_id>/overleg/samenvatting/", views.read_consult, name="read-consult"),
    path("<uuid:referral_id>/overleg/teruggebeld/", views.call_back, name="call-back"),
    path("<uuid:referral_id>/dubbel/", views.name_double, name="name-double"),
    path("<uuid:referral_id>/dubbel/<uuid:pair>/zelfde/", views.judge_same, name="judge-same"),
    path("<uuid:referral_id>/dubbel/<uuid:pair>/ander/", views.judge_other, name="judge-other"),
    path("<uuid:referral_id>/naam/", views.name_family, name="name-family"),
    path("<uuid:referral_id>/papieren/nieuw/", attachments.add_paper, name="add-attachment"),
    path("<uuid:referral_id>/papieren/<uuid:attachment_id>/", attachments.open_paper, name="open-attachment"),
    path(
        "<uuid:referral_id>/papieren/<uuid:attachment_id>/weg/", attachments.end_paper, name="end-attachment"
    ),
    path("<uuid:referral_id>/notities/", notes.write_note, name="write-note"),
    path("<uuid:referral_id>/notities/gelezen/", notes.mark_notes_read, name="mark-notes-read"),
    path("<uuid:referral_id>/notities/<uuid:note_id>/", notes.correct_note, name="correct-note"),
    path("<uuid:referral_id>/notities/<uuid:note_id>/antwoord/", notes.answer_note, name="answer-note"),
]
