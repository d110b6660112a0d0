"""Parents in two homes: the one plan for both, and an address that never reaches the other home."""

from datetime import date
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains

pytestmark = pytest.mark.journey

SAFE = "Veilige straat 7"
GOAL = "Seppe weet elke week waar hij slaapt."


@pytest.mark.rule(34)
def test_two_homes_and_an_address_that_stays_at_home(somebody: Any, workers: Any) -> None:
    # Given a family of two homes with one goal
    helped = make_helped(
        workers.team,
        persons=(
            NewPerson(PersonRole.PARENT, "Kaat", parental_authority=True),
            NewPerson(PersonRole.PARENT, "Stef", parental_authority=True),
            NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2017, 5, 4)),
        ),
    )
    mark_all_domains(helped)
    add_family_goal(helped, GOAL)
    kaat, stef = helped.people[:2]

    # When the coach writes down where Kaat lives, not for the other home, and they agree on the plan
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/plan/huizen/nieuw/")
    coach.fill(name="bij mama", address=SAFE)
    coach.choose(f"lives_{kaat.id.hex}", "full")
    coach.choose("who_sees", "few")
    coach.press("Bewaren")
    assert coach.reads("bij mama")
    activate(helped)
    with request_transaction(helped.coach):
        cards = [issue_card(helped.coach, person_id=person.id) for person in (kaat, stef)]

    # Then both read the one plan, and only Kaat her address; on paper, which lies about, it stands for nobody
    read = {}
    for name, card in zip(("Kaat", "Stef"), cards, strict=True):
        reader = somebody(phone=True, javascript=False)
        reader.open("/gezin/")
        reader.fill(code=card.code, pin=card.pin)
        reader.press("Openen")
        reader.open("/gezin/plan/")
        assert reader.reads(GOAL)
        assert reader.reads("Niet iedereen ziet alles")
        read[name] = SAFE in reader.page.content()
        for page in ("start/", "koelkast/", "wie-helpt-ons/", "delen/"):
            reader.open(f"/gezin/{page}")
            assert SAFE not in reader.page.content()
    assert read == {"Kaat": True, "Stef": False}
    assert not coach.violations
