"""Correcting who is who on screen: kept, merged with what a colleague saved, answered when it cannot be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.families.actions import NewPerson, add_person, change_person, known_person
from eenplan.families.enums import PersonRole
from eenplan.families.models import Family, Person
from tests.cast import MARKER, people_of
from tests.factories.plans import Helped
from tests.web.coach.conftest import typed_date

pytestmark = pytest.mark.django_db


def path(helped: Helped, place: int = 1) -> str:
    """Where somebody is corrected."""
    return reverse("coach:change-person", args=[helped.family.id, people_of(helped.family)[place].id])


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the page would send, with some fields typed over."""
    form = page.context["form"]
    data: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, date):
            data |= typed_date(name, value)
        elif value is not None:
            data[name] = value
    return data | changes


def test_the_coach_corrects_a_child(alice: Client, helped: Helped) -> None:
    page: Any = alice.get(path(helped))
    assert "authority" not in page.context["form"].fields
    data = sent(page, given_name="Noor", lives_here="part", **typed_date("birth_date", date(2014, 2, 3)))
    answer: Any = alice.post(path(helped), data)
    assert answer.status_code == 302
    child = people_of(helped.family)[1]
    assert (child.given_name, child.birth_date, child.lives_here) == ("Noor", date(2014, 2, 3), "part")
    again = unescape(alice.get(path(helped)).content.decode())
    assert "Wat er eerder stond" in again
    assert f"voornaam was: {MARKER.format('dochter')}" in again
    assert "geboortedatum was: 4 mei 2013" in again
    assert "Noor" in alice.get(reverse("coach:read-plan", args=[helped.family.id])).content.decode()


def test_a_day_to_come_is_answered_and_what_was_typed_stays(alice: Client, helped: Helped) -> None:
    page: Any = alice.get(path(helped))
    data = sent(page, given_name="Noor", **typed_date("birth_date", today() + timedelta(days=3)))
    answer: Any = alice.post(path(helped), data)
    assert answer.status_code == 422
    text = unescape(answer.content.decode())
    assert "Deze geboortedatum ligt in de toekomst" in text
    assert 'value="Noor"' in text
    assert people_of(helped.family)[1].given_name == MARKER.format("dochter")


def test_what_two_people_correct_goes_together(alice: Client, helped: Helped) -> None:
    page: Any = alice.get(path(helped))
    child = people_of(helped.family)[1]
    with request_transaction(helped.coach):
        change_person(
            helped.coach, person_id=child.id, person=replace(known_person(child), family_name="Claes")
        )
    answer: Any = alice.post(path(helped), sent(page, given_name="Noor"))
    assert answer.status_code == 302
    child.refresh_from_db()
    assert (child.given_name, child.family_name) == ("Noor", "Claes")


def test_the_same_field_asks_to_choose(alice: Client, helped: Helped) -> None:
    page: Any = alice.get(path(helped))
    child = people_of(helped.family)[1]
    with request_transaction(helped.coach):
        change_person(
            helped.coach, person_id=child.id, person=replace(known_person(child), given_name="Nora")
        )
    answer: Any = alice.post(path(helped), sent(page, given_name="Noor"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Nora" in text
    assert "Noor" in text
    child.refresh_from_db()
    assert child.given_name == "Nora"


def test_a_child_that_is_expected_keeps_its_own_act_for_being_born(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        expected = NewPerson(PersonRole.CHILD, due_date=today() + timedelta(days=60))
        child = add_person(helped.coach, family_id=helped.family.id, person=expected)
    href = reverse("coach:change-person", args=[helped.family.id, child.id])
    page: Any = alice.get(href)
    assert {"role", "birth_date", "authority"}.isdisjoint(page.context["form"].fields)
    assert reverse("coach:record-birth", args=[helped.family.id, child.id]) in page.content.decode()
    answer: Any = alice.post(href, sent(page, **typed_date("due_date", date(2027, 2, 1))))
    assert answer.status_code == 302
    child.refresh_from_db()
    assert (child.due_date, child.birth_date) == (date(2027, 2, 1), None)


def test_a_grown_up_has_authority_or_not(alice: Client, helped: Helped) -> None:
    page: Any = alice.get(path(helped, 0))
    assert alice.post(path(helped, 0), sent(page, authority="no")).status_code == 302
    assert Person.objects.get(id=people_of(helped.family)[0].id).parental_authority is False


def test_name_and_language_of_the_family(alice: Client, helped: Helped) -> None:
    href = reverse("coach:change-family", args=[helped.family.id])
    page: Any = alice.get(href)
    wrong: Any = alice.post(href, sent(page, language="other", other_language=" "))
    assert wrong.status_code == 422
    assert "Vul in welke taal het is." in wrong.content.decode()
    right = alice.post(href, sent(page, name="Gezin Noord", language="other", other_language="Tamazight"))
    assert right.status_code == 302
    family = Family.objects.get(id=helped.family.id)
    assert (family.name, family.language) == ("Gezin Noord", "Tamazight")


@pytest.mark.parametrize(
    ("who", "status"), [("bob", 404), ("charlie", 404), ("coordinator", 403), ("visitor", 302)]
)
def test_nobody_else_corrects(enter: Callable[[str], Client], helped: Helped, who: str, status: int) -> None:
    visitor = enter(who)
    for href in (path(helped), reverse("coach:change-family", args=[helped.family.id])):
        for answer in (visitor.get(href), visitor.post(href, {"given_name": "X", "name": "X"})):
            assert answer.status_code == status
            assert MARKER.format("") not in answer.content.decode()


def test_only_a_child_is_expected_and_within_ten_months(alice: Client, helped: Helped) -> None:
    href = reverse("coach:add-person", args=[helped.family.id])
    for role, days, said in (
        ("child", 400, "meer dan tien maanden ver"),
        ("child", -400, "ligt maanden terug"),
        ("parent", 60, "Enkel een kind kan nog niet geboren zijn"),
    ):
        typed = {
            "role": role,
            "given_name": "Nina",
            "lives_here": "full",
            **typed_date("due_date", today() + timedelta(days=days)),
        }
        answer: Any = alice.post(href, typed)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Nina" in answer.content.decode()
    assert not Person.objects.filter(due_date__isnull=False).exists()


def test_a_child_that_is_expected_is_called_so_where_it_will_live(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        expected = NewPerson(PersonRole.CHILD, due_date=today() + timedelta(days=60))
        child = add_person(helped.coach, family_id=helped.family.id, person=expected)
    others = {f"lives_{one.id.hex}": "no" for one in helped.people}
    answer: Any = alice.post(
        reverse("coach:add-home", args=[helped.family.id]),
        {"name": "bij mama", "who_sees": "few", **others, f"lives_{child.id.hex}": "full"},
    )
    assert answer.status_code == 302
    plan = alice.get(reverse("coach:read-plan", args=[helped.family.id])).content.decode()
    assert "het kindje dat komt" in plan
