"""The desk of the intake team: the referrals that wait, and what is done with each."""

from django.urls import path

from eenplan.web.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.list_referrals, name="list-referrals"),
    path("zoeken/", views.search_referrals, name="search-referrals"),
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
    path("<uuid:referral_id>/anders-afronden/", views.end_referral, name="end-referral"),
]
