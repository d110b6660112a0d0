"""'Niet veilig om te bellen of te schrijven': one form, seen wherever somebody would call or write."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import day_of, now
from eenplan.core.enums import Role
from eenplan.families.actions import say_not_safe, take_in
from eenplan.families.models import NotSafe
from eenplan.families.queries.safety import SaidNotSafe, not_safe
from eenplan.plans.enums import HearsBy
from eenplan.plans.models import Notice
from eenplan.referrals.models import Referral
from eenplan.web.shared import words
from tests.factories.plans import Helped
from tests.factories.referrals import make_referral
from tests.jobs import work_off
from tests.plans.test_notices import answers, chooses

pytestmark = pytest.mark.django_db

WHY = "Op haar gsm leest iemand mee."
TITLE = "Niet veilig: bel of schrijf niet"


def page(helped: Helped, name: str, *more: Any) -> str:
    """The address of a page of this family."""
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def desk(helped: Helped, name: str) -> str:
    """The address of a page of its referral."""
    return reverse(f"desk:{name}", args=[Referral.objects.get(family_id=helped.family.id).id])


def said(helped: Helped) -> None:
    """The coach said it."""
    with request_transaction(helped.coach):
        say_not_safe(helped.coach, family_id=helped.family.id, reason=WHY)


def read(client: Client, where: str) -> str:
    """What a page says."""
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


def test_the_coach_says_it_and_lifts_it_in_one_form(alice: Client, helped: Helped) -> None:
    form = page(helped, "say-not-safe")
    assert form in read(alice, page(helped, "read-family"))
    assert "tel:" in read(alice, page(helped, "read-family"))
    assert "Er vertrekt niets meer" in read(alice, form)
    after: Any = alice.post(form, {"does": "say", "reason": WHY}, follow=True)
    text = after.content.decode()
    assert text.count(WHY) == 1
    assert TITLE in text
    assert 'href="tel:089' not in text
    assert "Waarom is het nu wel veilig" in read(alice, form)
    again: Any = alice.post(form, {"does": "lift", "reason": "Ander nummer, met mama."}, follow=True)
    assert TITLE not in again.content.decode()
    assert "zeg dat zelf" in again.content.decode()


@pytest.mark.parametrize(
    ("is_said", "sent", "words"),
    [
        (False, {"does": "say", "reason": " "}, "Schrijf kort waarom het niet veilig is"),
        (False, {"does": "say", "reason": "x" * 501}, "500"),
        (False, {"does": "lift", "reason": "Het is goed"}, "Iemand zei dit al."),
        (True, {"does": "lift", "reason": ""}, "Schrijf kort waarom het nu wel veilig is"),
        (True, {"does": "say", "reason": "Papa belt."}, "Dit staat al genoteerd"),
        (True, {"reason": "Papa belt."}, "Dit staat al genoteerd"),
    ],
)
def test_what_cannot_be_is_said_and_keeps_what_was_typed(
    alice: Client, helped: Helped, is_said: bool, sent: dict[str, str], words: str
) -> None:
    if is_said:
        said(helped)
    answer = alice.post(page(helped, "say-not-safe"), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert sent["reason"].strip() in answer.content.decode()
    assert NotSafe.objects.filter(lifted_at=None).exists() is is_said


def test_the_intake_worker_says_it_from_the_desk(client: Client, helped: Helped) -> None:
    client.force_login(helped.team.account(Role.INTAKE))
    form = desk(helped, "say-not-safe")
    assert form in read(client, desk(helped, "read-referral"))
    answer: Any = client.post(form, {"does": "say", "reason": WHY}, follow=True)
    assert TITLE in answer.content.decode()
    for name in ("tell-family", "agree-way-to-tell", "read-referral"):
        assert TITLE in read(client, desk(helped, name))
    letter: Any = client.get(desk(helped, "print-letter"), follow=True)
    assert "Er is geen brief" in letter.content.decode()
    agreed = {"by": "letter", "agreed": "met mama: juf Els geeft hem af"}
    assert client.post(desk(helped, "agree-way-to-tell"), agreed).status_code == 302
    assert client.get(desk(helped, "print-letter"))["Content-Type"] == "application/pdf"
    refused = client.post(desk(helped, "agree-way-to-tell"), {"by": "email", "agreed": "met mama"})
    assert refused.status_code == 422
    assert "er vertrekt niets" in refused.content.decode()


@pytest.mark.parametrize(
    "name", ["read-family", "list-hearing", "plan-contact", "note-contact", "say-not-safe"]
)
def test_it_stands_wherever_the_coach_would_call_or_write(alice: Client, helped: Helped, name: str) -> None:
    assert TITLE not in read(alice, page(helped, name))
    said(helped)
    text = read(alice, page(helped, name))
    assert TITLE in text
    assert WHY in text


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.COORDINATOR])
def test_who_said_it_and_on_which_day_stands_with_why(enter: Any, helped: Helped, role: Role) -> None:
    acting = helped.coach if role is Role.COACH else helped.team.acting(role)
    with time_machine.travel(now() - timedelta(days=2)), request_transaction(acting):
        say_not_safe(acting, family_id=helped.family.id, reason=WHY)
    who = f"Gezegd door {helped.team.assignments[role].staff_member.name}, op 16 november."
    for reader in ("alice", "coordinator"):
        assert who in read(enter(reader), page(helped, "read-family"))


def test_what_came_with_the_referral_says_so(alice: Client, helped: Helped) -> None:
    received = words.day(day_of(Referral.objects.get(family_id=helped.family.id).received_at))
    with writing():
        Referral.objects.filter(family_id=helped.family.id).update(safe_to_contact=False)
    text = " ".join(read(alice, page(helped, "read-family")).split())
    assert "Dat staat in de aanmelding." in text
    assert f"Gezegd door wie het gezin aanmeldde, op {received}." in text


def test_each_word_stands_with_who_said_it_and_costs_no_query_more(
    alice: Client, helped: Helped, django_assert_num_queries: Any
) -> None:
    """Where a file was taken into another."""
    intake = helped.team.acting(Role.INTAKE)
    said(helped)
    with request_transaction(helped.coach), django_assert_num_queries(1):
        assert len(only(not_safe(helped.coach, helped.family.id)).each) == 1
    other = make_referral(helped.team)
    with request_transaction(intake):
        say_not_safe(intake, family_id=other.family_id, reason="Papa leest mee.")
        take_in(intake, newcomer_id=other.family_id, known_id=helped.family.id, reason="zelfde namen")
    with request_transaction(helped.coach), django_assert_num_queries(1):
        found = only(not_safe(helped.coach, helped.family.id)).each
    names = [helped.team.assignments[role].staff_member.name for role in (Role.COACH, Role.INTAKE)]
    assert [(one.by, one.reason) for one in found] == list(zip(names, (WHY, "Papa leest mee."), strict=True))
    text = read(alice, page(helped, "read-family"))
    for name in names:
        assert text.count(f"Gezegd door {name}, op 18 november.") == 1


def only(found: SaidNotSafe | None) -> SaidNotSafe:
    """What was said; there is something."""
    assert found
    return found


def test_a_letter_that_lay_ready_is_not_there_any_more(alice: Client, helped: Helped) -> None:
    chooses(helped, HearsBy.LETTER)
    answers(helped)
    work_off()
    letter = page(helped, "print-notice", Notice.objects.get().id)
    assert alice.get(letter)["Content-Type"] == "application/pdf"
    said(helped)
    answer: Any = alice.get(letter, follow=True)
    assert "niet veilig is om te bellen of te schrijven" in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator_elsewhere", "partner", "visitor"])
def test_nobody_else(enter: Any, helped: Helped, who: str) -> None:
    other = enter(who)
    for where in (page(helped, "say-not-safe"), desk(helped, "say-not-safe")):
        assert other.get(where).status_code in (302, 403, 404)
        assert other.post(where, {"does": "say", "reason": WHY}).status_code in (302, 403, 404)
    assert not NotSafe.objects.exists()
