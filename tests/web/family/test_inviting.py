"""Inviting somebody of the network: asked and answered as every share, handed by the coach, taken back at once."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from eenplan.consent.actions import note_disagreement
from eenplan.consent.models import Answer, Grant
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.ids import new_id
from eenplan.families.actions import issue_guest_card
from eenplan.families.models import Card, Person
from eenplan.families.queries import reader
from tests.factories.plans import Helped, activate, add_family_goal, mark_all_domains
from tests.web.coach.test_rights import signed_in
from tests.web.family.conftest import read_all
from tests.web.family.test_sharing import DAUGHTER, FATHER, MOTHER, SON, came_in, holds, tell, text_of
from tests.web.family.test_sharing import helped as helped

pytestmark = pytest.mark.django_db

PAGE = "/gezin/uitnodigen/"
GOAL = "GEHEIM-doel-van-ons"


def typed(helped: Helped, *about: int, **changes: Any) -> dict[str, Any]:
    """What somebody fills in to invite a grandmother."""
    return {
        "name": "Oma Leen",
        "kind": "support_figure",
        "reads": "goals",
        "about": [str(helped.people[who].id) for who in about],
        "why": "Ze vangt Noor op na school.",
        "months": "3",
        **changes,
    }


def invited(helped: Helped, client: Client, *about: int, **changes: Any) -> Grant:
    """Somebody invites the grandmother."""
    answer: Any = client.post(PAGE, typed(helped, *about, **changes))
    assert answer.status_code == 302, text_of(answer)
    return Grant.objects.get()


@pytest.mark.rule(29)
@pytest.mark.rule(30)
def test_a_mother_invites_the_coach_hands_the_card_and_she_takes_it_back(helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped, GOAL)
    activate(helped)
    mother = came_in(helped, MOTHER)
    grant = invited(helped, mother, MOTHER)
    assert grant.made_by_id == Card.objects.get(person=helped.mother, revoked_at=None).actor_id
    assert not grant.health
    assert not grant.secrecy
    assert "mag meelezen" in text_of(mother.get(PAGE))
    assert holds(grant)
    coach = signed_in(helped)
    assert "Oma Leen mag meelezen: geef een kaart" in text_of(coach.get("/vandaag/"))
    assert "Oma Leen" in text_of(coach.get(reverse("coach:list-cards", args=[helped.family.id])))
    with request_transaction(helped.coach):
        card = issue_guest_card(helped.coach, grant_id=grant.id)
    assert "Oma Leen mag meelezen" not in text_of(coach.get("/vandaag/"))
    gran = Client()
    gran.post("/gezin/", {"code": card.code, "pin": card.pin})
    assert GOAL in text_of(gran.get("/gezin/meelezen/"))
    stop = reverse("family:withdraw-invitation", args=[grant.id])
    assert "leest vanaf nu niets meer" in text_of(mother.post(stop, follow=True))
    assert not holds(grant)
    assert GOAL not in text_of(gran.get("/gezin/meelezen/", follow=True))


@pytest.mark.rule(27)
def test_parents_who_disagree_are_both_asked(helped: Helped) -> None:
    with request_transaction(helped.coach):
        note_disagreement(helped.coach, family_id=helped.family.id, person_id=helped.people[SON].id)
    mother = came_in(helped, MOTHER)
    grant = invited(helped, mother, SON)
    assert not holds(grant)
    coach = signed_in(helped)
    assert "geef een kaart" not in text_of(coach.get("/vandaag/"))
    tell(came_in(helped, FATHER), grant, "given")
    assert holds(grant)
    assert "Oma Leen mag meelezen: geef een kaart" in text_of(coach.get("/vandaag/"))


@pytest.mark.rule(28)
def test_a_daughter_of_thirteen_is_asked_herself(helped: Helped) -> None:
    mother = came_in(helped, MOTHER)
    grant = invited(helped, mother, MOTHER, DAUGHTER)
    assert not holds(grant)
    assert "wacht op Noor" in text_of(mother.get(PAGE))
    daughter = came_in(helped, DAUGHTER)
    assert "Oma Leen" in text_of(daughter.get("/gezin/delen/"))
    tell(daughter, grant, "given")
    assert holds(grant)
    tell(daughter, grant, "withdrawn")
    assert not holds(grant)


def test_nobody_invites_about_others_alone_and_what_was_typed_stays(helped: Helped) -> None:
    mother = came_in(helped, MOTHER)
    for wrong, shown in (
        (typed(helped, FATHER), "Kies ook jezelf"),
        (typed(helped, MOTHER, name=""), "Schrijf wie je wil uitnodigen"),
        (typed(helped, MOTHER, why=" "), "waarmee die persoon kan helpen"),
        (typed(helped), "Kies over wie het mag gaan"),
        (typed(helped, MOTHER, reads="alles"), "Kies een van de antwoorden"),
        (typed(helped, MOTHER, months="99"), "Kies een van de antwoorden"),
        (typed(helped, MOTHER, about=[str(new_id())]), "Kies een van de antwoorden"),
    ):
        answer: Any = mother.post(PAGE, wrong)
        assert answer.status_code == 422
        assert shown in text_of(answer), shown
    assert "Ze vangt Noor op na school." in text_of(mother.post(PAGE, typed(helped, FATHER)))
    assert came_in(helped, SON).post(PAGE, typed(helped, SON)).status_code == 422
    assert not Grant.objects.exists()


def test_in_a_language_that_nobody_read_through_the_yes_is_said_apart(helped: Helped) -> None:
    with writing():
        Person.objects.filter(id=helped.mother.id).update(language="tr")
    mother = came_in(helped, MOTHER)
    answer: Any = mother.post(PAGE, typed(helped, MOTHER))
    assert answer.url == reverse("family:read-sharing")
    assert not holds(Grant.objects.get())
    assert not Answer.objects.exists()


def test_once_the_language_was_read_through_the_yes_is_kept_at_once(helped: Helped) -> None:
    read_all("tr", helped.coach.actor_id)
    with writing():
        Person.objects.filter(id=helped.mother.id).update(language="tr")
    answer: Any = came_in(helped, MOTHER).post(PAGE, typed(helped, MOTHER))
    assert answer.url == PAGE
    assert holds(Grant.objects.get())


@pytest.mark.rule(29)
def test_with_a_card_a_share_is_only_asked_and_never_widened(helped: Helped) -> None:
    """What the database holds for whoever writes there with a card."""
    mother = came_in(helped, MOTHER)
    grant = invited(helped, mother, MOTHER)
    me = reader(Card.objects.get(person=helped.mother, revoked_at=None))
    copied = "health, secrecy, parts, purpose, need, ground, ground_note, period, made_at, function, outside_name, outside_kind"
    for changes in (
        {"health": "true"},
        {"secrecy": "true"},
        {"ground": "'court_order'", "ground_note": "'x'"},
    ):
        chosen = ", ".join(changes.get(one.strip(), one.strip()) for one in copied.split(","))
        with request_transaction(me), pytest.raises(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO consent_grant (id, family_id, recipient_kind, made_by_id, {copied})"
                    f" SELECT %s, family_id, recipient_kind, made_by_id, {chosen} FROM consent_grant",
                    [new_id()],
                )
    for statement in (
        "INSERT INTO consent_grantabout (id, family_id, grant_id, person_id)"
        f" VALUES ('{new_id()}', '{helped.family.id}', '{grant.id}', '{helped.people[FATHER].id}')",
        "UPDATE consent_grant SET parts = '{plan:papers}'",
        "UPDATE consent_grant SET ended_at = NULL, actor_id = eenplan_actor()",
    ):
        with request_transaction(me), transaction.atomic(), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except DatabaseError:
                continue
            assert cursor.rowcount == 0, statement


def test_an_invitation_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    mother = came_in(helped, MOTHER)
    for _number in range(2):
        mother.post(PAGE, typed(helped, MOTHER))
        with django_assert_num_queries(15):
            mother.get(PAGE)
