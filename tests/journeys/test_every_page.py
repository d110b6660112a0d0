"""Every page that can be opened: no violation of WCAG 2.2 A or AA, nothing wider than the screen, no CSP message."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from eenplan.core.enums import Role
from tests.factories.plans import make_helped
from tests.house.furnished import furnish
from tests.house.hidden import PERSONS
from tests.house.matrix import addresses

pytestmark = pytest.mark.journey

# Who opens the pages of an area, and on what.
AREAS = {
    "frontdoor": ("visitor", True),
    "shared": ("visitor", False),
    "account": (Role.INTAKE, False),
    "desk": (Role.INTAKE, False),
    "coach": (Role.COACH, True),
    "figures": (Role.COORDINATOR, False),
    "family": ("card", True),
    "words": (Role.COORDINATOR, True),
    "coordination": (Role.COORDINATOR, True),
}
# What ends the visit, and a picture, which is no page.
NOT_PAGES = ("logout", "close-card", "inactive", "set_language", "open-drawing")


@pytest.mark.rule(48)
@pytest.mark.parametrize("area", AREAS)
def test_every_page_is_accessible(somebody: Any, workers: Any, area: str) -> None:
    with transaction.atomic():
        found = furnish(make_helped(workers.team, persons=PERSONS))
    who, phone = AREAS[area]
    reader = somebody(phone=phone)
    if isinstance(who, Role):
        reader.sign_in(workers.accounts[who])
    elif who == "card":
        reader.open("/gezin/")
        code, pin = found.ways_in["card_mother"]
        reader.fill(code=code, pin=pin)
        reader.press("Open")
    seen = 0
    for address in addresses():
        space, _, name = address.name.rpartition(":")
        if (space or "account") != area or name.endswith(NOT_PAGES) or address.name == "health":
            continue
        if not set(address.needs) <= found.samples.keys():
            continue  # what is of two partnerships has a journey of its own
        path = reverse(address.name, kwargs=found.fill_in(address))
        if reader.visits(path):
            reader.checks_accessibility()
            seen += 1
    assert seen >= 2
