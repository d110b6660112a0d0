"""The family's door: a code and a PIN let one in, five mistakes make the card rest, an ended card is out."""

from typing import Any

import pytest
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.families.actions import revoke_card
from eenplan.families.actions.cards import hash_code
from eenplan.families.models import Card
from tests.cast import make_team
from tests.factories.family_plan import FamilyPlan, make_card, make_family_with_coach
from tests.once import once

pytestmark = pytest.mark.django_db

PAGES = (
    "start/",
    "plan/",
    "plan/versies/",
    "plan/versies/1/",
    "plan/antwoord/",
    "plan.pdf",
    "wat-ik-doe/",
    "waar-we-op-wachten/",
    "wie-helpt-ons/",
)


@once
def made() -> FamilyPlan:
    return make_family_with_coach(make_team())


def open_with(client: Client, code: str, pin: str) -> Any:
    return client.post("/gezin/", {"code": code, "pin": pin})


def test_code_and_pin_let_in_however_they_are_typed(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    response = open_with(
        client, f"  {card.code.lower().replace('-', ' ')} ", f"{card.pin[:3]} {card.pin[3:]}"
    )
    assert response.status_code == 302
    assert response.headers["Location"] == "/gezin/start/"
    page = client.get("/gezin/start/")
    assert f"Dag {made.parent.given_name}" in page.content.decode()


def test_the_session_keeps_the_hash_of_the_code_only_and_a_new_key(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    session = client.session
    session["before"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    open_with(client, card.code, card.pin)
    assert client.session.session_key != before
    kept = dict(client.session)
    assert kept["card"] == hash_code(card.code)
    assert card.pin not in str(kept | {"card": ""})  # in a hash six digits stand by chance
    assert card.code not in str(kept)


def test_a_wrong_pin_keeps_the_code_and_never_the_pin(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    response = open_with(client, card.code, "999999" if card.pin != "999999" else "888888")
    page = response.content.decode()
    assert response.status_code == 200
    assert "horen niet bij elkaar" in page
    assert card.code in page
    assert "999999" not in page
    assert Card.objects.get().failures == 1
    assert client.get("/gezin/start/").status_code == 302


def test_an_unknown_code_gets_the_same_words_as_a_wrong_pin(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    unknown = open_with(client, "2222-2222-2222", card.pin).content.decode()
    assert "horen niet bij elkaar" in unknown


def test_after_five_wrong_pins_the_card_rests(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    for _try in range(5):
        open_with(client, card.code, "x" + card.pin)
    resting = open_with(client, card.code, card.pin)
    assert resting.status_code == 200
    assert "over een kwartier" in resting.content.decode()
    assert client.get("/gezin/start/").status_code == 302


@pytest.mark.parametrize(
    "typed", [{}, {"code": "", "pin": ""}, {"code": "x" * 500, "pin": "1"}, {"pin": "1"}]
)
def test_what_is_missing_is_said(client: Client, made: FamilyPlan, typed: dict[str, str]) -> None:
    response = client.post("/gezin/", typed)
    assert response.status_code == 200
    assert "Er klopt nog iets niet" in response.content.decode()


def test_who_closed_the_plan_in_another_window_reads_that_what_they_typed_is_not_kept(
    client: Client, made: FamilyPlan
) -> None:
    card = make_card(made)
    open_with(client, card.code, card.pin)
    client.post("/gezin/sluiten/")
    assert "is niet bewaard" not in client.get("/gezin/").content.decode()
    at_the_door = client.post("/gezin/plan/antwoord/", {"answer": "yes"}, follow=True).content.decode()
    assert "Wat je net deed of typte, is niet bewaard" in at_the_door


@pytest.mark.parametrize("page", PAGES)
def test_without_a_card_every_page_asks_for_it(client: Client, page: str) -> None:
    response = client.get(f"/gezin/{page}")
    assert response.status_code == 302
    assert response.headers["Location"] == "/gezin/"


def test_an_ended_card_is_out_at_the_next_page_with_a_kind_word(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    open_with(client, card.code, card.pin)
    assert client.get("/gezin/start/").status_code == 200
    with request_transaction(made.coach):
        revoke_card(made.coach, card_id=card.card_id)
    response = client.get("/gezin/plan/", follow=True)
    assert response.redirect_chain == [("/gezin/?naar=%2Fgezin%2Fplan%2F", 302)]
    assert "Deze kaart werkt niet meer" in response.content.decode()


def test_closing_forgets_the_card(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    open_with(client, card.code, card.pin)
    assert client.get("/gezin/sluiten/").status_code == 405
    response = client.post("/gezin/sluiten/", follow=True)
    assert "Je plan is gesloten" in response.content.decode()
    assert "card" not in client.session
    assert client.get("/gezin/start/").status_code == 302


def test_a_worker_who_reads_along_stays_signed_in(client: Client, made: FamilyPlan) -> None:
    from eenplan.core.enums import Role

    card = make_card(made)
    client.force_login(made.team.account(Role.COACH))
    assert client.get("/gezin/start/").status_code == 302
    open_with(client, card.code, card.pin)
    assert client.get("/gezin/start/").status_code == 200
    client.post("/gezin/sluiten/")
    assert client.get("/gezin/start/").status_code == 302
    assert client.get("/account/role/").status_code == 200


def test_nothing_stays_in_a_cache_and_no_address_speaks_of_a_person(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    entered = open_with(client, card.code, card.pin)
    for response in (client.get("/gezin/"), entered, client.get("/gezin/start/")):
        assert "no-store" in response.headers["Cache-Control"]
        assert card.code not in response.headers.get("Location", "")
        assert str(made.family.id) not in response.headers.get("Location", "")
    page = client.get("/gezin/start/").content.decode()
    assert str(made.family.id) not in page
    assert str(made.parent.id) not in page
