"""Whatever families, and who refers them, are shown can be in each of our languages: eenplan/locale/family-side.txt has it."""

from functools import lru_cache
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from scripts.translations import FAMILY_SIDE, Message, family_side, template
from tests.house.matrix import addresses
from tests.house.texts import Heard, hearing
from tests.house.visits import path_of, read_forms, send
from tests.house.world import World
from tests.web.frontdoor.answers import CONSULT, OWN, REFERRER, YOUNG

pytestmark = pytest.mark.django_db

AREAS = ("family", "frontdoor")
# Everybody who comes in with a card, and who has none.
READERS = ("card_mother", "card_son", "trusted_person", "support_figure", "nobody")


@lru_cache
def ours() -> dict[str, Message]:
    """Every text of the product, by its (first) form."""
    texts = (message for message in template() if message.id)
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in texts}


def not_theirs(heard: Heard) -> str:
    """The texts that were asked and that nobody translates for families, with where they stand."""
    side = family_side()
    return "\n".join(
        f"{text!r}: {', '.join(path for path, _line in ours()[text].locations)}"
        for text in sorted(heard.asked & ours().keys())
        if not side.has(ours()[text])
    )


def _speaking(client: Client, language: str) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def _try_page(client: Client, path: str) -> None:
    """Open it, and send each of its forms empty, and filled in without thinking."""
    response, body = send(client, "get", path)
    if response.status_code == 405:
        send(client, "post", path)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    send(client, "post", path)
    for form in read_forms(body).forms:
        if form.method == "post" and form.action in ("", path) and form.fields:
            send(client, "post", path, data=form.fields)


HELP = f"add the file, or the text, to {FAMILY_SIDE.name} and `make translations`"


@pytest.mark.parametrize("reader", READERS)
def test_what_a_family_is_shown_is_in_its_catalogues(world: World, reader: str) -> None:
    client = _speaking(world.enter(reader), "ar")
    with transaction.atomic(), hearing("ar") as heard:
        for address in addresses():
            access = getattr(address.view, "access", "")
            is_theirs = address.name.startswith(AREAS) and access in ("public", "card", "guest")
            if is_theirs and set(address.needs) <= world.samples.keys():
                _try_page(client, path_of(world, address.name, address.needs))
        transaction.set_rollback(True)
    assert len(heard.asked) > 100
    assert not not_theirs(heard), f"{HELP}:\n{not_theirs(heard)}"


@pytest.mark.parametrize(
    "pages", [REFERRER, OWN, YOUNG, CONSULT], ids=["referrer", "own", "young", "consult"]
)
def test_the_form_is_in_its_catalogues(world: World, pages: dict[str, dict[str, Any]]) -> None:
    client = _speaking(Client(), "ar")
    with transaction.atomic(), hearing("ar") as heard:
        for address, answers in pages.items():
            _try_page(client, address)
            assert client.post(address, answers).status_code == 302, address
        _try_page(client, "/aanmelden/later/")
        _try_page(client, "/aanmelden/nakijken/")
        assert client.post("/aanmelden/nakijken/", {"agree": "on"}).status_code in (302, 422)
        _try_page(client, "/aanmelden/ontvangen/")
        _try_page(client, "/hulp-nu/")
        _try_page(client, "/bestaat-niet/")
        transaction.set_rollback(True)
    assert len(heard.asked) > 100
    assert not not_theirs(heard), f"{HELP}:\n{not_theirs(heard)}"
