"""The e-mail that something ends: what stands against it when it would leave keeps it, then and later."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail

from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.outgoing import Left
from eenplan.families.actions import NewDetail, say_not_safe, say_safe_again
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail, Item
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.rights.actions import endings
from eenplan.rights.models import Ending
from eenplan.rights.tasks import send_ending, send_notices
from tests.cast import Team, make_team
from tests.jobs import work_off
from tests.rights.test_endings import FAR, ended

pytestmark = [pytest.mark.rule(42), pytest.mark.django_db]


@pytest.fixture
def told() -> Any:
    """An end that is told of, with an e-mail that waits."""
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        team = make_team()
        set_contact_point(
            task(),
            partnership_id=team.partnership.id,
            who=NewContactPoint("Aanmeldteam", "089 00 00 00", "op werkdagen"),
            since=today(),
        )
        details = (NewDetail(DetailKind.EMAIL, "thuis@example.org", safe=True),)
        family = ended(team, details=details, safe_to_contact=True)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        endings.keep_calendar(task(), until=FAR)
        endings.tell(task())
        yield team, family


def _safe_again(team: Team, family: Any) -> None:
    intake = team.acting(Role.INTAKE)
    with request_transaction(intake):
        say_not_safe(intake, family_id=family.id, reason="er leest iemand mee")
    assert send_notices(task()) == 0
    with request_transaction(intake):
        say_safe_again(intake, family_id=family.id, reason="met mama")


def _over(team: Team, family: Any) -> None:
    with writing():
        Item.objects.filter(id=ContactDetail.objects.get(family=family).item_id).update(ended_at=now())


def _says_more(team: Team, family: Any) -> None:
    with writing():
        ContactDetail.objects.filter(family=family).update(value="<thuis@example.org>")


@pytest.mark.parametrize("against", [_safe_again, _over, _says_more])
def test_what_was_kept_is_not_sent_after_all(told: Any, against: Callable[[Team, Any], None]) -> None:
    against(*told)
    assert send_notices(task()) == 0
    assert work_off() == 0
    assert mail.outbox == []
    (row,) = Ending.objects.all()
    assert (row.told_on, row.detail_id, row.sent_at) == (today(), None, None)


def test_an_end_that_moved_while_its_mail_left_is_no_mistake(told: Any) -> None:
    (row,) = Ending.objects.all()
    assert endings.claim_notice(task(), ending_id=row.id)
    with writing():
        Ending.objects.filter(id=row.id).update(told_on=None, detail=None, sending_at=None)
    endings.note_notice_sent(task(), ending_id=row.id, how=Left.LEFT)
    row.refresh_from_db()
    assert (row.told_on, row.sent_at) == (None, None)
    with writing():
        row.delete()
    endings.note_notice_sent(task(), ending_id=row.id, how=Left.LEFT)
    assert send_ending(task(), row.id) is None
