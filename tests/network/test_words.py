"""Words and numbers that change from a day on; the past stays as it was, whoever tries (rule 47)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction, task
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network import queries
from eenplan.network.actions import change_words, end_words, take_back_words
from eenplan.network.enums import Wording
from tests.cast import Team, make_team
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

TODAY = date(2026, 3, 2)
TOMORROW, NEXT_YEAR = TODAY + timedelta(days=1), date(2027, 1, 1)


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def team() -> Team:
    return make_team("9901")


def rename(acting: Acting, title: str, since: date, *, to: Any = "own", fr: str = "") -> None:
    partnership = acting.partnership_id if to == "own" else to
    with request_transaction(acting):
        change_words(
            acting,
            kind=Wording.ROLES,
            partnership_id=partnership,
            code="coach",
            words={"nl": title, "fr": fr, "en": ""},
            since=since,
        )


def called(team: Team, on: date, language: str = "nl") -> str:
    return queries.role_title(team.acting(Role.COACH), Role.COACH, on=on, language=language)


def refused(code: str) -> Any:
    return pytest.raises(RuleBroken, check=lambda error: error.code == code)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR])
def test_a_word_begins_on_its_day_and_the_one_before_ends(team: Team, role: Role) -> None:
    acting = team.acting(role)
    rename(acting, "verbinder", TOMORROW, fr="passeur")
    rename(acting, "plan-trekker", NEXT_YEAR)
    assert [called(team, day) for day in (TODAY, TOMORROW, NEXT_YEAR)] == [
        "gezinscoach",
        "verbinder",
        "plan-trekker",
    ]
    assert (called(team, TOMORROW, "fr"), called(team, NEXT_YEAR, "fr")) == ("passeur", "coach familial")
    assert called(team, TOMORROW, "en") == "family coach"
    assert Entry.objects.filter(what="network:words-roles:changed", actor_id=acting.actor_id).count() == 2


def test_history_is_read_with_its_days(team: Team) -> None:
    acting = team.acting(Role.ADMIN)
    rename(acting, "verbinder", TOMORROW)
    rename(acting, "plan-trekker", NEXT_YEAR)
    own = [
        (row.values["nl"], row.since, row.until)
        for row in queries.words_through_time(acting, Wording.ROLES, partnership_id=team.partnership.id)
        if row.own and row.code == "coach"
    ]
    assert own == [("verbinder", TOMORROW, NEXT_YEAR), ("plan-trekker", NEXT_YEAR, None)]


def test_what_is_planned_can_be_taken_back_and_what_held_goes_on(team: Team) -> None:
    acting = team.acting(Role.COORDINATOR)
    rename(acting, "verbinder", TOMORROW, fr="passeur")
    rename(acting, "plan-trekker", NEXT_YEAR)
    with request_transaction(acting):
        take_back_words(
            acting, kind=Wording.ROLES, partnership_id=acting.partnership_id, code="coach", since=NEXT_YEAR
        )
    assert (called(team, NEXT_YEAR), called(team, NEXT_YEAR, "fr")) == ("verbinder", "passeur")
    with request_transaction(acting), pytest.raises(NotFound):
        take_back_words(
            acting, kind=Wording.ROLES, partnership_id=acting.partnership_id, code="coach", since=NEXT_YEAR
        )


def test_what_has_begun_cannot_be_taken_back(team: Team) -> None:
    acting = team.acting(Role.COORDINATOR)
    rename(acting, "verbinder", TODAY)
    with request_transaction(acting), refused("network:words-begun"):
        take_back_words(
            acting, kind=Wording.ROLES, partnership_id=acting.partnership_id, code="coach", since=TODAY
        )


def test_the_default_comes_back(team: Team) -> None:
    acting = team.acting(Role.COORDINATOR)
    rename(acting, "verbinder", TODAY)
    with request_transaction(acting):
        end_words(
            acting,
            kind=Wording.ROLES,
            partnership_id=team.partnership.id,
            code="coach",
            since=TOMORROW,
        )
    assert (called(team, TODAY), called(team, TOMORROW)) == ("verbinder", "gezinscoach")


@pytest.mark.parametrize(
    ("title", "since", "code"),
    [
        ("", TOMORROW, "network:words-empty"),
        ("   ", TOMORROW, "network:words-empty"),
        ("\u200b\u00ad", TOMORROW, "network:words-empty"),
        ("x" * 10_000, TOMORROW, "network:words-long"),
        ("coach\u202ehcaoc", TOMORROW, "network:words-turned"),
        ("coach\x00", TOMORROW, "network:words-turned"),
        ("gids", TODAY - timedelta(days=1), "network:words-past"),
        ("gids", date(2101, 1, 1), "network:words-far"),
    ],
)
def test_words_that_cannot_be(team: Team, title: str, since: date, code: str) -> None:
    with refused(code):
        rename(team.acting(Role.ADMIN), title, since)
    assert called(team, NEXT_YEAR) == "gezinscoach"


def test_a_change_before_a_planned_one_is_refused(team: Team) -> None:
    acting = team.acting(Role.ADMIN)
    rename(acting, "plan-trekker", NEXT_YEAR)
    with refused("network:words-planned"):
        rename(acting, "verbinder", TOMORROW)
    assert called(team, TOMORROW) == "gezinscoach"


def test_signs_are_kept_as_typed(team: Team) -> None:
    rename(team.acting(Role.ADMIN), "<b>مدرب</b> 🌱", TODAY)
    assert called(team, TODAY) == "<b>مدرب</b> 🌱"


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST])
def test_others_may_not(team: Team, role: Role) -> None:
    with refused("network:words-who"):
        rename(team.acting(role), "baas", TOMORROW)
    with refused_by_the_database(team.acting(role)) as cursor:
        cursor.execute(INSERT, [str(team.partnership.id), TOMORROW])


def test_a_coordinator_changes_nothing_elsewhere_or_for_all(team: Team) -> None:
    there, acting = make_team("9902"), team.acting(Role.COORDINATOR)
    for partnership in (there.partnership.id, None):
        with refused("network:words-who"):
            rename(acting, "baas", TOMORROW, to=partnership)
        with refused_by_the_database(acting) as cursor:
            cursor.execute(INSERT, [partnership and str(partnership), TOMORROW])


INSERT = (
    "INSERT INTO network_roletitle (id, partnership_id, role, language, title, period)"
    " VALUES (gen_random_uuid(), %s, 'psychologist', 'nl', 'baas', daterange(%s, NULL))"
)


class refused_by_the_database:
    """As the web role, acting as somebody: what is executed inside must be refused by PostgreSQL itself."""

    def __init__(self, acting: Acting) -> None:
        self.request, self.inner = request_transaction(acting), transaction.atomic()
        self.expected = pytest.raises(DatabaseError)

    def __enter__(self) -> Any:
        self.request.__enter__()
        self.expected.__enter__()
        self.inner.__enter__()
        return connection.cursor()

    def __exit__(self, *error: Any) -> Any:
        self.inner.__exit__(*error)
        refused = self.expected.__exit__(*error)
        self.request.__exit__(None, None, None)
        return refused


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE network_roletitle SET title = 'ander' WHERE title = 'verbinder'",
        "UPDATE network_roletitle SET period = daterange('2026-03-01', NULL) WHERE title = 'verbinder'",
        "UPDATE network_roletitle SET period = daterange('2026-03-02', '2026-03-03') WHERE title = 'verbinder'",
        "DELETE FROM network_roletitle WHERE title = 'verbinder'",
        "DELETE FROM network_roletitle WHERE title = 'oud'",
        "UPDATE network_roletitle SET period = daterange(lower(period), NULL) WHERE title = 'oud'",
        "INSERT INTO network_roletitle (id, partnership_id, role, language, title, period) SELECT gen_random_uuid(),"
        " partnership_id, 'partner', 'nl', 'x', daterange('2026-03-01', NULL) FROM network_roletitle"
        " WHERE title = 'verbinder'",
    ],
)
def test_the_database_itself_keeps_the_past(team: Team, clock: Any, statement: str) -> None:
    acting = team.acting(Role.ADMIN)
    with time_machine.travel("2026-01-02T09:00:00Z", tick=False):
        rename(acting, "oud", date(2026, 1, 2))
    rename(acting, "verbinder", TODAY)
    clock.move_to("2026-03-10T09:00:00Z")
    with refused_by_the_database(acting) as cursor:
        cursor.execute(statement)


def test_a_life_domain_keeps_its_place_and_one_must_stay(team: Team) -> None:
    acting = team.acting(Role.COORDINATOR)

    def change(code: str, label: str, *, shown: bool) -> None:
        with request_transaction(acting):
            change_words(
                acting,
                kind=Wording.DOMAINS,
                partnership_id=acting.partnership_id,
                code=code,
                words={"label_nl": label, "label_fr": "", "label_en": "", "shown": shown},
                since=TOMORROW,
            )

    before = queries.life_domains(acting, on=TODAY)
    change("money", "Centen", shown=True)
    after = queries.life_domains(acting, on=TOMORROW)
    assert [one.code for one in after] == [one.code for one in before]
    assert after[1].label_nl == "Centen"
    for one in before:
        if one.code not in ("money", "rights"):
            change(one.code, one.label_nl, shown=False)
    assert [one.code for one in queries.life_domains(acting, on=TOMORROW)] == ["money", "rights"]
    change("rights", "Rechten", shown=False)
    with refused("network:words-planned"):
        change("money", "Centen", shown=True)
    with refused("network:words-none-left"), request_transaction(acting):
        change_words(
            acting,
            kind=Wording.DOMAINS,
            partnership_id=acting.partnership_id,
            code="money",
            words={"label_nl": "Centen", "shown": False},
            since=NEXT_YEAR,
        )
    with refused("network:words-code"):
        change("nergens", "Nergens", shown=True)


def test_phases_are_called_as_the_partnership_calls_them(team: Team) -> None:
    with request_transaction(team.acting(Role.ADMIN)):
        change_words(
            team.acting(Role.ADMIN),
            kind=Wording.PHASES,
            partnership_id=team.partnership.id,
            code="received",
            words={"name_nl": "Permanentie", "name_fr": "", "name_en": ""},
            since=TOMORROW,
        )
    here = team.acting(Role.INTAKE)
    assert queries.phase_names(here, on=TODAY)["received"] == "Nieuw"
    assert queries.phase_names(here, on=TOMORROW)["received"] == "Permanentie"
    assert queries.phase_names(task(), on=TOMORROW)["received"] == "Nieuw"
