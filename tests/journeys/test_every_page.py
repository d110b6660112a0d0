"""Every page that can be opened: no violation of WCAG 2.2 A or AA, nothing wider than the screen, no CSP message."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.families.actions import add_attachment, issue_card, plan_contact
from eenplan.families.enums import Channel, ContactKind, ItemKind
from eenplan.families.files import read_paper
from eenplan.families.models import Item
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, activate, add_family_goal, add_step, fill, make_helped
from tests.house.access import KINDS, Address, addresses

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
}
# What is sent and not read, and files.
NOT_PAGES = (
    "print-plan",
    "download-figures",
    "logout",
    "close-card",
    "inactive",
    "set_language",
    "open-attachment",
)


def prepare(workers: Any) -> tuple[Helped, dict[str, Any], tuple[str, str]]:
    """A family with everything in its file and an active plan."""
    helped = make_helped(workers.team)
    fill(helped)
    goal, step = add_family_goal(helped, "We wonen ruimer"), add_step(helped, "Inschrijven")
    with request_transaction(helped.coach):
        plan_contact(
            helped.coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=1),
            persons=[helped.mother.id],
        )
        paper = add_attachment(
            helped.coach, family_id=helped.family.id, paper=read_paper("Verslag.pdf", make_pdf())
        )
        card = issue_card(helped.coach, person_id=helped.mother.id)
    activate(helped)
    samples = {
        "family_id": helped.family.id,
        "referral_id": helped.trajectory.referral_id,
        "person_id": helped.mother.id,
        "goal_id": goal,
        "action_id": step,
        "number": 1,
        "place": 1,
        "slug": "vraag",
        "section": "wat-we-willen",
        "domain": "housing",
        "card_id": card.card_id,
        "attachment_id": paper.item_id,
    }
    return helped, samples, (card.code, card.pin)


def path_of(address: Address, samples: dict[str, Any], helped: Helped) -> str:
    """The address of a page, filled in."""
    kind = KINDS.get(address.name, ItemKind.WISH)
    item = Item.objects.filter(family=helped.family, kind=kind).latest("created_at").id
    return reverse(address.name, kwargs={need: {**samples, "item_id": item}[need] for need in address.needs})


@pytest.mark.rule(48)
@pytest.mark.parametrize("area", AREAS)
def test_every_page_is_accessible(somebody: Any, workers: Any, area: str) -> None:
    helped, samples, (code, pin) = prepare(workers)
    who, phone = AREAS[area]
    reader = somebody(phone=phone)
    if isinstance(who, Role):
        reader.sign_in(workers.accounts[who])
    elif who == "card":
        reader.open("/gezin/")
        reader.fill(code=code, pin=pin)
        reader.press("Open")
    seen = 0
    for address in addresses():
        space, _, name = address.name.rpartition(":")
        if (space or "account") != area or name.endswith(NOT_PAGES) or address.name == "health":
            continue
        path = path_of(address, samples, helped)
        if reader.context.request.get(reader.address + path).status == 200:
            reader.open(path)
            reader.checks_accessibility()
            seen += 1
    assert seen >= 2
