"""Giving and ending cards: by the workers of the family, shown once, kept nowhere."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from eenplan.core.enums import Role
from eenplan.families.models import Card
from tests.cast import make_team, people_of
from tests.factories.family_plan import FamilyPlan, make_card, make_family_with_coach
from tests.factories.network import AssignmentFactory
from tests.once import once

pytestmark = pytest.mark.django_db

GIVES = (Role.COACH, Role.COORDINATOR, Role.INTAKE)


@once
def made() -> FamilyPlan:
    return make_family_with_coach(make_team())


def issue(client: Client, made: FamilyPlan) -> str:
    response = client.post(f"/gezinnen/{made.family.id}/kaarten/nieuw/", {"person": str(made.parent.id)})
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return response.content.decode()


def shown(page: str) -> tuple[str, str]:
    code, pin = re.findall(r'class="paper-code">([^<]+)<', page)
    return code, pin


@pytest.mark.parametrize("role", GIVES)
def test_a_new_card_opens_the_door_and_is_shown_once(client: Client, made: FamilyPlan, role: Role) -> None:
    client.force_login(made.team.account(role))
    page = issue(client, made)
    code, pin = shown(page)
    listed = client.get(f"/gezinnen/{made.family.id}/kaarten/").content.decode()
    assert "nog niet gebruikt" in listed
    for kept in (listed, *stored()):
        assert code not in kept
        # By itself: six digits in a row stand in a hash, an id or a moment by chance.
        assert not re.search(rf"(?<![\w.]){pin}(?!\w)", kept)
    family = Client()
    assert family.post("/gezin/", {"code": code, "pin": pin}).status_code == 302
    assert family.get("/gezin/start/").status_code == 200


def stored() -> list[str]:
    """Everything that the database keeps of cards, of the audit and of the outbox."""
    found = []
    with connection.cursor() as cursor:
        for table in ("families_card", "audit_entry", "audit_event", "django_session"):
            cursor.execute(f"SELECT {table}::text FROM {table}")
            found += [row[0] for row in cursor.fetchall()]
    return found


def test_the_square_code_is_a_drawing_in_the_page(client: Client, made: FamilyPlan) -> None:
    client.force_login(made.team.account(Role.COACH))
    page = issue(client, made)
    square = page.split('class="paper-square"')[1].split("</div>")[0]
    assert "<svg" in square
    assert "<path" in square
    assert "style=" not in page
    assert "data:" not in square
    assert "testserver/gezin" in page


def test_replacing_and_ending_a_card_stand_behind_what_they_do(client: Client, made: FamilyPlan) -> None:
    client.force_login(made.team.account(Role.COACH))
    without = client.get(f"/gezinnen/{made.family.id}/kaarten/").content.decode()
    assert "Kaart maken" in without
    assert "Nieuwe kaart maken" not in without
    make_card(made)
    listed = client.get(f"/gezinnen/{made.family.id}/kaarten/").content.decode()
    _before, folded = listed.split("Kaart vervangen of laten stoppen", 1)
    folded = folded.split("</details>", 1)[0]
    assert "De kaart van nu werkt dan niet meer." in folded
    assert "Nieuwe kaart maken" in folded
    assert "/intrekken/" in folded
    assert listed.count("/intrekken/") == 1


def test_an_earlier_card_of_the_same_person_ends(client: Client, made: FamilyPlan) -> None:
    first = make_card(made)
    client.force_login(made.team.account(Role.COACH))
    issue(client, made)
    assert Card.objects.get(id=first.card_id).revoked_at is not None
    assert Card.objects.filter(revoked_at=None).count() == 1


def test_ending_a_card(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    client.force_login(made.team.account(Role.COACH))
    response = client.post(f"/gezinnen/{made.family.id}/kaarten/{card.card_id}/intrekken/", follow=True)
    assert "Deze kaart werkt niet meer" in response.content.decode()
    assert "Nog geen kaart" in response.content.decode()
    assert Card.objects.get().revoked_at is not None


def test_nobody_of_elsewhere_reaches_the_cards(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    elsewhere = make_team("9902")
    colleague = AssignmentFactory(role=Role.COACH, partnership=made.team.partnership)
    for account in (
        *(elsewhere.account(role) for role in GIVES),
        colleague.staff_member.account,
    ):
        client.force_login(account)
        assert client.get(f"/gezinnen/{made.family.id}/kaarten/").status_code == 404
        new = client.post(f"/gezinnen/{made.family.id}/kaarten/nieuw/", {"person": str(made.parent.id)})
        assert new.status_code == 404
        end = client.post(f"/gezinnen/{made.family.id}/kaarten/{card.card_id}/intrekken/")
        assert end.status_code == 404
    assert Card.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST])
def test_other_roles_give_no_cards(client: Client, made: FamilyPlan, role: Role) -> None:
    client.force_login(made.team.account(role))
    assert client.get(f"/gezinnen/{made.family.id}/kaarten/").status_code == 403
    assert client.post(f"/gezinnen/{made.family.id}/kaarten/nieuw/").status_code == 403


def test_somebody_or_a_card_of_another_family_is_not_found(client: Client, made: FamilyPlan) -> None:
    other = make_family_with_coach(made.team)
    card = make_card(other)
    client.force_login(made.team.account(Role.COACH))
    for person in (str(people_of(other.family)[0].id), "", "geen-uuid", str(uuid4())):
        new = client.post(f"/gezinnen/{made.family.id}/kaarten/nieuw/", {"person": person})
        assert new.status_code == 404
    end = client.post(f"/gezinnen/{made.family.id}/kaarten/{card.card_id}/intrekken/")
    assert end.status_code == 404
    assert Card.objects.get(id=card.card_id).revoked_at is None


def test_a_visitor_is_asked_to_sign_in(client: Client, made: FamilyPlan) -> None:
    response = client.get(f"/gezinnen/{made.family.id}/kaarten/")
    assert response.status_code == 302
    assert "/account/login/" in response.headers["Location"]
