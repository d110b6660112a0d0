"""An emergency: opened with a reason, for hours, seen by the coach at once, reviewed by somebody else. Never silent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from eenplan.audit.models import Entry
from eenplan.consent.actions import emergency as actions
from eenplan.consent.models import EmergencyAccess
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import Labels
from eenplan.families.models import Item
from eenplan.plans.actions import write_wish
from eenplan.plans.queries.emergency import file_to_open
from tests.cast import Team, acting_as
from tests.factories.plans import Helped, fill

pytestmark = pytest.mark.django_db

SECRET = "Ik slaap slecht sinds papa weg is."
WHY = "De moeder belde: ze is bang en vraagt hulp. Alice is op reis."
Enter = Callable[[str], Client]


@pytest.fixture
def told(helped: Helped) -> Helped:
    """The family, of which the daughter told something in confidence."""
    with request_transaction(helped.coach):
        write_wish(
            helped.coach,
            plan_id=helped.plan.id,
            text=SECRET,
            speaker_id=helped.people[1].id,
            labels=Labels(confidential=True),
        )
    return helped


def open_as(client: Client, helped: Helped, **typed: str) -> Any:
    """Send the form."""
    given = {"number": helped.family.reference, "reason": WHY, **typed}
    return client.post(reverse("emergency:open-file"), given)


def row_of(helped: Helped) -> EmergencyAccess:
    return EmergencyAccess.objects.get(family_id=helped.family.id)


def page_of(name: str, helped: Helped) -> str:
    return reverse(f"emergency:{name}", args=[row_of(helped).id])


def test_a_colleague_reads_the_whole_file_for_some_hours(told: Helped, enter: Enter) -> None:
    client = enter("bob")
    assert client.get(reverse("coach:read-plan", args=[told.family.id])).status_code == 404
    page = client.get(open_as(client, told).headers["Location"])
    text = page.content.decode()
    assert SECRET in text
    assert "Open tot" in text
    assert told.family.name in text
    # Each reading stands in the audit as what it is, and nothing of it as anything else
    entries = Entry.objects.filter(families__contains=[told.family.id], actor_id=row_of(told).actor_id)
    assert entries
    assert {one.purpose for one in entries} == {Purpose.EMERGENCY}
    # It opens no page of the coach, and nothing can be written
    assert client.get(reverse("coach:read-plan", args=[told.family.id])).status_code == 404
    assert client.get(reverse("coach:add-goal", args=[told.family.id])).status_code == 404
    with time_machine.travel(now() + timedelta(hours=13)):
        client = enter("bob")
        over = client.get(page_of("read-file", told))
    assert over.status_code == 410
    assert SECRET not in over.content.decode()


def test_the_number_of_the_referral_opens_it_too(told: Helped, enter: Enter) -> None:
    answer = open_as(enter("bob"), told, number=told.trajectory.referral.reference.lower())
    assert answer.status_code == 302


@pytest.mark.parametrize("who", ["intake", "coordinator"])
def test_the_desk_sees_what_is_confidential_in_an_emergency_alone(
    told: Helped, enter: Enter, who: str
) -> None:
    client = enter(who)
    page = client.get(open_as(client, told).headers["Location"])
    assert SECRET in page.content.decode()
    if who == "coordinator":
        plan = client.get(reverse("coach:read-plan", args=[told.family.id]))
        assert SECRET not in plan.content.decode()


def test_a_wrong_number_and_one_of_elsewhere_get_the_same_answer(
    told: Helped, enter: Enter, there: Team
) -> None:
    client = enter("charlie")
    answers = []
    for number in (told.family.reference, "K7M-4QX2", "niets", told.family.name):
        answer = open_as(client, told, number=number)
        assert answer.status_code == 422
        assert WHY in answer.content.decode()
        answers.append(answer.context["form"].errors.as_text())
    assert len(set(answers)) == 1
    assert not EmergencyAccess.objects.exists()


def test_tries_are_limited(told: Helped, enter: Enter) -> None:
    client = enter("charlie")
    answers = [open_as(client, told, number="K7M-4QX2").status_code for _number in range(11)]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"reason": " "}, "Schrijf wat er aan de hand is"), ({"number": ""}, "Vul het nummer")],
)
def test_what_is_missing_is_asked(told: Helped, enter: Enter, typed: dict[str, str], said: str) -> None:
    answer = open_as(enter("bob"), told, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not EmergencyAccess.objects.exists()


def test_the_coach_sees_it_at_once_and_it_cannot_be_hidden(told: Helped, enter: Enter) -> None:
    client = enter("bob")
    open_as(client, told)
    client.post(page_of("end-access", told))
    assert row_of(told).ended_at
    family = reverse("coach:read-family", args=[told.family.id])
    alice = enter("alice")
    for address in (reverse("coach:list-today"), family):
        text = alice.get(address).content.decode()
        assert "Dit dossier werd in nood geopend" in text
        assert WHY in text
    alice.post(page_of("note-seen", told))
    assert row_of(told).seen_at
    assert WHY not in alice.get(reverse("coach:list-today")).content.decode()
    # On the timeline it stays
    assert WHY in alice.get(reverse("coach:read-timeline", args=[told.family.id])).content.decode()


def test_a_coordinator_reviews_it_in_words_and_late_is_shown(told: Helped, enter: Enter) -> None:
    open_as(enter("bob"), told)
    start = reverse("coordination:read-start")
    client = enter("coordinator")
    assert "Dossiers die in nood geopend werden" in client.get(start).content.decode()
    with time_machine.travel(now() + timedelta(days=7)):
        client = enter("coordinator")
        assert "moest nagekeken zijn" in client.get(start).content.decode()
        assert "moest nagekeken zijn" in client.get(reverse("emergency:list-accesses")).content.decode()
    client = enter("coordinator")
    empty = client.post(page_of("review-access", told), {"justified": "yes", "words": ""})
    assert empty.status_code == 422
    client.post(page_of("review-access", told), {"justified": "yes", "words": "Nodig: het gezin vroeg het."})
    row = row_of(told)
    assert row.justified is True
    assert row.review == "Nodig: het gezin vroeg het."
    # What was said once stays
    again = client.post(page_of("review-access", told), {"justified": "no", "words": "Toch niet."})
    assert again.status_code == 422
    assert row_of(told).justified is True
    assert "Dossiers die in nood geopend werden" not in client.get(start).content.decode()


def test_nobody_reviews_their_own(told: Helped, enter: Enter, here: Team) -> None:
    client = enter("coordinator")
    open_as(client, told)
    mine = client.post(page_of("review-access", told), {"justified": "yes", "words": "Het moest."})
    assert mine.status_code == 422
    assert row_of(told).reviewed_at is None
    enter("second").post(page_of("review-access", told), {"justified": "no", "words": "De coach was er."})
    assert row_of(told).justified is False


@pytest.mark.parametrize(
    ("name", "who", "answer"),
    [
        ("read-file", "visitor", 302),
        ("read-file", "alice", 404),
        ("read-file", "charlie", 404),
        ("read-file", "coordinator", 404),
        ("read-file", "partner", 403),
        ("read-file", "admin", 403),
        ("review-access", "alice", 403),
        ("review-access", "bob", 403),
        ("review-access", "coordinator_elsewhere", 404),
        ("review-access", "visitor", 302),
    ],
)
def test_who_may_not_read_or_review(told: Helped, enter: Enter, name: str, who: str, answer: int) -> None:
    open_as(enter("bob"), told)
    page = enter(who).get(page_of(name, told))
    assert page.status_code == answer
    assert SECRET not in page.content.decode()


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator"])
def test_who_does_not_answer_for_the_family_says_no_seen(told: Helped, enter: Enter, who: str) -> None:
    open_as(enter("bob"), told)
    assert enter(who).post(page_of("note-seen", told)).status_code in (403, 404)
    assert row_of(told).seen_at is None


@pytest.mark.parametrize("times", [1, 3])
def test_reading_costs_the_same_whatever_stands_in_the_file(
    told: Helped, enter: Enter, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(told, times)
    client = enter("bob")
    page = open_as(client, told).headers["Location"]
    client.get(page)
    with django_assert_num_queries(46):
        client.get(page)


# What PostgreSQL itself holds


def opened(told: Helped, bob: Any) -> Any:
    """The file, opened by Bob; who he acts as."""
    acting = acting_as(bob)
    with request_transaction(acting):
        actions.open_file(acting, family_id=told.family.id, reason=WHY)
    return acting


def test_the_database_opens_the_file_to_that_purpose_only_and_never_for_writing(
    told: Helped, bob: Any
) -> None:
    acting = opened(told, bob)
    with request_transaction(acting):
        assert not Item.objects.filter(family=told.family).exists()
    with request_transaction(actions.in_emergency(acting)):
        assert Item.objects.filter(family=told.family, confidential=True).exists()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE families_item SET confidential = false WHERE family_id = %s", [told.family.id]
            )
            assert cursor.rowcount == 0


@pytest.mark.parametrize(
    "lie",
    [
        "seen_at = now(), seen_by_id = actor_id",
        "reviewed_at = now(), reviewed_by_id = seen_by_id, justified = true, review = 'goed'",
    ],
)
def test_who_opened_it_cannot_write_that_somebody_saw_or_reviewed_it(
    told: Helped, bob: Any, lie: str
) -> None:
    acting = opened(told, bob)
    with request_transaction(acting), connection.cursor() as cursor:
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"UPDATE consent_emergencyaccess SET {lie}")


def test_it_cannot_be_opened_for_longer_or_taken_away(told: Helped, bob: Any) -> None:
    acting = opened(told, bob)
    with request_transaction(acting), connection.cursor() as cursor:
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(
                "INSERT INTO consent_emergencyaccess (id, family_id, actor_id, staff_member_id, partnership_id,"
                " reason, opened_at, until, review_by, review) SELECT gen_random_uuid(), family_id, actor_id,"
                " staff_member_id, partnership_id, reason, opened_at, opened_at + interval '9 days', review_by, ''"
                " FROM consent_emergencyaccess"
            )
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM consent_emergencyaccess")


def test_a_team_that_does_not_answer_for_the_family_opens_nothing(told: Helped, there: Team) -> None:
    charlie = there.acting(Role.COACH)
    with request_transaction(charlie):
        assert file_to_open(charlie, told.family.reference) is None
        with pytest.raises(NotFound):
            actions.open_file(charlie, family_id=told.family.id, reason=WHY)
