"""Who may know what, with one's own card: yes, no, not any more; and a youngster's own file."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.consent.enums import Ground, Said
from eenplan.consent.models import Answer, Grant
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Purpose
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import HomeFields, Labels, NewPerson, issue_card, write_item
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.plans.actions import HelpFields, add_help, note_home, start_help
from eenplan.plans.enums import HelpState, HelpType
from tests.cast import MARKER, make_team
from tests.factories.consent import make_share, say, with_organisation
from tests.factories.network import OrganisationFactory
from tests.factories.plans import Helped, make_helped
from tests.once import once

pytestmark = pytest.mark.django_db

NAME = "Organisatie De Brug"
PAGE = "/gezin/delen/"
FILE = "/gezin/mijn-dossier/"
MOTHER, FATHER, DAUGHTER, SON = range(4)


@once
def helped() -> Helped:
    """A mother, a father, a daughter of 13, a son of six."""
    return make_helped(
        make_team(),
        persons=(
            NewPerson(PersonRole.PARENT, "Kaat"),
            NewPerson(PersonRole.PARENT, "Jeroen"),
            NewPerson(PersonRole.CHILD, "Noor", birth_date=date(2013, 5, 4)),
            NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2020, 1, 2)),
        ),
    )


def came_in(helped: Helped, who: int) -> Client:
    """Somebody's own browser, with their own card."""
    person = helped.people[who].id
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=person)
    client = Client()
    assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    return client


def shared(helped: Helped, *about: int, **changes: Any) -> Grant:
    """A share with an organisation about some of them."""
    organisation = OrganisationFactory(name=NAME)
    people = [helped.people[who].id for who in about]
    return make_share(helped.coach, helped.family.id, with_organisation(organisation.id), *people, **changes)


def text_of(answer: Any) -> str:
    """What is read."""
    return unescape(answer.content.decode())


def holds(grant: Grant) -> bool:
    """What PostgreSQL says today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_grant_holds(%s, %s)", [grant.id, today()])
        return bool(cursor.fetchone()[0])


def tell(client: Client, grant: Grant, said: str) -> str:
    """Press a button; what is read then."""
    answer: Any = client.post(f"{PAGE}{grant.id}/", {"said": said}, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


@pytest.mark.rule(30)
def test_yes_then_not_any_more_then_yes_again(helped: Helped) -> None:
    grant = shared(helped, MOTHER)
    mother = came_in(helped, MOTHER)
    assert "1 vraag voor jou" in text_of(mother.get("/gezin/start/"))
    assert f"Mag {NAME} dit weten?" in text_of(mother.get(PAGE))
    assert "wordt nu gedeeld" in tell(mother, grant, "given")
    assert holds(grant)
    assert "Hier zei je nee" in tell(mother, grant, "withdrawn")
    assert not holds(grant)
    assert "wordt nu gedeeld" in tell(mother, grant, "given")
    said = Answer.objects.order_by("recorded_at").values_list("said", "how", "person_id")
    assert [one[0] for one in said] == ["given", "withdrawn", "given"]
    assert {one[1:] for one in said} == {("own_card", helped.mother.id)}


@pytest.mark.rule(30)
def test_no_is_a_no(helped: Helped) -> None:
    grant = shared(helped, MOTHER)
    assert "Hier zei je nee" in tell(came_in(helped, MOTHER), grant, "refused")
    assert not holds(grant)


@pytest.mark.rule(28)
def test_each_is_asked_about_themselves_and_parents_about_a_child(helped: Helped) -> None:
    of_daughter, of_son = shared(helped, DAUGHTER), shared(helped, SON)
    mother, daughter = came_in(helped, MOTHER), came_in(helped, DAUGHTER)
    for client, mine, others in ((mother, of_son, of_daughter), (daughter, of_daughter, of_son)):
        page = text_of(client.get(PAGE))
        assert str(mine.id) in page
        assert str(others.id) not in page
        assert client.post(f"{PAGE}{others.id}/", {"said": "given"}).status_code == 404
        tell(client, mine, "given")
    assert holds(of_daughter)
    assert holds(of_son)
    assert str(of_son.id) not in text_of(came_in(helped, SON).get(PAGE))


def test_what_somebody_else_said_is_not_told(helped: Helped) -> None:
    grant = shared(helped, SON)
    say(helped.coach, grant, helped.people[FATHER].id, Said.REFUSED)
    page = tell(came_in(helped, MOTHER), grant, "given")
    assert "wordt nu niet gedeeld" in page
    assert "Jeroen" not in page


def test_bad_input_changes_nothing(helped: Helped) -> None:
    grant = shared(helped, MOTHER)
    mother = came_in(helped, MOTHER)
    assert "Kies ja of nee" in tell(mother, grant, "perhaps")
    assert "Kies ja of nee" in tell(mother, grant, "")
    assert "iedereen voor zichzelf" in tell(mother, grant, "informed")
    assert not Answer.objects.exists()
    assert mother.get(f"{PAGE}{grant.id}/").status_code == 405
    with_end = make_helped(helped.team)
    assert came_in(with_end, MOTHER).post(f"{PAGE}{grant.id}/", {"said": "given"}).status_code == 404
    for place in (PAGE, FILE):
        assert Client().get(place).url == reverse("family:open-card")


def test_an_emergency_is_told_by_the_coach_and_other_grounds_stand_apart(helped: Helped) -> None:
    shared(helped, MOTHER, ground=Ground.EMERGENCY, ground_note="brand", until=today())
    shared(helped, MOTHER, ground=Ground.COURT_ORDER, ground_note="vonnis")
    page = text_of(came_in(helped, MOTHER).get(PAGE))
    assert page.count(NAME) == 1
    assert "Beslissing van de rechter" in page
    assert "noodsituatie" not in page


def test_the_quiet_sentence_stands_always(helped: Helped) -> None:
    assert "Niet iedereen ziet alles." in text_of(came_in(helped, MOTHER).get(PAGE))


def test_a_share_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    say(helped.coach, shared(helped, MOTHER), helped.mother.id)
    mother = came_in(helped, MOTHER)
    mother.get(PAGE)
    with django_assert_num_queries(20):
        mother.get(PAGE)
    for _ in range(3):
        shared(helped, MOTHER, SON)
    with django_assert_num_queries(20):
        mother.get(PAGE)


def written(helped: Helped, text: str, **labels: Any) -> None:
    """The coach writes something down."""
    whose = labels.pop("from_whom_id", None)
    with request_transaction(helped.coach):
        write_item(
            helped.coach,
            family_id=helped.family.id,
            kind=ItemKind.NOTE,
            text=text,
            from_whom_id=whose,
            labels=Labels(**labels),
        )


@pytest.mark.rule(33)
def test_a_girl_of_thirteen_reads_her_file_but_not_what_is_withheld(helped: Helped) -> None:
    daughter = helped.people[DAUGHTER].id
    closed = [
        ("van-moeder", {"confidential": True, "from_whom_id": helped.mother.id}),
        ("van-derde", {"third_party_only": True}),
        ("van-rechter", {"court": True}),
        ("agogisch", {"agogic_exception": True, "agogic_reason": "te vroeg"}),
    ]
    for name, labels in closed:
        written(helped, MARKER.format(name), **labels)
    written(helped, "gewoon-opgeschreven")
    written(helped, "van-haarzelf", confidential=True, from_whom_id=daughter)
    with request_transaction(helped.coach):
        note_home(
            helped.coach, plan_id=helped.plan.id, home=HomeFields("bij papa", address=MARKER.format("adres"))
        )
    client = came_in(helped, DAUGHTER)
    assert FILE in text_of(client.get(PAGE))
    page = text_of(client.get(FILE))
    assert "Niet alles staat hier" in page
    assert "gewoon-opgeschreven" in page
    assert "van-haarzelf" in page
    for name in [*(name for name, _labels in closed), "adres"]:
        assert MARKER.format(name) not in page
    entry = Entry.objects.filter(what="plans:own-file").get()
    assert entry.purpose == Purpose.OWN_FILE
    assert "gewoon-opgeschreven" not in text_of(client.get("/gezin/plan/"))


@pytest.mark.rule(33)
def test_withholding_is_said_always_and_nowhere_else(helped: Helped) -> None:
    client = came_in(helped, DAUGHTER)
    assert "Niet alles staat hier" in text_of(client.get(FILE))
    for place in ("/gezin/start/", "/gezin/plan/", PAGE):
        assert "achtergehouden" not in text_of(client.get(place))


@pytest.mark.rule(33)
@pytest.mark.parametrize("who", [MOTHER, SON])
def test_the_own_file_is_for_who_decides_for_themselves(helped: Helped, who: int) -> None:
    client = came_in(helped, who)
    assert FILE not in text_of(client.get(PAGE))
    assert client.get(FILE).status_code == 404


@pytest.mark.rule(26)
def test_a_girl_of_thirteen_says_yes_to_her_own_help(helped: Helped) -> None:
    daughter = helped.people[DAUGHTER].id
    with request_transaction(helped.coach):
        item = add_help(
            helped.coach,
            plan_id=helped.plan.id,
            help=HelpFields(
                "gesprekken met An", HelpState.WAITING, for_whom_id=daughter, help_type=HelpType.THERAPY
            ),
        ).item_id
    place = f"{PAGE}hulp/{item}/"
    mother, client = came_in(helped, MOTHER), came_in(helped, DAUGHTER)
    assert "gesprekken met An" not in text_of(mother.get(PAGE))
    assert mother.post(place, {"said": "given"}).status_code == 404
    assert "gesprekken met An" in text_of(client.get(PAGE))
    assert "1 vraag voor jou" in text_of(client.get("/gezin/start/"))
    assert "Jij zei ja." in text_of(client.post(place, {"said": "given"}, follow=True))
    assert "Jij zei nog geen ja." in text_of(client.post(place, {"said": "withdrawn"}, follow=True))
    assert "Kies ja of nee" in text_of(client.post(place, {"said": "x"}, follow=True))
    with pytest.raises(RuleBroken, match="plans:help-needs-yes"), request_transaction(helped.coach):
        start_help(helped.coach, help_id=item)
    client.post(place, {"said": "given"})
    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=item)
