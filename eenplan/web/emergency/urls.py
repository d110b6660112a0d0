"""The pages of emergencies."""

from django.urls import path

from eenplan.web.emergency import review, views

app_name = "emergency"

urlpatterns = [
    path("", views.open_file, name="open-file"),
    path("<uuid:access_id>/", views.read_file, name="read-file"),
    path("<uuid:access_id>/stoppen/", views.end_access, name="end-access"),
    path("<uuid:access_id>/gezien/", views.note_seen, name="note-seen"),
    path("nakijken/", review.list_accesses, name="list-accesses"),
    path("<uuid:access_id>/nakijken/", review.review_access, name="review-access"),
]
