"""What a partner, a psychologist and an expert by experience read of the families that share with them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.consent.enums import RecipientKind, Said
from eenplan.consent.models import Grant
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import Labels
from eenplan.families.models import ContactDetail
from eenplan.plans.actions import write_wish
from tests.cast import MARKER, Team, make_team
from tests.factories.consent import make_share, say, with_organisation, with_worker
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.once import once

pytestmark = pytest.mark.django_db

SCHOOL = MARKER.format("school")
MONEY = MARKER.format("geld")
HEALTH = MARKER.format("gezondheid")
SECRET = MARKER.format("vertrouwen")


@once
def helped() -> Helped:
    """A family with an agreed plan that holds something of each kind."""
    return furnished(make_team())


def furnished(team: Team, **changes: Any) -> Helped:
    """A family whose plan has goals in two parts of life, something about health and something in confidence."""
    helped = make_helped(team, **changes)
    mark_all_domains(helped)
    add_family_goal(helped, SCHOOL, domain="school")
    add_family_goal(helped, MONEY, domain="money")
    with request_transaction(helped.coach):
        for text, labels in (
            (HEALTH, Labels(health=True)),
            (SECRET, Labels(confidential=True)),
            (MARKER.format("wens"), None),
        ):
            write_wish(
                helped.coach, plan_id=helped.plan.id, text=text, speaker_id=helped.mother.id, labels=labels
            )
    activate(helped)
    return helped


def share(
    helped: Helped,
    role: Role = Role.PARTNER,
    said: Said | None = Said.GIVEN,
    recipient: Recipient | None = None,
    **changes: Any,
) -> Grant:
    """A share about the mother with the team's worker in a role, to which she said something."""
    worker = with_worker(helped.team.assignments[role].staff_member_id)
    given = {"parts": ("life:school",), "secrecy": True, **changes}
    grant = make_share(helped.coach, helped.family.id, recipient or worker, helped.mother.id, **given)
    if said:
        say(helped.coach, grant, helped.mother.id, said)
    return grant


def read(client: Client, helped: Helped, role: Role = Role.PARTNER) -> Any:
    """The page of the family, as the team's worker in a role."""
    client.force_login(helped.team.account(role))
    return client.get(reverse("partner:read-family", args=[helped.family.id]))


@pytest.mark.rule(29)
def test_a_share_shows_the_parts_that_it_names_and_no_more(client: Client, helped: Helped) -> None:
    share(helped)
    page = read(client, helped).content.decode()
    assert SCHOOL in page
    for other in (MONEY, HEALTH, SECRET, MARKER.format("wens")):
        assert other not in page
    assert "Niet iedereen ziet alles" in page


@pytest.mark.rule(29)
def test_what_was_asked_and_not_answered_opens_nothing(client: Client, helped: Helped) -> None:
    share(helped, said=None)
    assert read(client, helped).status_code == 404


@pytest.mark.rule(30)
def test_a_share_that_is_withdrawn_is_closed_on_the_next_request(client: Client, helped: Helped) -> None:
    grant = share(helped)
    assert read(client, helped).status_code == 200
    say(helped.coach, grant, helped.mother.id, Said.WITHDRAWN)
    closed = read(client, helped)
    assert closed.status_code == 404
    assert SCHOOL not in closed.content.decode()
    assert helped.family.name not in client.get(reverse("partner:list-families")).content.decode()


@pytest.mark.rule(29)
def test_a_share_ends_on_its_day(client: Client, helped: Helped) -> None:
    share(helped, until=today())
    assert read(client, helped).status_code == 200
    with time_machine.travel(now() + timedelta(days=1)):
        assert read(client, helped).status_code == 404


@pytest.mark.rule(39)
def test_health_is_a_permission_of_its_own(client: Client, helped: Helped) -> None:
    share(helped, Role.PSYCHOLOGIST, parts=("plan:wishes",))
    page = read(client, helped, Role.PSYCHOLOGIST).content.decode()
    assert MARKER.format("wens") in page
    assert HEALTH not in page
    share(helped, Role.PSYCHOLOGIST, parts=("plan:wishes",), health=True)
    page = read(client, helped, Role.PSYCHOLOGIST).content.decode()
    assert HEALTH in page
    assert SECRET not in page


@pytest.mark.rule(17)
def test_a_share_with_an_organisation_is_for_its_partner_and_not_for_whom_it_seconds(
    client: Client, helped: Helped
) -> None:
    partner = helped.team.assignments[Role.PARTNER].staff_member
    share(helped, recipient=with_organisation(partner.organisation_id))
    assert read(client, helped).status_code == 200
    assert read(client, helped, Role.PSYCHOLOGIST).status_code == 404
    other = furnished(make_team("9902"))
    assert read(client, other).status_code == 404


def test_a_share_with_a_function_is_for_who_has_it_now(client: Client, helped: Helped) -> None:
    share(helped, recipient=Recipient(RecipientKind.FUNCTION, function=Role.PSYCHOLOGIST))
    assert read(client, helped, Role.PSYCHOLOGIST).status_code == 200
    assert read(client, helped, Role.PARTNER).status_code == 404


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.ADMIN, Role.STEERING])
def test_the_place_is_for_whom_is_shared_with(client: Client, helped: Helped, role: Role) -> None:
    share(helped)
    assert read(client, helped, role).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: Client, helped: Helped) -> None:
    assert client.get(reverse("partner:list-families")).status_code == 302


def test_nothing_shared_and_nothing_there_get_the_same_answer(client: Client, helped: Helped) -> None:
    closed = read(client, helped)
    nowhere = client.get(reverse("partner:read-family", args=[new_id()]))
    assert (closed.status_code, words_of(closed)) == (nowhere.status_code, words_of(nowhere))


def words_of(page: Any) -> str:
    """What a page says, without what differs by request."""
    return re.sub(r'value="[^"]{30,}"|nonce="[^"]+"', "", page.content.decode())


@pytest.mark.parametrize("families", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(
    client: Client, families: int, django_assert_num_queries: Any
) -> None:
    team = make_team()
    for _number in range(families):
        share(make_helped(team))
    client.force_login(team.account(Role.PARTNER))
    client.get(reverse("partner:list-families"))
    with django_assert_num_queries(18):
        page = client.get(reverse("partner:list-families")).content.decode()
    assert page.count("Lees wat gedeeld is") == families


def test_the_page_of_a_family_asks_as_much_for_many_pieces_as_for_few(
    client: Client, helped: Helped, django_assert_num_queries: Any
) -> None:
    share(helped)
    read(client, helped)
    with CaptureQueriesContext(connection) as few:
        read(client, helped)
    for number in range(3):
        add_family_goal(helped, f"{SCHOOL} {number}", domain="school")
    activate(helped)
    with django_assert_num_queries(len(few)):
        page = read(client, helped).content.decode()
    assert f"{SCHOOL} 2" in page


def test_how_to_reach_somebody_is_shared_only_when_it_is_named_and_safe(
    client: Client, helped: Helped
) -> None:
    phone = "089 00 00 00"
    share(helped)
    assert phone not in read(client, helped).content.decode()
    share(helped, parts=("plan:reach",))
    assert phone in read(client, helped).content.decode()
    with writing():
        ContactDetail.objects.filter(family=helped.family).update(safe=False)
    assert phone not in read(client, helped).content.decode()
