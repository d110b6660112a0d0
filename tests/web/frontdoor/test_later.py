"""Going on later: with a code on any device, with a page that stood open for a day, and never twice."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core import limits
from eenplan.core.clock import now
from eenplan.core.ids import new_code
from eenplan.referrals.models import Draft, Referral
from eenplan.web.frontdoor.draft import MOST_SENT, PER
from tests.cast import make_team
from tests.once import once
from tests.web.frontdoor.answers import OWN, REFERRER, VIEW, WORDS, fill

pytestmark = pytest.mark.django_db
SEND, RECEIPT, LATER, RESUME = (
    f"/aanmelden/{page}/" for page in ("nakijken", "ontvangen", "later", "verder")
)
PAPERS = "/aanmelden/papieren/"
NOT_FOUND = "Met deze code vinden we niets meer"


@once(autouse=True)
def team() -> Any:
    return make_team("9901")


def code_on(client: Client) -> str:
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", client.get(LATER).content.decode())
    assert found
    return found[0]


def key_on(page: Any) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())).split())


def test_a_code_opens_the_same_answers_on_another_device(client: Client) -> None:
    fill(client, REFERRER)
    code = code_on(client)
    other = Client()
    opened = other.post(RESUME, {"code": code.lower().replace("-", " ")}, follow=True)
    assert opened.redirect_chain[-1][0] == SEND
    assert "Welkom terug" in text_of(opened)
    assert WORDS in text_of(opened)
    assert other.post(SEND)["Location"] == RECEIPT
    assert Referral.objects.count() == 1
    assert not Draft.objects.exists()


def test_the_page_says_how_long_and_that_nothing_was_sent(client: Client) -> None:
    fill(client, OWN)
    with time_machine.travel("2026-11-21 12:00:00+00:00", tick=False):
        client.post("/aanmelden/stap/vraag/", {"question": WORDS, "later": "yes"})
        shown = text_of(client.get(LATER))
    assert "tot en met 21 december 2026" in shown
    assert "nog niets verstuurd" in shown


def test_every_page_offers_to_go_on_later_and_keeps_what_was_typed(client: Client) -> None:
    for address in REFERRER:
        page = client.get(address).content.decode()
        assert 'name="later"' in page, address
        client.post(address, REFERRER[address])
    assert 'name="later"' in client.get(SEND).content.decode()
    put = client.post("/aanmelden/stap/kijk/", {"referrer_view": VIEW + " en meer", "later": "yes"})
    assert put["Location"] == LATER
    assert "en meer" in client.get("/aanmelden/stap/kijk/").content.decode()


def test_a_page_half_done_is_kept_and_asked_again_without_blame(client: Client) -> None:
    client.post("/aanmelden/", {"referrer_type": "clb"})
    client.post("/aanmelden/stap/gevaar/", {"acute_danger": "no"})
    client.post("/aanmelden/stap/weten/", {"family_informed": "yes"})
    client.post("/aanmelden/stap/plaats/", {"place": "Nergenshuizen", "later": "yes"})
    opened = Client().post(RESUME, {"code": code_on(client)}, follow=True)
    assert opened.redirect_chain[-1][0] == "/aanmelden/stap/plaats/"
    assert "Nergenshuizen" in opened.content.decode()
    assert "kennen we niet" not in text_of(opened)
    assert client.post(SEND)["Location"] == "/aanmelden/stap/plaats/"


def test_unknown_expired_wiped_and_sent_codes_get_the_same_answer(client: Client) -> None:
    answers = set()

    def ask(code: str) -> None:
        page = Client().post(RESUME, {"code": code})
        assert page.status_code == 422
        answers.add(text_of(page).replace(code, ""))

    ask(new_code())
    fill(client, REFERRER)
    sent = code_on(client)
    client.post(SEND)
    ask(sent)
    client.post("/aanmelden/wissen/")
    fill(client, REFERRER)
    wiped = code_on(client)
    client.post("/aanmelden/wissen/")
    ask(wiped)
    fill(client, REFERRER)
    old = code_on(client)
    with time_machine.travel(now() + timedelta(days=31)):
        ask(old)
    assert len(answers) == 1
    assert NOT_FOUND in answers.pop()


def test_a_wrong_sign_is_told_before_anything_is_looked_up(client: Client) -> None:
    page = client.post(RESUME, {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert page.status_code == 422
    assert "Er is een teken fout" in text_of(page)
    assert 'value="AAAA-BBBB-CCCC-DDDD"' in page.content.decode()
    assert "Vul de code in" in text_of(client.post(RESUME, {}))


@time_machine.travel("2026-11-21 12:00:00+00:00", tick=False)
def test_guessing_codes_ends(client: Client) -> None:
    codes = [client.post(RESUME, {"code": new_code()}).status_code for _time in range(21)]
    assert codes == [422] * 20 + [429]
    assert "Even wachten" in text_of(client.post(RESUME, {"code": new_code()}))


@time_machine.travel("2026-11-21 12:00:00+00:00", tick=False)
def test_sending_without_end_ends_and_keeps_the_answers(client: Client) -> None:
    """Earlier ones of the same hour are counted as the page counts them: sending each takes thirteen pages."""
    assert MOST_SENT == 30
    for _earlier in range(MOST_SENT - 2):
        limits.count(limits.try_of("referral:send", "127.0.0.1", PER))
    for _time in range(3):
        fill(client, REFERRER)
        sent = client.post(SEND)
        if sent.status_code == 429:
            break
    assert sent.status_code == 429
    assert Referral.objects.count() == 2
    assert Draft.objects.count() == 1
    assert WORDS in text_of(client.get(SEND))


def test_a_page_that_stood_open_for_a_day_still_sends(client: Client) -> None:
    with time_machine.travel(now(), tick=False) as time:
        fill(client, REFERRER)
        key = key_on(client.get(SEND))
        time.shift(timedelta(days=1))
        assert "Je antwoorden zijn er niet meer" in text_of(client.get(SEND))
        sent = client.post(SEND, {"draft": key}, follow=True)
    assert sent.redirect_chain == [(RECEIPT, 302)]
    assert Referral.objects.get().reference in text_of(sent)


def test_without_any_cookie_one_more_press_sends_what_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)

    def post(address: str, answers: dict[str, Any], page: Any) -> Any:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
        assert token
        return client.post(address, answers | {"csrfmiddlewaretoken": token[1]})

    for address, answers in OWN.items():
        shown = client.get(address)
        if address == "/aanmelden/stap/vraag/":
            break
        assert post(address, answers, shown).status_code == 302
    client.cookies.clear()
    typed = {"question": "Wat ik typte: <b>مريم</b> 🌻", "draft": key_on(shown)}
    again = client.post(address, typed | {"csrfmiddlewaretoken": "x" * 64})
    assert again.status_code == 403
    assert "Wat je typte, staat er nog" in text_of(again)
    assert html.escape(typed["question"]) in again.content.decode()
    went_on = post(address, typed, again)
    assert went_on["Location"] == PAPERS
    asked = client.get(PAPERS)
    assert post(PAPERS, {}, asked)["Location"] == SEND
    check = client.get(SEND)
    assert "مريم" in text_of(check)
    assert post(SEND, {}, check)["Location"] == RECEIPT
    assert Referral.objects.count() == 1


def test_another_site_cannot_have_its_form_sent_with_one_press() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/aanmelden/", {"referrer_type": "clb"}, headers={"Origin": "https://kwaad.example"})
    assert page.status_code == 403
    assert "Wat je typte, staat er nog" not in text_of(page)


def test_a_page_key_ends_and_tells_nothing(client: Client) -> None:
    fill(client, REFERRER)
    key, code = key_on(client.get(SEND)), code_on(client)
    assert code not in key
    other = Client()
    assert other.post(SEND, {"draft": "niets"}).status_code == 410
    assert other.post(SEND, {"draft": key[:-4] + "AAAA"}).status_code == 410
    with time_machine.travel(now() + timedelta(days=2, minutes=1)):
        assert other.post(SEND, {"draft": key}).status_code == 410
    assert not Referral.objects.exists()


def test_two_windows_keep_each_their_own_family(client: Client) -> None:
    fill(client, REFERRER)
    first = key_on(client.get("/aanmelden/stap/kijk/"))
    client.cookies.clear()
    fill(client, REFERRER)
    client.post("/aanmelden/stap/kijk/", {"referrer_view": "Van het eerste gezin", "draft": first})
    assert "Van het eerste gezin" in text_of(client.get(SEND))
    assert Draft.objects.count() == 2


def test_sent_from_another_window_shows_the_receipt_again(client: Client) -> None:
    fill(client, REFERRER)
    key = key_on(client.get(SEND))
    client.post(SEND)
    other = Client()
    again = other.post(SEND, {"draft": key}, follow=True)
    assert again.redirect_chain == [(RECEIPT, 302)]
    assert Referral.objects.get().reference in text_of(again)
    assert "GEHEIM" not in text_of(again)
    late = other.post("/aanmelden/stap/kijk/", {"referrer_view": VIEW, "draft": key})
    assert late["Location"] == RECEIPT
    assert Referral.objects.count() == 1


def test_wiping_removes_the_row_and_the_session_holds_the_code_alone(client: Client) -> None:
    fill(client, REFERRER)
    assert "GEHEIM" not in str(dict(client.session))
    assert Draft.objects.count() == 1
    client.post("/aanmelden/wissen/")
    assert not Draft.objects.exists()
    assert client.get(LATER)["Location"] == RESUME


def test_too_much_at_once_is_said_plainly(client: Client) -> None:
    page = client.post("/aanmelden/stap/kijk/", {"referrer_view": "x" * 3_000_000})
    assert page.status_code == 413
    assert "te veel om in één keer te versturen" in text_of(page)
