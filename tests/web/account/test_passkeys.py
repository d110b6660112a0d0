"""What comes in as a passkey is judged: nonsense is refused in words, and nobody touches another's keys."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from eenplan.core.acting import signing_in
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network import passkeys
from eenplan.network.actions.factors import add_passkey
from tests.cast import Team, make_team
from tests.web.account.signing import code_of, send_password, with_app, with_password

pytestmark = pytest.mark.django_db

ASK, MAKE, USE = "/account/sleutel/vraag/", "/account/sleutel/nieuw/", "/account/sleutel/gebruik/"
LOGIN, SAFETY = "/account/login/", "/account/veilig/"
NONSENSE = (
    "",
    "geen json",
    "[]",
    "null",
    "{}",
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": "x"}}),
    json.dumps({"response": {"userHandle": "eens kijken"}}),
    json.dumps({"response": {"userHandle": "AAAAAAAAAAAAAAAAAAAAAA"}}),
    json.dumps({"response": "tekst"}),
)


@pytest.fixture
def team(settings: Any) -> Team:
    """A site for real, with a coach who has a password and an app."""
    settings.DEMO = False
    made = make_team()
    with_password(made.account(Role.COACH))
    return made


@pytest.fixture
def coach(team: Team) -> Any:
    """Her account."""
    return team.account(Role.COACH)


@pytest.fixture
def inside(coach: Any) -> Client:
    """Signed in, with the app."""
    client, secret = Client(), with_app(coach)
    send_password(client, coach)
    assert client.post("/account/code/", {"code": code_of(secret)}).status_code == 302
    return client


def key_of(account: Any) -> Authenticator:
    """A key of an account, as far as the list is concerned."""
    found: Authenticator = Authenticator.objects.create(
        user=account, type="webauthn", data={"name": "Sleutel", "credential": {}}
    )
    return found


@pytest.mark.parametrize("sent", NONSENSE)
def test_nonsense_opens_nothing_and_breaks_nothing(
    client: Client, coach: Any, inside: Client, sent: str
) -> None:
    client.post(ASK)
    answer = client.post(USE, {"credential": sent})
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert "Deze sleutel kennen we niet" in client.get(LOGIN).content.decode()
    assert "_auth_user_id" not in client.session
    inside.post(ASK, {"make": "1"})
    made = inside.post(MAKE, {"credential": sent}, follow=True)
    assert "Dat lukte niet" in made.content.decode()
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_without_a_question_there_is_no_answer(client: Client, inside: Client) -> None:
    assert client.post(USE, {"credential": "{}"})["Location"] == LOGIN
    assert inside.post(MAKE, {"credential": "{}"})["Location"] == SAFETY


def test_a_question_is_for_this_site_with_a_check_of_the_person(client: Client, inside: Client) -> None:
    asked = client.post(ASK).json()["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == ("testserver", "required")
    making = inside.post(ASK, {"make": "1"}).json()["publicKey"]
    assert making["authenticatorSelection"]["userVerification"] == "required"
    assert client.post(ASK, {"make": "1"}).json()["publicKey"].get("user") is None
    assert client.post(ASK).json()["publicKey"]["challenge"] != asked["challenge"]


def test_a_key_is_let_go_by_its_owner_alone(team: Team, coach: Any, inside: Client) -> None:
    mine, theirs = key_of(coach), key_of(team.account(Role.INTAKE))
    assert inside.post(f"/account/sleutel/{theirs.pk}/weg/").status_code == 404
    assert "Sleutel" in inside.get(SAFETY).content.decode()
    assert inside.post(f"/account/sleutel/{mine.pk}/weg/")["Location"] == SAFETY
    assert list(Authenticator.objects.filter(type="webauthn")) == [theirs]


def test_the_last_way_to_show_who_one_is_stays(coach: Any, inside: Client) -> None:
    mine = key_of(coach)
    Authenticator.objects.filter(type="totp").delete()
    answer = inside.post(f"/account/sleutel/{mine.pk}/weg/", follow=True)
    assert "Voeg eerst een andere toe" in answer.content.decode()
    assert Authenticator.objects.filter(pk=mine.pk).exists()


def test_ten_keys_are_enough(coach: Any, inside: Client) -> None:
    for _number in range(10):
        key_of(coach)
    with pytest.raises(RuleBroken):
        add_passkey(signing_in(coach.pk, coach.actor_id), name="x", credential={})


def test_whose_key_it_says_to_be_is_no_more_than_said() -> None:
    assert passkeys.owner_in({}) is None
    assert passkeys.owner_in({"response": {"userHandle": "te kort"}}) is None
