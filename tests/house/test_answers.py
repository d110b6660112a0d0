"""The pages for when something fails, and what signing in and out does to a browser."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from eenplan.core.enums import Role
from tests.cast import make_team
from tests.house.answers import DEMO, is_closed, is_kept_nowhere
from tests.house.world import World

pytestmark = pytest.mark.django_db


def test_paper_says_demo_on_every_sheet(settings: Any) -> None:
    assert DEMO in render_to_string("shared/paper.html")
    settings.DEMO = False
    assert DEMO not in render_to_string("shared/paper.html")


def test_a_page_that_is_not_there() -> None:
    answer = Client().get("/bestaat-niet/")
    assert answer.status_code == 404
    assert "Deze pagina vinden we niet" in answer.content.decode()
    assert DEMO in answer.content.decode()
    assert is_closed(answer)


def test_a_form_that_stood_open_too_long() -> None:
    answer = Client(enforce_csrf_checks=True).post("/gezin/", {"code": "x", "pin": "y"})
    assert answer.status_code == 403
    assert "Dit formulier stond te lang open" in answer.content.decode()
    assert DEMO in answer.content.decode()
    assert is_closed(answer)


def test_signing_out_by_an_address_asks_first() -> None:
    client = Client()
    client.force_login(make_team().account(Role.COACH))
    assert "Wil je uitloggen?" in client.get("/account/logout/").content.decode()


def test_what_the_rules_refuse_is_said_in_words() -> None:
    page = render_to_string("400.html", {"message": "Kies eerst een coach."})
    assert "Kies eerst een coach." in page
    assert "Dit lukt nu niet" in page
    assert "begrepen we niet" not in page


def test_another_host_is_refused_in_words() -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "Dit begrepen we niet" in answer.content.decode()
    assert DEMO in answer.content.decode()
    assert is_closed(answer)


def test_a_broken_page_still_speaks() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Dit lukt nu niet" in answer.content.decode()
    assert DEMO in answer.content.decode()


@pytest.mark.urls("tests.house.broken")
@pytest.mark.parametrize(
    ("method", "path", "data", "status"),
    [
        ("get", "/stuk/python/", {}, 500),
        ("get", "/bestaat-niet/", {}, 404),
        ("get", "/aanmelden/wissen/", {}, 405),
        ("post", "/hulp-nu/", {}, 405),
        ("post", "/gezin/", {f"field{number}": "x" for number in range(501)}, 413),
        ("post", "/gezin/", {"code": "x" * (3 * 1024 * 1024)}, 413),
        ("get", "/account/login/", {}, 200),
        ("get", "/", {}, 200),
        ("get", "/healthz", {}, 200),
    ],
)
def test_every_kind_of_answer_is_closed_and_kept_nowhere(
    method: str, path: str, data: dict[str, str], status: int
) -> None:
    answer = getattr(Client(raise_request_exception=False), method)(path, data)
    assert answer.status_code == status
    assert is_closed(answer), dict(answer.headers)
    assert is_kept_nowhere(answer)


def test_who_tries_too_often_is_answered_as_closed() -> None:
    client = Client()
    answers = [client.post("/volg/", {"code": "K7M4-QX2P-9BTR"}) for _try in range(21)]
    assert answers[-1].status_code == 429
    assert is_closed(answers[-1])
    assert is_kept_nowhere(answers[-1])


def _signs_in(client: Client, after: str = "") -> Any:
    account = make_team().account(Role.COACH)
    account.set_password("een-plan-demo")
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    sent = {"login": account.email, "password": "een-plan-demo", "next": after}
    return client.post("/account/login/", {name: value for name, value in sent.items() if value})


def test_signing_in_gets_a_new_session() -> None:
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    assert _signs_in(client).status_code == 302
    assert client.cookies["sessionid"].value not in ("", planted)


def test_opening_a_card_gets_a_new_session(world: World) -> None:
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    code, pin = world.ways_in["card_mother"]
    assert client.post("/gezin/", {"code": code, "pin": pin}).status_code == 302
    assert client.cookies["sessionid"].value not in ("", planted)


ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("after", ELSEWHERE)
def test_nobody_is_sent_elsewhere(after: str) -> None:
    chosen = Client().post("/taal/", {"language": "fr", "next": after})
    assert chosen.headers["Location"] == "/"
    assert _signs_in(Client(), after).headers["Location"] == "/"


def test_our_files_are_for_our_own_pages() -> None:
    """Whoever answers a file says the same as a page does, and invites no other site."""
    assert django_settings.WHITENOISE_ALLOW_ALL_ORIGINS is False
    files = django_settings.MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware")
    before = django_settings.MIDDLEWARE[:files]
    assert before[0] == "eenplan.web.shared.headers.HeadersMiddleware"
    assert "csp.middleware.CSPMiddleware" in before
