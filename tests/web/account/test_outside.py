"""Signing in through a provider, against a real one in a process of its own: who comes in, and what is said when not."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from eenplan.core.enums import Role
from tests.cast import Team, make_team
from tests.provider.people import CLIENT_ID, CLIENT_SECRET, PASSWORD
from tests.web.account.signing import code_of, with_app

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
LOGIN, GO, BACK = "/account/login/", "/account/elders/", "/account/elders/terug/"
TODAY = "/vandaag/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider, answering on this machine; gives its address."""
    home = {"PROVIDER_HOME": str(tmp_path_factory.mktemp("provider"))}
    command = [sys.executable, "-m", "tests.provider", "0", f"http://testserver{BACK}"]
    with subprocess.Popen(  # noqa: S603 (our own words)
        command, cwd=ROOT, env=os.environ | home, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        said = process.stdout.readline().split()
        assert said[:1] == ["ready"]
        yield f"http://127.0.0.1:{said[1]}"
        process.terminate()


@pytest.fixture(autouse=True)
def configured(provider: str, settings: Any) -> None:
    """A site for real, with the provider in its settings."""
    settings.DEMO = False
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider, "Het Loket"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    settings.OIDC_SECOND_FACTOR = ["mfa"]


@pytest.fixture
def team() -> Team:
    """A coach and an intake worker whom the provider knows by their address."""
    made = make_team()
    for role in (Role.COACH, Role.INTAKE):
        account = made.account(role)
        account.email = f"{role}@example.org"
        account.save()
    return made


def begin(client: Client, to: str = "") -> str:
    """Press the button; gives where the page leads."""
    page = client.post(GO, {"next": to} if to else {})
    assert page.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    return found[1].replace("&amp;", "&")


@dataclass
class AtProvider:
    """Somebody's browser at the provider."""

    session: requests.Session

    def answer(self, href: str, *, grant: bool = True) -> str:
        """Sign in there when asked, say yes or no; gives the path to which one is sent back."""
        page = self.session.get(href, timeout=20)
        form = dict(re.findall(r'name="(csrfmiddlewaretoken|request|scopes)"[^>]*value="([^"]+)"', page.text))
        scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"', page.text)
        sent = {**form, "scopes": scopes, "action": "grant" if grant else "cancel"}
        found = self.session.post(page.url, sent, allow_redirects=False, timeout=20)
        assert found.status_code == 302, found.text[:2000]
        return found.headers["Location"].removeprefix("http://testserver")


def at_provider(name: str, provider: str) -> AtProvider:
    """Signed in there."""
    session = requests.Session()
    page = session.get(f"{provider}/accounts/login/", timeout=20)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    sent = {"login": name, "password": PASSWORD}
    if token:
        sent["csrfmiddlewaretoken"] = token[1]
    done = session.post(f"{provider}/accounts/login/", sent, allow_redirects=False, timeout=20)
    assert done.status_code == 302
    return AtProvider(session)


def words_after(client: Client, path: str) -> str:
    """What is said on the page to sign in, where one ends up."""
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    return str(client.get(LOGIN).content.decode())


def test_who_showed_a_second_factor_there_comes_in(team: Team, provider: str) -> None:
    client, other = Client(), Client()
    there = at_provider("strong", provider)
    assert "Inloggen met Het Loket" in client.get(LOGIN).content.decode()
    href = begin(client, TODAY)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert (asked["code_challenge_method"], set(asked["scope"].split())) == ("S256", {"openid", "email"})
    assert client.get(there.answer(href))["Location"] == TODAY
    assert client.get(TODAY).status_code == 200
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.extra_data) == (team.account(Role.COACH), {})
    assert not [key for key in client.session.keys() if "social" in key and client.session[key]]  # noqa: SIM118
    # Another address at the provider changes nothing any more: the number counts
    account = team.account(Role.COACH)
    account.email = "elders@example.org"
    account.save()
    assert other.get(there.answer(begin(other, TODAY)))["Location"] == TODAY


def test_without_a_second_factor_there_we_ask_it_here(team: Team, provider: str) -> None:
    there, client = at_provider("plain", provider), Client()
    answer = client.get(there.answer(begin(client, TODAY)))
    assert answer["Location"].startswith("/account/tweede-stap/")
    assert client.get(TODAY)["Location"].startswith("/account/tweede-stap/")
    secret = with_app(team.account(Role.INTAKE))
    again = Client()
    assert again.get(there.answer(begin(again, "/aanmeldingen/")))["Location"] == "/account/code/"
    assert again.post("/account/code/", {"code": code_of(secret)})["Location"] == "/aanmeldingen/"


@pytest.mark.parametrize(
    ("name", "said"),
    [("stranger", "is hier geen account"), ("vague", "bevestigt niet dat je e-mailadres van jou is")],
)
def test_who_has_no_account_or_no_verified_address_is_told(
    team: Team, provider: str, name: str, said: str
) -> None:
    if name == "vague":
        account = team.account(Role.COACH)
        account.email = "vaag@example.org"
        account.save()
    client = Client()
    page = words_after(client, at_provider(name, provider).answer(begin(client)))
    assert said in page
    assert "@example.org" not in page
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_an_account_that_was_put_off_stays_out(team: Team, provider: str) -> None:
    there, client, later = at_provider("strong", provider), Client(), Client()
    client.get(there.answer(begin(client)))
    account = team.account(Role.COACH)
    account.is_active = False
    account.save()
    assert "is hier geen account" in words_after(later, there.answer(begin(later)))


def test_an_address_that_went_to_somebody_else_there_opens_nothing(team: Team, provider: str) -> None:
    account = team.account(Role.COACH)
    SocialAccount.objects.create(user=account, provider=provider, uid="nummer van vroeger", extra_data={})
    client = Client()
    page = words_after(client, at_provider("strong", provider).answer(begin(client)))
    assert "hoort al bij iemand anders" in page
    assert "_auth_user_id" not in client.session


def test_who_says_no_there_is_back_here(team: Team, provider: str) -> None:
    client = Client()
    back = at_provider("strong", provider).answer(begin(client), grant=False)
    assert "Je brak het inloggen bij Het Loket af" in words_after(client, back)


def test_what_was_used_or_is_not_ones_own_is_worth_nothing(team: Team, provider: str) -> None:
    there, client, thief = at_provider("strong", provider), Client(), Client()
    back = there.answer(begin(client, TODAY))
    # Sent to another browser, which has its own state or none
    assert "al gebruikt" in words_after(thief, back)
    begin(thief)
    assert "al gebruikt" in words_after(thief, back)
    assert client.get(back)["Location"] == TODAY
    client.post("/account/logout/")
    assert "al gebruikt" in words_after(client, back)
    assert "al gebruikt" in words_after(client, BACK)


def test_a_code_of_another_beginning_is_refused_by_its_nonce_and_its_proof(team: Team, provider: str) -> None:
    """The code of a second beginning, put beside the state of a first: PKCE and the nonce both say no."""
    there, client = at_provider("strong", provider), Client()
    first, second = begin(client), begin(client)
    state = parse_qs(urlsplit(first).query)["state"][0]
    code = parse_qs(urlsplit(there.answer(second)).query)["code"][0]
    assert "lukte niet" in words_after(client, f"{BACK}?code={code}&state={state}")
    third = begin(client)
    state = parse_qs(urlsplit(third).query)["state"][0]
    session = client.session
    states = session["socialaccount_states"]
    states[state][0]["nonce"] = "een andere"
    session.save()
    assert "al gebruikt" in words_after(client, there.answer(third))


def test_a_provider_that_is_down_says_so_and_the_password_still_works(team: Team, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = Client()
    answer = client.post(GO)
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert "Het Loket antwoordt nu niet" in client.get(LOGIN).content.decode()


def test_a_provider_that_goes_down_halfway_says_so(team: Team, provider: str, settings: Any) -> None:
    client = Client()
    back = at_provider("strong", provider).answer(begin(client))
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert "antwoordt nu niet" in words_after(client, back)


def test_without_a_provider_there_is_no_button_and_no_page(settings: Any) -> None:
    settings.OIDC_ISSUER = settings.OIDC_NAME = ""
    client = Client()
    assert "Inloggen met Het" not in client.get(LOGIN).content.decode()
    assert client.post(GO).status_code == client.get(BACK).status_code == 404


def test_the_button_adds_nothing_that_a_visitor_asks(team: Team) -> None:
    client = Client()
    page = client.post(f"{GO}?scope=profile&auth_params=prompt%3Dnone&process=connect&next=//elders.example/")
    [href] = re.findall(r'content="0;url=([^"]+)"', page.content.decode())
    assert "profile" not in href
    assert "prompt" not in href
    [state] = client.session["socialaccount_states"].values()
    assert (state[0]["process"], state[0].get("next")) == ("login", None)
