"""Following a referral without an account: the link of the receipt, the code, and what nobody learns."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction, task
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.models import Person
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.referrals.actions import (
    NewStep,
    end_with_consult,
    let_referrer_know,
    stop_referrer_knowing,
    take_up,
)
from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.keys import code_of, key_of
from eenplan.referrals.models import Referral, StatusLink
from tests.cast import MARKER, Team, make_team
from tests.factories.referrals import send_form
from tests.referrals.test_knows import CONSULT, YOUNG

pytestmark = pytest.mark.django_db
PHONE = "089 00 00 42"


def words_of(response: Any) -> str:
    """The text of the page itself, without the way out and the help below it."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def answers(team: Team) -> Team:
    who = NewContactPoint("Aanmeldteam", PHONE, "op werkdagen")
    set_contact_point(task(), partnership_id=team.partnership.id, who=who, since=today())
    return team


def address_of(referral: Referral) -> str:
    return f"/volg/{key_of(StatusLink.objects.get(referral=referral).id)}/"


def test_the_link_says_received_then_handled_by_when_and_whom_to_call(client: Client) -> None:
    team = answers(make_team())
    referral = send_form(team)
    page = client.get(address_of(referral))
    assert page.status_code == 200
    assert "Je aanmelding is ontvangen" in words_of(page)
    assert "Uiterlijk op" in words_of(page)
    assert PHONE in words_of(page)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        take_up(acting, referral_id=referral.id)
    assert "Je aanmelding wordt behandeld" in words_of(client.get(address_of(referral)))


def test_the_page_has_no_name_place_or_reference_and_goes_nowhere_else(client: Client) -> None:
    team = make_team()
    referral = send_form(team)
    page = client.get(address_of(referral))
    for secret in (MARKER.format(""), team.municipality.name_nl, team.zone.name, referral.reference):
        assert secret not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "<form" not in page.content.decode()  # a browser could not post it
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex' in page.content.decode()


def test_a_coach_is_told_of_only_after_the_familys_yes(client: Client) -> None:
    team = make_team()
    referral = send_form(team)
    assert "vaste coach" not in words_of(client.get(address_of(referral)))
    acting = team.acting(Role.INTAKE)
    mother = Person.objects.filter(family_id=referral.family_id).order_by("position")[0]
    with request_transaction(acting):
        let_referrer_know(acting, referral_id=referral.id, said_by=mother.id, said_on=today())
    assert "vaste coach" in words_of(client.get(address_of(referral)))
    with request_transaction(acting):
        stop_referrer_knowing(acting, referral_id=referral.id)
    assert "vaste coach" not in words_of(client.get(address_of(referral)))


def test_a_consult_promises_no_talk_with_a_family_that_knows_of_nothing(client: Client) -> None:
    team = answers(make_team())
    referral = send_form(team, **CONSULT)
    before = words_of(client.get(address_of(referral)))
    assert "Iemand belt je om te overleggen. Het gezin hoort hier niets van." in before
    acting = team.acting(Role.INTAKE)
    steps = [NewStep("Een afspraak maken", today())]
    with request_transaction(acting):
        end_with_consult(
            acting, referral_id=referral.id, advice="Ga eerst langs bij de huisarts.", steps=steps,
            given_by=acting.actor_id, on=today(),
        )  # fmt: skip
    after = words_of(client.get(address_of(referral)))
    assert "Je aanmelding is afgesloten We spraken met jou af wat jij verder kan doen." in after
    for said in (before, after):
        assert not re.search("Uiterlijk op|De belofte|gesprek|Vraag het gerust aan het gezin", said), said
        assert PHONE in said


def test_the_code_opens_the_same_page_and_stands_in_no_address(client: Client) -> None:
    referral = send_form(make_team())
    code = code_of(StatusLink.objects.get(referral=referral).id)
    assert client.get("/volg/").status_code == 200
    page = client.post("/volg/", {"code": code.lower().replace("-", " ")})
    assert page.status_code == 200
    assert words_of(page) == words_of(client.get(address_of(referral)))


@pytest.mark.parametrize("typed", ["", "xx", "K7M4-QX2P-9BTR", "9" * 5000, "🙂" * 12, "' OR 1=1 --", "\x00"])
def test_a_wrong_code_says_how_to_mend_it(client: Client, typed: str) -> None:
    send_form(make_team())
    page = client.post("/volg/", {"code": typed})
    assert page.status_code == 422
    assert "<form" in page.content.decode()


def test_unknown_and_ended_keys_give_the_same_page(client: Client) -> None:
    team = make_team()
    referral = send_form(team)
    ended = address_of(referral)
    from eenplan.referrals.actions import renew_status_link

    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        renew_status_link(acting, referral_id=referral.id)
    pages = [client.get(one) for one in (ended, f"/volg/{'A' * 27}/", "/volg/x/", f"/volg/{'é' * 40}/")]
    assert {page.status_code for page in pages} == {404}
    assert len({words_of(page) for page in pages}) == 1
    assert all(page["Referrer-Policy"] == "no-referrer" for page in pages)
    assert all("<form" not in page.content.decode() for page in pages)  # a browser could not post it


def test_following_is_recorded_without_saying_whom(client: Client) -> None:
    referral = send_form(make_team())
    client.get(address_of(referral))
    entry = Entry.objects.get(what="referrals:status:followed")
    assert entry.families == []
    assert entry.subject_id == StatusLink.objects.get(referral=referral).id


def test_codes_are_not_guessed_one_after_the_other(client: Client, settings: Any) -> None:
    settings.LIMITS_TIMES = 1
    codes = [client.post("/volg/", {"code": f"K7M4-QX2P-{number:04}"}).status_code for number in range(22)]
    assert codes[0] == 422
    assert codes[-1] == 429


def test_a_region_without_a_number_says_so(client: Client) -> None:
    assert "nog geen telefoonnummer" in words_of(client.get(address_of(send_form(make_team()))))


def test_a_worker_sees_no_more_than_a_visitor(client: Client) -> None:
    team = make_team()
    referral = send_form(team)
    as_visitor = words_of(client.get(address_of(referral)))
    client.force_login(team.account(Role.INTAKE))
    as_worker = words_of(client.get(address_of(referral)))
    assert "Je bent ingelogd als" in as_worker  # and all else is the same
    assert as_worker.partition("Naar je werk ")[2] == as_visitor


@pytest.mark.parametrize("own", [{"referrer_type": ReferrerType.FAMILY}, YOUNG])
def test_whoever_refers_itself_follows_all_of_its_own_question(client: Client, own: dict[str, Any]) -> None:
    referral = send_form(make_team(), **own)
    said = words_of(client.get(address_of(referral)))
    assert "Er is een vaste coach" in said
    assert "Vraag het gerust aan het gezin zelf" not in said
