"""The family writes in its plan with its own cards; the coach answers; and what is kept from somebody stays kept."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import issue_card
from eenplan.plans.actions.contributions import respond
from eenplan.plans.enums import Brings, Verdict
from eenplan.plans.models import Action, Contribution, Goal, Plan, Response
from tests.factories.consent import make_share, with_worker
from tests.factories.contributions import brought
from tests.factories.plans import Helped, activate
from tests.plans.test_contributions import FATHER, MOTHER, SISTER, SON, goal_of, step_of
from tests.plans.test_contributions import father as father
from tests.plans.test_contributions import helped as helped
from tests.plans.test_contributions import son as son
from tests.plans.test_contributions import team as team
from tests.web.coach.test_rights import signed_in

pytestmark = pytest.mark.django_db

LIST, GOAL, STEP = "/gezin/voorstel/", "/gezin/voorstel/doel/", "/gezin/voorstel/stap/"
PLAN, STEPS = "/gezin/plan/", "/gezin/wat-ik-doe/"
SECRET = "GEHEIM-papa mag dit niet lezen"


def came_in(helped: Helped, who: int) -> Client:
    """Somebody's own browser, with their own card."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.people[who].id)
    client = Client()
    assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    return client


def text_of(answer: Any) -> str:
    """What is read."""
    return unescape(answer.content.decode())


def beside(item_id: UUID) -> str:
    """Where something is said beside a piece."""
    return reverse("family:say-beside", args=[item_id])


def at(helped: Helped, name: str, *more: Any) -> str:
    """An address of the coach about this family."""
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def sent(**changes: str) -> dict[str, str]:
    """A goal as somebody types it."""
    return {
        "words": "Ik wil naar de judo",
        "whose": "me",
        "reads": "all",
        "sent_key": str(uuid4()),
        **changes,
    }


@pytest.mark.rule(19)
def test_a_goal_is_proposed_taken_over_in_one_act_and_read_back(helped: Helped) -> None:
    son = came_in(helped, SON)
    page = text_of(son.get(GOAL))
    assert "checked" not in page
    typed = sent()
    answer: Any = son.post(GOAL, typed, follow=True)
    assert "Ik wil naar de judo" in text_of(answer)
    assert "wacht op je coach" in text_of(answer)
    son.post(GOAL, typed)
    row = Contribution.objects.get()
    coach = signed_in(helped)
    assert "Lars stelt een doel voor" in text_of(coach.get("/vandaag/"))
    assert "Er wacht één voorstel of opmerking op een antwoord." in text_of(
        coach.get(at(helped, "read-family"))
    )
    place = at(helped, "answer-contribution", row.item_id)
    assert place in text_of(coach.get(at(helped, "list-contributions")))
    done: Any = coach.post(place, {"act": "take"}, follow=True)
    assert "het staat in het plan, in dezelfde woorden" in text_of(done)
    goal = Goal.objects.get(expressed_by_id=helped.people[SON].id)
    assert goal.whose_id == helped.people[SON].id
    assert "Lars stelt een doel voor" not in text_of(coach.get("/vandaag/"))
    assert "zodra jullie de nieuwe versie afspreken" in text_of(son.get(LIST))
    again: Any = coach.post(place, {"act": "take"})
    assert again.status_code == 422
    assert "Dit staat al in het plan." in text_of(again)
    activate(helped)
    assert "Ik wil naar de judo" in text_of(came_in(helped, FATHER).get(PLAN))


@pytest.mark.rule(34)
def test_what_a_boy_keeps_from_his_father_shows_on_none_of_his_fathers_pages(helped: Helped) -> None:
    son = came_in(helped, SON)
    kept = {"stance": "disagree", "words": SECRET, "reads": "coach", "sent_key": str(uuid4())}
    son.post(beside(goal_of(helped)), kept)
    son.post(GOAL, sent(words=f"{SECRET} doel", reads="coach"))
    assert text_of(son.get(LIST)).count("Alleen jij en je coach lezen dit") == 2
    assert SECRET in text_of(son.get(PLAN))
    coach = signed_in(helped)
    assert SECRET in text_of(coach.get(at(helped, "read-plan")))
    for row in Contribution.objects.all():
        assert SECRET in text_of(coach.get(at(helped, "answer-contribution", row.item_id)))
    coach.post(
        at(helped, "answer-contribution", Contribution.objects.get(what="goal").item_id), {"act": "take"}
    )
    activate(helped)
    pages = (
        "/gezin/start/", PLAN, LIST, STEPS, "/gezin/plan/versies/", "/gezin/plan/versies/1/", "/gezin/wie-keek/",
        "/gezin/mijn-gegevens/", "/gezin/koelkast/", "/gezin/plan/?erbij",
    )  # fmt: skip
    for who in (FATHER, MOTHER, SISTER):
        reader = came_in(helped, who)
        for page in pages:
            answer: Any = reader.get(page)
            assert answer.status_code == 200, page
            assert SECRET not in text_of(answer), page
            assert "Lars ziet dit anders" not in text_of(answer), page
        assert "Hier komt wat jullie voorstellen" in text_of(reader.get(LIST))
        for row in Contribution.objects.all():
            assert reader.get(beside(row.item_id)).status_code == 404
            assert reader.get(reverse("family:ask-about-piece", args=[row.item_id])).status_code == 404
    copied: Any = came_in(helped, FATHER).post(reverse("family:ask-copy"), follow=True)
    assert "Jeroen" in text_of(copied)
    assert SECRET not in text_of(copied)
    mine: Any = son.post(reverse("family:ask-copy"), follow=True)
    assert SECRET in text_of(mine)
    # The screen turned round to the father.
    coach.post(at(helped, "look-together"), {"who": [f"person:{helped.people[FATHER].id}"]})
    for page in (
        "/vandaag/",
        at(helped, "list-contributions"),
        at(helped, "read-plan"),
        at(helped, "read-family"),
    ):
        assert SECRET not in text_of(coach.get(page)), page


@pytest.mark.rule(36)
def test_a_screen_turned_round_shows_what_waits_as_far_as_all_who_look_may_read_it(
    helped: Helped, son: Acting, father: Acting
) -> None:
    brought(son, Brings.GOAL, "Vaker zwemmen")
    brought(son, Brings.GOAL, SECRET, for_all=False)
    brought(son, Brings.COMMENT, "Dinsdag is lastig", beside_id=goal_of(helped))
    brought(son, Brings.DISAGREE, SECRET, beside_id=goal_of(helped), for_all=False)
    answered = brought(father, Brings.STEP, "Opa bellen")
    with request_transaction(helped.coach):
        respond(
            helped.coach, family_id=helped.family.id, item_id=answered.pk, verdict=Verdict.TALK, reason="Goed"
        )
    coach = signed_in(helped)
    screen = at(helped, "look-together")
    coach.post(screen, {"who": [f"person:{helped.people[FATHER].id}", "released"]})
    page = text_of(coach.get(screen))
    assert "Wat jullie voorstelden" in page
    assert "“Vaker zwemmen”" in page
    assert "“Dinsdag is lastig”" in page
    assert "Opa bellen" not in page
    assert SECRET not in page
    # Alone with the coach the boy sees his own.
    coach.post(reverse("coach:end-together"))
    coach.post(screen, {"who": [f"person:{helped.people[SON].id}"]})
    assert text_of(coach.get(screen)).count(SECRET) == 2


@pytest.mark.parametrize("many", [1, 3])
def test_such_a_screen_costs_the_same_however_much_waits(helped: Helped, son: Acting, many: int) -> None:
    for number in range(many):
        brought(son, Brings.GOAL, f"Vaker zwemmen {number}")
        brought(son, Brings.COMMENT, f"Dinsdag is lastig {number}", beside_id=goal_of(helped))
    coach = signed_in(helped)
    screen = at(helped, "look-together")
    coach.post(screen, {"who": ["released"]})
    coach.get(screen)
    with CaptureQueriesContext(connection) as counted:
        assert "Vaker zwemmen 0" in text_of(coach.get(screen))
    assert len(counted) == 26


def test_a_word_beside_a_piece_for_everybody_is_read_and_answered(helped: Helped) -> None:
    place = beside(goal_of(helped))
    assert place not in text_of(came_in(helped, MOTHER).get(PLAN))
    father = came_in(helped, FATHER)
    assert place in text_of(father.get(f"{PLAN}?erbij"))
    assert "Samen eten" in text_of(father.get(place))
    father.post(place, {"stance": "comment", "words": "Dinsdag lukt goed", "reads": "all"})
    assert "Dinsdag lukt goed" in text_of(came_in(helped, MOTHER).get(PLAN))
    coach = signed_in(helped)
    assert "Dinsdag lukt goed" in text_of(coach.get(at(helped, "read-plan")))
    row = Contribution.objects.get()
    answer = at(helped, "answer-contribution", row.item_id)
    assert "Zet in het plan" not in text_of(coach.get(answer))
    wrong: Any = coach.post(answer, {"verdict": "not_now", "reason": "mijn reden blijft"})
    assert wrong.status_code == 422
    assert "mijn reden blijft" in text_of(wrong)
    coach.post(answer, {"verdict": "read", "reason": "Dank je, dan kies ik dinsdag."})
    assert "Dank je, dan kies ik dinsdag." in text_of(father.get(LIST))
    assert Response.objects.get().verdict == "read"


@pytest.mark.rule(21)
def test_a_step_is_proposed_and_the_coach_says_who_and_when(helped: Helped) -> None:
    son = came_in(helped, SON)
    goal = goal_of(helped)
    typed = {"words": "Samen koken", "who": "others", "goal": str(goal), "reads": "all"}
    past: Any = son.post(STEP, {**typed, "by_day": (today() - timedelta(days=1)).isoformat()})
    assert past.status_code == 422
    assert "Deze dag is al voorbij" in text_of(past)
    assert "Samen koken" in text_of(past)
    son.post(STEP, typed)
    row = Contribution.objects.get()
    assert row.beside_id == goal
    coach = signed_in(helped)
    place = at(helped, "answer-contribution", row.item_id)
    assert coach.post(place, {"act": "take"}).status_code == 422
    empty: Any = coach.post(place, {"act": "take", "owner": "network"})
    assert "Schrijf hoe die organisatie of die persoon heet." in text_of(empty)
    day = (today() + timedelta(days=4)).isoformat()
    coach.post(place, {"act": "take", "owner": f"person:{helped.mother.id}", "due_on": day})
    made = Action.objects.exclude(item_id=step_of_son(helped)).get()
    assert (made.person_id, made.goal_id) == (helped.mother.id, goal)


def step_of_son(helped: Helped) -> UUID:
    """The step that was agreed."""
    return Action.objects.order_by("item__created_at")[0].item_id


def test_ones_own_step_is_ticked_off_and_taken_back(helped: Helped) -> None:
    step = step_of(helped).item_id
    place = reverse("family:tick-step", args=[step])
    son = came_in(helped, SON)
    assert place in text_of(son.get(STEPS))
    done: Any = son.post(place, {"done": "yes"}, follow=True)
    assert "Fijn dat het gelukt is" in text_of(done)
    son.post(place, {"done": "yes"})
    assert "klaar op" in text_of(came_in(helped, FATHER).get(PLAN))
    assert "Lars deed: ‘Tafel dekken’" in text_of(signed_in(helped).get("/vandaag/"))
    back: Any = son.post(place, {"done": "no"}, follow=True)
    assert "staat weer bij wat je doet" in text_of(back)
    assert step_of(helped).done_on is None
    other: Any = came_in(helped, FATHER).post(place, {"done": "yes"}, follow=True)
    assert "van iemand anders" in text_of(other)
    assert step_of(helped).done_on is None
    assert son.post(reverse("family:tick-step", args=[uuid4()])).status_code == 404
    assert son.get(place).status_code == 405


def test_bad_input_keeps_what_was_typed(helped: Helped) -> None:
    son = came_in(helped, SON)
    for changes, shown in (
        ({"reads": ""}, "Kies wie dit mag lezen"),
        ({"reads": "papa"}, "Kies een van de antwoorden"),
        ({"whose": ""}, "Kies voor wie dit doel is"),
        ({"words": "Ik wil naar de judo" * 200}, "Dit is te lang"),
    ):
        answer: Any = son.post(GOAL, sent(**changes))
        assert answer.status_code == 422
        assert shown in text_of(answer)
        assert "Ik wil naar de judo" in text_of(answer)
    assert "Schrijf eerst wat je wil zeggen" in text_of(son.post(GOAL, sent(words=" ")))
    son.post(GOAL, sent(sent_key="onzin"))
    assert Contribution.objects.count() == 1


def test_nobody_writes_in_a_closed_plan(helped: Helped) -> None:
    son = came_in(helped, SON)
    with writing():
        Plan.objects.filter(id=helped.plan.id).update(closed_at=now())
    assert "Nu kan je niets toevoegen" in text_of(son.get(GOAL))
    assert "Een doel voorstellen" not in text_of(son.get(LIST))
    late: Any = son.post(GOAL, sent())
    assert late.status_code == 422
    assert "Jullie plan is afgerond" in text_of(late)
    assert "Ik wil naar de judo" in text_of(late)
    assert not Contribution.objects.exists()


def test_who_may_not(helped: Helped, client: Client) -> None:
    row = brought_by(helped, SON)
    worker = helped.team.assignments[Role.PSYCHOLOGIST].staff_member
    make_share(helped.coach, helped.family.id, with_worker(worker.id), helped.mother.id)
    pages = (at(helped, "list-contributions"), at(helped, "answer-contribution", row.item_id))
    for role in (Role.INTAKE, Role.PSYCHOLOGIST, Role.PARTNER, Role.PRIVACY_OFFICER, Role.EXPERT):
        for page in pages:
            assert signed_in(helped, role).get(page).status_code == 403
    coordinator = signed_in(helped, Role.COORDINATOR)
    assert "Minder ruzie" in text_of(coordinator.get(pages[0]))
    assert "Antwoorden" not in text_of(coordinator.get(pages[0]))
    assert coordinator.post(pages[1], {"verdict": "talk"}).status_code == 403
    for page in (LIST, GOAL, STEP, beside(goal_of(helped))):
        assert client.get(page).url == reverse("family:open-card")  # type: ignore[attr-defined]  # a redirect
    assert signed_in(helped).get(at(helped, "answer-contribution", goal_of(helped))).status_code == 404


def brought_by(helped: Helped, who: int) -> Contribution:
    """A goal that somebody proposes to everybody, with a card that is replaced by the next."""
    from tests.factories.contributions import with_card

    return brought(with_card(helped, helped.people[who]), Brings.GOAL, "Minder ruzie")


def test_reading_and_writing_stand_in_the_audit(helped: Helped) -> None:
    son = came_in(helped, SON)
    son.post(GOAL, sent())
    son.get(LIST)
    son.get(STEP)
    actor = helped.people[SON]
    actor.refresh_from_db()
    rows = Entry.objects.filter(actor_id=actor.actor_id).values_list("kind", "what")
    assert ("write", "plans:contribution:goal") in rows
    assert ("read", "plans:contributions") in rows
    assert ("read", "plans:version") in rows


def test_more_of_it_costs_no_query_more(helped: Helped) -> None:
    son, coach = came_in(helped, SON), signed_in(helped)
    place = beside(goal_of(helped))
    pages = ((son, LIST), (son, PLAN), (coach, at(helped, "read-plan")), (coach, "/vandaag/"))
    counted = []
    for times in (1, 3):
        for number in range(times):
            son.post(place, {"stance": "comment", "words": f"{times} {number}", "reads": "all"})
        for client, page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counted.append(len(asked))
    assert counted[:4] == counted[4:]
    assert counted[0] == QUERIES


QUERIES = 13


def test_the_timeline_tells_who_brought_what_in_and_what_is_kept(helped: Helped) -> None:
    son = came_in(helped, SON)
    son.post(GOAL, sent())
    son.post(beside(goal_of(helped)), {"stance": "disagree", "words": SECRET, "reads": "coach"})
    page = text_of(signed_in(helped).get(at(helped, "read-timeline")))
    assert "Lars stelde zelf een doel voor." in page
    assert "Lars ziet iets in het plan anders." in page
    assert page.count("enkel voor de coach") == 1
    desk = text_of(signed_in(helped, Role.COORDINATOR).get(at(helped, "read-timeline")))
    assert "Lars stelde zelf een doel voor." in desk
    assert SECRET not in desk
