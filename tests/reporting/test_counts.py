"""The database counts what the rules say: of any facts, on any day."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eenplan.core.acting import TASK_ACTOR, Acting
from eenplan.core.enums import ActorKind, Role
from eenplan.core.ids import new_id
from eenplan.referrals.models import Fact
from eenplan.reporting import rules
from tests.reporting.conftest import MakeFacts, a_month_after

SINCE, UNTIL = date(2021, 1, 1), date(2022, 1, 1)
TOKENS = [new_id() for _family in range(4)]
KEEP = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def referrals(draw: st.DrawFn) -> dict[str, Any]:
    """One referral: waiting, spoken with (noted at once or later), or ended otherwise."""
    received = SINCE + timedelta(draw(st.integers(0, 364)))
    known: dict[str, Any] = {"received_on": received, "family_token": draw(st.sampled_from(TOKENS))}
    known["children"] = draw(st.integers(0, 4))
    after = received + timedelta(draw(st.integers(0, 60)))
    match draw(st.sampled_from(["waits", "taken_up", "talked", "ended"])):
        case "taken_up":
            known |= {"outcome": "taken_up", "taken_up_on": after}
        case "talked":
            noted = after + timedelta(draw(st.integers(0, 40)))
            known |= {"outcome": "taken_up", "taken_up_on": received, "held_on": after, "recorded_on": noted}
        case "ended":
            known |= {"outcome": draw(st.sampled_from(["withdrawn", "consult_only"])), "ended_on": after}
    if draw(st.booleans()) and known.get("recorded_on", date.max) > a_month_after(received) < after:
        known["late_since"] = a_month_after(received) + timedelta(1)
    return known


def asked(question: str, *arguments: object, role: Role = Role.OFFICIAL) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('eenplan.role', %s, true)", [role.value])
        cursor.execute(question, arguments)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def as_rules_see_it(fact: Fact) -> rules.Fact:
    return rules.Fact(
        family_token=fact.family_token,
        children=fact.children,
        received_on=fact.received_on,
        deadline=fact.deadline,
        held_on=fact.conversation_held_on,
        recorded_on=fact.conversation_recorded_on,
        ended_on=fact.ended_on,
        late_since=fact.late_since,
    )


@pytest.mark.rule(4)
@pytest.mark.rule(45)
@KEEP
@given(st.lists(referrals(), max_size=25), st.integers(0, 500))
def test_counts_and_waits_are_those_of_the_rules(
    make_facts: MakeFacts, found: list[dict[str, Any]], after: int
) -> None:
    day = SINCE + timedelta(after)
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT example")
    made = [fact for known in found for fact in make_facts(**known)]
    facts = [as_rules_see_it(fact) for fact in made if fact.received_on <= day]
    counts = asked("SELECT * FROM reporting_counts(%s, %s, %s, true)", SINCE, UNTIL, day)
    standings: Counter[str] = Counter()
    for row in counts:
        standings[row[3]] += row[8]
    assert standings == Counter(rules.standing(fact, day).value for fact in facts)
    assert sum(row[8] for row in counts if not row[7]) == rules.families(facts)
    assert sum(row[9] for row in counts) == rules.children(facts)
    assert sum(row[8] for row in counts if row[5]) == sum(
        rules.held_in_time_recorded_later(fact, day) for fact in facts if fact.ended_by(day) is None
    )
    waits = [rules.wait(fact, day) for fact in facts]
    places = sorted({(fact.municipality_id, fact.zone_id) for fact in made})
    rows = asked(
        "SELECT * FROM reporting_waits(%s, %s, %s, %s::uuid[], %s::uuid[], %s::integer[])",
        SINCE, UNTIL, day, [place for place, _zone in places], [zone for _place, zone in places], [7] * len(places),
    )  # fmt: skip
    talks = sum(wait.ended for wait in waits)
    expected = (talks, *rules.percentiles(waits, rules.MEDIAN, rules.P75))
    assert {row[0]: row[1:] for row in rows} == ({7: expected, None: expected} if talks else {})
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT example")


READERS = {
    *(Role.OFFICIAL, Role.COORDINATOR, Role.INTAKE, Role.ADMIN),
    *(Role.COACH, Role.PARTNER, Role.STEERING),
}


@pytest.mark.rule(43)
@pytest.mark.parametrize("role", sorted(Role))
def test_only_who_reads_figures_gets_counts_and_nobody_but_them_a_row(
    make_facts: MakeFacts, as_web: Any, role: Role
) -> None:
    make_facts(6)
    acting = Acting(TASK_ACTOR, ActorKind.STAFF, role)
    reads = role in READERS
    with as_web(acting), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(referrals), 0) FROM reporting_counts('2021-01-01', '2022-01-01', '2022-03-31', false)"
        )
        assert cursor.fetchone() == (6 if reads else 0,)
        if role in {Role.COACH, Role.PARTNER, Role.STEERING, Role.RESEARCHER}:
            assert not Fact.objects.exists()
