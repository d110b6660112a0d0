"""A message to the coach with one's own card, and the coach's answer. Nothing of it leaves by mail or text."""

from uuid import UUID

from django.db import connection

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import say, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.queries import person_of
from eenplan.families.rules import FOR_FEW, RELEASED
from eenplan.plans.models import Message
from eenplan.plans.queries.coaches import coaches_of
from eenplan.plans.rules.messages import check_answer, check_message


@action
def send_message(
    acting: Acting, *, sent_key: UUID, text: str, language: str = "nl", for_family: bool = False
) -> Message:
    """Write to the coach of now, for the coach alone unless `for_family`. What is sent twice is one message.

    `sent_key` is of the form on which it was written. Refuses with `plans:message-…`; raises NotFound without a card.
    """
    if acting.role != Role.FAMILY_MEMBER:
        raise NotFound("message")
    person = person_of(acting)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"message:{sent_key}"])
    standing = Message.objects.filter(person_id=person.id, sent_key=sent_key).first()
    if standing:
        return standing
    check_message(text, has_coach=person.family_id in coaches_of(acting, [person.family_id]))
    item = write_item(
        acting,
        family_id=person.family_id,
        kind=ItemKind.MESSAGE,
        from_whom_id=person.id,
        labels=RELEASED if for_family else FOR_FEW,
    )
    row = Message(item=item, family_id=person.family_id, person_id=person.id, sent_key=sent_key)
    row.save(force_insert=True)
    say(acting, item_id=item.id, text=text, language=language, speaker_id=person.id)
    return row


@action
def answer_message(
    acting: Acting,
    *,
    family_id: UUID,
    item_id: UUID,
    text: str = "",
    language: str = "nl",
    needs_none: bool = False,
) -> Message:
    """Answer as the coach (or who stands in), or note that it was talked about and needs no answer.

    A second answer takes the place of the first, which stays readable. Refuses with `plans:answer-…`.
    """
    row = Message.objects.filter(item_id=item_id, family_id=family_id, item__ended_at__isnull=True).first()
    if row is None or acting.role != Role.COACH:
        raise NotFound("message")
    check_answer(text, needs_none=needs_none)
    if text.strip():
        say(acting, item_id=item_id, slot="answer", text=text, language=language)
    row.done_at, row.done_by_id, row.read_at = now(), acting.actor_id, None
    row.save(update_fields=["done_at", "done_by", "read_at"])
    record(acting, "plans:message:done", families=[family_id], subject=item_id)
    return row


@action
def note_answer_read(acting: Acting, *, item_id: UUID) -> None:
    """Who wrote the message read the answer: it is no longer new to them."""
    row = Message.objects.filter(
        item_id=item_id, person_id=person_of(acting).id, done_at__isnull=False
    ).first()
    if row is None:
        raise NotFound("message")
    row.read_at = row.read_at or now()
    row.save(update_fields=["read_at"])
    record(acting, "plans:message:answer-read", families=[row.family_id], subject=item_id)
