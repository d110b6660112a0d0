"""The small parts of the plan at the coach's door: who may, what is kept, what is refused in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import HomeFields, NewPerson, add_person, tie
from eenplan.families.enums import PersonRole, Share, TieKind
from eenplan.families.models import Person
from eenplan.plans import actions
from eenplan.plans.enums import ClosureReason, GoalStatus, Horizon, Secrecy, SectionKey, TeamKind
from eenplan.plans.queries import ChildViewPiece, HomePiece, PlanNow, ReviewPiece, plan
from eenplan.plans.queries.suggestions import suggestions
from tests.cast import MARKER, people_of
from tests.factories.plans import Helped, activate, add_family_goal, mark_all_domains
from tests.web.coach.conftest import typed_date
from tests.web.coach.test_calm import opened
from tests.web.coach.test_writing import asks

pytestmark = pytest.mark.django_db

SECRET = MARKER.format("")


def at(helped: Helped, name: str, **more: Any) -> str:
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def disagreement(helped: Helped, text: str = "niet eens") -> UUID:
    fields = actions.DisagreementFields(text, person_id=helped.mother.id)
    with request_transaction(helped.coach):
        return actions.note_disagreement(helped.coach, plan_id=helped.plan.id, disagreement=fields).item_id


def plan_of(helped: Helped) -> PlanNow:
    with request_transaction(helped.coach):
        return plan(helped.coach, helped.family.id)


@pytest.fixture
def places(helped: Helped) -> dict[str, str]:
    """The address of every page of the small parts."""
    mother, child = people_of(helped.family)[:2]
    coach, plan_id = helped.coach, helped.plan.id
    with request_transaction(coach):
        expected = add_person(
            coach,
            family_id=helped.family.id,
            person=NewPerson(PersonRole.CHILD, due_date=today() + timedelta(days=60)),
        )
        home = actions.note_home(coach, plan_id=plan_id, home=HomeFields("bij mama")).item_id
        matters = actions.note_who_matters(
            coach, plan_id=plan_id, matters=actions.MattersFields("Oma")
        ).item_id
        linked = actions.link_plan(
            coach, plan_id=plan_id, linked=actions.LinkedPlanFields("Plan", "CKG")
        ).item_id
        held = actions.ReviewFields(today(), person_ids=(mother.id,), changes="niets")
        review = actions.hold_review(coach, plan_id=plan_id, review=held).item_id
        tied = tie(coach, person_id=mother.id, child_id=child.id, kind=TieKind.PARENT)
    item = disagreement(helped)
    given: dict[str, dict[str, Any]] = {
        "add-home": {}, "change-home": {"item_id": home}, "add-person": {},
        "record-birth": {"person_id": expected.id}, "list-ties": {}, "end-tie": {"tie_id": tied.id},
        "note-informed": {"person_id": mother.id}, "add-who-matters": {},
        "change-who-matters": {"item_id": matters}, "hear-child": {"person_id": child.id},
        "write-topic": {"topic": "signs"}, "add-disagreement": {}, "change-disagreement": {"item_id": item},
        "resolve-disagreement": {"item_id": item}, "add-linked-plan": {},
        "change-linked-plan": {"item_id": linked}, "hold-review": {}, "change-review": {"item_id": review},
    }  # fmt: skip
    return {name: at(helped, name, **more) for name, more in given.items()}


def test_the_coach_opens_every_page(alice: Client, places: dict[str, str]) -> None:
    for name, path in places.items():
        answer = alice.get(path)
        assert answer.status_code == (405 if name == "end-tie" else 200), name
        if name != "end-tie":
            assert SECRET in answer.content.decode(), name


@pytest.mark.parametrize(
    ("who", "status"),
    [("bob", 404), ("charlie", 404), ("coordinator", 403), ("coordinator_elsewhere", 403), ("partner", 403)],
)
def test_nobody_else_opens_or_writes_one(
    enter: Callable[[str], Client], places: dict[str, str], who: str, status: int
) -> None:
    visitor = enter(who)
    for name, path in places.items():
        assert visitor.get(path).status_code in (status, 405), name
        assert visitor.post(path, {}).status_code == status, name
    assert {enter("visitor").get(path).status_code for path in places.values()} <= {302, 405}


def test_nothing_typed_is_refused_in_words_and_kept(alice: Client, places: dict[str, str]) -> None:
    for name, path in places.items():
        if name in ("end-tie", "note-informed", "change-home", "change-who-matters"):
            continue
        answer = alice.post(path, {"text": "dit stond er", "name": "", "title": ""})
        assert answer.status_code == 422, name
        assert 'role="alert"' in answer.content.decode(), name


def test_a_home_is_written_with_who_lives_there(alice: Client, helped: Helped) -> None:
    mother, child = people_of(helped.family)[:2]
    typed = {
        "name": "bij mama", f"lives_{mother.id.hex}": "full", f"lives_{child.id.hex}": "part",
        **{f"lives_{one.id.hex}": "no" for one in people_of(helped.family)[2:]},
        "address": "Kerkstraat 1", "municipality": "", "who_sees": "few",
    }  # fmt: skip
    assert alice.post(at(helped, "add-home"), typed).status_code == 302
    with request_transaction(helped.coach):
        (home,) = plan(helped.coach, helped.family.id).pieces.of(HomePiece)
    assert {one.person_id: one.share for one in home.residents} == {
        mother.id: Share.FULL,
        child.id: Share.PART,
    }
    shown = alice.get(at(helped, "read-plan")).content.decode()
    assert "bij mama" in shown
    assert "Kerkstraat 1" not in shown
    assert "Kerkstraat 1" in alice.get(at(helped, "change-home", item_id=home.item_id)).content.decode()


def test_an_unknown_municipality_is_asked_again_with_all_that_was_typed(
    alice: Client, helped: Helped
) -> None:
    everybody = {f"lives_{one.id.hex}": "no" for one in people_of(helped.family)}
    typed = {"name": "bij tante", "municipality": "Nergenshuizen", "who_sees": "few", **everybody}
    answer = alice.post(at(helped, "add-home"), typed)
    assert answer.status_code == 422
    assert "bij tante" in answer.content.decode()
    assert "kennen we niet" in answer.content.decode()


@pytest.mark.rule(6)
def test_an_expected_child_is_born_in_one_act(alice: Client, helped: Helped) -> None:
    typed = {"role": "child", "lives_here": "full", **typed_date("due_date", today() + timedelta(days=20))}
    assert alice.post(at(helped, "add-person"), typed).status_code == 302
    child = Person.objects.get(family=helped.family, due_date__isnull=False)
    assert "verwacht rond" in alice.get(at(helped, "read-plan")).content.decode()
    path = at(helped, "record-birth", person_id=child.id)
    assert alice.post(path, {"given_name": "Nina", **typed_date("birth_date", today())}).status_code == 302
    child.refresh_from_db()
    assert (child.given_name, child.birth_date, child.due_date) == ("Nina", today(), None)
    assert alice.get(path).status_code == 404


def test_a_child_says_it_in_its_own_way(alice: Client, helped: Helped) -> None:
    child = people_of(helped.family)[1]
    path = at(helped, "hear-child", person_id=child.id)
    assert alice.post(path, {"said_how": "not_yet"}).status_code == 422
    assert alice.post(path, {"said_how": "not_yet", "reason": "op kamp"}).status_code == 302
    assert "nog niet gevraagd: op kamp" in alice.get(at(helped, "read-plan")).content.decode()
    with request_transaction(helped.coach):
        revision = plan(helped.coach, helped.family.id).sections["what_we_want"].revision  # type: ignore[index]
    typed = {"said_how": "drawing", "text": "een boomhut", "revision": revision}
    assert alice.post(path, typed).status_code == 302
    with request_transaction(helped.coach):
        (view,) = plan(helped.coach, helped.family.id).pieces.of(ChildViewPiece)
    assert view.text is not None
    assert view.text.text == "een boomhut"


def test_sides_of_a_section_without_words_are_one_quiet_line(alice: Client, helped: Helped) -> None:
    page = alice.get(at(helped, "read-plan")).content.decode()
    assert "Nog niets over:" in page
    path = at(helped, "write-topic", topic="signs")
    assert (
        alice.post(path, {"text": "Seppe slaapt slecht", "speaker": str(helped.mother.id)}).status_code == 302
    )
    assert "Seppe slaapt slecht" in alice.get(at(helped, "read-plan")).content.decode()
    assert alice.get(at(helped, "write-topic", topic="nothing")).status_code == 404


@pytest.mark.rule(23)
def test_safety_is_written_apart_and_never_released(alice: Client, helped: Helped) -> None:
    path = at(helped, "write-topic", topic="safety")
    assert 'name="private"' not in alice.get(path).content.decode()
    assert alice.post(path, {"text": "naar oma", "speaker": "worker"}).status_code == 302
    assert "Het staat nooit op papier" in alice.get(at(helped, "read-plan")).content.decode()


def test_a_disagreement_has_no_way_out_but_is_resolved(alice: Client, helped: Helped) -> None:
    item = disagreement(helped, "Ik wil niet verhuizen")
    page = alice.get(at(helped, "change-disagreement", item_id=item)).content.decode()
    assert "Haal dit uit het plan" not in page
    refused = alice.post(at(helped, "take-out", item_id=item))
    assert refused.status_code == 400
    assert "blijft in het plan staan" in refused.content.decode()
    path = at(helped, "resolve-disagreement", item_id=item)
    assert alice.post(path, {"how": "We blijven", **typed_date("on", today())}).status_code == 302
    shown = alice.get(at(helped, "read-plan")).content.decode()
    assert "Ik wil niet verhuizen" in shown
    assert "opgelost op" in shown


@pytest.mark.rule(21)
def test_looking_back_scores_and_sets_the_next_day(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped, "Slapen", score_start=2, score_now=2, score_target=7)
    typed = {
        "persons": [str(helped.mother.id)], "changes": "Om beurten opstaan", f"score_{goal.hex}": "5",
        **typed_date("on", today()), **typed_date("next_review_date", today() + timedelta(days=30)),
    }  # fmt: skip
    assert alice.post(at(helped, "hold-review"), typed).status_code == 302
    with request_transaction(helped.coach):
        page = plan(helped.coach, helped.family.id)
    assert page.next_review_date == today() + timedelta(days=30)
    assert [dict(one.scores) for one in page.pieces.of(ReviewPiece)] == [{goal: 5}]
    shown = alice.get(at(helped, "read-plan")).content.decode()
    assert '<th scope="row">in het begin</th><td class="num">2</td>' in shown
    assert '<th scope="row">18 november</th><td class="num">5</td>' in shown


@pytest.mark.rule(21)
def test_a_review_that_was_mistyped_is_put_right(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped, "Slapen", score_now=2)
    fields = actions.ReviewFields(
        today(), person_ids=(helped.mother.id,), scores={goal: 5}, changes="Om beurten"
    )
    with request_transaction(helped.coach):
        review = actions.hold_review(helped.coach, plan_id=helped.plan.id, review=fields).item_id
    next_day = plan_of(helped).next_review_date
    path = at(helped, "change-review", item_id=review)
    assert path in alice.get(at(helped, "read-plan")).content.decode()
    page = alice.get(path).content.decode()
    assert "Om beurten" in page
    assert "next_review_date" not in page
    assert "Welk cijfer gaven ze toen?" in page
    typed = opened(alice, path) | {"others": "", "changes": "Om beurten opstaan", f"score_{goal.hex}": "6"}
    with request_transaction(helped.coach):  # somebody else adds who was there
        seen = plan(helped.coach, helped.family.id).sections[SectionKey.GOALS].revision
        more = replace(fields, others="Oma")
        actions.change_review(helped.coach, review_id=review, review=more, revision=seen)
    answer = alice.post(path, typed, follow=True)
    assert "We voegden het samen" in answer.content.decode()
    (found,) = plan_of(helped).pieces.of(ReviewPiece)
    assert found.text is not None
    assert (found.text.text, found.others, dict(found.scores)) == ("Om beurten opstaan", "Oma", {goal: 6})
    assert plan_of(helped).next_review_date == next_day
    assert "Om beurten opstaan" in alice.get(at(helped, "read-words", item_id=review)).content.decode()
    typed = opened(alice, path) | {"changes": "Iets anders"}
    with request_transaction(helped.coach):
        seen = plan(helped.coach, helped.family.id).sections[SectionKey.GOALS].revision
        other = replace(fields, others="Oma", changes="Vaker wandelen")
        actions.change_review(helped.coach, review_id=review, review=other, revision=seen)
    answer = alice.post(path, typed)
    assert answer.status_code == 409
    assert "wandelen" in answer.content.decode()


def test_looking_back_begins_with_what_changed_since_the_last_time(alice: Client, helped: Helped) -> None:
    page = alice.get(at(helped, "hold-review")).content.decode()
    assert "Wat veranderde er sinds de vorige keer?" not in page
    mark_all_domains(helped)
    add_family_goal(helped, "Slapen")
    activate(helped)
    add_family_goal(helped, "Samen eten")
    page = alice.get(at(helped, "hold-review")).content.decode()
    assert "Wat veranderde er sinds de vorige keer?" in page
    assert page.count("Samen eten") == 2  # as what changed, and as a goal to score
    assert page.count("Slapen") == 1


@pytest.mark.rule(21)
def test_a_review_is_told_before_its_day_and_after(alice: Client, helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped, next_review_date=today() + timedelta(days=20))
    title = "Plannen om opnieuw te bekijken"
    assert title not in alice.get("/vandaag/").content.decode()
    for days, said in ((12, "tegen 8 december"), (21, "was voor 8 december")):
        with time_machine.travel(now() + timedelta(days=days)):
            page = Client()
            page.force_login(helped.team.account(Role.COACH))
            shown = page.get("/vandaag/").content.decode()
            assert title in shown
            assert said in shown


@pytest.mark.rule(36)
def test_who_has_no_secrecy_is_marked_beside_the_name(alice: Client, helped: Helped) -> None:
    for name, secrecy in (("Juf An", Secrecy.NO), ("Dokter Els", Secrecy.YES)):
        with request_transaction(helped.coach):
            actions.note_team_member(
                helped.coach,
                plan_id=helped.plan.id,
                member=actions.TeamFields(name, TeamKind.PROFESSIONAL, secrecy=secrecy),
            )
    shown = alice.get(at(helped, "read-plan")).content.decode()
    assert shown.count("ziet aan tafel enkel wat voor iedereen is") == 1


@pytest.mark.rule(19)
def test_an_example_is_copied_only_when_asked_and_said_by_somebody(alice: Client, helped: Helped) -> None:
    example = suggestions("goals")[0]
    path = at(helped, "add-goal")
    assert f">{example.text}</textarea>" not in alice.get(path).content.decode().replace("\n", "")
    asked = alice.get(f"{path}?voorbeeld={example.code}").content.decode()
    assert "Dit is maar een voorbeeld" in asked
    assert example.text in asked
    assert alice.post(path, {"text": example.text}).status_code == 422
    with request_transaction(helped.coach):
        assert plan(helped.coach, helped.family.id).pieces.goals == ()
    assert alice.get(f"{path}?voorbeeld=nergens").status_code == 200


def test_a_small_step_is_written_under_its_goal(alice: Client, helped: Helped) -> None:
    far = add_family_goal(helped, "Een eigen huis", horizon=Horizon.LONG)
    typed = {
        "text": "Bellen naar de dienst", "expressed_by": str(helped.mother.id), "whose": "family",
        "horizon": "small", "part_of": str(far), "scale_low": "niets", "scale_high": "alles",
    }  # fmt: skip
    assert alice.post(at(helped, "add-goal"), typed).status_code == 302
    shown = alice.get(at(helped, "read-plan")).content.decode()
    assert "Kleine stap van:" in shown
    assert "0: niets · 10: alles" in shown


def close(helped: Helped) -> None:
    acting = helped.team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        actions.close_trajectory(
            acting,
            trajectory_id=helped.trajectory.id,
            reason=ClosureReason.OTHER,
            remaining_needs="niets",
            who_continues="oma",
            told_of_retention_on=today(),
            copy_offered=True,
        )


@pytest.mark.rule(41)
def test_aftercare_stands_in_the_list_until_it_is_noted(
    enter: Callable[[str], Client], helped: Helped, client: Client
) -> None:
    close(helped)
    listed = reverse("coach:list-aftercare")
    path = at(helped, "record-aftercare", trajectory_id=helped.trajectory.id)
    with time_machine.travel(today() + timedelta(days=190)):
        client.force_login(helped.team.account(Role.INTAKE))
        assert SECRET in client.get(listed).content.decode()
        assert client.post(path, {"result": "goes_well"}).status_code == 422
        typed = {"result": "goes_well", "words": "Het gaat", **typed_date("held_on", today())}
        assert client.post(path, typed).status_code == 302
        assert SECRET not in client.get(listed).content.decode()
        assert "is genoteerd" in client.get(path).content.decode()
        for who, status in (("bob", 404), ("charlie", 404), ("partner", 403), ("coordinator_elsewhere", 404)):
            assert enter(who).get(path).status_code == status
        assert SECRET not in enter("coordinator_elsewhere").get(listed).content.decode()


@pytest.mark.rule(41)
def test_the_coach_of_then_finds_it_today_and_among_the_families(
    enter: Callable[[str], Client], helped: Helped
) -> None:
    close(helped)
    path = at(helped, "record-aftercare", trajectory_id=helped.trajectory.id)
    with time_machine.travel(now() + timedelta(days=190)):
        for name in ("list-today", "list-families", "list-aftercare"):
            assert path in enter("alice").get(reverse(f"coach:{name}")).content.decode()
            assert path not in enter("bob").get(reverse(f"coach:{name}")).content.decode()
        alice = enter("alice")
        page = alice.get(path).content.decode()
        assert "tel:089000000" in page
        assert alice.post(path, {"result": "goes_well"}).status_code == 422
        typed = {"result": "goes_well", "words": "Het gaat", **typed_date("held_on", today())}
        assert alice.post(path, typed).status_code == 302
        assert path not in alice.get(reverse("coach:list-today")).content.decode()
        told = enter("coordinator").get(reverse("coach:read-timeline", args=[helped.family.id]))
        assert "Nazorg: het gaat goed." in told.content.decode()


@pytest.mark.rule(41)
def test_what_lasted_is_asked_by_goal_in_the_familys_own_scale(
    enter: Callable[[str], Client], helped: Helped
) -> None:
    mark_all_domains(helped)
    goal = add_family_goal(helped, "Samen eten")
    activate(helped)
    with request_transaction(helped.coach):
        actions.score_goal(helped.coach, goal_id=goal, score_now=8, status=GoalStatus.REACHED)
    close(helped)
    path = at(helped, "record-aftercare", trajectory_id=helped.trajectory.id)
    with time_machine.travel(now() + timedelta(days=190)):
        alice = enter("alice")
        page = alice.get(path).content.decode()
        assert "Lukt het nog wat toen lukte?" in page
        assert "Cijfer toen: 8" in page
        typed = {
            "result": "not_reached", f"lasts_{goal.hex}": "partly", f"lasts_score_{goal.hex}": "6",
            **typed_date("held_on", today()),
        }  # fmt: skip
        refused = alice.post(path, typed)
        assert refused.status_code == 422
        assert "Jullie hoorden elkaar niet" in refused.content.decode()
        assert alice.post(path, {**typed, "result": "goes_well", "words": "Het gaat"}).status_code == 302
        page = enter("coordinator").get(path).content.decode()
        assert "voor een deel" in page
        assert "cijfer toen 8, nu 6" in page
        # One goal of one family is not told as a number.
        assert (
            "nog te weinig gevraagd"
            in enter("coordinator").get(reverse("coach:list-aftercare")).content.decode()
        )


@pytest.mark.parametrize("times", [1, 3])
def test_a_full_plan_costs_no_query_more(alice: Client, helped: Helped, times: int) -> None:
    mark_all_domains(helped)
    goal = add_family_goal(helped)
    activate(helped)
    for number in range(times):
        disagreement(helped)
        with request_transaction(helped.coach):
            actions.note_home(helped.coach, plan_id=helped.plan.id, home=HomeFields(f"huis {number}"))
            actions.hold_review(
                helped.coach,
                plan_id=helped.plan.id,
                review=actions.ReviewFields(
                    today(), today(), (helped.mother.id,), scores={goal: number}, changes="niets"
                ),
            )
    assert asks(alice, at(helped, "read-plan")) == 9
