"""With the own card: how I hear that something is ready for me."""

import re

import pytest
from django.db import connection
from django.test import Client

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import ActorKind, Role
from eenplan.families.actions import add_entrance
from eenplan.families.enums import EntranceKind
from eenplan.families.models import Person
from eenplan.families.rules.addresses import Address
from eenplan.plans.enums import HearsBy
from eenplan.plans.models import HearsHow
from tests.factories.family_plan import FamilyPlan
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

PAGE = "/gezin/seintje/"


def _own_address() -> None:
    """Whoever has a card comes in by an address of their own."""
    person = Person.objects.filter(actor__isnull=False).get()
    assert person.actor_id
    me = Acting(person.actor_id, ActorKind.FAMILY_MEMBER, Role.FAMILY_MEMBER, family_id=person.family_id)
    with request_transaction(me):
        add_entrance(me, address=Address(EntranceKind.EMAIL, "kaat@example.org"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_entrance SET confirmed_at = now()")


def test_nothing_is_sent_until_it_is_chosen(enter: Enter, made: FamilyPlan) -> None:
    me = enter(made)
    assert PAGE in me.get("/gezin/start/").content.decode()
    text = me.get(PAGE).content.decode()
    assert "Stuur mij niets" in text
    assert "zoals nu" not in text
    assert me.post(PAGE, {"way": "letter"}).status_code == 302
    assert HearsHow.objects.get().by == HearsBy.LETTER
    assert me.post(PAGE, {"way": "nothing"}).status_code == 302
    assert HearsHow.objects.get().by == HearsBy.NOTHING


def test_a_message_goes_to_an_address_of_ones_own(enter: Enter, made: FamilyPlan) -> None:
    me = enter(made)
    _own_address()
    text = me.get(PAGE).content.decode()
    assert "Een e-mail naar k•••@example.org" in text
    assert "kaat@example.org" not in text
    (key,) = re.findall(r'value="e([0-9a-f-]{36})"', text)
    assert me.post(PAGE, {"way": f"e{key}"}).status_code == 302
    how = HearsHow.objects.get()
    assert (how.by, str(how.entrance_id)) == ("email", key)


@pytest.mark.parametrize("sent", [{}, {"way": "pigeon"}, {"way": "e1"}, {"way": "as-is"}])
def test_what_cannot_be_is_refused_in_words(enter: Enter, made: FamilyPlan, sent: dict[str, str]) -> None:
    me = enter(made)
    assert me.post(PAGE, sent).status_code == 422
    assert not HearsHow.objects.exists()


def test_a_visitor_is_asked_for_a_card(client: Client) -> None:
    assert client.get(PAGE).status_code in (302, 403)
