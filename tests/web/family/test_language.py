"""Somebody of a family chooses a language: pages, papers and codes follow, for them alone and for next time."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override
from pypdf import PdfReader

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import choose_language
from eenplan.families.models import Person
from eenplan.families.tasks import send_codes
from eenplan.web.shared.languages import languages_at
from tests.factories.family_plan import PHONE, FamilyPlan, make_card
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

COOKIE = settings.LANGUAGE_COOKIE_NAME
ALL = ["nl", "fr", "en", "ar", "tr", "uk"]


def page_of(browser: Client, path: str) -> tuple[str, str, list[str]]:
    """The language and direction of a page, and the languages that it offers."""
    page = browser.get(path).content.decode()
    found = re.search(r'<html lang="(\w+)" dir="(\w+)"', page)
    assert found
    return found[1], found[2], re.findall(r'name="language"\s+value="(\w+)"', page)


def choose(browser: Client, language: str, at: str = "/gezin/taal/", back: str = "/gezin/start/") -> Any:
    """Press a language in the menu."""
    return browser.post(at, {"language": language, "next": back})


def test_what_a_mother_chooses_is_hers_and_kept(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    assert page_of(browser, "/gezin/start/") == ("nl", "ltr", ALL)
    assert choose(browser, "ar")["Location"] == "/gezin/start/"
    assert page_of(browser, "/gezin/start/") == ("ar", "rtl", ALL)
    made.parent.refresh_from_db()
    made.child.refresh_from_db()
    assert (made.parent.language, made.child.language) == ("ar", "")
    assert Entry.objects.filter(what="families:person:language", subject_id=made.parent.id).count() == 1

    other = Client()
    card = make_card(made)
    assert other.post("/gezin/", {"code": card.code, "pin": card.pin}).cookies[COOKIE].value == "ar"
    assert page_of(other, "/gezin/plan/")[:2] == ("ar", "rtl")


def test_the_next_who_comes_in_on_that_phone_reads_their_own(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    choose(browser, "uk")
    browser.post("/gezin/sluiten/")
    child = make_card(made, made.child)
    browser.post("/gezin/", {"code": child.code, "pin": child.pin})
    assert page_of(browser, "/gezin/start/")[0] == "nl"


def test_what_is_chosen_before_coming_in_is_kept_too(made: FamilyPlan, client: Client) -> None:
    choose(client, "tr", back="/gezin/")
    assert page_of(client, "/gezin/")[0] == "tr"
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    assert page_of(client, "/gezin/start/")[0] == "tr"
    made.parent.refresh_from_db()
    assert made.parent.language == "tr"


def test_the_family_s_language_where_nobody_chose(made: FamilyPlan, client: Client) -> None:
    with writing():
        made.family.language = "uk"
        made.family.save()
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    assert page_of(client, "/gezin/start/")[0] == "uk"


@pytest.mark.parametrize("language", ["", "xx", "../..", "x" * 500])
def test_what_is_no_language_of_ours_changes_nothing(made: FamilyPlan, enter: Enter, language: str) -> None:
    browser = enter(made)
    assert choose(browser, language, back="https://elders.example/")["Location"] == "/"
    assert page_of(browser, "/gezin/start/")[0] == "nl"
    made.parent.refresh_from_db()
    assert made.parent.language == ""


def test_a_code_comes_in_one_s_own_language(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    choose(browser, "fr")
    browser.post("/gezin/binnenkomen/nieuw/", {"address": "kaat@example.org"})
    send_codes(task())
    assert "Votre code est" in mail.outbox[-1].body or "Ton code est" in mail.outbox[-1].body


def test_only_with_one_s_own_card_and_only_for_oneself(made: FamilyPlan) -> None:
    coach = made.team.acting(Role.COACH)
    with pytest.raises(NotFound), request_transaction(coach):
        choose_language(coach, language="ar")
    assert set(Person.objects.filter(family=made.family).values_list("language", flat=True)) == {""}


def test_workers_are_offered_three_languages(made: FamilyPlan, client: Client) -> None:
    client.cookies[COOKIE] = "ar"
    assert page_of(client, "/account/login/")[0] == "nl"
    client.force_login(made.team.account(Role.COACH))
    assert page_of(client, "/gezinnen/")[:2] == ("nl", "ltr")
    offered = {
        path: [code for code, _name in languages_at(path)]
        for path in ("/", "/gezin/", "/gezinnen/", "/volg/")
    }
    assert offered == {"/": ALL, "/gezin/": ALL, "/volg/": ALL, "/gezinnen/": ALL[:3]}


def test_the_page_for_the_fridge_is_theirs_too_on_screen_and_on_paper(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    choose(browser, "ar")
    assert page_of(browser, "/gezin/koelkast/")[:2] == ("ar", "rtl")
    screen = browser.get("/gezin/koelkast/").content.decode()
    with override("ar"):
        assert gettext("Wie we bellen") in screen
    assert "Wie we bellen" not in screen
    assert "zichtbaar-doel-0" in screen, "their own words stay as they were said"
    answer: Any = browser.get("/gezin/koelkast.pdf")
    paper = PdfReader(BytesIO(answer.content))
    assert (str(paper.trailer["/Root"]["/Lang"]), len(paper.pages)) == ("ar", 1)
    across: dict[str, float] = {}
    text = paper.pages[0].extract_text(
        visitor_text=lambda said, _page, at, *_more: across.update({said.strip(): at[4]})
    )
    phone = next(x for said, x in across.items() if PHONE in said)
    assert phone < float(paper.pages[0].mediabox.width) / 2, (
        "read from the right, the last column is on the left"
    )
    assert re.search(r"[\u0600-\u06ff\ufe70-\ufeff]", text)
    assert "zichtbaar-doel-0" in text
    assert "Wie we bellen" not in text
    other = enter(made, made.child)
    assert page_of(other, "/gezin/koelkast/")[0] == "nl"


@pytest.mark.parametrize("path", ["/", "/gezin/", "/gezin/start/", "/gezin/plan/"])
def test_each_page_says_that_no_native_speaker_read_it(made: FamilyPlan, enter: Enter, path: str) -> None:
    """A visitor reads it as well as who came in with a card; not in what we wrote ourselves."""
    browser = Client() if path in ("/", "/gezin/") else enter(made)
    for language, is_said in (("uk", True), ("tr", True), ("ar", True), ("nl", False), ("en", False)):
        choose(browser, language)
        assert ('class="unread' in browser.get(path).content.decode()) is is_said, (path, language)
