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


def test_each_worker_has_a_key_that_comes_back_and_leaves_with_the_servers_secret(
    enter: Callable[[str], Client], helped: Helped, bob: Any, settings: Any
) -> None:
    bobs = make_helped(helped.team, bob)
    alices = key_on(enter("alice"), helped)
    assert len(alices) == 32
    assert key_on(enter("bob"), bobs) != alices
    assert key_on(enter("alice"), helped) == alices, "the same at the next visit"
    settings.SECRET_KEY = settings.SECRET_KEY + "-another"
    assert key_on(enter("alice"), helped) != alices, "nobody makes it without the secret"
