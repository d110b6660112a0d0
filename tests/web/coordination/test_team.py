"""The team's pages: who starts, is away, falls away, stops; who may and who may not (rules 13 to 17)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.models import Account
from eenplan.families.actions import issue_card
from eenplan.families.models import Family
from eenplan.network.models import Assignment, Invitation, Leave, OrganisationPartnership
from eenplan.network.rules import Spread, spread
from eenplan.plans.actions import change_coach
from eenplan.plans.models import CoachAssignment
from tests.cast import Team, acting_as, make_team
from tests.factories.network import SINCE_2021, AssignmentFactory, OrganisationFactory
from tests.factories.plans import make_active, make_coach, make_helped
from tests.once import once

TODAY = date(2026, 11, 23)
PASSWORD = "een-lang-wachtwoord"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    """A Monday."""
    with time_machine.travel(f"{TODAY}T10:00:00+01:00", tick=True):
        yield


@once(at=f"{TODAY}T10:00:00+01:00")
def here() -> Team:
    """A team with one worker in each role."""
    return make_team("9901")


@pytest.fixture
def boss(client: Client, here: Team) -> Client:
    """The coordinator's browser."""
    client.force_login(here.account(Role.COORDINATOR))
    return client


def partner(team: Team) -> Any:
    organisation = OrganisationFactory(name="CAW Voorbeeld")
    with writing():
        OrganisationPartnership.objects.create(
            organisation=organisation, partnership=team.partnership, subsidised=True, period=SINCE_2021
        )
    return organisation


def answers(of: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Sara Vandamme",
        "email": "sara@example.org",
        "organisation": str(of.id),
        "role": "coach",
        "share": "50",
        "since": "23/11/2026",
        "until": "",
        "days": ["1", "2"],
        "languages": ["tr"],
        "expertise": "autisme, schulden",
        **changes,
    }


def code_in(response: Any) -> str:
    found = re.search(r"(\w{4}-\w{4}-\w{4}-\w{4})", response.content.decode())
    assert found
    return found.group(1)


# Start.


def test_work_that_has_not_begun_is_taken_back_and_leaves_nothing(boss: Client, here: Team) -> None:
    boss.post(reverse("coordination:add-worker"), answers(partner(here), since="1/12/2026"))
    assignment = Assignment.objects.get(staff_member__name="Sara Vandamme")
    page = reverse("coordination:read-worker", args=[assignment.staff_member_id])
    back = reverse("coordination:withdraw-work", args=[assignment.id])
    assert back in boss.get(page).content.decode()
    assert "de taak is teruggenomen" in boss.post(back, follow=True).content.decode()
    assert not Account.objects.filter(email="sara@example.org").exists()
    assert boss.get(page).status_code == 404
    assert boss.post(reverse("coordination:add-worker"), answers(partner(here))).status_code == 200


def test_another_share_taken_back_leaves_the_work_as_it_was(boss: Client, here: Team) -> None:
    coach = here.assignments[Role.COACH]
    later = {"share": "30", "from_day": "1/12/2026", "days": ["1"], "languages": [], "expertise": ""}
    assert (
        boss.post(reverse("coordination:change-worker", args=[coach.id]), later, follow=True).status_code
        == 200
    )
    planned = Assignment.objects.get(staff_member=coach.staff_member, period__startswith=date(2026, 12, 1))
    boss.post(reverse("coordination:withdraw-work", args=[planned.id]))
    (held,) = Assignment.objects.filter(staff_member=coach.staff_member)
    assert (held.id, held.period.upper) == (coach.id, None)


def test_what_has_begun_and_what_is_elsewhere_is_not_taken_back(boss: Client, here: Team) -> None:
    elsewhere = AssignmentFactory(
        role=Role.COACH, partnership=make_team("9902").partnership, period=(date(2026, 12, 1), None)
    )
    for one in (here.assignments[Role.COACH], elsewhere):
        assert boss.post(reverse("coordination:withdraw-work", args=[one.id])).status_code == 404
        assert Assignment.objects.filter(id=one.id).exists()


def test_a_coach_for_whom_a_family_waits_is_not_taken_back(boss: Client, here: Team) -> None:
    helped = make_helped(here)
    new = AssignmentFactory(role=Role.COACH, partnership=here.partnership, period=(date(2026, 12, 1), None))
    with request_transaction(here.acting(Role.COORDINATOR)):
        change_coach(
            here.acting(Role.COORDINATOR),
            trajectory_id=helped.trajectory.id,
            staff_member_id=new.staff_member_id,
            on=date(2026, 12, 1),
            reason="verhuist",
        )
    told = boss.post(reverse("coordination:withdraw-work", args=[new.id]), follow=True).content.decode()
    assert "Er wachten al gezinnen" in told
    assert Assignment.objects.filter(id=new.id).exists()


@pytest.mark.rule(14)
def test_somebody_starts_chooses_a_password_and_comes_in(boss: Client, here: Team) -> None:
    organisation = partner(here)
    response = boss.post(reverse("coordination:add-worker"), answers(organisation))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    code = code_in(response)
    assert code not in str(Invitation.objects.values())
    assert code not in boss.get(reverse("coordination:list-team")).content.decode()
    assignment = Assignment.objects.get(staff_member__name="Sara Vandamme")
    assert (assignment.days, assignment.languages) == ([1, 2], ["tr"])
    assert assignment.expertise == ["autisme", "schulden"]
    door, new = reverse("account:first-password"), Client()
    typed = {"email": "SARA@example.org", "code": code.lower(), "password": PASSWORD, "again": PASSWORD}
    assert new.post(door, typed).status_code == 302
    assert new.post(door, typed).status_code == 422  # once
    account = Account.objects.get(email="sara@example.org")
    assert account.check_password(PASSWORD)
    response = new.post("/account/login/", {"login": "sara@example.org", "password": PASSWORD})
    assert response.status_code == 302
    assert new.get(reverse("coach:list-families")).status_code == 200


@pytest.mark.parametrize("days", [0, 8])
@pytest.mark.parametrize(
    "wrong", [{"email": "nobody@example.org"}, {"code": "0000-0000-0000-0000"}, {"code": "x"}, {}]
)
def test_of_no_address_is_told_whether_it_exists(
    boss: Client, here: Team, days: int, wrong: dict[str, str]
) -> None:
    code = code_in(boss.post(reverse("coordination:add-worker"), answers(partner(here))))
    typed = {"email": "sara@example.org", "code": code, "password": PASSWORD, "again": PASSWORD}
    with time_machine.travel(f"{TODAY + timedelta(days=days)}T11:00:00+01:00"):
        response = Client().post(reverse("account:first-password"), typed | wrong)
    if not days and not wrong:
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert "horen niet bij elkaar" in response.content.decode()
    assert not Account.objects.get(email="sara@example.org").has_usable_password()


def test_tries_with_a_code_are_counted(db: Any, settings: Any) -> None:
    visitor, door = Client(), reverse("account:first-password")
    typed = {"email": "a@example.org", "code": "x", "password": PASSWORD, "again": PASSWORD}
    found = [visitor.post(door, typed).status_code for _number in range(10 * settings.LIMITS_TIMES + 1)]
    assert found[-1] == 429


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": "kort", "again": "kort"}, "minstens 12"),
        ({"password": "password1234", "again": "password1234"}, "veel mensen"),
        ({"again": "anders-anders-anders"}, "niet hetzelfde"),
        ({"email": "geen"}, "e-mailadres klopt nog niet"),
    ],
)
def test_a_password_is_long_and_typed_twice(db: Any, changes: dict[str, str], said: str) -> None:
    typed = {"email": "a@example.org", "code": "x", "password": PASSWORD, "again": PASSWORD, **changes}
    response = Client().post(reverse("account:first-password"), typed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert PASSWORD not in response.content.decode()


@pytest.mark.rule(14)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"share": "120"}, "hoogstens 100"),
        ({"share": "veel"}, "als een getal"),
        ({"name": ""}, "Vul de naam van de medewerker in"),
        ({"since": "31/2/2026"}, "bestaat niet"),
        ({"until": "1/11/2026"}, "einddatum die na de startdatum"),
        ({"role": "admin"}, "Kies een van de antwoorden"),
        ({"organisation": "00000000-0000-0000-0000-000000000000"}, "Kies een van de antwoorden"),
        ({"days": ["9"]}, "Kies een van de antwoorden"),
        ({"expertise": "x" * 61}, "in enkele woorden"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    boss: Client, here: Team, changes: dict[str, Any], said: str
) -> None:
    response = boss.post(reverse("coordination:add-worker"), answers(partner(here), **changes))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Account.objects.filter(email="sara@example.org").exists()
    if "name" not in changes:
        assert "Sara Vandamme" in response.content.decode()


def test_a_name_and_an_employer_are_corrected(boss: Client, here: Team) -> None:
    one, other = here.assignments[Role.COACH].staff_member, partner(here)
    address = reverse("coordination:correct-worker", args=[one.id])
    assert address in boss.get(reverse("coordination:read-worker", args=[one.id])).content.decode()
    assert one.name in boss.get(address).content.decode()
    for typed, said in (
        ({"name": " ", "organisation": str(other.id)}, "Vul de naam van de medewerker in."),
        (
            {"name": "Nieuw", "organisation": str(OrganisationFactory().id)},
            "Kies een organisatie uit de lijst.",
        ),
        ({"name": "N" * 121, "organisation": str(other.id)}, "te lang"),
    ):
        response = boss.post(address, typed)
        assert (response.status_code, said in response.content.decode()) == (422, True), typed
    done = boss.post(address, {"name": "Nieuwe Naam", "organisation": str(other.id)}, follow=True)
    assert "de gegevens van Nieuwe Naam" in done.content.decode()
    assert "In dienst bij CAW Voorbeeld." in done.content.decode()


@pytest.mark.rule(14)
def test_who_works_elsewhere_gets_one_more_assignment_within_full_time(boss: Client, here: Team) -> None:
    there = make_team("9902")
    organisation = partner(here)
    sara = AssignmentFactory(
        role=Role.COACH, partnership=there.partnership, staff_member__organisation=organisation
    )
    email = sara.staff_member.account.email
    too_much = boss.post(reverse("coordination:add-worker"), answers(organisation, email=email, share="60"))
    assert "meer dan voltijds" in too_much.content.decode()
    boss.post(reverse("coordination:add-worker"), answers(organisation, email=email))
    assert Assignment.objects.filter(staff_member=sara.staff_member).count() == 2
    taken = here.assignments[Role.COACH].staff_member.account.email
    other = boss.post(reverse("coordination:add-worker"), answers(organisation, email=taken))
    assert "van een andere organisatie" in other.content.decode()


def test_only_who_keeps_a_team_adds_to_it_says_the_database(here: Team) -> None:
    there = make_team("9902")
    insert = (
        "INSERT INTO network_assignment (id, staff_member_id, role, partnership_id, share, period, days, zones,"
        " languages, expertise) VALUES (gen_random_uuid(), %s, %s, %s, 0, '[2026-11-23,)', '{}', '{}', '{}', '{}')"
    )
    who = there.assignments[Role.INTAKE].staff_member_id
    tries = [(role, "coach", here) for role in (Role.COACH, Role.INTAKE, Role.PARTNER)]
    tries += [(Role.COORDINATOR, "admin", here), (Role.COORDINATOR, "coach", there)]
    for acting_role, role, team in tries:
        with (
            pytest.raises(ProgrammingError, match="row-level"),
            request_transaction(here.acting(acting_role)),
        ):
            connection.cursor().execute(insert, [who, role, team.partnership.id])
    with request_transaction(here.acting(Role.COORDINATOR)):
        connection.cursor().execute(insert, [who, "coach", here.partnership.id])


@pytest.mark.rule(14)
@pytest.mark.parametrize(
    ("change", "law"),
    [("share = 1", "more than full time"), ("days = '{8}'", "network_assignment_days")],
)
def test_the_database_holds_shares_and_days(here: Team, change: str, law: str) -> None:
    first = here.assignments[Role.COACH]
    AssignmentFactory(staff_member=first.staff_member, role=Role.INTAKE, partnership=here.partnership)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=law):  # noqa: PT012 (deferred)
        cursor.execute(f"UPDATE network_assignment SET {change} WHERE id = %s", [first.id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# Change.


@pytest.mark.rule(14)
def test_another_share_holds_from_a_day_on(boss: Client, here: Team) -> None:
    coach = here.assignments[Role.COACH]
    make_helped(here)
    address = reverse("coordination:change-worker", args=[coach.id])
    typed = {"share": "80", "from_day": "1/12/2026", "days": ["3"], "expertise": "slapen"}
    assert boss.post(address, typed).status_code == 302
    rows = Assignment.objects.filter(staff_member=coach.staff_member).order_by("period")
    assert [(int(row.share * 100), row.period.lower) for row in rows] == [
        (50, date(2021, 7, 1)),
        (80, date(2026, 12, 1)),
    ]
    assert rows[1].expertise == ["slapen"]
    assert (
        "80" in boss.get(reverse("coordination:read-worker", args=[coach.staff_member_id])).content.decode()
    )


# Away, fallen away, stopped.


@pytest.mark.rule(13)
def test_leave_is_planned_and_ended_on_screen(boss: Client, here: Team) -> None:
    helped, bob = make_helped(here), make_coach(here)
    who = here.assignments[Role.COACH].staff_member_id
    address = reverse("coordination:plan-leave", args=[who])
    typed = {"since": "1/12/2026", "until": "", "kind": "leave", "stand_in": ""}
    refused = boss.post(address, typed)
    assert refused.status_code == 422
    assert "Kies wie er intussen" in refused.content.decode()
    assert not Leave.objects.exists()
    assert boss.post(address, typed | {"stand_in": str(bob.staff_member_id)}).status_code == 302
    page = boss.get(reverse("coordination:read-worker", args=[who])).content.decode()
    assert f"{bob.staff_member.name} vervangt." in page
    back = reverse("coordination:end-leave", args=[Leave.objects.get().id])
    assert boss.post(back, {"on": "24/12/2026"}).status_code == 302
    periods = CoachAssignment.objects.filter(family=helped.family).order_by("period")
    assert [one.period.lower for one in periods] == [TODAY, date(2026, 12, 1), date(2026, 12, 24)]


@pytest.mark.rule(13)
@pytest.mark.rule(16)
def test_gone_overnight_closes_the_old_session_the_next_moment(boss: Client, here: Team) -> None:
    helped = make_helped(here)
    alice = here.assignments[Role.COACH]
    page = reverse("coach:read-family", args=[helped.family.id])
    address = reverse("coordination:report-gone", args=[alice.id])
    stand_in = str(here.assignments[Role.COORDINATOR].staff_member_id)
    with time_machine.travel(f"{TODAY + timedelta(days=1)}T08:00:00+01:00", tick=True):
        session = Client()
        session.force_login(here.account(Role.COACH))
        boss.force_login(here.account(Role.COORDINATOR))
        assert session.get(page).status_code == 200
        assert helped.family.name in boss.get(address).content.decode()
        assert boss.post(address, {"stand_in": stand_in, "comes_back": "no"}).status_code == 302
        refused = session.get(page)
        assert refused.status_code == 403
        assert "Je hebt nu geen toegang" in refused.content.decode()
        assert helped.family.name not in refused.content.decode()
        team = boss.get(reverse("coordination:list-team")).content.decode()
        assert "zonder eigen coach" in team
        assert reverse("coach:change-coach", args=[helped.family.id]) in team
        assert boss.get(page).status_code == 200


@pytest.mark.rule(15)
@pytest.mark.rule(16)
def test_a_secondment_ends_on_screen_and_over_the_norm_is_confirmed(boss: Client, here: Team) -> None:
    helped = make_helped(here)
    full = make_coach(here, share="0.00")
    alice = here.assignments[Role.COACH]
    address = reverse("coordination:end-assignment", args=[alice.id])
    field = f"family_{helped.trajectory.id.hex}"
    typed = {"on": "1/12/2026", field: "stand_in", "stand_in": "", "reason": ""}
    page = boss.post(address, typed)
    assert page.status_code == 422
    assert "Nog 1 gezin heeft dan niemand" in page.content.decode()
    typed |= {field: str(full.staff_member_id), "reason": "stopt"}
    page = boss.post(address, typed)
    assert "boven de norm" in page.content.decode()
    assert CoachAssignment.objects.count() == 1
    assert boss.post(address, typed | {"over_norm_confirmed": "on"}).status_code == 302
    assert Assignment.objects.get(id=alice.id).period.upper == date(2026, 12, 1)
    assert CoachAssignment.objects.count() == 2


# Who may, and what the list shows.

ADDRESSES = (
    ("list-team", None),
    ("add-worker", None),
    ("read-worker", "staff_member_id"),
    ("plan-leave", "staff_member_id"),
    ("change-worker", "assignment_id"),
    ("report-gone", "assignment_id"),
    ("end-assignment", "assignment_id"),
    ("correct-worker", "staff_member_id"),
)


def addresses(team: Team) -> list[str]:
    alice = team.assignments[Role.COACH]
    ids = {"staff_member_id": alice.staff_member_id, "assignment_id": alice.id}
    return [reverse(f"coordination:{name}", args=[ids[need]] if need else []) for name, need in ADDRESSES]


def test_the_team_is_kept_by_its_coordinator_and_the_administrator(here: Team) -> None:
    there = make_team("9902")
    own = [("visitor", 302), (Role.COACH, 403), (Role.INTAKE, 403), (Role.PARTNER, 403)]
    for who, status in [*own, (Role.COORDINATOR, 200), (Role.ADMIN, 200)]:
        client = Client()
        if isinstance(who, Role):
            client.force_login(here.account(who))
        assert {client.get(address).status_code for address in addresses(here)} == {status}
    outsider = Client()
    outsider.force_login(there.account(Role.COORDINATOR))
    assert {outsider.get(address).status_code for address in addresses(here)[2:]} == {404}


@pytest.mark.rule(17)
def test_the_administrator_keeps_the_team_and_sees_no_family(here: Team) -> None:
    helped = make_helped(here)
    admin = Client()
    admin.force_login(here.account(Role.ADMIN))
    code = here.partnership.code
    for address in addresses(here):
        assert helped.family.name not in admin.get(f"{address}?voor={code}").content.decode()
    gone = reverse("coordination:report-gone", args=[here.assignments[Role.COACH].id])
    bob = make_coach(here)
    typed = {"stand_in": str(bob.staff_member_id), "comes_back": "no"}
    assert "Vraag de netwerkcoördinator" in admin.post(gone, typed).content.decode()


@pytest.mark.rule(17)
def test_an_expert_by_experience_has_a_start_page_and_no_family(client: Client, here: Team) -> None:
    make_helped(here)
    expert = AssignmentFactory(role=Role.EXPERT, partnership=here.partnership)
    client.force_login(expert.staff_member.account)
    assert client.get(reverse("account:read-start")).status_code == 200
    assert client.get("/", follow=True).status_code == 200
    with request_transaction(acting_as(expert)):
        assert Family.objects.count() == 0


def test_the_list_is_narrowed(boss: Client, here: Team) -> None:
    coach = make_coach(here)
    address = reverse("coordination:list-team")
    assert coach.staff_member.name in boss.get(address, {"functie": "coach"}).content.decode()
    assert coach.staff_member.name not in boss.get(address, {"functie": "intake"}).content.decode()
    assert coach.staff_member.name not in boss.get(address, {"taal": "tr"}).content.decode()
    assert boss.get(address, {"zone": "x", "functie": "nobody"}).status_code == 200


@pytest.mark.parametrize("times", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(boss: Client, here: Team, times: int) -> None:
    for _number in range(times):
        make_helped(here, make_coach(here))
    with CaptureQueriesContext(connection) as queries:
        page = boss.get(reverse("coordination:list-team"))
    assert page.content.decode().count("1 van 5 gezinnen") == times
    assert len([query for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]) == QUERIES


QUERIES = 17


def test_the_oil_stain_counts_each_once() -> None:
    one, other, of, beside = (str(number) for number in range(4))
    rows: list[Any] = [
        (one, of, date(2024, 5, 1), date(2025, 1, 1)),
        (one, of, date(2025, 6, 1), None),
        (other, beside, date(2026, 2, 1), None),
        ("later", "later", date(2027, 1, 1), None),
    ]
    assert spread(rows, TODAY) == [
        Spread(2024, 1, 1),
        Spread(2025, 1, 1),
        Spread(2026, 2, 2),
        Spread(None, 2, 2),
    ]
    assert spread([], TODAY) == [Spread(None, 0, 0)]


@pytest.mark.rule(13)
def test_the_family_reads_who_is_there_and_until_when(boss: Client, here: Team) -> None:
    helped, bob = make_active(here), make_coach(here)
    alice = here.assignments[Role.COACH].staff_member
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    family = Client()
    family.post(reverse("family:open-card"), {"code": card.code, "pin": card.pin})
    pages = [reverse(f"family:read-{name}") for name in ("home", "team", "plan")]
    for page in pages:
        assert "vervangt" not in family.get(page).content.decode()
    typed = {
        "since": "23/11/2026",
        "until": "2/12/2026",
        "kind": "holiday",
        "stand_in": str(bob.staff_member_id),
    }
    boss.post(reverse("coordination:plan-leave", args=[alice.id]), typed)
    said = f"{bob.staff_member.name.split()[0]} vervangt {alice.name.split()[0]} tot 3 december"
    for page in pages:
        assert said in family.get(page).content.decode(), page
    coach = Client()
    coach.force_login(bob.staff_member.account)
    whole = f"{bob.staff_member.name} vervangt {alice.name} tot 3 december"
    for name in ("read-family", "read-plan"):
        assert whole in coach.get(reverse(f"coach:{name}", args=[helped.family.id])).content.decode()
    timeline = coach.get(reverse("coach:read-timeline", args=[helped.family.id])).content.decode()
    assert f"{bob.staff_member.name} vervangt {alice.name}." in timeline
