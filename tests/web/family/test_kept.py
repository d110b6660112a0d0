"""'Hoe lang bewaren we dit?': the family reads until when, and what happens then (rules 41 and 42)."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.models import Person
from eenplan.rights.models import Ending
from tests.cast import make_team
from tests.factories.family_plan import FamilyPlan, make_card, make_family_plan
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(42)]

PAGE = "/gezin/mijn-gegevens/hoe-lang/"


@once
def made() -> FamilyPlan:
    """A family of a mother, a daughter of 2013 and a son whose birth date is not known."""
    return make_family_plan(make_team())


def came_in(client: Client, made: FamilyPlan, person: Person | None = None) -> Client:
    card = make_card(made, person)
    client.post(reverse("family:open-card"), {"code": card.code, "pin": card.pin})
    return client


def text(page: Any) -> str:
    return " ".join(unescape(page.content.decode()).split())


def test_each_child_has_a_day_and_what_is_shared_another(client: Client, made: FamilyPlan) -> None:
    son = made.family.persons.get(birth_date=None, role="child")
    with writing():
        Person.objects.filter(id=son.id).update(birth_date="2018-02-28")
    page = text(came_in(client, made).get(PAGE))
    assert "tot dat kind 35 jaar is" in page
    assert "tot en met 4 mei 2048" in page
    assert "Wat over het hele gezin gaat, blijft tot en met 28 februari 2053." in page
    assert "Wat over de volwassenen gaat, blijft tot en met 28 februari 2053." in page
    assert "35 dagen later" in page
    assert "geboortedatum" not in page


def test_a_child_without_a_birth_date_is_told_the_latest_day(client: Client, made: FamilyPlan) -> None:
    page = text(came_in(client, made).get(PAGE))
    assert "ten laatste tot en met" in page
    assert "kennen we de geboortedatum nog niet" in page


def test_a_family_without_children_reads_its_own_period(client: Client, made: FamilyPlan) -> None:
    with writing():
        made.family.persons.filter(role="child").delete()
    assert "tot 10 jaar na de laatste dag" in text(came_in(client, made).get(PAGE))


def test_the_way_there_stands_with_my_data(client: Client, made: FamilyPlan) -> None:
    assert PAGE in came_in(client, made).get(reverse("family:read-rights")).content.decode()


def test_without_a_card_it_is_asked_for(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == reverse("family:open-card")


@pytest.mark.rule(41)
def test_the_coach_reads_what_to_tell_at_the_end(client: Client, made: FamilyPlan) -> None:
    client.force_login(made.team.account(Role.COACH))
    page = text(client.get(reverse("coach:close-trajectory", args=[made.family.id])))
    assert "Wat vertel je over bewaren?" in page
    assert "tot en met 4 mei 2048" in page
    assert "ten laatste tot en met" in page


def test_what_ends_soon_is_told_to_the_coach_of_an_open_file(client: Client, made: FamilyPlan) -> None:
    """Nothing goes while the trajectory goes on; the coach knows it in time to offer a copy."""
    daughter = made.family.persons.filter(role="child").exclude(birth_date=None).get()
    client.force_login(made.team.account(Role.COACH))
    pages = ("/vandaag/", reverse("coach:read-family", args=[made.family.id]))
    for page in pages:
        assert "wordt gewist als het traject afgerond is" not in text(client.get(page))
    with writing():
        Person.objects.filter(id=daughter.id).update(
            birth_date=today() - timedelta(days=round(34.5 * 365.25))
        )
    for page in pages:
        said = text(client.get(page))
        assert f"Wat enkel over {daughter.given_name} gaat, wordt gewist als het traject afgerond is" in said


def test_what_was_told_is_read_on_the_familys_own_pages(client: Client, made: FamilyPlan) -> None:
    daughter = made.family.persons.filter(role="child").exclude(birth_date=None).get()
    came_in(client, made)
    for page in (PAGE, reverse("family:read-rights")):
        assert "wissen we op" not in text(client.get(page))
    about = {"family": made.family, "reference": made.family.reference, "told_on": today(), "ground": "child"}
    with writing():
        Ending.objects.create(**about, person=daughter, day=today())
        Ending.objects.create(**about, person=None, day=today() + timedelta(days=90))
    for page in (PAGE, reverse("family:read-rights")):
        said = text(client.get(page))
        assert f"Wat enkel over {daughter.given_name} gaat, wissen we op" in said
        assert "We wissen jullie hele dossier op" in said
        assert "Neem gerust eerst een kopie." in said


def test_another_family_is_told_nothing_of_it(client: Client, made: FamilyPlan) -> None:
    other = make_family_plan(make_team("9902"))
    with writing():
        Ending.objects.create(
            family=made.family,
            reference=made.family.reference,
            told_on=today(),
            ground="no_child",
            day=today(),
        )
    assert "wissen we op" not in text(came_in(client, other).get(PAGE))
