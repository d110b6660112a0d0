"""The other ways in: a youngster on a phone, going on later elsewhere, a consult without names, a page left open."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from eenplan.core.enums import Role
from eenplan.referrals.models import Draft, Referral

pytestmark = pytest.mark.journey
QUESTION = "Thuis is er elke avond ruzie. Ik slaap slecht."


def test_a_youngster_asks_for_help_on_a_phone(somebody: Any, workers: Any) -> None:
    noor = somebody(phone=True)
    noor.open("/")
    noor.press("Ik ben jonger dan 18")

    def go_on() -> None:
        assert noor.reads("102")
        noor.checks_accessibility()
        noor.press("Verder")

    noor.choose("acute_danger", "no")
    go_on()
    noor.fill(given_name="Noor", age="14")
    go_on()
    noor.fill(place="3600")
    go_on()
    noor.fill(preferred_contact="Via het secretariaat op school, voor 16 uur.")
    noor.choose("safe_to_contact", "yes")
    go_on()
    noor.choose("parents_may_know", "no")
    go_on()
    noor.fill(question=QUESTION)
    go_on()
    go_on()  # no paper
    noor.checks_accessibility()
    noor.press("Verstuur mijn vraag")
    noor.checks_accessibility()
    assert noor.reads("Iemand neemt eerst met jou contact op")
    worker = somebody()
    worker.sign_in(workers.accounts[Role.INTAKE])
    worker.open("/aanmeldingen/")
    assert worker.reads("De jongere meldt zelf aan")
    assert worker.reads("ouders weten dit misschien niet")
    worker.press("Jongere, 14 jaar")
    assert worker.reads("De jongere meldt zelf aan")
    assert worker.reads("Neem geen contact op met de ouders")
    assert worker.reads(QUESTION)
    worker.checks_accessibility()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_referral_begun_at_a_desk_goes_on_at_home(somebody: Any, workers: Any, javascript: bool) -> None:
    desk = somebody(javascript=javascript)
    desk.open("/aanmelden/")
    desk.choose("referrer_type", "school")
    desk.press("Verder")
    desk.choose("acute_danger", "no")
    desk.press("Later verdergaan")
    if javascript:
        desk.checks_accessibility()
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", desk.page.inner_text("main"))
    assert found
    home = somebody(phone=True, javascript=javascript)
    home.open("/aanmelden/")
    home.press("Ga verder met je code")
    home.fill(code="AAAA BBBB CCCC DDDD")
    home.press("Ga verder")
    assert home.reads("Er is een teken fout")
    if javascript:
        home.checks_accessibility()
    home.fill(code=found[0].lower())
    home.press("Ga verder")
    assert home.reads("Welkom terug")
    assert home.reads("Weet het gezin dat je aanmeldt?")
    home.press("Stoppen en alles wissen")
    desk.open("/aanmelden/later/")
    assert desk.reads("Ga verder met je code")


def test_a_school_thinks_a_family_through_without_naming_it(somebody: Any, workers: Any) -> None:
    school = somebody()
    school.open("/aanmelden/")
    school.choose("referrer_type", "school")
    school.press("Verder")
    school.choose("acute_danger", "no")
    school.press("Verder")
    school.choose("family_informed", "no")
    school.press("Verder")
    assert school.reads("je kan overleggen zonder naam")
    school.checks_accessibility()
    school.fill(place="3600")
    school.press("Verder")
    school.fill(ages="6 en 9")
    school.press("Verder")
    school.fill(referrer_view="De kinderen komen vaak te laat. Hoe begin ik erover?")
    school.press("Verder")
    school.fill(referrer_name="Een leerkracht", referrer_phone="089 00 00 12")
    school.press("Verder")
    school.checks_accessibility()
    school.press("Vraag het overleg")
    assert school.reads("We bellen je terug")
    worker = somebody()
    worker.sign_in(workers.accounts[Role.INTAKE])
    worker.open("/aanmeldingen/")
    assert worker.reads("Overleg zonder naam")
    worker.press("Lezen en terugbellen")
    assert worker.reads("6, 9 jaar")
    assert worker.reads("Het gezin weet hier niet van")
    worker.checks_accessibility()


def test_a_page_left_open_still_goes_on_when_its_cookies_are_gone(somebody: Any, workers: Any) -> None:
    mother = somebody(phone=True)
    mother.open("/aanmelden/zelf/")
    mother.choose("acute_danger", "no")
    mother.press("Verder")
    mother.fill(place="3600")
    mother.press("Verder")
    mother.choose("role", "child")
    mother.fill(given_name="Wout")
    mother.context.clear_cookies()
    mother.press("Verder")
    assert mother.reads("Wat je typte, staat er nog")
    mother.checks_accessibility()
    mother.press("Verder")
    assert mother.path == "/aanmelden/gezin/"
    assert mother.reads("Wout")
    mother.press("Nee, verder")
    assert mother.reads("Je telefoonnummer")


def test_two_sendings_at_the_same_moment_make_one_referral(somebody: Any, workers: Any) -> None:
    school = somebody()
    school.open("/aanmelden/")
    for name, value in (("referrer_type", "school"), ("acute_danger", "no"), ("family_informed", "no")):
        school.choose(name, value)
        school.press("Verder")
    school.fill(place="3600")
    school.press("Verder")
    for answers in (
        {"ages": "6"},
        {"referrer_view": "Hoe begin ik erover?"},
        {"referrer_name": "Een leerkracht", "referrer_phone": "089 00 00 12"},
    ):
        school.fill(**answers)
        school.press("Verder")
    fields = {
        name: school.page.locator(f"main form:has(button:has-text('Vraag')) [name={name}]").input_value()
        for name in ("csrfmiddlewaretoken", "draft")
    }
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in school.context.cookies())

    def send(_time: int) -> str:
        request = Request(  # noqa: S310 (this machine's own test server)
            school.address + "/aanmelden/nakijken/", urlencode(fields).encode(), headers={"Cookie": cookies}
        )
        with urlopen(request, timeout=20) as answer:  # noqa: S310 (the same)
            return str(answer.read().decode())

    with ThreadPoolExecutor(4) as together:
        pages = list(together.map(send, range(4)))
    assert Referral.objects.count() == 1
    reference = Referral.objects.get().reference
    assert all(reference in page for page in pages)
    assert not Draft.objects.exists()
