"""The coach's pages."""

from django.urls import path

from eenplan.web.coach import cards

app_name = "coach"

urlpatterns = [
    path("gezinnen/<uuid:family_id>/kaarten/", cards.list_cards, name="list-cards"),
    path("gezinnen/<uuid:family_id>/kaarten/nieuw/", cards.issue_card, name="issue-card"),
    path(
        "gezinnen/<uuid:family_id>/kaarten/<uuid:card_id>/intrekken/", cards.revoke_card, name="revoke-card"
    ),
    path("gezinnen/<uuid:family_id>/plan.pdf", cards.print_plan, name="print-plan"),
]
