"""The family's own door. Everything below it is opened with a card (`/gezin/`, see the middleware)."""

from django.urls import path

from eenplan.web.family import entrances, fridge, guests, kept, own_file, papers, rights, sharing, talks, views

app_name = "family"

urlpatterns = [
    path("", views.open_card, name="open-card"),
    path("sluiten/", views.close_card, name="close-card"),
    path("zonder-kaart/", entrances.ask_code, name="ask-code"),
    path("zonder-kaart/code/", entrances.open_code, name="open-code"),
    path("binnenkomen/", entrances.list_entrances, name="list-entrances"),
    path("binnenkomen/nieuw/", entrances.add_entrance, name="add-entrance"),
    path("binnenkomen/<uuid:entrance_id>/", entrances.confirm_entrance, name="confirm-entrance"),
    path("binnenkomen/<uuid:entrance_id>/stoppen/", entrances.end_entrance, name="end-entrance"),
    path("start/", views.read_home, name="read-home"),
    path("plan/", views.read_plan, name="read-plan"),
    path("plan.pdf", views.print_plan, name="print-plan"),
    path("koelkast/", fridge.read_page, name="read-fridge"),
    path("koelkast.pdf", fridge.print_page, name="print-fridge"),
    path("plan/versies/", views.list_versions, name="list-versions"),
    path("plan/versies/<int:number>/", views.read_version, name="read-version"),
    path("plan/antwoord/", views.answer_plan, name="answer-plan"),
    path("papieren/", papers.list_papers, name="list-attachments"),
    path("papieren/<uuid:attachment_id>/", papers.open_paper, name="open-attachment"),
    path("wat-ik-doe/", views.read_steps, name="read-steps"),
    path("waar-we-op-wachten/", views.read_waiting, name="read-waiting"),
    path("meelezen/", guests.read_shared, name="read-shared"),
    path("vertrouwenspersoon/", guests.read_trusted, name="read-trusted"),
    path("delen/", sharing.read_sharing, name="read-sharing"),
    path("delen/<uuid:grant_id>/", sharing.answer_share, name="answer-share"),
    path("delen/hulp/<uuid:item_id>/", sharing.answer_help, name="answer-help"),
    path("mijn-dossier/", own_file.read_own_file, name="read-own-file"),
    path("gesprekken/", talks.read_talks, name="read-talks"),
    path("mijn-gegevens/", rights.read_rights, name="read-rights"),
    path("mijn-gegevens/kopie/", rights.ask_copy, name="ask-copy"),
    path("mijn-gegevens/kopie/<uuid:request_id>/", rights.read_copy, name="read-copy"),
    path("mijn-gegevens/kopie/<uuid:request_id>.pdf", rights.print_copy, name="print-copy"),
    path("mijn-gegevens/kopie/<uuid:request_id>.json", rights.download_copy, name="download-copy"),
    path("mijn-gegevens/vraag/", rights.ask_about_data, name="ask-about-data"),
    path("klopt-niet/<uuid:item_id>/", rights.ask_about_piece, name="ask-about-piece"),
    path("mijn-gegevens/hoe-lang/", kept.read_kept_until, name="read-kept-until"),
    path("wie-helpt-ons/", views.read_team, name="read-team"),
]
