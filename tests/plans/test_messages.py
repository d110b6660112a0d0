"""A message to the coach: for the coach alone, sent twice it is one, answered by whoever is there (rules 32 and 34)."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.models import Item, Words
from eenplan.network.enums import LeaveKind
from eenplan.plans.actions.messages import answer_message, note_answer_read, send_message
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.plans.models import Message
from eenplan.plans.queries.messages import message, messages, messages_to_answer
from eenplan.plans.rules.messages import LONGEST, check_answer, check_message
from tests.cast import acting_as
from tests.factories.plans import Helped, make_coach
from tests.plans.conftest import with_card

pytestmark = pytest.mark.django_db

SAID = "GEHEIM-ik durf het thuis niet te zeggen"
ANSWER = "GEHEIM-ik bel je morgen"


def sends(helped: Helped, who: int = 0, *, text: str = SAID, key: UUID | None = None, **more: Any) -> Message:
    """Somebody writes to the coach with their own card."""
    me = with_card(helped, helped.people[who])
    with request_transaction(me):
        return send_message(me, sent_key=key or new_id(), text=text, **more)


def read_by(acting: Acting, helped: Helped) -> list[str]:
    """The messages that somebody reads."""
    with request_transaction(acting):
        return [one.text.text for one in messages(acting, helped.family.id) if one.text]


@pytest.mark.rule(34)
def test_a_message_is_for_the_coach_and_who_wrote_it(helped: Helped) -> None:
    sends(helped, 1)
    assert read_by(helped.coach, helped) == [SAID]
    assert read_by(with_card(helped, helped.people[1]), helped) == [SAID]
    for other in (with_card(helped, helped.mother), helped.team.acting(Role.COORDINATOR)):
        assert read_by(other, helped) == []
        with request_transaction(other), connection.cursor() as cursor:
            cursor.execute("SELECT text FROM families_words WHERE text LIKE 'GEHEIM-ik durf%'")
            assert cursor.fetchall() == []
            cursor.execute("SELECT item_id FROM plans_message")
            assert cursor.fetchall() == []


def test_who_wants_lets_the_family_read_along(helped: Helped) -> None:
    sends(helped, 1, for_family=True)
    assert read_by(with_card(helped, helped.mother), helped) == [SAID]


def test_what_is_sent_twice_is_one(helped: Helped) -> None:
    key = new_id()
    assert sends(helped, key=key).item_id == sends(helped, key=key).item_id
    assert Words.objects.filter(text=SAID).count() == 1
    assert Item.objects.filter(kind="message").count() == 1


def test_the_coach_answers_and_who_wrote_it_reads_that(helped: Helped) -> None:
    row = sends(helped)
    mother = with_card(helped, helped.mother)
    with request_transaction(mother), pytest.raises(NotFound):
        answer_message(mother, family_id=helped.family.id, item_id=row.item_id, text=ANSWER)
    with request_transaction(helped.coach):
        assert [one.item_id for one in messages_to_answer(helped.coach, [helped.family.id])] == [row.item_id]
        answer_message(helped.coach, family_id=helped.family.id, item_id=row.item_id, text=ANSWER)
        assert messages_to_answer(helped.coach, [helped.family.id]) == []
    with request_transaction(mother):
        found = message(mother, helped.family.id, row.item_id)
        assert found.answer is not None
        assert (found.answer.text, found.is_new) == (ANSWER, True)
        assert found.answered_by
        note_answer_read(mother, item_id=row.item_id)
        assert not message(mother, helped.family.id, row.item_id).is_new
    with request_transaction(helped.coach):
        answer_message(helped.coach, family_id=helped.family.id, item_id=row.item_id, text="Om tien uur.")
        assert message(helped.coach, helped.family.id, row.item_id).is_new
    assert Words.objects.filter(item_id=row.item_id, slot="answer").count() == 2


def test_who_stands_in_reads_and_answers_while_they_do(helped: Helped) -> None:
    row = sends(helped)
    worker = make_coach(helped.team)
    other = acting_as(worker)
    assert read_by(other, helped) == []
    with request_transaction(other), pytest.raises(NotFound):
        answer_message(other, family_id=helped.family.id, item_id=row.item_id, text=ANSWER)
    coordinator = helped.team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        plan_leave(
            coordinator,
            staff_member_id=helped.team.assignments[Role.COACH].staff_member_id,
            partnership_id=helped.team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=today(),
            until=None,
            stand_in_id=worker.staff_member_id,
        )
    assert read_by(other, helped) == [SAID]
    with request_transaction(other):
        answer_message(other, family_id=helped.family.id, item_id=row.item_id, text=ANSWER)
    row.refresh_from_db()
    assert row.done_by_id == other.actor_id


def test_with_a_card_nothing_else_is_written_and_nobody_speaks_for_another(helped: Helped) -> None:
    me = with_card(helped, helped.people[1])
    other = helped.mother
    columns = "(id, family_id, kind, author_id, from_whom_id, confidential, third_party_only, health, court,"
    columns += " agogic_exception, agogic_reason, released_to_all, created_at)"
    for kind, actor, whom, confidential, released in (
        ("goal", me.actor_id, helped.people[1].id, True, False),
        ("message", helped.coach.actor_id, helped.people[1].id, True, False),
        ("message", me.actor_id, other.id, True, False),
        ("message", me.actor_id, helped.people[1].id, False, False),
    ):
        with request_transaction(me), pytest.raises(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO families_item {columns} VALUES"
                    " (%s, %s, %s, %s, %s, %s, false, false, false, false, '', %s, now())",
                    [new_id(), helped.family.id, kind, actor, whom, confidential, released],
                )
    row = sends(helped, 1)
    for change in ("done_at = now(), done_by_id = eenplan_actor()", "sent_key = item_id"):
        with request_transaction(me), pytest.raises(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE plans_message SET {change} WHERE item_id = %s", [row.item_id])
    with request_transaction(me), pytest.raises(DatabaseError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO families_words (id, family_id, item_id, slot, text, language, author_id, speaker_id, said_at)"
                " VALUES (%s, %s, %s, 'answer', 'namens de coach', 'nl', %s, %s, now())",
                [new_id(), helped.family.id, row.item_id, me.actor_id, helped.people[1].id],
            )


def test_a_message_says_something_to_somebody() -> None:
    for text, has_coach, code in (
        ("dag", False, "plans:message-no-coach"),
        (" ", True, "plans:message-empty"),
        ("a" * (LONGEST + 1), True, "plans:message-long"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_message(text, has_coach=has_coach)
        assert refused.value.code == code
    check_message("dag", has_coach=True)
    for text, needs_none, code in (
        ("", False, "plans:answer-empty"),
        ("ja", True, "plans:answer-or-none"),
        ("a" * (LONGEST + 1), False, "plans:message-long"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_answer(text, needs_none=needs_none)
        assert refused.value.code == code
    check_answer("", needs_none=True)
