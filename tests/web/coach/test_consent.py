"""The coach's pages of who may know what: asked, answered, withdrawn, and by whom they may be opened."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.consent.actions import note_disagreement
from eenplan.consent.enums import Said
from eenplan.consent.models import Answer, Capability, Grant, KnownDisagreement
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.families.models import Person
from eenplan.plans.actions import HelpFields, add_help
from eenplan.plans.enums import HelpState
from tests.cast import MARKER
from tests.factories.consent import make_agreed, make_share, say, with_organisation
from tests.factories.network import OrganisationFactory
from tests.factories.plans import Helped, make_helped
from tests.web.coach.conftest import typed_date

pytestmark = pytest.mark.django_db

NAME = MARKER.format("organisatie")


@pytest.fixture
def elsewhere() -> Any:
    """An organisation that could help."""
    return OrganisationFactory(name=NAME)


@pytest.fixture
def grant(helped: Helped, elsewhere: Any) -> Grant:
    """A share about the mother and her daughter that waits for both."""
    mother, daughter = helped.people[:2]
    return make_share(helped.coach, helped.family.id, with_organisation(elsewhere.id), mother.id, daughter.id)


def at(name: str, helped: Helped, *more: Any) -> str:
    """A page about sharing of the family."""
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def text_of(answer: Any) -> str:
    """What is read."""
    return unescape(answer.content.decode())


def asking(helped: Helped, **changes: Any) -> dict[str, Any]:
    """The form, filled in for the psychologist."""
    return {
        "recipient": "function:psychologist",
        "about": [str(helped.mother.id)],
        "parts": ["plan:help"],
        "domains": ["life:housing"],
        "purpose": "help",
        "need": "om de gesprekken voor te bereiden",
        "ground": "consent",
        **typed_date("until", today() + timedelta(days=60)),
        **changes,
    }


def test_asked_answered_and_no_more(alice: Client, helped: Helped) -> None:
    answer: Any = alice.post(at("ask-share", helped), asking(helped), follow=True)
    assert "Er wordt nog niets gedeeld" in text_of(answer)
    grant = Grant.objects.get()
    assert (grant.function, grant.parts) == ("psychologist", ["plan:help", "life:housing"])
    place = at("answer-share", helped, grant.id, helped.mother.id)
    answer = alice.post(place, {"said": "given", "how": "aloud"}, follow=True)
    assert "kan het nu lezen" in text_of(answer)
    page = text_of(alice.get(at("read-sharing", helped)))
    assert "om de gesprekken voor te bereiden" in page
    assert f"{place}?zegt=withdrawn" in page
    assert 'value="withdrawn" checked' in alice.get(f"{place}?zegt=withdrawn").content.decode()
    answer = alice.post(place, {"said": "withdrawn", "how": "aloud"}, follow=True)
    assert "kan niets (meer) lezen" in text_of(answer)
    answer = alice.post(at("end-share", helped, grant.id), follow=True)
    assert "Voorbij of gestopt" in text_of(answer)
    assert alice.get(place).status_code == 404


@pytest.mark.rule(29)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipient": ""}, "Kies wie iets mag weten."),
        ({"recipient": "outside"}, "juf Noor, van school"),
        ({"recipient": "nobody:x"}, "Kies een van de antwoorden die er staan."),
        ({"about": []}, "Duid aan over wie het gaat."),
        ({"parts": [], "domains": []}, "minstens één deel van het plan"),
        ({"need": ""}, "waarom die persoon dit moet weten"),
        ({"until_day": "", "until_month": "", "until_year": ""}, "Delen zonder einddatum kan niet."),
        (typed_date("until", today() + timedelta(days=900)), "hoogstens 366 dagen"),
        ({"health": "on"}, "deel je alleen met iemand die beroepsgeheim heeft"),
        ({"ground": "emergency"}, "Schrijf erbij waarop je steunt"),
    ],
)
def test_what_is_left_out_is_said_and_what_was_typed_stays(
    alice: Client, helped: Helped, changes: dict[str, Any], words: str
) -> None:
    answer: Any = alice.post(at("ask-share", helped), asking(helped, **{"need": "blijft staan", **changes}))
    assert answer.status_code == 422
    page = text_of(answer)
    assert words in page
    assert ("blijft staan" in page) == ("need" not in changes)
    assert not Grant.objects.exists()


def test_an_answer_without_its_reason_is_refused(alice: Client, helped: Helped, grant: Grant) -> None:
    place = at("answer-share", helped, grant.id, helped.mother.id)
    answer: Any = alice.post(place, {"said": "not_possible", "how": "aloud"})
    assert answer.status_code == 422
    assert "Schrijf waarom" in text_of(answer)
    assert alice.post(place, {"said": "maybe", "how": "aloud"}).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.rule(25)
def test_a_minor_who_cannot_decide_yet(alice: Client, helped: Helped) -> None:
    daughter = helped.people[1]
    place = at("judge-capability", helped, daughter.id)
    assert "beslist zelf" in text_of(alice.get(place))
    typed = {"capable": "no", "reason": "te zwaar nu", **typed_date("discussed_on", today())}
    assert alice.post(place, {**typed, "discussed_on_day": ""}).status_code == 422
    assert alice.post(place, {**typed, "capable": "yes"}).status_code == 422
    assert not Capability.objects.exists()
    assert "te zwaar nu" in text_of(alice.post(place, typed, follow=True))
    assert alice.get(at("judge-capability", helped, helped.mother.id)).status_code == 404


@pytest.mark.rule(27)
def test_parents_who_disagree(alice: Client, helped: Helped) -> None:
    daughter = helped.people[1]
    place = at("note-known-disagreement", helped, daughter.id)
    assert alice.get(place).status_code == 200
    typed = {"note": "over de school", **typed_date("since", today())}
    assert alice.post(place, typed | typed_date("since", today() + timedelta(days=2))).status_code == 422
    assert "over de school" in text_of(alice.post(place, typed, follow=True))
    known = KnownDisagreement.objects.get()
    answer: Any = alice.post(at("end-known-disagreement", helped, known.id), follow=True)
    assert "over de school" not in text_of(answer)
    assert alice.post(at("end-known-disagreement", helped, known.id)).status_code == 404


def test_who_else_may_open_these_pages(enter: Callable[[str], Client], helped: Helped, grant: Grant) -> None:
    daughter = helped.people[1]
    with request_transaction(helped.coach):
        known = note_disagreement(helped.coach, family_id=helped.family.id, person_id=daughter.id)
    reads = [at("read-sharing", helped)]
    writes = [
        at("ask-share", helped),
        at("answer-share", helped, grant.id, helped.mother.id),
        at("end-share", helped, grant.id),
        at("judge-capability", helped, daughter.id),
        at("note-known-disagreement", helped, daughter.id),
        at("end-known-disagreement", helped, known.id),
    ]
    expected = {
        "bob": (404, 404),
        "charlie": (404, 404),
        "coordinator": (200, 403),
        "coordinator_elsewhere": (404, 403),
        "partner": (403, 403),
        "visitor": (302, 302),
    }
    for who, (may_read, may_write) in expected.items():
        client = enter(who)
        for place in reads:
            answer: Any = client.get(place)
            assert answer.status_code == may_read, (who, place)
            assert (NAME in answer.content.decode()) == (may_read == 200)
        for place in writes:
            answer = client.post(place, {})
            assert answer.status_code == may_write, (who, place)
            assert MARKER.format("") not in answer.content.decode()
    assert Grant.objects.get().ended_at is None
    assert not Answer.objects.exists()


def test_of_another_family_nothing_is_answered(
    alice: Client, helped: Helped, grant: Grant, here: Any
) -> None:
    other = make_helped(here)
    for name, more in (("answer-share", [grant.id, helped.mother.id]), ("end-share", [grant.id])):
        assert alice.post(at(name, other, *more), {}).status_code == 404


def test_a_share_more_costs_no_query_more(
    alice: Client, helped: Helped, grant: Grant, django_assert_num_queries: Any
) -> None:
    say(helped.coach, grant, helped.mother.id, Said.REFUSED)
    place = at("read-sharing", helped)
    alice.get(place)
    with django_assert_num_queries(22):
        alice.get(place)
    for _ in range(3):
        make_agreed(
            helped.coach, helped.family.id, with_organisation(OrganisationFactory().id), helped.mother.id
        )
    with django_assert_num_queries(22):
        alice.get(place)


@pytest.mark.rule(26)
def test_help_that_waits_for_a_yes_leads_to_where_it_is_asked(alice: Client, helped: Helped) -> None:
    daughter = helped.people[1]
    with request_transaction(helped.coach):
        help_id = add_help(
            helped.coach,
            plan_id=helped.plan.id,
            help=HelpFields("gesprekken", HelpState.WAITING, for_whom_id=daughter.id),
        ).item_id
    start = at("start-help", helped, help_id)
    assert f"{at('read-sharing', helped)}#hulp" in text_of(alice.get(start))
    refused: Any = alice.post(start, typed_date("on", today()))
    assert refused.status_code == 422
    assert "Deze hulp kan nog niet starten" in text_of(refused)
    place = at("answer-help", helped, help_id, daughter.id)
    assert place in text_of(alice.get(at("read-sharing", helped)))
    assert alice.post(place, {"said": "informed", "how": "aloud"}).status_code == 422
    assert "mag starten" in text_of(alice.post(place, {"said": "given", "how": "signed"}, follow=True))
    assert alice.post(start, typed_date("on", today())).status_code == 302
    assert alice.get(at("answer-help", helped, help_id, helped.mother.id)).status_code == 404


@pytest.mark.rule(28)
def test_who_turns_twelve_is_to_be_asked_and_the_coach_is_told(
    alice: Client, helped: Helped, elsewhere: Any
) -> None:
    mother, daughter = helped.people[:2]
    with writing():
        Person.objects.filter(id=daughter.id).update(birth_date=today() - timedelta(days=11 * 365))
    grant = make_share(helped.coach, helped.family.id, with_organisation(elsewhere.id), daughter.id)
    say(helped.coach, grant, mother.id)
    sharing, here = at("read-sharing", helped), reverse("coach:list-today")
    assert sharing not in text_of(alice.get(here))
    with writing():
        Person.objects.filter(id=daughter.id).update(birth_date=birthday_today(12))
    assert sharing in text_of(alice.get(here))
    assert "beslist nu zelf: vraag het" in text_of(alice.get(sharing))
    assert "Eén keer wordt iets gedeeld. Eén vraag wacht" in text_of(alice.get(at("read-family", helped)))
    say(helped.coach, grant, daughter.id)
    assert sharing not in text_of(alice.get(here))


def birthday_today(years: int) -> date:
    """Born so many years ago."""
    day = today()
    return day.replace(year=day.year - years)
