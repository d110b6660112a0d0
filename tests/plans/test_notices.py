"""Whoever chose to hear of something is told that it is ready: once, never what it is, and never where that is not safe."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import override

from eenplan.audit.models import Event
from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import BRUSSELS, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import (
    NewDetail,
    add_entrance,
    add_person,
    end_entrance,
    note_detail,
)
from eenplan.families.actions.families import NewPerson
from eenplan.families.enums import DetailKind, EntranceKind, PersonRole
from eenplan.families.models import ContactDetail, Person
from eenplan.families.rules.addresses import Address
from eenplan.network.enums import LeaveKind
from eenplan.plans.actions import change_coach
from eenplan.plans.actions.hearing import choose_own_way, choose_way, mark_unsafe
from eenplan.plans.actions.messages import answer_message
from eenplan.plans.actions.notices import claim_notice, note_heard, note_left
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    agree_seats,
    call_off_round_table,
    move_round_table,
    plan_round_table,
)
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.plans.enums import Attendance, HearsBy, NoticeKind, NoticeState
from eenplan.plans.models import HearsHow, Notice
from eenplan.plans.queries.notices import how_all_hear, how_i_hear, to_tell
from eenplan.plans.tasks import notice_words, send_notice, tell_event
from eenplan.referrals.models import Referral
from tests.cast import acting_as
from tests.factories.plans import Helped, activate, add_family_goal, make_coach, mark_all_domains
from tests.jobs import work_off
from tests.plans.conftest import with_card
from tests.plans.test_closing import close
from tests.plans.test_messages import ANSWER, sends
from tests.rights.test_used_less import accepted

pytestmark = pytest.mark.django_db

INBOX = "moeder@example.org"
NUMBER = "0470 00 00 07"
# Always still to come.
TEN = datetime(today().year + 1, 12, 3, 10, 0, tzinfo=BRUSSELS)


def chooses(helped: Helped, by: HearsBy = HearsBy.EMAIL, typed: str = INBOX, who: int = 0) -> HearsHow:
    """Somebody says at the table how they want to hear of something."""
    with request_transaction(helped.coach):
        return choose_way(helped.coach, person_id=helped.people[who].id, by=by, typed=typed)


def answers(helped: Helped, who: int = 0) -> None:
    """The coach answers a message of somebody."""
    item_id = sends(helped, who).item_id
    with request_transaction(helped.coach):
        answer_message(helped.coach, family_id=helped.family.id, item_id=item_id, text=ANSWER)


def states() -> list[tuple[str, str]]:
    """What became of all notices, in the order of their making."""
    return list(Notice.objects.order_by("made_at", "id").values_list("state", "why"))


def test_nobody_hears_anything_before_they_chose(helped: Helped) -> None:
    answers(helped)
    work_off()
    assert (mail.outbox, states()) == ([], [])


def test_who_chose_a_mail_gets_one_that_says_nothing(helped: Helped) -> None:
    chooses(helped)
    answers(helped)
    assert work_off() == 0
    (letter,) = mail.outbox
    assert letter.to == [INBOX]
    assert (letter.subject, letter.body) == (
        "Een bericht",
        "Er staat iets nieuws voor je klaar. Lees het zoals je dat anders doet.\n",
    )
    assert states() == [("sent", "")]
    assert work_off() == 0
    assert len(mail.outbox) == 1


def test_who_chose_a_text_gets_one(helped: Helped, texts: Path) -> None:
    chooses(helped, HearsBy.TEXT, NUMBER)
    answers(helped)
    work_off()
    (sent,) = (one.read_text() for one in texts.iterdir())
    assert sent.startswith("+32470000007\n\nEr staat iets nieuws voor je klaar.")


def test_an_answer_is_told_to_who_wrote_alone(helped: Helped) -> None:
    chooses(helped)
    chooses(helped, typed="dochter@example.org", who=1)
    answers(helped, 1)
    work_off()
    assert [one.to for one in mail.outbox] == [["dochter@example.org"]]


def test_two_things_that_wait_are_told_once(helped: Helped) -> None:
    chooses(helped)
    answers(helped)
    answers(helped)
    work_off()
    assert len(mail.outbox) == 1, "both wait to be read: one mail says so"
    answers(helped)
    work_off()
    assert len(mail.outbox) == 2, "something new since that mail left"
    assert {state for state, _why in states()} == {"sent"}


def test_a_message_that_was_talked_about_is_no_news(helped: Helped) -> None:
    chooses(helped)
    item_id = sends(helped).item_id
    with request_transaction(helped.coach):
        answer_message(helped.coach, family_id=helped.family.id, item_id=item_id, needs_none=True)
    work_off()
    assert mail.outbox == []


def test_a_new_version_is_told_to_all_who_chose(helped: Helped) -> None:
    chooses(helped)
    chooses(helped, typed="dochter@example.org", who=1)
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    work_off()
    told = {(one.to[0], one.body[:10]) for one in mail.outbox}
    assert told == {(INBOX, "Er staat i"), ("dochter@example.org", "Er staat i")}


def test_a_plan_to_be_away_is_told_beforehand_in_no_words(helped: Helped) -> None:
    chooses(helped)
    coordinator, stand_in = helped.team.acting(Role.COORDINATOR), make_coach(helped.team)
    with request_transaction(coordinator):
        plan_leave(
            coordinator,
            staff_member_id=helped.team.assignments[Role.COACH].staff_member_id,
            partnership_id=helped.team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=today() + timedelta(days=10),
            until=today() + timedelta(days=20),
            stand_in_id=stand_in.staff_member_id,
        )
    work_off()
    assert [one.body for one in mail.outbox] == [
        "Er verandert binnenkort iets. Lees het zoals je dat anders doet.\n"
    ]


@pytest.mark.rule(13)
@pytest.mark.parametrize(("days", "mails"), [(0, 0), (10, 1)])
def test_another_coach_from_a_later_day_on_is_told_beforehand(helped: Helped, days: int, mails: int) -> None:
    chooses(helped)
    coordinator, next_one = helped.team.acting(Role.COORDINATOR), make_coach(helped.team)
    with time_machine.travel(now() + timedelta(days=3)):
        with request_transaction(coordinator):
            change_coach(
                coordinator,
                trajectory_id=helped.trajectory.id,
                staff_member_id=next_one.staff_member_id,
                on=today() + timedelta(days=days),
                reason="Verhuist",
            )
        work_off()
    said = "Er verandert binnenkort iets. Lees het zoals je dat anders doet.\n"
    assert [one.body for one in mail.outbox] == [said] * mails


def _table(helped: Helped, at: datetime) -> UUID:
    with request_transaction(helped.coach):
        table = plan_round_table(
            helped.coach, family_id=helped.family.id, when=When(at, 60, place="GEHEIM-huis")
        )
        agree_seats(
            helped.coach,
            table_id=table.pk,
            seats=[NewSeat(Attendance.MUST, helped.mother.id)],
            agreed_with_id=helped.mother.id,
        )
    return table.pk


def test_sitting_together_is_told_once_moved_again_and_called_off(helped: Helped) -> None:
    chooses(helped)
    chooses(helped, typed="dochter@example.org", who=1)  # who is not asked to come
    table_id = _table(helped, now() + timedelta(days=9))
    for _again in range(2):
        with request_transaction(helped.coach):
            agree_seats(
                helped.coach,
                table_id=table_id,
                seats=[NewSeat(Attendance.MUST, helped.mother.id)],
                agreed_with_id=helped.mother.id,
            )
        work_off()
    with request_transaction(helped.coach):
        move_round_table(
            helped.coach, table_id=table_id, when=When(now() + timedelta(days=12), 60, place="GEHEIM-huis")
        )
    work_off()
    with request_transaction(helped.coach):
        call_off_round_table(helped.coach, table_id=table_id)
    work_off()
    assert [one.to for one in mail.outbox] == [[INBOX]] * 3
    assert [one.body[:25] for one in mail.outbox] == [
        "Er staat een nieuwe afspr",
        *["Een afspraak is veranderd"] * 2,
    ]


# --- reminders


def _family_unsafe(helped: Helped) -> None:
    Referral.objects.filter(family_id=helped.family.id).update(safe_to_contact=False)


def _address_unsafe(helped: Helped) -> None:
    with request_transaction(helped.coach):
        note_detail(
            helped.coach,
            family_id=helped.family.id,
            detail=NewDetail(DetailKind.EMAIL, f"niet: {INBOX.upper()} !", safe=False),
        )


def _unaware(helped: Helped) -> None:
    Person.objects.filter(id=helped.mother.id).update(informed=False)


def _marked(helped: Helped) -> None:
    detail = ContactDetail.objects.get(family_id=helped.family.id, value=INBOX)
    with request_transaction(helped.coach):
        mark_unsafe(helped.coach, family_id=helped.family.id, detail_id=detail.item_id)


def _asked_to_use_less(helped: Helped) -> None:
    accepted(helped, 0)


def _chose_nothing(helped: Helped) -> None:
    chooses(helped, HearsBy.NOTHING)


@pytest.mark.parametrize(
    ("against", "why"),
    [
        (_family_unsafe, "unsafe-family"),
        (_address_unsafe, "unsafe"),
        (_marked, "no-address"),
        (_unaware, "unaware"),
        (_asked_to_use_less, "used-less"),
        (_chose_nothing, "nothing"),
    ],
)
def test_what_is_said_between_queueing_and_sending_wins(helped: Helped, against: Any, why: str) -> None:
    chooses(helped)
    answers(helped)
    with writing():
        against(helped)
    work_off()
    assert mail.outbox == []
    ((state, said),) = states() or [("none", why)]
    assert (state, said) in [("kept", why), ("none", why)]


def test_an_address_that_is_not_safe_cannot_be_chosen(helped: Helped) -> None:
    _address_unsafe(helped)
    with pytest.raises(RuleBroken) as refused:
        chooses(helped)
    assert (refused.value.code, refused.value.field) == ("plans:hears-unsafe", "typed")
    assert "niet veilig" in str(refused.value.message)


@pytest.mark.parametrize(
    ("by", "typed"),
    [(HearsBy.EMAIL, NUMBER), (HearsBy.TEXT, INBOX), (HearsBy.EMAIL, ""), (HearsBy.TEXT, "089 00 00 00")],
)
def test_what_fits_not_is_refused_with_words(helped: Helped, by: HearsBy, typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        chooses(helped, by, typed)
    assert refused.value.code == "plans:hears-address"


def test_a_letter_waits_for_the_coach_until_it_was_given(helped: Helped) -> None:
    chooses(helped, HearsBy.LETTER)
    answers(helped)
    work_off()
    with request_transaction(helped.coach):
        (letter,) = to_tell(helped.coach, [helped.family.id])
        assert (letter.state, letter.name) == (NoticeState.LETTER, helped.mother.given_name)
        note_heard(helped.coach, family_id=helped.family.id, notice_id=letter.id)
        assert to_tell(helped.coach, [helped.family.id]) == []
    assert mail.outbox == []


def test_no_letter_goes_to_a_home_that_is_not_safe(helped: Helped) -> None:
    chooses(helped, HearsBy.LETTER)
    answers(helped)
    with request_transaction(helped.coach):
        home = NewDetail(DetailKind.ADDRESS, "Kerkstraat 1, 3600 Genk", safe=False)
        note_detail(helped.coach, family_id=helped.family.id, detail=home)
    work_off()
    assert states() == [("kept", "unsafe-home")]


def test_with_the_own_card_one_chooses_among_own_addresses(helped: Helped) -> None:
    mother, daughter = with_card(helped, helped.mother), with_card(helped, helped.people[1])
    with request_transaction(mother):
        assert how_i_hear(mother).can == ()
        entrance = add_entrance(mother, address=Address(EntranceKind.EMAIL, INBOX))
        assert how_i_hear(mother).can == (), "an address that nobody confirmed"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_entrance SET confirmed_at = now()")
    with request_transaction(mother):
        (own,) = how_i_hear(mother).can
        assert (own.by, own.shown) == (HearsBy.EMAIL, "m•••@example.org")
        choose_own_way(mother, by=HearsBy.EMAIL, entrance_id=own.entrance_id)
        assert how_i_hear(mother).chosen == own
    with request_transaction(daughter), pytest.raises(RuleBroken):
        choose_own_way(daughter, by=HearsBy.EMAIL, entrance_id=own.entrance_id)
    answers(helped)
    work_off()
    assert [one.to for one in mail.outbox] == [[INBOX]]
    answers(helped)
    with request_transaction(mother):
        end_entrance(mother, entrance_id=entrance.id)
    work_off()
    assert states() == [("sent", ""), ("kept", "no-address")]


def test_of_others_nobody_knows_how_they_hear(helped: Helped) -> None:
    chooses(helped)
    daughter, outsider = with_card(helped, helped.people[1]), acting_as(make_coach(helped.team))
    mother_id = helped.mother.id
    for other in (daughter, outsider):
        with request_transaction(other), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM plans_hearshow")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM plans_notice")
            assert cursor.fetchone() == (0,)
        with request_transaction(other), pytest.raises(NotFound):
            choose_way(other, person_id=mother_id, by=HearsBy.NOTHING)


def test_the_web_makes_and_sends_no_notice(helped: Helped) -> None:
    for statement in (
        "INSERT INTO plans_notice (id, family_id, person_id, kind, key, state, why, tries, made_at)"
        f" VALUES ('{helped.family.id}', '{helped.family.id}', '{helped.mother.id}', 'new', 'x', 'waiting', '', 0, now())",
        "UPDATE plans_notice SET state = 'waiting'",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            request_transaction(helped.coach),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    chooses(helped)
    answers(helped)
    notice_id = UUID(int=0)
    with request_transaction(helped.coach), pytest.raises(NotFound):
        claim_notice(helped.coach, notice_id=notice_id)


def test_who_reads_how_everybody_hears_asks_as_often_for_more_people(
    helped: Helped, django_assert_num_queries: Any
) -> None:
    chooses(helped)
    with request_transaction(helped.coach), django_assert_num_queries(4):
        assert len(how_all_hear(helped.coach, helped.family.id)) == 3
    with request_transaction(helped.coach):
        for name in ("Een", "Twee"):
            add_person(
                helped.coach, family_id=helped.family.id, person=NewPerson(PersonRole.OTHER_ADULT, name)
            )
    with request_transaction(helped.coach), django_assert_num_queries(4):
        assert len(how_all_hear(helped.coach, helped.family.id)) == 5


def test_what_is_sent_at_once_by_two_leaves_once(helped: Helped) -> None:
    chooses(helped)
    answers(helped)
    work_off()
    (row,) = Notice.objects.all()
    assert send_notice(task(), row.id) is False
    note_left(task(), notice_id=row.id)
    assert (len(mail.outbox), states()) == (1, [("sent", "")])


def test_a_family_whose_file_is_closed_hears_nothing(helped: Helped) -> None:
    chooses(helped)
    answers(helped)
    tell_event(task(), Event.objects.get(name="plans:message:done").id)
    close(helped, told_of_retention_on=today())
    mail.outbox.clear()
    work_off()
    assert mail.outbox == []
    assert states() == [("kept", "ended")]


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_words_name_nobody_and_nothing_in_each_language(kind: NoticeKind) -> None:
    for language in ("nl", "fr", "en", "ar", "tr", "uk"):
        with override(language):
            words = notice_words(kind, TEN)
            assert words
            assert "%" not in words
            if kind is NoticeKind.REMINDER:
                assert "03/12" in words
                assert "10:00" in words
            else:
                assert not any(sign.isdigit() for sign in words)
