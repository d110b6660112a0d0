"""Whether the plan is right for somebody: said by themselves, changed as often as they like, never assumed."""

import pytest
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.plans import actions as plans
from eenplan.plans.enums import ClosureReason, GoalStatus
from eenplan.plans.models import Agreement, Goal
from tests.factories.family_plan import FamilyPlan, activate
from tests.web.family.conftest import Enter

pytestmark = [pytest.mark.django_db, pytest.mark.rule(22)]

ASK = "/gezin/plan/antwoord/"


def say(client: Client, answer: str, words: str = "", number: int = 1) -> object:
    return client.post(ASK, {"answer": answer, "words": words, "number": str(number)}, follow=True)


def test_an_answer_is_recorded_by_the_person_with_their_own_card(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    response = say(client, "partly", "die dinsdag lukt niet")
    made.parent.refresh_from_db()
    row = Agreement.objects.get()
    assert (row.person_id, row.recorded_by_id) == (made.parent.id, made.parent.actor_id)
    assert (row.answer, row.form, row.words) == ("partly", "own_card", "die dinsdag lukt niet")
    page = response.content.decode()
    assert "Je antwoord is bewaard" in page
    assert "je: voor een deel." in page
    assert "die dinsdag lukt niet" in page


def test_a_new_answer_is_added_and_counts_and_the_old_one_stays(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    say(client, "disagreed")
    page = say(client, "agreed").content.decode()
    assert [row.answer for row in Agreement.objects.order_by("recorded_at")] == ["disagreed", "agreed"]
    assert "ja, dit gaat voor mij." in page


def test_nothing_chosen_is_nothing_said(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    asked = client.get(ASK).content.decode()
    assert "checked" not in asked
    response = client.post(ASK, {"words": "mijn woorden blijven staan", "number": "1"})
    assert "Kies wat voor jou klopt" in response.content.decode()
    assert "mijn woorden blijven staan" in response.content.decode()
    client.post(ASK, {"answer": "misschien", "number": "1"})
    assert not Agreement.objects.exists()


def test_what_was_read_is_what_is_answered(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    client.get(ASK)
    activate(made)
    response = say(client, "agreed", number=1)
    assert "intussen een nieuwe versie" in response.content.decode()
    assert not Agreement.objects.exists()


def test_an_answer_of_one_is_not_an_answer_of_another(enter: Enter, made: FamilyPlan) -> None:
    say(enter(made, made.child), "agreed")
    assert Agreement.objects.get().person_id == made.child.id
    client = enter(made)
    assert "Jij zei er nog niets over" in client.get("/gezin/plan/").content.decode()


def test_a_closed_plan_asks_nothing_any_more(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    with request_transaction(made.coach):
        plans.close_trajectory(
            made.coach,
            trajectory_id=made.trajectory_id,
            reason=ClosureReason.GOALS_REACHED,
            remaining_needs="niets",
            who_continues="het gezin zelf",
            told_of_retention_on=made.family.created_at.date(),
            copy_offered=True,
            left_reason="Samen besproken",
            goals={
                goal.item_id: plans.GoalResult(GoalStatus.REACHED)
                for goal in Goal.objects.filter(plan_id=made.plan_id)
            },
        )
    page = client.get("/gezin/plan/").content.decode()
    assert "Dit plan is afgerond" in page
    assert client.get(ASK).status_code == 302
    assert client.post(ASK, {"answer": "agreed", "number": "1"}).status_code == 302
    assert not Agreement.objects.exists()
