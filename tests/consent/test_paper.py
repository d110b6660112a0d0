"""A consent that was signed on paper some days ago is written down with its own day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from eenplan.consent.actions import answer
from eenplan.consent.enums import Said, SaidHow
from eenplan.consent.models import Answer
from eenplan.consent.rules import Someone, Terms
from eenplan.consent.rules.paper import check_paper_day
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import day_of, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_id
from tests.factories.consent import make_share, say, with_organisation
from tests.factories.plans import Helped

DAY = date(2026, 11, 22)
CHILD = Someone(new_id(), "child", birth_date=date(2014, 11, 10))


@pytest.mark.rule(29)
@pytest.mark.parametrize(
    ("on", "how", "who", "newest", "code"),
    [
        (date(2026, 11, 15), SaidHow.SIGNED, None, None, ""),
        (date(2026, 11, 15), SaidHow.SIGNED, None, date(2026, 11, 15), ""),
        (DAY, SaidHow.ALOUD, None, None, ""),
        (date(2026, 11, 23), SaidHow.SIGNED, None, None, "consent:said-in-future"),
        (date(2026, 11, 15), SaidHow.ALOUD, None, None, "consent:day-of-paper"),
        (date(2025, 11, 20), SaidHow.SIGNED, None, None, "consent:paper-too-old"),
        (date(2026, 11, 15), SaidHow.SIGNED, None, date(2026, 11, 16), "consent:said-later"),
        (date(2026, 11, 9), SaidHow.SIGNED, CHILD, None, "consent:signed-as-child"),
        (date(2026, 11, 10), SaidHow.SIGNED, CHILD, None, ""),
    ],
)
def test_which_day_a_paper_can_have(
    on: date, how: SaidHow, who: Someone | None, newest: date | None, code: str
) -> None:
    given: dict[str, Any] = {"how": how, "today": DAY, "terms": Terms(), "newest": newest}
    given["who"] = who or Someone(new_id(), "parent")
    if not code:
        check_paper_day(on, **given)
        return
    with pytest.raises(RuleBroken, match=code) as refused:
        check_paper_day(on, **given)
    assert refused.value.field == "on"


@pytest.mark.rule(30)
def test_an_older_paper_does_not_undo_a_withdrawal(helped: Helped, elsewhere: Any) -> None:
    grant = make_share(helped.coach, helped.family.id, with_organisation(elsewhere.id), helped.mother.id)
    last_week = today() - timedelta(days=7)

    def signed(on: date) -> None:
        with request_transaction(helped.coach):
            answer(
                helped.coach,
                grant_id=grant.id,
                person_id=helped.mother.id,
                said=Said.GIVEN,
                how=SaidHow.SIGNED,
                said_on=on,
            )

    signed(last_week)
    row = Answer.objects.get()
    assert (day_of(row.said_at), day_of(row.recorded_at)) == (last_week, today())
    say(helped.coach, grant, helped.mother.id, Said.WITHDRAWN)
    with pytest.raises(RuleBroken, match="consent:said-later"):
        signed(last_week + timedelta(days=1))
    assert Answer.objects.count() == 2


@pytest.mark.parametrize(("how", "days"), [(SaidHow.ALOUD, -2), (SaidHow.SIGNED, 2)])
def test_the_database_holds_the_days_too(helped: Helped, elsewhere: Any, how: SaidHow, days: int) -> None:
    recipient = with_organisation(elsewhere.id)
    grant = make_share(helped.coach, helped.family.id, recipient, helped.mother.id)
    with pytest.raises(IntegrityError), writing():
        Answer.objects.create(
            family_id=helped.family.id,
            grant=grant,
            person_id=helped.mother.id,
            said=Said.GIVEN,
            how=how,
            said_at=now() + timedelta(days=days),
            recorded_by_id=helped.coach.actor_id,
        )


def test_the_coach_fills_in_the_day_of_the_paper(client: Client, helped: Helped, elsewhere: Any) -> None:
    grant = make_share(helped.coach, helped.family.id, with_organisation(elsewhere.id), helped.mother.id)
    client.force_login(helped.team.account(Role.COACH))
    page = reverse("coach:answer-share", args=[helped.family.id, grant.id, helped.mother.id])
    last_week = today() - timedelta(days=7)
    sent = {"said": "given", "how": "aloud", "on": str(last_week)}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "enkel bij wat op papier getekend is" in refused.content.decode()
    assert str(last_week.year) in refused.content.decode()
    assert client.post(page, {**sent, "how": "signed"}).status_code == 302
    assert day_of(Answer.objects.get().said_at) == last_week
