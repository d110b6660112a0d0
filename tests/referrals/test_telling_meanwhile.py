"""What the desk does while an e-mail leaves, and an address that is none any more."""

from typing import Any

import pytest
from django.core import mail

from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.outgoing import Left
from eenplan.families.models import ContactDetail, Item
from eenplan.referrals.actions import claim_message, note_sent, note_told
from eenplan.referrals.enums import TellBy, TellingState
from eenplan.referrals.models import Telling
from eenplan.referrals.tasks import send_messages
from tests.cast import make_team
from tests.factories.referrals import send_form
from tests.referrals.test_telling import SAFE, answering, telling_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", list(Left))
def test_whom_the_desk_told_while_a_mail_left_stays_told(how: Left) -> None:
    team = answering(make_team())
    referral = send_form(team, **SAFE)
    telling_id = telling_of(referral).id
    assert claim_message(task(), telling_id=telling_id)
    intake = team.acting(Role.INTAKE)
    with request_transaction(intake):
        note_told(intake, referral_id=referral.id, by=TellBy.PHONE, on=today())
    assert note_sent(task(), telling_id=telling_id, how=how) is False
    row = telling_of(referral)
    assert (row.state, row.by, row.told_on) == (TellingState.TOLD, TellBy.PHONE, today())


def test_what_was_put_back_or_is_gone_is_no_mistake() -> None:
    referral = send_form(answering(make_team()), **SAFE)
    telling_id = telling_of(referral).id
    assert note_sent(task(), telling_id=telling_id, how=Left.LEFT) is False, "nobody claimed it"
    with writing():
        Telling.objects.all().delete()
    assert note_sent(task(), telling_id=telling_id, how=Left.LEFT) is False


@pytest.mark.parametrize("gone", [True, False])
def test_an_address_that_is_none_any_more_is_agreed_anew(gone: bool) -> None:
    referral = send_form(answering(make_team()), **SAFE)
    details: Any = ContactDetail.objects.filter(family_id=referral.family_id)
    with writing():
        if gone:
            Item.objects.filter(id=details.get().item_id).update(ended_at=now())
        else:
            details.update(value="<gezin@example.org>")
    assert send_messages(task()).sent == 0
    assert (mail.outbox, telling_of(referral).state) == ([], TellingState.AGREE_FIRST)
