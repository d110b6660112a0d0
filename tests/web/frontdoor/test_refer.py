"""A family is referred without an account: the whole way, back and forth, once, and nothing left behind."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from eenplan.core.acting import public_form, task
from eenplan.families.models import ContactDetail, Family, Item, Person, Words
from eenplan.network.actions import load_reference_data
from eenplan.referrals.models import Referral
from eenplan.web.frontdoor import flow
from eenplan.web.frontdoor.draft import Voice
from eenplan.web.frontdoor.forms import ViewForm
from tests.cast import Team, make_team
from tests.once import once
from tests.web.frontdoor.answers import GIVEN, NAME, OWN, PHONE, REFERRER, VIEW, WORDS, fill

pytestmark = pytest.mark.django_db
SEND = "/aanmelden/nakijken/"
RECEIPT = "/aanmelden/ontvangen/"


@once(autouse=True)
def team() -> Team:
    return make_team("9901")


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.rule(1)
@pytest.mark.rule(2)
@pytest.mark.rule(7)
def test_from_the_first_page_to_the_receipt(client: Client, team: Team) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 18, 0, tzinfo=UTC), tick=False):
        opened = fill(client, REFERRER, read=True)
        assert opened[-1] == SEND
        check = client.get(SEND)
        for words in (
            WORDS,
            VIEW,
            NAME,
            GIVEN,
            PHONE,
            "3 mei 2019",
            team.municipality.name_nl,
            "School en opvang",
        ):
            assert words in text_of(check)
        sent = client.post(SEND, follow=True)
    assert sent.redirect_chain == [(RECEIPT, 302)]
    referral = Referral.objects.get()
    assert referral.received_at == datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
    assert (referral.partnership_id, referral.zone_id) == (team.partnership.id, team.zone.id)
    assert referral.deadline == date(2026, 12, 21)
    assert referral.referrer_name == "An Voorbeeld"
    assert referral.domains == ["school"]
    assert (referral.acute_danger, referral.family_informed) == (False, True)
    said = {
        item.kind: Words.objects.get(item=item).text for item in Item.objects.exclude(kind="contact_detail")
    }
    assert said == {"question": WORDS, "referrer_view": VIEW, "going_well": "Ze lachen veel."}
    child = Person.objects.get()
    assert (child.role, child.given_name, child.birth_date) == ("child", GIVEN, date(2019, 5, 3))
    assert ContactDetail.objects.get().value == PHONE
    receipt = text_of(sent)
    assert referral.reference in receipt
    assert "Tegen 21 december zit iemand met het gezin samen" in receipt
    assert not any(secret in receipt for secret in (WORDS, VIEW, NAME, GIVEN, PHONE, "An Voorbeeld"))


def test_a_family_asks_for_itself(client: Client) -> None:
    fill(client, OWN, read=True)
    sent = client.post(SEND, follow=True)
    assert "zit iemand met jullie samen" in text_of(sent)
    referral, family = Referral.objects.get(), Family.objects.get()
    assert (referral.referrer_type, referral.family_informed, referral.safe_to_contact) == (
        "family",
        True,
        True,
    )
    assert (family.language, family.interpreter, family.name) == ("Lingala", True, "Gezin zonder naam")
    question = Words.objects.get(item__kind="question")
    assert question.speaker_id == Person.objects.get().id


def test_who_chooses_the_family_itself_gets_the_familys_questions(client: Client) -> None:
    sent = client.post("/aanmelden/", {"referrer_type": "family"}, follow=True)
    assert "bij jou thuis" in text_of(sent)


def test_no_more_than_twelve_answers_are_required() -> None:
    either = {"referrer_phone", "question"}  # needed unless the field beside it is filled in
    for pages in ([page.forms.get(voice) for page in flow.PAGES] for voice in Voice):
        required = 1  # who belongs to the family: the role of one
        for form in pages:
            if form is None or form is flow.forms.OverrideForm:
                continue
            asked = form().fields
            required += sum(field.required for field in asked.values())
            assert all(asked[name].required for name in either & set(asked))
        assert required <= 11  # and one more where a postal code holds several places


def test_the_first_page_is_short(client: Client) -> None:
    assert client.get("/aanmelden/").content.decode().count("<legend") == 0
    assert client.get("/aanmelden/zelf/").content.decode().count("<legend") == 1


def test_no_address_holds_anything_of_the_family(client: Client) -> None:
    opened = fill(client, REFERRER, read=True)
    client.post("/aanmelden/gezin/", {"more": "yes"})
    opened += re.findall(r'(?:href|action)="([^"]*)"', client.get(SEND).content.decode())
    sent = client.post(SEND, follow=True)
    opened += [address for address, _status in sent.redirect_chain]
    opened += re.findall(r'(?:href|action)="([^"]*)"', sent.content.decode())
    drawn = re.compile(rf"^{settings.STATIC_URL}.*|(?<=/volg/)[^/]+")  # where three signs stand by chance
    typed = ("GEHEIM", "Voorbeeld", "example", "9901", "089", "clb", "2019")
    for address in opened:
        assert [words for words in typed if words in drawn.sub("", address)] == []
        if address.startswith("/aanmelden"):
            assert "?" not in address


def test_the_same_form_sent_twice_makes_one_referral(client: Client) -> None:
    fill(client, REFERRER)
    before = dict(client.session)
    first = client.post(SEND, follow=True)
    again = client.post(SEND, follow=True)
    assert text_of(again) == text_of(first)
    session = client.session  # the second of two sendings at the same moment still has the draft
    session.update(before)
    session.save()
    third = client.post(SEND, follow=True)
    assert Referral.objects.count() == 1
    assert Family.objects.count() == 1
    assert Referral.objects.get().reference in text_of(third)


def test_somebody_added_twice_by_a_double_press_is_there_once(client: Client) -> None:
    fill(client, REFERRER)
    for _press in range(2):
        client.post("/aanmelden/gezin/2/", {"role": "expected", "day_day": "", "day_unknown": "on"})
    client.post("/aanmelden/gezin/", {"more": "no"})
    client.post(SEND)
    assert sorted(Person.objects.values_list("role", "due_date")) == [("child", None), ("child", None)]


def test_persons_are_changed_and_taken_away(client: Client) -> None:
    fill(client, REFERRER)
    client.post("/aanmelden/gezin/2/", {"role": "parent", "given_name": "Oude naam"})
    shown = client.get("/aanmelden/gezin/2/")
    assert "Oude naam" in shown.content.decode()
    client.post("/aanmelden/gezin/2/", {"role": "parent", "given_name": "مريم 🌻"})
    assert "مريم 🌻" in client.get("/aanmelden/gezin/").content.decode()
    client.post("/aanmelden/gezin/1/weg/")
    refused = client.post("/aanmelden/gezin/", {"more": "no"})
    assert refused.status_code == 422
    assert "minstens één kind of jongere" in text_of(refused)
    assert client.post(SEND)["Location"] == "/aanmelden/gezin/"
    assert not Referral.objects.exists()


def test_going_back_keeps_what_was_typed_and_changing_returns_to_the_check(client: Client) -> None:
    fill(client, REFERRER)
    assert WORDS in client.get("/aanmelden/stap/vraag/").content.decode()
    person = client.get("/aanmelden/gezin/1/").content.decode()
    assert re.search(r'name="day_month"[^>]*value="5"', person)
    sent = client.post("/aanmelden/stap/vraag/", {"question": "Iets anders"})
    assert sent["Location"] == SEND
    assert "Iets anders" in text_of(client.get(SEND))


def test_a_session_that_ended_says_so_and_keeps_the_page_that_was_sent(client: Client) -> None:
    client.post("/aanmelden/", {"referrer_type": "clb"})
    assert client.session.get_expiry_age() <= 2 * 3600
    client.post("/aanmelden/wissen/")
    lost = client.get("/aanmelden/stap/taal/")
    assert lost.status_code == 200
    assert "Je antwoorden zijn er niet meer" in text_of(lost)
    for start in ("/aanmelden/", "/aanmelden/zelf/", "/aanmelden/jong/"):
        assert f'href="{start}"' in lost.content.decode()
    assert client.post("/aanmelden/gezin/1/", {"role": "child"}).status_code == 410
    assert client.post(SEND).status_code == 410
    kept = client.post("/aanmelden/stap/kijk/", {"referrer_view": VIEW}, follow=True)
    assert kept.redirect_chain[-1][0] == "/aanmelden/"
    assert "Wat je net invulde, hebben we nog" in text_of(kept)
    fill(client, {address: said for address, said in REFERRER.items() if "kijk" not in address})
    assert VIEW in text_of(client.get(SEND))


def test_another_visitor_sees_no_receipt_and_the_sender_can_wipe_it(client: Client) -> None:
    fill(client, REFERRER)
    client.post(SEND)
    reference = Referral.objects.get().reference
    other = Client()
    for address in [*REFERRER, SEND, RECEIPT, "/", "/aanmelden/zelf/"]:
        page = other.get(address, follow=True).content.decode()
        assert reference not in page
        assert "GEHEIM" not in page
    mine = client.get(RECEIPT)
    assert "no-store" in mine["Cache-Control"]
    client.post("/aanmelden/wissen/")
    assert reference not in client.get(RECEIPT, follow=True).content.decode()


def test_who_sent_and_wiped_never_reads_that_nothing_arrived(client: Client) -> None:
    fill(client, REFERRER)
    client.post(SEND)
    client.post("/aanmelden/wissen/")
    for address in (RECEIPT, SEND):  # with the button 'back'
        assert "Kreeg je al een nummer van ons? Dan is alles aangekomen" in text_of(client.get(address))


def test_wiping_leaves_nothing(client: Client) -> None:
    fill(client, REFERRER)
    client.post("/aanmelden/wissen/")
    assert "GEHEIM" not in str(dict(client.session))
    assert "Je antwoorden zijn er niet meer" in text_of(client.get(SEND))


def test_after_sending_the_session_keeps_nothing_that_was_typed(client: Client) -> None:
    fill(client, REFERRER)
    client.post(SEND)
    kept = str(dict(client.session))
    assert [typed for typed in ("GEHEIM", "Voorbeeld", "089 00", "3289000") if typed in kept] == []


@pytest.mark.rule(12)
def test_danger_shows_whom_to_call_at_once_and_loses_nothing(client: Client) -> None:
    fill(client, REFERRER)
    sent = client.post("/aanmelden/stap/gevaar/", {"acute_danger": "yes"}, follow=True)
    crisis = text_of(sent)
    for number in ("112", "1712", "102"):
        assert number in crisis
    assert SEND in sent.content.decode()
    assert "kijk wie je nu kan bellen" in text_of(client.get(SEND))
    receipt = text_of(client.post(SEND, follow=True))
    assert "1712" in receipt
    referral = Referral.objects.get()
    assert (referral.acute_danger, referral.urgency) == (True, "today")


@pytest.mark.rule(6)
def test_outside_the_ages_it_explains_and_lets_send_with_a_reason(client: Client) -> None:
    grown = REFERRER["/aanmelden/gezin/1/"] | {"day_day": "1/1/1980"}
    fill(client, REFERRER | {"/aanmelden/gezin/1/": grown})
    stopped = client.post(SEND, follow=True)
    assert stopped.redirect_chain[-1][0] == "/aanmelden/stap/leeftijd/"
    assert "tot en met 25 jaar" in text_of(stopped)
    empty = client.post("/aanmelden/stap/leeftijd/", {"eligibility_override": ""})
    assert empty.status_code == 422
    client.post("/aanmelden/stap/leeftijd/", {"eligibility_override": "Hij woont nog thuis."})
    client.post(SEND)
    assert Referral.objects.get().eligibility_override == "Hij woont nog thuis."


@pytest.mark.parametrize("persons", [1, 3])
def test_the_check_page_asks_as_much_of_the_database_for_three_as_for_one(
    client: Client, persons: int, django_assert_num_queries: Any
) -> None:
    fill(client, REFERRER)
    for place in range(2, persons + 1):
        client.post(f"/aanmelden/gezin/{place}/", {"role": "child", "given_name": f"Kind {place}"})
    client.post("/aanmelden/gezin/", {"more": "no"})
    with django_assert_num_queries(CHECK_QUERIES):
        client.get(SEND)
    with django_assert_num_queries(SEND_QUERIES):
        client.post(SEND)


CHECK_QUERIES = 13
SEND_QUERIES = 41


def test_every_page_keeps_away_from_caches(client: Client) -> None:
    fill(client, REFERRER)
    for address in [*REFERRER, SEND]:
        assert "no-store" in client.get(address)["Cache-Control"]


def test_the_parts_of_life_are_asked_in_the_readers_language() -> None:
    load_reference_data(task())
    with override("en"):
        choices = ViewForm(acting=public_form()).fields["domains"].choices
    assert "Money and paperwork" in dict(choices).values()


def test_who_fills_in_for_themselves_is_called_you(client: Client) -> None:
    fill(client, OWN)
    assert "jij zelf" in text_of(client.get(SEND))
