"""The list of requests for the privacy officer: terms and references, no person and no word (rule 37)."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.rights.actions import ask, decide
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Decision, Request
from tests.cast import MARKER, make_team
from tests.factories.plans import Helped, make_helped
from tests.once import once

pytestmark = pytest.mark.django_db

PAGE = "/privacy/verzoeken/"
WORDS = MARKER.format("verzoek")


@once
def helped() -> Helped:
    """A family with a coach."""
    return make_helped(make_team())


def asked(helped: Helped, on: date | None = None) -> Request:
    """The mother asks something on paper."""
    with request_transaction(helped.coach):
        return ask(
            helped.coach,
            family_id=helped.family.id,
            person_id=helped.mother.id,
            kind=RequestKind.OBJECTION,
            words=WORDS,
            how=AskedHow.PAPER,
            asked_on=on,
        )


def officer(helped: Helped, role: Role = Role.PRIVACY_OFFICER) -> Client:
    """The browser of the privacy officer."""
    client = Client()
    client.force_login(helped.team.account(role))
    return client


def read(client: Client, query: str = "") -> str:
    """The page."""
    answer: Any = client.get(PAGE + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.rule(37)
def test_terms_and_outcomes_by_reference_without_person_or_word() -> None:
    with time_machine.travel("2026-11-22 10:00"):
        helped = make_helped(make_team())
        late, fresh, done = asked(helped, date(2026, 9, 1)), asked(helped), asked(helped)
        with request_transaction(helped.coach):
            decide(helped.coach, request_id=done.id, outcome=Outcome.REFUSED, reason=WORDS)
        page = read(officer(helped))
        assert page.index(late.reference) < page.index(fresh.reference) < page.index(done.reference)
        assert "moest voor 1 oktober" in page
        assert "antwoord tegen 22 december" in page
        assert "niet gedaan op 22 november" in page
        assert "Een jurist moet deze termijn nog nakijken" in page
        assert helped.family.reference in page
        assert "GEHEIM" not in page
        assert done.reference not in read(officer(helped), "?jaar=2025")
        assert done.reference in read(officer(helped), "?jaar=nooit")


def test_only_the_own_partnership_and_no_other_role(helped: Helped, client: Client) -> None:
    mine = asked(helped)
    elsewhere = make_helped(make_team("9902"))
    assert mine.reference not in read(officer(elsewhere))
    for role in (Role.COACH, Role.COORDINATOR, Role.INTAKE, Role.ADMIN, Role.STEERING, Role.PARTNER):
        assert officer(helped, role).get(PAGE).status_code == 403
    assert "/account/login/" in client.get(PAGE).url


def test_a_request_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    asked(helped)
    browser = officer(helped)
    read(browser)
    with django_assert_num_queries(QUERIES):
        read(browser)
    for _ in range(3):
        asked(helped)
    with django_assert_num_queries(QUERIES):
        read(browser)


QUERIES = 10


def many(helped: Helped, number: int, outcome: Outcome | None = None) -> None:
    """As many requests of this year, open or decided."""
    about = {"family": helped.family, "person": helped.mother, "words": WORDS, "how": AskedHow.PAPER}
    day = today()
    with writing():
        rows = Request.objects.bulk_create(
            Request(
                **about,
                kind=RequestKind.MISSING,
                asked_on=day,
                due_on=day + timedelta(days=place % 9),
                recorded_by_id=helped.coach.actor_id,
            )
            for place in range(number)
        )
        if outcome:
            Decision.objects.bulk_create(
                Decision(
                    family=helped.family,
                    request=row,
                    outcome=outcome,
                    reason=WORDS,
                    decided_on=day,
                    decided_by_id=helped.coach.actor_id,
                )
                for row in rows
            )


def test_many_requests_come_in_pages_that_cost_the_same(
    helped: Helped, django_assert_num_queries: Any
) -> None:
    many(helped, 70)
    many(helped, 60, Outcome.REFUSED)
    browser = officer(helped)
    read(browser)
    seen: list[str] = []
    href: str = PAGE
    for opens, decided in ((50, 0), (20, 30), (0, 30)):
        with django_assert_num_queries(QUERIES):
            page: Any = browser.get(href)
        lines = page.context["open"], page.context["decided"]
        assert tuple(map(len, lines)) == (opens, decided)
        seen += [one["reference"] for those in lines for one in those]
        assert ("Wacht op een antwoord" in page.content.decode()) is bool(opens)
        href = page.context["next_href"]
    assert href == ""
    assert len(set(seen)) == 130
    assert page.context["waiting"] == 70
    assert browser.get(f"{PAGE}?na=K7M4QX2A").status_code == 404
