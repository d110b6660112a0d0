"""What a device keeps while there is no connection opens for the worker who typed it, and for nobody who comes after."""

import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.plans import Helped, make_helped

pytestmark = pytest.mark.django_db


def key_on(browser: Client, helped: Helped) -> bytes:
    """The key on the page where a wish is written."""
    place = {"family_id": helped.family.id, "section": "wat-we-willen"}
    page: Any = browser.get(reverse("coach:write-text", kwargs=place))
    found = re.search(r'data-key="([^"]+)"', page.content.decode())
    assert found
    return b64decode(found[1])


def mark_on(browser: Client) -> str:
    """What tells a device whose words it keeps, on any page."""
    page: Any = browser.get(reverse("coach:list-today"))
    found = re.search(r'data-sign-out="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_the_key_is_given_to_send_what_a_device_kept_and_only_to_who_is_signed_in(
    enter: Callable[[str], Client], helped: Helped
) -> None:
    alice, href = enter("alice"), reverse("account:open-device")
    assert b64decode(alice.post(href).json()["key"]) == key_on(alice, helped)
    assert alice.get(href).status_code == 405
    assert "no-store" in alice.post(href)["Cache-Control"]
    assert enter("visitor").post(href).status_code == 302


def test_each_worker_has_a_key_that_comes_back_and_leaves_with_the_servers_secret(
    enter: Callable[[str], Client], helped: Helped, bob: Any, settings: Any
) -> None:
    bobs = make_helped(helped.team, bob)
    alices = key_on(enter("alice"), helped)
    assert len(alices) == 32
    assert key_on(enter("bob"), bobs) != alices
    assert key_on(enter("alice"), helped) == alices, "the same at the next visit"
    marks = {who: mark_on(enter(who)) for who in ("alice", "bob")}
    assert marks["alice"] != marks["bob"]
    assert all(mark not in alices.decode("latin-1") for mark in marks.values())
    settings.SECRET_KEY = settings.SECRET_KEY + "-another"
    assert key_on(enter("alice"), helped) != alices, "nobody makes it without the secret"
