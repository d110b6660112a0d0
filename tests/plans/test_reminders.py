"""The day before an appointment, whoever chose to hear of it is reminded, of its moment alone."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail

from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import BRUSSELS
from eenplan.core.ids import new_id
from eenplan.families.actions import plan_contact
from eenplan.families.actions.contacts import cancel_contact
from eenplan.families.enums import Channel, ContactKind, LivesHere, PersonRole
from eenplan.families.models import ContactParticipant, Item, Person
from eenplan.plans.models import Notice
from eenplan.plans.queries.notices import to_tell
from eenplan.plans.rules.notices import expected, is_hour_to_remind, reminds_of
from eenplan.plans.tasks import go_round
from tests.factories.plans import Helped
from tests.jobs import work_off
from tests.plans.test_notices import INBOX, TEN, chooses, states

pytestmark = pytest.mark.django_db

DAY_BEFORE = TEN.replace(day=2, hour=9, minute=30)


@pytest.mark.parametrize(("hour", "is_one"), [(8, False), (9, True), (19, True), (20, False)])
def test_reminders_are_made_by_day(hour: int, is_one: bool) -> None:
    assert is_hour_to_remind(DAY_BEFORE.replace(hour=hour)) is is_one


def test_tomorrow_is_that_of_brussels_also_when_the_clock_changes() -> None:
    since, until = reminds_of(datetime(2027, 3, 27, 12, 0, tzinfo=BRUSSELS))
    assert (since.day, until.day) == (28, 29)
    assert (until.timestamp() - since.timestamp()) / 3600 == 23


def _meets(helped: Helped, at: datetime = TEN, who: int = 0) -> UUID:
    with request_transaction(helped.coach):
        return plan_contact(
            helped.coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=at,
            persons=[helped.people[who].id],
        ).pk


def test_an_appointment_is_reminded_of_the_day_before_with_its_moment_alone(helped: Helped) -> None:
    chooses(helped)
    _meets(helped)
    _meets(helped, TEN + timedelta(days=1))
    _meets(helped, TEN, who=1)  # whoever is expected there chose nothing
    with time_machine.travel(DAY_BEFORE):
        for _minute in range(2):
            go_round(task())
            work_off()
    assert [one.body for one in mail.outbox] == ["Je hebt een afspraak op 03/12 om 10:00.\n"]


def somebody(role: PersonRole, lives: LivesHere) -> Any:
    """Somebody of a family, for the rule."""
    return SimpleNamespace(id=new_id(), role=role.value, lives_here=lives.value)


PARENT, CHILD = PersonRole.PARENT, PersonRole.CHILD
HERE, PART, ELSEWHERE, UNKNOWN = LivesHere.FULL, LivesHere.PART, LivesHere.NO, LivesHere.UNKNOWN


@pytest.mark.parametrize(
    ("people", "who"),
    [
        ([(PARENT, HERE), (PARENT, PART), (CHILD, HERE)], {0, 1}),
        ([(PARENT, HERE), (PARENT, UNKNOWN)], {0}),
        ([(PARENT, HERE), (PARENT, ELSEWHERE), (PersonRole.STEP_PARENT, HERE)], {0, 2}),
        ([(PARENT, UNKNOWN), (CHILD, HERE)], {0}),
        ([(PARENT, UNKNOWN), (PARENT, UNKNOWN)], set()),
        ([(PARENT, ELSEWHERE), (PersonRole.GRANDPARENT, HERE)], set()),
        ([], set()),
    ],
)
def test_who_expects_what_nobody_was_ticked_for(people: list[Any], who: set[int]) -> None:
    made = [somebody(*one) for one in people]
    assert expected(made) == {made[number].id for number in who}


@pytest.mark.parametrize(
    ("confidential", "kind", "reminded"),
    [
        (False, ContactKind.FAMILY, 1),
        (True, ContactKind.FAMILY, 0),
        (False, ContactKind.REFERRER, 0),
    ],
)
def test_an_appointment_without_names_reminds_the_parents_of_the_home(
    helped: Helped, confidential: bool, kind: ContactKind, reminded: int
) -> None:
    chooses(helped)
    chooses(helped, typed="dochter@example.org", who=1)
    with writing():
        Person.objects.filter(id=helped.mother.id).update(lives_here=HERE)
    with request_transaction(helped.coach):
        contact = plan_contact(
            helped.coach,
            family_id=helped.family.id,
            kind=kind,
            channel=Channel.HOME,
            planned_for=TEN,
        )
    if confidential:
        with writing():
            Item.objects.filter(id=contact.pk).update(confidential=True)
    with time_machine.travel(DAY_BEFORE):
        go_round(task())
        work_off()
    assert [one.to for one in mail.outbox] == [[INBOX]] * reminded


def test_who_was_ticked_after_all_is_reminded_and_nobody_else(helped: Helped) -> None:
    chooses(helped)
    with writing():
        Person.objects.filter(id=helped.mother.id).update(lives_here=HERE)
    contact_id = _meets(helped, who=1)
    ticked = ContactParticipant.objects.filter(contact_id=contact_id)
    with writing():
        kept = list(ticked)
        ticked.delete()
    with time_machine.travel(DAY_BEFORE):
        go_round(task())
        with writing():
            ContactParticipant.objects.bulk_create(kept)
        work_off()
    assert (mail.outbox, states()) == ([], [("kept", "over")])


def test_what_was_called_off_or_is_past_is_reminded_of_no_more(helped: Helped) -> None:
    chooses(helped)
    contact_id, other = _meets(helped), _meets(helped, TEN.replace(hour=11))
    with time_machine.travel(DAY_BEFORE):
        go_round(task())
        with request_transaction(helped.coach):
            cancel_contact(helped.coach, contact_id=contact_id)
    with time_machine.travel(TEN.replace(hour=12)):
        work_off()
        assert Notice.objects.filter(item_id=other).exists()
        with request_transaction(helped.coach):
            assert to_tell(helped.coach, [helped.family.id]) == []
    assert mail.outbox == []
    assert states() == [("kept", "over")] * 2


# --- what stands against it
