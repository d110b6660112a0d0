"""Terms of the law change from a day on, with their basis; the past stays, and a jurist's look is written down."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection

from eenplan.audit.models import Entry
from eenplan.consent.actions.terms import change_term, note_review, take_back_term
from eenplan.consent.enums import TermCode
from eenplan.consent.models import LegalTerm
from eenplan.consent.queries import legal_terms
from eenplan.consent.queries.terms import terms_through_time
from eenplan.consent.rules.terms import MOST, unit_of
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from tests.cast import Team, make_team
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

AGE = TermCode.CAPABLE_FROM
NEW: dict[str, Any] = {"code": AGE, "value": 14, "reference": "Decreet van later, art. 4"}


@once
def team() -> Team:
    """A team with an administrator."""
    return make_team()


@pytest.fixture
def admin(team: Team) -> Acting:
    """The administrator."""
    return team.acting(Role.ADMIN)


def do(acting: Acting, verb: Any, **how: Any) -> Any:
    """One act, under the web role."""
    with request_transaction(acting):
        return verb(acting, **how)


def refused(code: str, acting: Acting, verb: Any, /, **how: Any) -> None:
    """It is refused with this code."""
    with pytest.raises(RuleBroken) as error:
        do(acting, verb, **how)
    assert error.value.code == code


def tomorrow() -> date:
    """The first day on which something can change."""
    return today() + timedelta(days=1)


def age_on(acting: Acting, day: date) -> int:
    """What SQL and Python say of the age on a day; they agree."""
    with request_transaction(acting), connection.cursor() as cursor:
        cursor.execute("SELECT consent_term('capable_from', %s)", [day])
        (found,) = cursor.fetchone()
        assert legal_terms(acting, on=day).capable_from == found
    return int(found)


def test_a_new_value_holds_from_its_day_and_the_past_stays(admin: Acting) -> None:
    do(admin, change_term, **NEW, since=tomorrow())
    assert [age_on(admin, day) for day in (date(2020, 1, 1), today(), tomorrow())] == [12, 12, 14]
    old, new = LegalTerm.objects.filter(code=AGE).order_by("period")
    assert (old.period.upper, new.period.lower, new.reviewed) == (tomorrow(), tomorrow(), False)
    assert Entry.objects.filter(what="consent:term:changed", subject_id=new.id).exists()


def test_what_has_not_begun_is_taken_back(admin: Acting) -> None:
    do(admin, change_term, **NEW, since=tomorrow())
    refused("network:words-planned", admin, change_term, **NEW, since=tomorrow())
    do(admin, take_back_term, code=AGE, since=tomorrow())
    assert age_on(admin, tomorrow()) == 12
    with pytest.raises(NotFound):
        do(admin, take_back_term, code=AGE, since=tomorrow())
    refused("network:words-begun", admin, take_back_term, code=AGE, since=date(2014, 3, 1))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"since": date(2020, 1, 1)}, "network:words-past"),
        ({"since": date(2101, 1, 1)}, "network:words-far"),
        ({"value": 0}, "consent:term-value"),
        ({"value": 121}, "consent:term-value"),
        ({"reference": "  "}, "consent:term-reference"),
    ],
)
def test_what_cannot_be_is_refused(admin: Acting, changes: dict[str, Any], code: str) -> None:
    refused(code, admin, change_term, **{**NEW, "since": tomorrow(), **changes})
    refused("network:words-today", admin, change_term, **NEW, since=today())


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COACH, Role.PRIVACY_OFFICER, Role.STEERING])
def test_only_the_administrator_changes_what_the_law_sets(team: Team, role: Role) -> None:
    acting = team.acting(role)
    refused("network:words-who", acting, change_term, **NEW, since=tomorrow())
    refused("network:words-who", acting, note_review, code=AGE, since=date(2014, 3, 1), on=today(), by="x")
    with pytest.raises(ProgrammingError), request_transaction(acting), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consent_legalterm (id, code, value, reference, reviewed, reviewed_by, period)"
            " VALUES (gen_random_uuid(), 'capable_from', 3, 'x', false, '', '[2090-01-01,)')"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_legalterm SET value = 3",
        "UPDATE consent_legalterm SET reference = 'x'",
        "UPDATE consent_legalterm SET period = '[2000-01-01,)' WHERE code = 'capable_from'",
        "DELETE FROM consent_legalterm",
    ],
)
def test_raw_sql_does_not_move_the_past(admin: Acting, statement: str) -> None:
    with pytest.raises((ProgrammingError, IntegrityError)):
        with request_transaction(admin), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_jurist_looked_at_it(admin: Acting) -> None:
    since = date(2014, 3, 1)
    refused("consent:review-by", admin, note_review, code=AGE, since=since, on=today(), by=" ")
    refused("consent:review-day", admin, note_review, code=AGE, since=since, on=tomorrow(), by="x")
    with pytest.raises(NotFound):
        do(admin, note_review, code=AGE, since=tomorrow(), on=today(), by="x")
    do(admin, note_review, code=AGE, since=since, on=today(), by="juridische dienst van het agentschap")
    with request_transaction(admin):
        found = next(one for one in terms_through_time(admin) if one.code == AGE)
    assert found.values["reviewed_by"] == "juridische dienst van het agentschap"
    do(admin, change_term, **NEW, since=tomorrow())
    assert not LegalTerm.objects.get(code=AGE, period__startswith=tomorrow()).reviewed


@pytest.mark.parametrize("code", TermCode)
def test_each_term_has_a_unit_and_holds_today_within_its_bounds(code: TermCode) -> None:
    row = LegalTerm.objects.get(code=code, period__contains=today())
    assert 0 <= row.value <= MOST[unit_of(code)]
