"""What the family reads: the agreed plan, in their own words, and nothing that is not released to everybody."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import BRUSSELS, now
from eenplan.core.enums import ActorKind, Role
from eenplan.core.ids import new_id
from eenplan.families.actions import hold_contact, plan_contact, relabel
from eenplan.families.enums import Channel, ContactKind
from eenplan.families.queries import contacts, current_words
from eenplan.families.rules import RELEASED
from eenplan.plans.queries.appointments import Dated
from eenplan.web.family.presenters import appointment_words
from tests.cast import MARKER, make_team
from tests.factories.family_plan import (
    HIDDEN,
    PHONE,
    FamilyPlan,
    activate,
    change_the_plan,
    fill,
    make_family_plan,
    make_family_with_coach,
)
from tests.once import once
from tests.web.family.conftest import Enter
from tests.web.family.test_card import PAGES

pytestmark = pytest.mark.django_db

SCREENS = tuple(page for page in PAGES if not page.endswith(".pdf"))


def read(client: Client, page: str) -> str:
    response = client.get(f"/gezin/{page}")
    assert response.status_code == 200, page
    return response.content.decode()


@pytest.mark.rule(23)
def test_the_plan_says_everything_that_was_agreed(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    page = read(client, "plan/")
    for words in (
        "“zichtbaar-wens-0”", "zichtbaar-sterk-0", "“zichtbaar-doel-0”", "zichtbaar-merken-0", "zichtbaar-stap-0",
        "zichtbaar-wonen", "zichtbaar-zorg", "zichtbaar-samen", "zichtbaar-wachten-0", "zichtbaar-intussen-0",
        "zichtbaar-oma-0", "Sara Voorbeeld", PHONE, "nu 2, we willen naar 6", "4 op 10", "verwacht in februari",
        "Wonen", "Thuis met elkaar", "zei nog niets",
    ):  # fmt: skip
        assert words in page, words
    assert MARKER.format("moeder") in page  # who said it


@pytest.mark.rule(23)
@pytest.mark.rule(34)
@pytest.mark.parametrize("page", SCREENS)
def test_what_is_not_released_stands_on_no_page(enter: Enter, made: FamilyPlan, page: str) -> None:
    client = enter(made)
    text = read(client, page)
    assert HIDDEN not in text
    for secret in ("kijk", "aanmelder", "clb"):  # the referrer's own
        assert MARKER.format(secret) not in text
    assert "Niet iedereen ziet alles." in text
    assert "Ik heb nu hulp nodig" in text


@once
def elsewhere(agreed: FamilyPlan) -> FamilyPlan:
    return make_family_plan(agreed.team, word="elders")


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("page", SCREENS)
def test_another_family_is_nowhere(enter: Enter, made: FamilyPlan, page: str) -> None:
    assert "elders" not in read(enter(made), page)


@pytest.mark.rule(18)
def test_only_what_was_agreed_shows_and_earlier_versions_stay_readable(
    enter: Enter, made: FamilyPlan
) -> None:
    change_the_plan(made, "nog-niet-afgesproken")
    client = enter(made)
    assert "nog-niet-afgesproken" not in "".join(read(client, page) for page in SCREENS)
    activate(made)
    assert "nog-niet-afgesproken" in read(client, "plan/")
    old = read(client, "plan/versies/1/")
    assert "nog-niet-afgesproken" not in old
    assert "Dit is een oudere versie" in old
    assert "Versie 2" in read(client, "plan/versies/")
    assert client.get("/gezin/plan/versies/3/").status_code == 404
    assert client.get("/gezin/plan/versies/0/").status_code == 404


def test_a_plan_that_is_not_agreed_yet_is_kindly_empty(enter: Enter) -> None:
    made = make_family_with_coach(make_team())
    fill(made)
    client = enter(made)
    for page in ("start/", "plan/", "plan/versies/", "wat-ik-doe/", "waar-we-op-wachten/", "wie-helpt-ons/"):
        text = read(client, page)
        assert "zichtbaar-" not in text, page
        assert 'class="empty"' in text, page
    assert client.get("/gezin/plan.pdf").status_code == 404
    assert client.get("/gezin/plan/antwoord/").status_code == 302


def test_the_first_page_says_what_is_behind_each_door(enter: Enter, made: FamilyPlan) -> None:
    page = read(enter(made), "start/")
    for words in (
        "1 doel, 1 stap te doen",
        "zichtbaar-stap-0",
        "jij",
        "Waar we op wachten",
        "Bel Sara",
        "Bericht",
        "Onze afspraken",
        "tel:089112233",
    ):
        assert words in page, words
    assert "Je zei er nog niets over." in page


@pytest.mark.rule(34)
def test_the_next_appointment_shows_to_whoever_is_expected(enter: Enter, made: FamilyPlan) -> None:
    with request_transaction(made.coach):
        contact = plan_contact(
            made.coach,
            family_id=made.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=3),
            persons=[made.child.id],
        )
    assert "bij jullie langs" not in read(enter(made), "start/")
    assert "komt Werker bij jullie langs." in read(enter(made, made.child), "start/")
    with request_transaction(made.coach):
        relabel(made.coach, item_id=contact.item_id, labels=RELEASED)
    assert "komt Werker bij jullie langs." in read(enter(made), "start/")


def test_what_was_said_at_a_contact_stays_among_workers(enter: Enter, made: FamilyPlan) -> None:
    with request_transaction(made.coach):
        for planned_for in (now() - timedelta(hours=1), now() + timedelta(days=9)):
            contact = plan_contact(
                made.coach,
                family_id=made.family.id,
                kind=ContactKind.FAMILY,
                channel=Channel.HOME,
                planned_for=planned_for,
                persons=[made.parent.id],
            )
            hold_contact(
                made.coach,
                contact_id=contact.item_id,
                held_at=now() - timedelta(minutes=5),
                present=[made.parent.id],
                text="wat er gezegd werd",
            )
    client = enter(made)
    assert "bij jullie langs" not in read(client, "start/")
    made.parent.refresh_from_db()
    acting = Acting(
        made.parent.actor_id, ActorKind.FAMILY_MEMBER, Role.FAMILY_MEMBER, family_id=made.family.id
    )
    with request_transaction(acting):
        assert not contacts(acting, made.family.id, [])
        assert "wat er gezegd werd" not in str(current_words(acting, made.family.id))


def test_one_sees_the_own_steps_only(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made, made.child)
    assert "zichtbaar-stap-0" not in read(client, "wat-ik-doe/")
    assert "Jij hebt nu niets te doen" in read(client, "wat-ik-doe/")


@pytest.mark.rule(40)
@pytest.mark.parametrize("page", SCREENS)
def test_every_reading_is_in_the_audit(enter: Enter, made: FamilyPlan, page: str) -> None:
    client = enter(made)
    made.parent.refresh_from_db()
    before = Entry.objects.filter(kind="read").count()
    read(client, page)
    entry = Entry.objects.filter(kind="read").order_by("-id").first()
    assert Entry.objects.filter(kind="read").count() == before + 1
    assert entry is not None
    assert entry.actor_id == made.parent.actor_id
    assert entry.families == [made.family.id]
    assert entry.purpose == "own_plan"


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        read(client, page)
    return len(counted)


@pytest.mark.parametrize("of_each", [1, 3])
def test_pages_cost_the_same_whatever_stands_in_the_plan(enter: Enter, of_each: int) -> None:
    client = enter(make_family_plan(make_team(), of_each=of_each))
    expected = {"start/": 29, "plan/": 19, "wat-ik-doe/": 18, "wie-helpt-ons/": 19}
    assert {page: queries(client, page) for page in expected} == expected


@pytest.mark.parametrize(
    ("minute", "said"), [(0, "Om 16 uur belt Sara."), (5, "Om 16.05 uur belt Sara.")], ids=["hour", "minutes"]
)
def test_the_time_of_an_appointment_is_said_as_people_say_it(minute: int, said: str) -> None:
    moment = datetime(2026, 11, 24, 16, minute, tzinfo=BRUSSELS)
    words = appointment_words(Dated(new_id(), moment, 60, Channel.PHONE, "Sara Voorbeeld"))
    assert words == said.replace("Om", "Dinsdag 24 november om")
