"""A notice goes to whom it is for, at an address that is theirs and stands still; and no raw statement makes one for others."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction

from eenplan.audit.models import Event
from eenplan.core.acting import Acting, public_form, request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import BRUSSELS, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.actions import NewDetail, end_item, note_detail, plan_contact, say_not_safe, take_in
from eenplan.families.enums import Channel, ContactKind, DetailKind
from eenplan.families.models import ContactDetail, Item
from eenplan.network.enums import LeaveKind
from eenplan.plans.actions.hearing import choose_way
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    agree_seats,
    call_off_round_table,
    move_round_table,
    plan_round_table,
)
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.plans.enums import Attendance, HearsBy, NoticeState
from eenplan.plans.models import HearsHow, Notice, PlaceRequest, RoundTable
from eenplan.plans.queries.notices import letter, to_tell
from eenplan.plans.tasks import go_round
from tests.cast import Team, acting_as
from tests.factories.network import AssignmentFactory
from tests.factories.plans import Helped, make_coach, make_helped
from tests.factories.referrals import make_referral
from tests.factories.waits import given_place, short_offer, wait_for
from tests.jobs import work_off
from tests.plans.conftest import with_card
from tests.plans.test_notices import INBOX, answers, chooses, states

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 12, 3, 10, 0, tzinfo=BRUSSELS)
DAY_BEFORE = TEN - timedelta(days=1)
NEW_ONE = "Er staat een nieuwe afspraak voor je klaar. Lees ze zoals je dat anders doet.\n"
MOVED = "Een afspraak is veranderd. Lees het zoals je dat anders doet.\n"


def raw(acting: Acting, statement: str, values: list[Any]) -> int:
    """How many rows a statement touches under the web role."""
    with transaction.atomic(), request_transaction(acting), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


# --- an event that the web wrote about a family of others


@pytest.mark.parametrize(
    "name",
    ["plans:version:activated", "plans:plan:review-set", "plans:round-table:agreed", "plans:message:done"],
)
def test_an_event_that_says_what_did_not_happen_sends_nothing(helped: Helped, there: Team, name: str) -> None:
    chooses(helped)
    raw(
        there.acting(Role.COACH),
        "INSERT INTO audit_event (id, at, name, subject_id, family_id) VALUES (%s, now(), %s, %s, %s)",
        [new_id(), name, new_id(), helped.family.id],
    )
    work_off()
    assert (mail.outbox, states()) == ([], [])


def test_what_happened_in_one_family_is_not_told_to_another(helped: Helped, there: Team) -> None:
    chooses(helped)
    other = make_helped(there)
    raw(
        other.coach,
        "INSERT INTO audit_event (id, at, name, subject_id, family_id)"
        " VALUES (%s, now(), 'plans:plan:review-set', %s, %s)",
        [new_id(), other.plan.id, helped.family.id],
    )
    assert Event.objects.filter(name="plans:plan:review-set", subject_id=other.plan.id).exists()
    work_off()
    assert mail.outbox == []


def test_who_is_away_in_one_partnership_is_told_of_there(helped: Helped, there: Team) -> None:
    """A coach with families in two partnerships: of each leave hear the families of that partnership, once."""
    worker = helped.team.assignments[Role.COACH].staff_member
    elsewhere = make_helped(
        there, AssignmentFactory(role=Role.COACH, partnership=there.partnership, staff_member=worker)
    )
    chooses(helped)
    chooses(elsewhere, typed="elders@example.org")
    for one in (helped, elsewhere):
        coordinator = one.team.acting(Role.COORDINATOR)
        with request_transaction(coordinator):
            plan_leave(
                coordinator,
                staff_member_id=worker.id,
                partnership_id=one.team.partnership.id,
                kind=LeaveKind.HOLIDAY,
                since=today() + timedelta(days=10),
                until=today() + timedelta(days=20),
                stand_in_id=make_coach(one.team).staff_member_id,
            )
    work_off()
    assert sorted(one.to[0] for one in mail.outbox) == ["elders@example.org", INBOX]


# --- sitting together, in whatever order the events are worked off


def _agrees(helped: Helped, table_id: UUID, *who: int) -> None:
    with request_transaction(helped.coach):
        agree_seats(
            helped.coach,
            table_id=table_id,
            seats=[NewSeat(Attendance.MUST, helped.people[each].id) for each in who],
            agreed_with_id=helped.mother.id,
        )


def _moves(helped: Helped, table_id: UUID) -> None:
    with request_transaction(helped.coach):
        move_round_table(helped.coach, table_id=table_id, when=When(now() + timedelta(days=12), 60))


@pytest.fixture
def table_id(helped: Helped) -> UUID:
    """A round table, with nobody asked yet; the mother and the daughter want to hear of it."""
    chooses(helped)
    chooses(helped, typed="dochter@example.org", who=1)
    with request_transaction(helped.coach):
        return plan_round_table(
            helped.coach,
            family_id=helped.family.id,
            when=When((now() + timedelta(days=9)).replace(hour=12, minute=0), 60),
        ).pk


def test_who_is_asked_after_it_was_moved_hears_of_a_new_one(helped: Helped, table_id: UUID) -> None:
    _agrees(helped, table_id, 0)
    work_off()
    _moves(helped, table_id)
    work_off()
    _agrees(helped, table_id, 0, 1)
    work_off()
    assert [(one.to[0], one.body) for one in mail.outbox] == [
        (INBOX, NEW_ONE),
        (INBOX, MOVED),
        ("dochter@example.org", NEW_ONE),
    ]


def test_agreed_and_moved_before_anything_left_is_one_new_appointment(helped: Helped, table_id: UUID) -> None:
    _agrees(helped, table_id, 0)
    _moves(helped, table_id)
    work_off()
    assert [one.body for one in mail.outbox] == [NEW_ONE]


def test_agreed_and_called_off_before_anything_left_is_no_new_appointment(
    helped: Helped, table_id: UUID
) -> None:
    _agrees(helped, table_id, 0)
    with request_transaction(helped.coach):
        call_off_round_table(helped.coach, table_id=table_id)
    work_off()
    assert [one.body for one in mail.outbox] == [MOVED]


def test_what_was_held_before_its_day_is_reminded_of_no_more(helped: Helped, table_id: UUID) -> None:
    _agrees(helped, table_id, 0)
    work_off()
    (table,) = RoundTable.objects.all()
    mail.outbox.clear()
    with time_machine.travel(table.starts_at - timedelta(days=1)):
        go_round(task())
        with writing():
            RoundTable.objects.update(opened_at=now(), closed_at=now())
        work_off()
        Notice.objects.all()._raw_delete("default")
        go_round(task())
    assert (mail.outbox, states()) == ([], [])


# --- the address


def _detail(helped: Helped) -> ContactDetail:
    return ContactDetail.objects.get(family_id=helped.family.id, value=INBOX)


def _ends(helped: Helped) -> None:
    with request_transaction(helped.coach):
        end_item(helped.coach, item_id=_detail(helped).item_id)


def _is_of_another(helped: Helped) -> None:
    ContactDetail.objects.filter(item_id=_detail(helped).item_id).update(person=helped.people[1])


def _says_more(helped: Helped) -> None:
    ContactDetail.objects.filter(item_id=_detail(helped).item_id).update(value=f"<{INBOX}>")


@pytest.mark.parametrize("change", [_ends, _is_of_another, _says_more])
def test_an_address_that_is_theirs_no_more_gets_nothing(helped: Helped, change: Any) -> None:
    chooses(helped)
    answers(helped)
    with writing():
        change(helped)
    work_off()
    assert (mail.outbox, states()) == ([], [("kept", "no-address")])


@pytest.mark.parametrize(
    "typed", [f"<{INBOX}>", f"{INBOX},", "moeder(thuis)@example.org", "moeder@example..org"]
)
def test_only_a_plain_address_is_one(helped: Helped, typed: str) -> None:
    with request_transaction(helped.coach):
        note_detail(
            helped.coach, family_id=helped.family.id, detail=NewDetail(DetailKind.EMAIL, INBOX, safe=False)
        )
    with pytest.raises(RuleBroken) as refused:
        chooses(helped, typed=typed)
    assert refused.value.code == "plans:hears-address"


@pytest.mark.rule(34)
@pytest.mark.parametrize(("few", "shared", "mails"), [(True, True, 0), (False, True, 1), (True, False, 1)])
def test_a_moment_that_is_for_few_is_not_told_at_an_address_of_all(
    helped: Helped, few: bool, shared: bool, mails: int
) -> None:
    chooses(helped, who=1)
    with writing():
        ContactDetail.objects.filter(value=INBOX).update(person=None if shared else helped.people[1])
    with request_transaction(helped.coach):
        contact = plan_contact(
            helped.coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=TEN,
            persons=[helped.people[1].id],
        )
    with writing():
        Item.objects.filter(id=contact.pk).update(confidential=few, released_to_all=False)
    with time_machine.travel(DAY_BEFORE):
        go_round(task())
        work_off()
    assert len(mail.outbox) == mails
    assert states() == [("sent", "") if mails else ("kept", "shared")]


# --- raw statements


def test_no_raw_statement_has_somebody_hear_at_an_address_of_another_family(
    helped: Helped, there: Team
) -> None:
    other = make_helped(there)
    chooses(other, typed="elders@example.org")
    chooses(helped)
    far = ContactDetail.objects.get(value="elders@example.org").item_id
    mother = with_card(helped, helped.mother)
    for acting in (mother, helped.coach):
        with pytest.raises(IntegrityError, match="another family"):
            raw(
                acting,
                "UPDATE plans_hearshow SET detail_id = %s, chosen_by_id = %s WHERE family_id = %s",
                [far, acting.actor_id, helped.family.id],
            )


def test_who_chooses_signs_with_the_own_name(helped: Helped) -> None:
    chooses(helped)
    mother = with_card(helped, helped.mother)
    change = (
        "UPDATE plans_hearshow SET by = 'nothing', detail_id = NULL, chosen_by_id = %s WHERE family_id = %s"
    )
    with pytest.raises(ProgrammingError, match="row-level security"):
        raw(mother, change, [helped.coach.actor_id, helped.family.id])
    assert raw(mother, change, [mother.actor_id, helped.family.id]) == 1


def test_places_are_counted_in_the_own_partnership_alone(helped: Helped, there: Team) -> None:
    which = short_offer(helped.team)
    given_place(helped, wait_for(helped), which)
    assert PlaceRequest.objects.filter(verdict="yes").count() == 1
    ask = "SELECT * FROM plans_places_taken(%s)"
    for role in (Role.COACH, Role.PARTNER, Role.COORDINATOR):
        assert raw(helped.team.acting(role), ask, [[which]]) == 1
        assert raw(there.acting(role), ask, [[which]]) == 0


def test_no_function_tells_others_of_a_family_or_answers_for_it(helped: Helped, there: Team) -> None:
    """Asked by raw SQL with the ids of another family, by whoever does not help it."""
    which = short_offer(helped.team)
    place = given_place(helped, wait_for(helped), which)
    with request_transaction(helped.coach):
        say_not_safe(helped.coach, family_id=helped.family.id, reason="er leest iemand mee")
    family, mother = helped.family.id, helped.mother.id
    asked = {
        "families_not_safe(%s)": ([family], False),
        "families_holds_back(%s, 'email', %s)": ([family, INBOX], False),
        "plans_why_not(%s, 'letter', '')": ([mother], "ended"),
        "plans_offers_place(%s)": ([which], False),
        "plans_family_of_place(%s)": ([place], None),
        "plans_place_brought(%s, 'x')": ([place], False),
        "plans_answer_place(%s, 'no', NULL, '')": ([place], "gone"),
        "(SELECT count(*) FROM plans_places_asked())": ([], 0),
        "(SELECT count(*) FROM plans_aftercare_of_mine())": ([], 0),
    }
    others = [there.acting(role) for role in (Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST)]
    others += [acting_as(make_coach(helped.team)), helped.team.acting(Role.PSYCHOLOGIST), public_form()]
    for acting in others:
        with request_transaction(acting), connection.cursor() as cursor:
            for call, (values, answer) in asked.items():
                cursor.execute(f"SELECT {call}", values)
                assert cursor.fetchone() == (answer,), (acting.role, call)
    assert PlaceRequest.objects.get().brought == ""


# --- a letter, and two files that become one


def test_a_letter_asks_pieces_that_its_reader_does_not_see(helped: Helped) -> None:
    chooses(helped, HearsBy.LETTER)
    answers(helped)
    work_off()
    with request_transaction(helped.coach):
        home = note_detail(
            helped.coach,
            family_id=helped.family.id,
            detail=NewDetail(DetailKind.ADDRESS, "Kerkstraat 1, 3600 Genk", safe=False),
        )
    with writing():
        Item.objects.filter(id=home.item_id).update(confidential=True)
    coordinator = helped.team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        assert not ContactDetail.objects.filter(item_id=home.item_id).exists()
        (waits,) = to_tell(coordinator, [helped.family.id])
        assert waits.state is NoticeState.LETTER
        assert letter(coordinator, helped.family.id, waits.id).why_not == "unsafe-home"


def test_why_no_letter_is_told_to_who_helps_alone(helped: Helped, there: Team) -> None:
    chooses(helped, HearsBy.LETTER)
    answers(helped)
    work_off()
    notice = Notice.objects.get()
    for acting, why in (
        (helped.coach, ""),
        (there.acting(Role.COACH), "ended"),
        (acting_as(make_coach(helped.team)), "ended"),
        (with_card(helped, helped.mother), "ended"),
    ):
        with request_transaction(acting), connection.cursor() as cursor:
            cursor.execute("SELECT plans_why_no_letter(%s)", [notice.id])
            assert cursor.fetchone() == (why,)


@pytest.mark.rule(11)
@pytest.mark.parametrize("last", ["known", "newcomer"])
def test_who_chose_in_two_files_hears_as_was_chosen_last(helped: Helped, last: str) -> None:
    intake, coordinator = helped.team.acting(Role.INTAKE), helped.team.acting(Role.COORDINATOR)
    other = make_referral(helped.team)
    twin = other.family.persons.get(given_name=helped.mother.given_name)

    def choose(person_id: UUID, typed: str) -> None:
        with request_transaction(coordinator):
            choose_way(coordinator, person_id=person_id, by=HearsBy.EMAIL, typed=typed)

    pairs = [(helped.mother.id, "known@example.org"), (twin.id, "newcomer@example.org")]
    for days, (person_id, typed) in enumerate(pairs if last == "newcomer" else reversed(pairs)):
        with time_machine.travel(now() + timedelta(minutes=days)):
            choose(person_id, typed)
    with request_transaction(intake):
        take_in(intake, newcomer_id=other.family_id, known_id=helped.family.id, reason="zelfde namen")
    (row,) = HearsHow.objects.all()
    assert (row.person_id, row.family_id) == (helped.mother.id, helped.family.id)
    assert row.detail
    assert row.detail.value == f"{last}@example.org"
