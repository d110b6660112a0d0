"""Giving a role beside the team or for the whole, and letting it end: who may, what it says, and that it closes at once."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.models import Account, Actor
from eenplan.network.enums import Sector
from eenplan.network.models import Assignment, StaffMember
from tests.cast import Team, make_official, make_team
from tests.factories.network import AssignmentFactory
from tests.factories.partners import PartnerFactory, make_partner
from tests.once import once
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

PAGE = "/netwerk/rollen/"
NEW = f"{PAGE}nieuw/"
PASSWORD = "vier gewone woorden samen"
Enter = Callable[[Role], Client]


NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def today_is() -> Iterator[Any]:
    """A Monday in March."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def here() -> Team:
    return make_team("9901")


@pytest.fixture
def enter(here: Team) -> Enter:
    """The browser of somebody of the team."""

    def sign_in(role: Role) -> Client:
        browser = Client()
        browser.force_login(here.account(role))
        return browser

    return sign_in


@once(at=NOW)
def lender(here: Team) -> Any:
    """An organisation that is a partner here."""
    return make_partner(here.partnership, Sector.CAW).organisation


def asked(lender: Any, role: Role, **other: str) -> dict[str, str]:
    """A role from today on for somebody new."""
    return {
        "name": "Mieke Proef",
        "email": "mieke@example.org",
        "organisation": str(lender.id),
        "role": role.value,
        "since": "2026-03-02",
        "until_day": "",
    } | other


def given(name: str = "Mieke Proef") -> Any:
    """What that person holds."""
    return Assignment.objects.get(staff_member__name=name)


@pytest.mark.parametrize(("role", "first"), [(Role.PARTNER, "/gedeeld/"), (Role.STEERING, "/account/start/")])
def test_a_coordinator_lets_somebody_in_with_a_code_of_their_own(
    here: Team, enter: Enter, lender: Any, role: Role, first: str
) -> None:
    page = enter(Role.COORDINATOR).post(NEW, asked(lender, role))
    code = page.content.decode().split('class="paper-code">')[1].split("<")[0]
    assert "no-store" in page["Cache-Control"]
    held = given()
    assert (held.role, held.partnership, held.share) == (role, here.partnership, 0)
    visitor = Client()
    choose = {"email": "mieke@example.org", "code": code, "password": PASSWORD, "again": PASSWORD}
    assert visitor.post("/account/eerste-keer/", choose).status_code == 302
    visitor.post("/account/login/", {"login": "mieke@example.org", "password": PASSWORD})
    assert visitor.get(first).status_code == 200
    assert "Mieke Proef" in text_of(enter(Role.COORDINATOR).get(PAGE))


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.RESEARCHER, Role.ADMIN])
def test_a_role_for_the_whole_comes_from_an_administrator_alone(
    here: Team, enter: Enter, lender: Any, role: Role
) -> None:
    refused = enter(Role.COORDINATOR).post(NEW, asked(lender, role))
    assert refused.status_code == 422
    assert not Assignment.objects.filter(staff_member__name="Mieke Proef").exists()
    assert (
        enter(Role.ADMIN).post(f"{NEW}?voor={here.partnership.code}", asked(lender, role)).status_code == 200
    )
    assert given().partnership is None
    assert "Mieke Proef" in text_of(enter(Role.ADMIN).get(PAGE))
    assert "Mieke Proef" not in text_of(enter(Role.COORDINATOR).get(PAGE))


@pytest.mark.rule(17)
@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.RESEARCHER, Role.ADMIN])
def test_the_database_lets_no_coordinator_give_a_role_for_the_whole(here: Team, role: Role) -> None:
    acting = here.acting(Role.COORDINATOR)
    staff = here.assignments[Role.COORDINATOR].staff_member_id
    for partnership in (None, here.partnership.id):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            request_transaction(acting),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO network_assignment (id, staff_member_id, role, partnership_id, share, period, days, zones,"
                " languages, expertise) VALUES (gen_random_uuid(), %s, %s, %s, 0, '[2026-03-02,)', '{}', '{}', '{}', '{}')",
                [staff, role.value, partnership],
            )


def test_who_works_here_already_gets_a_role_more_and_keeps_the_account(here: Team, enter: Enter) -> None:
    coach = here.assignments[Role.COACH]
    PartnerFactory(partnership=here.partnership, organisation=coach.staff_member.organisation)
    account = coach.staff_member.account
    account.set_password(PASSWORD)
    account.save()
    sent = asked(coach.staff_member.organisation, Role.STEERING, email=account.email.upper())
    assert enter(Role.COORDINATOR).post(NEW, sent).status_code == 302
    assert set(coach.staff_member.assignments.values_list("role", flat=True)) == {"coach", "steering"}
    again = enter(Role.COORDINATOR).post(NEW, sent)
    assert again.status_code == 422
    assert "heeft deze rol al" in text_of(again)


@pytest.mark.rule(16)
def test_ending_it_today_closes_the_open_session_at_once(here: Team, enter: Enter) -> None:
    held = here.assignments[Role.STEERING]
    theirs = enter(Role.STEERING)
    assert theirs.get("/cijfers/").status_code == 200
    ended = enter(Role.COORDINATOR).post(f"{PAGE}{held.id}/stoppen/", {"on": "2026-03-02"})
    assert ended.status_code == 302
    assert theirs.get("/cijfers/").status_code == 403
    assert Entry.objects.filter(what="network:assignment:ended", subject_id=held.id).exists()


@pytest.mark.rule(16)
def test_what_was_given_by_mistake_is_taken_back_within_the_day(
    here: Team, enter: Enter, lender: Any
) -> None:
    coordinator = enter(Role.COORDINATOR)
    coordinator.post(NEW, asked(lender, Role.PARTNER))
    held, actors = given(), Actor.objects.count()
    assert "Gaf je deze rol bij vergissing?" in text_of(coordinator.get(f"{PAGE}{held.id}/stoppen/"))
    assert coordinator.post(f"{PAGE}{held.id}/terugnemen/").status_code == 302
    assert not StaffMember.objects.filter(name="Mieke Proef").exists()
    assert not Account.objects.filter(email="mieke@example.org").exists()
    assert Actor.objects.count() == actors - 1
    coach = here.assignments[Role.COACH]
    more = AssignmentFactory(
        staff_member=coach.staff_member, role=Role.PARTNER, partnership=here.partnership, period=_since(2)
    )
    assert coordinator.post(f"{PAGE}{more.id}/terugnemen/").status_code == 302
    assert list(coach.staff_member.assignments.all()) == [coach]


def _since(day: int) -> Any:
    return DateRange(date(2026, 3, day), None)


def test_what_began_earlier_or_belongs_to_the_team_is_not_taken_back_here(here: Team, enter: Enter) -> None:
    coordinator = enter(Role.COORDINATOR)
    assert coordinator.post(f"{PAGE}{here.assignments[Role.STEERING].id}/terugnemen/").status_code == 404
    assert coordinator.post(f"{PAGE}{here.assignments[Role.COACH].id}/terugnemen/").status_code == 404
    assert coordinator.get(f"{PAGE}{here.assignments[Role.COACH].id}/stoppen/").status_code == 404


def test_there_is_always_an_administrator(here: Team, enter: Enter) -> None:
    admin = enter(Role.ADMIN)
    mine = here.assignments[Role.ADMIN]
    query = f"?voor={here.partnership.code}"
    alone = admin.post(f"{PAGE}{mine.id}/stoppen/{query}", {"on": "2026-03-02"})
    assert alone.status_code == 422
    assert "Er moet altijd een beheerder zijn." in text_of(alone)
    AssignmentFactory(role=Role.ADMIN, partnership=None)
    assert admin.post(f"{PAGE}{mine.id}/stoppen/{query}", {"on": "2026-03-02"}).status_code == 302
    assert admin.get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "name"),
        ({"email": "geen adres"}, "email"),
        ({"organisation": ""}, "organisation"),
        ({"role": "coach"}, "role"),
        ({"since": "2026-03-01"}, "since"),
        ({"until": "2026-03-01"}, "Kies een einddatum die na de startdatum komt."),
    ],
)
def test_bad_input_says_how_to_mend_it_and_keeps_what_was_typed(
    enter: Enter, lender: Any, wrong: dict[str, str], said: str
) -> None:
    page = enter(Role.COORDINATOR).post(NEW, asked(lender, Role.PARTNER) | wrong)
    assert page.status_code == 422
    assert said in (text_of(page) if " " in said else page.context["form"].errors)
    assert 'value="mieke@example.org"' in page.content.decode() or "email" in wrong
    assert not StaffMember.objects.filter(name="Mieke Proef").exists()


def test_an_organisation_that_is_no_partner_here_lends_nobody(here: Team, enter: Enter) -> None:
    there = make_team("9902")
    other = make_partner(there.partnership, Sector.CGG).organisation
    sent = asked(other, Role.STEERING)
    assert enter(Role.COORDINATOR).post(NEW, sent).status_code == 422
    page = enter(Role.ADMIN).post(f"{NEW}?voor={here.partnership.code}", sent)
    assert page.status_code == 422
    assert "geen partner van dit samenwerkingsverband" in text_of(page)


def test_nobody_ends_or_sees_what_is_of_another_partnership(here: Team, enter: Enter) -> None:
    there = make_team("9902")
    coordinator = enter(Role.COORDINATOR)
    name = there.assignments[Role.STEERING].staff_member.name
    assert name not in text_of(coordinator.get(PAGE))
    for held in (there.assignments[Role.STEERING], make_official(), here.assignments[Role.ADMIN]):
        for act in ("stoppen", "terugnemen", "code"):
            assert coordinator.post(f"{PAGE}{held.id}/{act}/", {"on": "2026-03-02"}).status_code == 404


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.STEERING, Role.EXPERT])
def test_others_do_not_come_here(enter: Enter, role: Role) -> None:
    assert [enter(role).get(address).status_code for address in (PAGE, NEW)] == [403, 403]
    assert Client().get(PAGE)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("more", [0, 3])
def test_the_same_queries_whatever_the_rows(here: Team, enter: Enter, more: int) -> None:
    for _one in range(more):
        AssignmentFactory(role=Role.PARTNER, partnership=here.partnership)
    browser = enter(Role.COORDINATOR)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(PAGE).status_code == 200
    about = [one["sql"] for one in queries if '"network_assignment"' in one["sql"]]
    assert len(about) == 1
    assert len(queries) < 20
