"""The pages of whoever something was shared with."""

from django.urls import path

from eenplan.web.partner import offers, places, round_tables, talks, views

app_name = "partner"

TALKS = "<uuid:family_id>/gesprekken"

urlpatterns = [
    path("", views.list_families, name="list-families"),
    path("aanbod/", offers.list_offers, name="list-offers"),
    path("aanbod/nieuw/", offers.add, name="add-offer"),
    path("aanbod/<uuid:offer_id>/", offers.read, name="read-offer"),
    path("aanbod/<uuid:offer_id>/anders/", offers.change, name="change-offer"),
    path("aanbod/<uuid:offer_id>/stoppen/", offers.end, name="end-offer"),
    path("plaats/<uuid:place_id>/", places.answer, name="answer-place"),
    path("<uuid:family_id>/", views.read_family, name="read-family"),
    path("<uuid:family_id>/stap/<uuid:action_id>/", views.answer, name="answer-step"),
    path("<uuid:family_id>/overleg/<uuid:table_id>/", round_tables.read_table, name="read-round-table"),
    path("<uuid:family_id>/overleg/<uuid:table_id>.ics", round_tables.save_table, name="save-round-table"),
    path(f"{TALKS}/", talks.list_talks, name="list-talks"),
    path(f"{TALKS}/nieuw/", talks.begin_talks, name="begin-talks"),
    path(f"{TALKS}/<uuid:series_id>/", talks.note_talk, name="note-talk"),
    path(f"{TALKS}/<uuid:series_id>/thema/", talks.change_theme, name="change-theme"),
    path(f"{TALKS}/dag/<uuid:session_id>/", talks.correct_talk, name="correct-talk"),
    path(f"{TALKS}/dag/<uuid:session_id>/weg/", talks.withdraw_talk, name="withdraw-talk"),
]
