"""Noting talks with a psychologist, and where others read how many there were."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import issue_card
from eenplan.families.models import Person
from eenplan.plans.actions import TeamFields, note_team_member
from eenplan.plans.enums import SessionStatus, TeamKind
from eenplan.plans.models import Session, SessionSeries
from tests.cast import make_team
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.factories.sessions import make_series, note, share_with_psychologist
from tests.once import once

pytestmark = pytest.mark.django_db

LINE = "GEHEIM-toetsen"


@once
def helped() -> Helped:
    """A family that shares something about mother and daughter with the psychologist, and has an agreed plan."""
    helped = make_helped(make_team())
    for person in helped.people[:2]:
        share_with_psychologist(helped, person.id)
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    return helped


def as_(client: Client, helped: Helped, role: Role) -> Client:
    """The client, signed in as the team's worker in a role."""
    client.force_login(helped.team.account(role))
    return client


def with_card(helped: Helped, person: Person) -> Client:
    """The browser of somebody of the family."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=person.id)
    client = Client()
    client.post(reverse("family:open-card"), {"code": card.code, "pin": card.pin})
    return client


def at(name: str, helped: Helped, *more: Any) -> str:
    """An address of the psychologist's place."""
    return reverse(f"partner:{name}", args=[helped.family.id, *more])


def daughters(helped: Helped, held: int = 1) -> SessionSeries:
    """Talks with the daughter."""
    return make_series(
        helped.team.acting(Role.PSYCHOLOGIST), helped, helped.people[1].id, held=held, line=LINE
    )


def test_a_psychologist_begins_and_notes_in_two_clicks(client: Client, helped: Helped) -> None:
    as_(client, helped, Role.PSYCHOLOGIST)
    assert "Gesprekken beginnen" in client.get(at("read-family", helped)).content.decode()
    answer = client.post(
        at("begin-talks", helped),
        {"about": [helped.people[1].id], "agreed_on": str(today()), "theme": "loss", "line": "opa"},
    )
    assert answer.status_code == 302
    series = SessionSeries.objects.get()
    page = client.get(at("read-family", helped)).content.decode()
    assert "Vandaag gehouden" in page
    assert f'value="{today().isoformat()}"' in page
    client.post(at("note-talk", helped, series.pk), {"day": today().isoformat(), "status": "kept"})
    assert Session.objects.get().status == SessionStatus.KEPT
    assert "1 gesprek gehouden" in client.get(at("list-talks", helped)).content.decode()


def test_a_mistake_is_mended_or_taken_away(client: Client, helped: Helped) -> None:
    series = daughters(helped, held=0)
    talk = note(helped.team.acting(Role.PSYCHOLOGIST), series, today())
    as_(client, helped, Role.PSYCHOLOGIST)
    other = today() - timedelta(days=2)
    client.post(at("correct-talk", helped, talk), {"day": str(other), "status": "cancelled"})
    row = Session.objects.get()
    assert (row.day, row.status) == (other, SessionStatus.CANCELLED)
    client.post(at("withdraw-talk", helped, talk))
    assert Session.objects.get().withdrawn_at
    assert client.get(at("correct-talk", helped, talk)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "morgen", "status": "kept"}, "datum"),
        ({"day": "1 1 2050", "status": "kept"}, "moet nog komen"),
        ({"day": "1 1 2019", "status": "kept"}, "vanaf de dag waarop ze ja zeiden"),
        ({"day": "1 1 2019"}, "Ging het door?"),
        ({"day": "1 1 2019", "status": "misschien"}, "Kies een van de antwoorden"),
        ({}, "Welke dag?"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    client: Client, helped: Helped, sent: dict[str, str], said: str
) -> None:
    series = daughters(helped, held=0)
    page = as_(client, helped, Role.PSYCHOLOGIST).post(at("note-talk", helped, series.pk), sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Session.objects.exists()


def test_the_same_day_twice_is_told(client: Client, helped: Helped) -> None:
    series = daughters(helped)
    sent = {"day": str(today() - timedelta(days=1)), "status": "kept"}
    page = as_(client, helped, Role.PSYCHOLOGIST).post(at("note-talk", helped, series.pk), sent)
    assert "staat er al een gesprek" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"theme": "depressie", "line": ""}, "Kies een van de antwoorden"),
        ({"theme": "loss", "line": "x" * 61}, "Notities horen hier niet"),
        ({"theme": "", "line": "iets"}, "Waarover gaan de gesprekken?"),
    ],
)
def test_a_theme_is_of_the_list_and_short(
    client: Client, helped: Helped, sent: dict[str, str], said: str
) -> None:
    series = daughters(helped, held=0)
    page = as_(client, helped, Role.PSYCHOLOGIST).post(at("change-theme", helped, series.pk), sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    if sent["line"]:
        assert sent["line"] in page.content.decode()
    assert SessionSeries.objects.get().theme == "tension"


def test_whom_the_family_does_not_share_cannot_be_chosen(client: Client, helped: Helped) -> None:
    as_(client, helped, Role.PSYCHOLOGIST)
    assert (
        helped.people[2].given_name
        or "kind of jongere" not in client.get(at("begin-talks", helped)).content.decode()
    )
    for who in (str(helped.people[2].id), str(new_id()), "iets"):
        sent = {"about": [who], "agreed_on": str(today()), "theme": "loss"}
        assert client.post(at("begin-talks", helped), sent).status_code == 422
    assert not SessionSeries.objects.exists()


@pytest.mark.rule(39)
def test_the_coach_reads_count_and_theme_apart_and_no_day(client: Client, helped: Helped) -> None:
    daughters(helped, held=2)
    page = as_(client, helped, Role.COACH).get(reverse("coach:read-plan", args=[helped.family.id]))
    said = page.content.decode()
    assert "2 gesprekken gehouden" in said
    assert LINE in said
    assert "Noteren of verbeteren" not in said


@pytest.mark.rule(34)
def test_who_sees_what_says_who_knows_of_talks(client: Client, helped: Helped) -> None:
    daughters(helped)
    mother, daughter = helped.people[:2]
    as_(client, helped, Role.COACH)
    href = reverse("coach:read-who-sees", args=[helped.family.id])
    page = client.get(href, {"wie": f"person:{daughter.id}"}).content.decode()
    assert "hoeveel en waarover" in page
    assert "Gesprekken, enkel op het scherm" in page
    page = client.get(href, {"wie": f"person:{mother.id}"}).content.decode()
    assert "Gesprekken, enkel op het scherm" not in page


@pytest.mark.rule(34)
def test_the_daughter_reads_her_own_talks_and_her_mother_does_not(helped: Helped) -> None:
    daughters(helped)
    mother, daughter = (with_card(helped, person) for person in helped.people[:2])
    assert reverse("family:read-talks") in daughter.get(reverse("family:read-home")).content.decode()
    own = daughter.get(reverse("family:read-talks")).content.decode()
    assert LINE in own
    assert "Welke dagen?" in own
    assert "Niet iedereen ziet alles" in own
    assert reverse("family:read-talks") not in mother.get(reverse("family:read-home")).content.decode()
    hers = mother.get(reverse("family:read-talks"))
    assert LINE not in hers.content.decode()
    assert "gehouden" not in hers.content.decode()


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.PARTNER, Role.EXPERT])
def test_noting_is_for_the_psychologist(client: Client, helped: Helped, role: Role) -> None:
    series = daughters(helped)
    as_(client, helped, role)
    for name, more in (("list-talks", ()), ("begin-talks", ()), ("note-talk", (series.pk,))):
        assert client.get(at(name, helped, *more)).status_code == 403


def test_another_psychologist_and_another_family_are_closed(client: Client, helped: Helped) -> None:
    series = daughters(helped)
    talk = Session.objects.get()
    other = make_helped(make_team("9902"))
    share_with_psychologist(other, other.mother.id)
    as_(client, other, Role.PSYCHOLOGIST)
    sent = {"day": str(today()), "status": "kept"}
    for family in (helped, other):
        assert client.post(at("note-talk", family, series.pk), sent).status_code == 404
        assert client.post(at("correct-talk", family, talk.id), sent).status_code == 404
        assert client.post(at("withdraw-talk", family, talk.id)).status_code == 404
    assert client.get(at("list-talks", helped)).status_code == 404
    assert Session.objects.count() == 1


def test_the_coach_notes_for_a_helper_without_an_account(client: Client, helped: Helped) -> None:
    as_(client, helped, Role.COACH)
    args = [helped.family.id]
    assert client.get(reverse("coach:begin-talks", args=args)).status_code == 404
    with request_transaction(helped.coach):
        member = note_team_member(
            helped.coach,
            plan_id=helped.plan.id,
            member=TeamFields("An Peeters", TeamKind.PROFESSIONAL, role="psycholoog"),
        )
    sent = {
        "helper": member.item_id,
        "about": [helped.mother.id],
        "agreed_on": str(today()),
        "theme": "parenting",
    }
    assert client.post(reverse("coach:begin-talks", args=args), sent).status_code == 302
    series = SessionSeries.objects.get()
    client.post(reverse("coach:note-talk", args=[*args, series.pk]), {"day": str(today()), "status": "kept"})
    page = client.get(reverse("coach:read-plan", args=args)).content.decode()
    assert "1 gesprek gehouden" in page
    assert "Noteren of verbeteren" in page


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_asks_as_much_for_many_as_for_one(
    client: Client, helped: Helped, times: int, django_assert_num_queries: Any
) -> None:
    for _number in range(times):
        daughters(helped, held=times)
    as_(client, helped, Role.PSYCHOLOGIST)
    client.get(at("list-talks", helped))
    with django_assert_num_queries(14):
        client.get(at("list-talks", helped))
