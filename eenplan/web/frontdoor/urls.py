"""The front door: what this is, who helps where, and referring a family. Nothing personal stands in an address."""

from django.urls import path

from eenplan.web.frontdoor import call, later, municipality, papers, persons, sending, status, views, welcome

app_name = "frontdoor"

urlpatterns = [
    path("", welcome.show_welcome, name="welcome"),
    path("wie-helpt/", welcome.find_partnership, name="find-partnership"),
    path("gemeente/", municipality.list_municipalities, name="list-municipalities"),
    path("gemeente/zoeken/", municipality.find_municipality, name="find-municipality"),
    path("gemeente/<slug:municipality>/", municipality.read_municipality, name="read-municipality"),
    path("volg/", status.enter_status_code, name="enter-status-code"),
    path("volg/<str:status_key>/", status.read_status, name="read-status"),
    path("aanmelden/", views.start_referral, name="start-referral"),
    path("aanmelden/zelf/", views.ask_help, name="ask-help"),
    path("aanmelden/jong/", views.ask_help_young, name="ask-help-young"),
    path("aanmelden/later/", later.put_aside, name="put-aside"),
    path("aanmelden/verder/", later.resume_draft, name="resume-draft"),
    path("aanmelden/stap/<slug:slug>/", views.answer_page, name="answer-page"),
    path("aanmelden/gezin/", persons.list_persons, name="list-persons"),
    path("aanmelden/gezin/<int:place>/", persons.answer_person, name="answer-person"),
    path("aanmelden/gezin/<int:place>/weg/", persons.remove_person, name="remove-person"),
    path("aanmelden/papieren/", papers.list_papers, name="list-papers"),
    path("aanmelden/papieren/<uuid:attachment_id>/weg/", papers.remove_paper, name="remove-paper"),
    path("aanmelden/gevaar-nu/", views.read_crisis, name="read-crisis"),
    path("aanmelden/nakijken/", sending.check_answers, name="check-answers"),
    path("aanmelden/ontvangen/", sending.read_receipt, name="read-receipt"),
    path("aanmelden/wissen/", sending.forget_answers, name="forget-answers"),
    path("aanmelden/telefoon/", call.enter_referral, name="enter-referral"),
]
