"""The page of one referral: voices apart, safety, dates, area, and its one next act."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.actions import NewDetail, NewPerson
from eenplan.families.enums import DetailKind, PersonRole
from eenplan.network.enums import Source
from eenplan.network.models import PartnershipZone
from eenplan.referrals.enums import ReferrerType
from tests.cast import Team
from tests.factories.referrals import send_form
from tests.referrals.test_knows import YOUNG
from tests.web.desk.situations import NOW, address, planned, received, with_coach
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db


def test_the_voices_stand_apart_and_the_family_is_the_largest(here: Team, intake: Client) -> None:
    html = intake.get(address("read-referral", received(here))).content.decode()
    assert re.search(r'<figure class="quote">\s*<blockquote lang="nl" dir="ltr">“GEHEIM-vraag”', html)
    assert "GEHEIM-moeder</figcaption>" in html
    assert html.index("GEHEIM-vraag") < html.index("GEHEIM-goed") < html.index("GEHEIM-kijk")
    assert len(re.findall(r'<figure class="quote', html)) == 1


@pytest.mark.parametrize(("role", "shown"), [(Role.COORDINATOR, True), (Role.INTAKE, False)])
def test_the_coordinator_goes_on_to_the_family_once_there_is_a_coach(
    here: Team, as_role: Callable[[Team, Role], Client], role: Role, shown: bool
) -> None:
    browser = as_role(here, role)
    found = planned(here)
    href = reverse("coach:read-family", args=[found.family_id])
    page = browser.get(address("read-referral", found)).content.decode()
    assert (f'href="{href}"' in page) is shown
    assert "is de coach." in page
    if shown:
        assert browser.get(href).status_code == 200
    without = received(here)
    page = browser.get(address("read-referral", without)).content.decode()
    assert f'href="{reverse("coach:read-family", args=[without.family_id])}"' not in page


@pytest.mark.parametrize("situation", [received, with_coach, planned])
def test_one_filled_button(here: Team, intake: Client, situation: object) -> None:
    html = intake.get(address("read-referral", situation(here))).content.decode()  # type: ignore[operator]
    page = html[html.index("<main") : html.index("</main>")]
    assert len(re.findall(r'class="button"', page)) == 1


@pytest.mark.parametrize("name", ["مريم", "\u202eOmar"])
def test_a_name_of_another_direction_turns_no_reference_around(here: Team, intake: Client, name: str) -> None:
    found = received(here, family_name=name)
    for page in (address("read-referral", found), reverse("desk:list-referrals")):
        assert f"<bdi>{name}</bdi>" in intake.get(page).content.decode()


def test_a_youngster_who_refers_itself_is_asked_by_nobody_else(here: Team, intake: Client) -> None:
    sent = send_form(here, **YOUNG | {"details": (), "preferred_contact": "via juf Els"})
    page = text_of(intake.get(address("read-referral", sent)))
    assert "via juf Els" in page
    assert "Vraag het aan de aanmelder" not in page
    assert "Vraag het aan de aanmelder" in text_of(
        intake.get(address("read-referral", received(here, details=())))
    )


def test_who_belongs_to_the_family(here: Team, intake: Client) -> None:
    persons = (
        NewPerson(PersonRole.PARENT, "Kaat", "Voorbeeld", parental_authority=True),
        NewPerson(PersonRole.CHILD, "Senne", birth_date=date(2015, 5, 4)),
        NewPerson(PersonRole.CHILD, birth_date=(NOW - timedelta(days=60)).date()),
        NewPerson(PersonRole.CHILD, due_date=date(2027, 3, 1)),
    )
    page = text_of(intake.get(address("read-referral", received(here, persons=persons))))
    assert f"Gezin met 2 kinderen en een kindje op komst, {here.municipality.name_nl}" in page
    assert "Kaat Voorbeeld , ouder heeft ouderlijk gezag" in page
    assert "Senne , 11 jaar" in page
    assert "Nog geen jaar" in page
    assert "Kindje op komst verwacht rond 1 maart 2027" in page


def test_a_youngster_alone(here: Team, intake: Client) -> None:
    persons = (NewPerson(PersonRole.CHILD, "Deniz", birth_date=date(2009, 1, 2)),)
    found = received(here, persons=persons, question_speaker=None, referrer_type=ReferrerType.FAMILY)
    for href in (address("read-referral", found), "/aanmeldingen/"):
        assert f"Jongere, 17 jaar, {here.municipality.name_nl}" in text_of(intake.get(href))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (True, "De ouders mogen dit weten."),
        (False, "De jongere wil niet dat de ouders dit weten."),
        (None, "De ouders weten dit misschien niet."),
    ],
)
def test_what_a_youngster_said_about_the_parents_stands_on_top(
    here: Team, intake: Client, answer: bool | None, said: str
) -> None:
    found = received(
        here,
        persons=(NewPerson(PersonRole.CHILD, "Deniz"),),
        question_speaker=None,
        referrer_type=ReferrerType.FAMILY,
        self_referred=True,
        parents_may_know=answer,
    )
    page = text_of(intake.get(address("read-referral", found)))
    assert page.index(said) < page.index("In hun eigen woorden")


def test_what_is_not_safe_cannot_be_tapped(here: Team, intake: Client) -> None:
    details = (
        NewDetail(DetailKind.PHONE, "089 00 00 01", safe=True),
        NewDetail(DetailKind.PHONE, "089 00 00 02", safe=False),
        NewDetail(DetailKind.EMAIL, "gezin@example.org"),
    )
    html = intake.get(address("read-referral", received(here, details=details))).content.decode()
    assert 'href="tel:089000001"' in html
    assert "tel:089000002" not in html
    assert "vraag eerst of het veilig is" in html
    unsafe = received(here, details=details, safe_to_contact=False)
    html = intake.get(address("read-referral", unsafe)).content.decode()
    assert "Niet veilig: bel of schrijf niet" in html
    assert 'href="tel:089' not in html
    assert "mailto:gezin" not in html


@pytest.mark.rule(12)
def test_acute_danger_shows_whom_to_call(here: Team, intake: Client) -> None:
    page = text_of(intake.get(address("read-referral", received(here, acute_danger=True))))
    assert "Er is acuut gevaar gemeld" in page
    assert "112" in page
    quiet = text_of(intake.get(address("read-referral", received(here))))
    assert "acuut gevaar gemeld" not in quiet


@pytest.mark.rule(7)
def test_an_assumed_area_says_so(here: Team, intake: Client) -> None:
    found = received(here)
    assert f"{here.zone.name} (aangenomen)" not in text_of(intake.get(address("read-referral", found)))
    with writing():
        PartnershipZone.objects.filter(zone=here.zone).update(source=Source.ASSUMED)
    assert f"{here.zone.name} (aangenomen)" in text_of(intake.get(address("read-referral", found)))


def test_the_dates_stand_apart(here: Team, intake: Client) -> None:
    page = text_of(intake.get(address("read-referral", planned(here))))
    assert (
        "Aangemeld donderdag 19 november om 10.00 Opgenomen zaterdag 21 november om 10.00"
        " Eerste contact nog niet Eerste gesprek nog niet Eerste hulp nog niet" in page
    )
    assert "Eerste gesprek gepland voor zaterdag 21 november om 12.00, thuis bij het gezin." in page


def test_the_referrer_is_a_tap_away(here: Team, intake: Client) -> None:
    found = received(here, referrer_phone="089 00 00 00", referrer_email="els@example.org")
    page = intake.get(address("read-referral", found)).content.decode()
    assert 'href="tel:089000000"' in page
    assert 'href="mailto:els@example.org"' in page
    itself = received(here, referrer_type=ReferrerType.FAMILY, referrer_phone="089 00 00 00", details=())
    assert "tel:089000000" not in intake.get(address("read-referral", itself)).content.decode()


def test_what_nobody_told_leaves_no_gaps(here: Team, intake: Client) -> None:
    bare = received(
        here,
        persons=(NewPerson(PersonRole.CHILD),),
        details=(),
        question="",
        question_speaker=None,
        going_well="",
        referrer_organisation="",
        referrer_name="",
        referrer_email="",
        referrer_phone="089 00 00 00",
        language="xx",
    )
    page = intake.get(address("read-referral", bare))
    assert page.status_code == 200
    assert "Hun eigen woorden zijn nog niet genoteerd." in text_of(page)
    assert "None" not in text_of(page)


@pytest.mark.parametrize("children", [1, 3])
def test_the_same_queries_whatever_the_family(here: Team, intake: Client, children: int) -> None:
    persons = tuple(NewPerson(PersonRole.CHILD, f"Kind {number}") for number in range(children))
    found = planned(here, persons=persons, question_speaker=None)
    with CaptureQueriesContext(connection) as asked:
        intake.get(address("read-referral", found))
    statements = [query["sql"] for query in asked.captured_queries]
    on_tables = [sql for sql in statements if " FROM " in sql or sql.startswith(("INSERT", "UPDATE"))]
    assert len(on_tables) == 28
