"""Words, forms and numbers as configuration (rule 47): for the administrator, and each coordinator's own."""

from django.urls import path

from eenplan.web.words import review, translations, views

app_name = "words"

urlpatterns = [
    path("", views.list_kinds, name="list-kinds"),
    path("gebieden/", views.read_areas, name="read-areas"),
    path("vertalingen/", translations.list_translations, name="list-translations"),
    path("vertalingen/<uuid:reviewer_id>/stoppen/", translations.stop_reviewer, name="stop-reviewer"),
    path("vertalingen/<slug:language>/", translations.read_translation, name="read-translation"),
    path("<slug:kind>/", views.read_kind, name="read-kind"),
    path("<slug:kind>/<slug:code>/", views.change_words, name="change-words"),
    path("<slug:kind>/<slug:code>/nagekeken/", review.note_review, name="note-review"),
    path("<slug:kind>/<slug:code>/terugnemen/", views.take_back, name="take-back"),
]
