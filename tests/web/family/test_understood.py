"""A yes in a language of which nobody read the translations: kept only with how it was understood (rule 22)."""

from typing import Any

import pytest
from django.test import Client

from eenplan.consent.models import Answer
from eenplan.core.acting import request_transaction
from eenplan.network.queries.translations import catalogue, is_read
from eenplan.plans.models import Agreement
from tests.factories.consent import make_share, with_organisation
from tests.factories.family_plan import FamilyPlan
from tests.factories.network import OrganisationFactory
from tests.web.family.conftest import Enter, read_all

pytestmark = [pytest.mark.django_db, pytest.mark.rule(22)]

ASK = "/gezin/plan/antwoord/"


@pytest.fixture
def mother(made: FamilyPlan, enter: Enter) -> Client:
    """The mother, reading Arabic."""
    browser = enter(made)
    browser.post("/gezin/taal/", {"language": "ar"})
    return browser


def say(browser: Client, answer: str, **more: str) -> Any:
    return browser.post(ASK, {"answer": answer, "number": "1", "words": "نعم", **more})


@pytest.mark.parametrize("answer", ["agreed", "partly"])
def test_a_yes_by_the_text_alone_is_not_kept(mother: Client, answer: str) -> None:
    refused = say(mother, answer)
    assert refused.status_code in (200, 422)
    assert 'id="id_understood_0"' in refused.content.decode()
    assert "نعم" in refused.content.decode(), "what was typed stands there still"
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("understood", ["interpreter", "aloud"])
def test_a_yes_is_kept_with_how_it_was_understood(mother: Client, understood: str) -> None:
    assert say(mother, "agreed", understood=understood).status_code == 302
    row = Agreement.objects.get()
    assert (row.answer, row.form, row.language, row.understood) == ("agreed", "own_card", "ar", understood)


def test_a_no_always_works(mother: Client) -> None:
    assert say(mother, "disagreed").status_code == 302
    assert Agreement.objects.get().understood == ""


def test_in_a_language_of_ours_nothing_more_is_asked(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    assert "understood" not in browser.get(ASK).content.decode()
    assert say(browser, "agreed").status_code == 302


def test_once_everything_was_read_nothing_more_is_asked(made: FamilyPlan, mother: Client) -> None:
    if not catalogue("ar"):
        assert not is_read(None, "ar")
        return
    read_all("ar", made.coach.actor_id)
    assert is_read(None, "ar")
    assert "understood" not in mother.get(ASK).content.decode()
    assert say(mother, "agreed").status_code == 302


def test_a_share_and_withdrawing_it(made: FamilyPlan, mother: Client) -> None:
    grant = make_share(
        made.coach, made.family.id, with_organisation(OrganisationFactory().id), made.parent.id
    )
    door = f"/gezin/delen/{grant.id}/"
    assert 'value="given:interpreter"' in mother.get("/gezin/delen/").content.decode()
    mother.post(door, {"said": "given"})
    assert not Answer.objects.filter(grant=grant).exists()
    mother.post(door, {"said": "given:aloud"})
    mother.post(door, {"said": "withdrawn"})
    said = Answer.objects.filter(grant=grant).order_by("recorded_at").values_list("said", "understood")
    assert list(said) == [("given", "aloud"), ("withdrawn", "")]
    mother.post(door, {"said": "given:zomaar"})
    assert Answer.objects.filter(grant=grant).count() == 2


def test_the_page_says_that_nobody_read_it_yet(mother: Client, made: FamilyPlan) -> None:
    with request_transaction(None):
        assert not is_read(None, "ar")
        assert is_read(None, "nl")
        assert is_read(None, "fr")
    line = 'class="unread'
    assert line in mother.get("/gezin/start/").content.decode()
    mother.post("/gezin/taal/", {"language": "fr"})
    assert line not in mother.get("/gezin/start/").content.decode()
