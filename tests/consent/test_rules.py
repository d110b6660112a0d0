"""Who decides on which day, and whether a share holds: the same in Python as in PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from eenplan.consent.enums import Ground, Said, SaidHow, SharePurpose, ShareState, Stage, Why
from eenplan.consent.models import Answer, Capability, Grant, GrantAbout, KnownDisagreement
from eenplan.consent.queries import people
from eenplan.consent.rules import (
    Share,
    Someone,
    Terms,
    birthday,
    is_turning,
    judge_share,
    stage_on,
    state_of,
    those_with_a_say,
)
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.families.models import Person
from tests.factories.network import OrganisationFactory
from tests.factories.plans import Helped

TERMS = Terms()
DAY = timedelta(days=1)
BORN = st.dates(date(1990, 1, 1), date(2026, 11, 22))
LEAP = st.sampled_from([date(year, 2, 29) for year in range(1992, 2026, 4)])
MOTHER, FATHER, CHILD = uuid4(), uuid4(), uuid4()


def child(born: date | None, **known: Any) -> Someone:
    """A child of two parents."""
    return Someone(CHILD, "child", born, holders=(MOTHER, FATHER), **known)


PARENTS = {one: Someone(one, "parent") for one in (MOTHER, FATHER)}
SAID = st.dictionaries(st.sampled_from([MOTHER, FATHER, CHILD]), st.sampled_from(Said))


def share(said: dict[UUID, Said], **changes: Any) -> Share:
    """A share about the child with consent, always running."""
    return Share(
        **{
            "ground": Ground.CONSENT,
            "parts": ("plan:help",),
            "about": (CHILD,),
            "since": date(1990, 1, 1),
            "until": date(2100, 1, 1),
            "said": said,
            **changes,
        }
    )


@pytest.mark.rule(25)
@pytest.mark.rule(28)
@given(born=BORN | LEAP)
def test_somebody_decides_from_their_twelfth_birthday_and_not_a_day_before(born: date) -> None:
    twelve, eighteen = birthday(born, 12), birthday(born, 18)
    assert stage_on(child(born), twelve - DAY, TERMS) == Stage.CHILD
    assert stage_on(child(born), twelve, TERMS) == Stage.CAPABLE
    assert stage_on(child(born), eighteen - DAY, TERMS) == Stage.CAPABLE
    assert stage_on(child(born), eighteen, TERMS) == Stage.ADULT
    assert is_turning(child(born), twelve, TERMS)
    assert not is_turning(child(born), twelve - DAY, TERMS)
    assert not is_turning(child(born), twelve + 30 * DAY, TERMS)


@pytest.mark.rule(28)
@given(born=LEAP)
def test_who_is_born_on_29_february_has_a_birthday_on_1_march_in_other_years(born: date) -> None:
    assert birthday(born, 12) == date(born.year + 12, 2, 29)
    assert birthday(born, 18) == date(born.year + 18, 3, 1)


@pytest.mark.rule(25)
@given(born=BORN, judged=st.booleans())
def test_what_was_judged_counts_until_eighteen(born: date, judged: bool) -> None:
    who = child(born, judged=judged)
    expected = Stage.CAPABLE if judged else Stage.CHILD
    for day in (birthday(born, 5), birthday(born, 12), birthday(born, 18) - DAY):
        assert stage_on(who, day, TERMS) == expected
    assert stage_on(who, birthday(born, 18), TERMS) == Stage.ADULT


def test_without_a_birth_date_the_role_says_it() -> None:
    assert stage_on(child(None), date(2026, 1, 1), TERMS) == Stage.CHILD
    assert stage_on(PARENTS[MOTHER], date(2026, 1, 1), TERMS) == Stage.ADULT


@pytest.mark.rule(28)
@given(born=BORN | LEAP)
def test_what_the_parents_said_holds_thirty_days_and_ends_at_eighteen(born: date) -> None:
    given_by_mother = share({MOTHER: Said.GIVEN})
    known = {**PARENTS, CHILD: child(born)}
    twelve = birthday(born, 12)
    for day, agrees, why in (
        (twelve - DAY, True, []),
        (twelve, True, [Why.TURNED]),
        (twelve + 29 * DAY, True, [Why.TURNED]),
        (twelve + 30 * DAY, False, [Why.OWN]),
        (birthday(born, 18), False, [Why.OWN]),
    ):
        verdict = judge_share(given_by_mother, known, day, TERMS)
        assert (verdict.agrees, [ask.why for ask in verdict.asked]) == (agrees, why)


@pytest.mark.rule(27)
@given(said=SAID)
def test_when_they_disagree_it_takes_all_of_them(said: dict[UUID, Said]) -> None:
    day, born = date(2026, 6, 1), date(2020, 1, 1)
    calm = judge_share(share(said), {**PARENTS, CHILD: child(born)}, day, TERMS)
    at_odds = judge_share(share(said), {**PARENTS, CHILD: child(born, at_odds=True)}, day, TERMS)
    assert at_odds.agrees == (said.get(MOTHER) == said.get(FATHER) == Said.GIVEN)
    assert calm.agrees >= at_odds.agrees


@pytest.mark.rule(29)
@given(said=SAID, born=BORN, days=st.integers(0, 9000))
def test_whoever_is_asked_has_a_say_and_their_yes_can_do_it(
    said: dict[UUID, Said], born: date, days: int
) -> None:
    known, day = {**PARENTS, CHILD: child(born)}, born + days * DAY
    one = share(said)
    verdict = judge_share(one, known, day, TERMS)
    asked = {ask.person_id for ask in verdict.asked}
    assert asked <= set(those_with_a_say(one, known, day, TERMS))
    assert set(verdict.against) <= {
        who for who, answer in said.items() if answer in (Said.REFUSED, Said.WITHDRAWN)
    }
    if not verdict.agrees and not verdict.against:
        yes = replace(one, said={**said, **dict.fromkeys(asked, Said.GIVEN)})
        assert judge_share(yes, known, day, TERMS).agrees
    stands = state_of(one, verdict, day) == ShareState.STANDS
    assert stands == verdict.agrees
    assert state_of(replace(one, ended=True), verdict, day) == ShareState.ENDED
    assert state_of(replace(one, until=day), verdict, day) == ShareState.OVER


# What PostgreSQL says of the same facts.


def stored(helped: Helped, facts: list[Share], court: Any) -> list[Grant]:
    """The shares in the database, at once, whatever a form would say of them."""
    coach, family = helped.coach.actor_id, helped.family.id
    grants = [
        Grant(
            family_id=family,
            recipient_kind="organisation" if one.court else "outside",
            organisation=court if one.court else None,
            outside_name="" if one.court else "Els",
            outside_kind="" if one.court else "other",
            secrecy=True,
            parts=list(one.parts),
            purpose=SharePurpose.HELP,
            need="x",
            ground=one.ground,
            ground_note="x",
            period=DateRange(one.since, one.until),
            made_by_id=coach,
        )
        for one in facts
    ]
    pairs = list(zip(grants, facts, strict=True))
    with writing():
        Grant.objects.bulk_create(grants)
        GrantAbout.objects.bulk_create(
            GrantAbout(family_id=family, grant=row, person_id=person)
            for row, one in pairs
            for person in one.about
        )
        Answer.objects.bulk_create(
            Answer(
                family_id=family,
                grant=row,
                person_id=person,
                said=said,
                how=SaidHow.ALOUD,
                reason="x",
                recorded_by_id=coach,
            )
            for row, one in pairs
            for person, said in one.said.items()
        )
    return grants


@pytest.mark.rule(25)
@pytest.mark.rule(27)
@pytest.mark.rule(28)
@pytest.mark.rule(31)
def test_postgresql_judges_as_the_rules_do(helped: Helped) -> None:
    mother, father, _daughter, son = (one.id for one in helped.people)
    born = date(2012, 2, 29)
    with writing():
        Person.objects.filter(id=son).update(birth_date=born)
    answers = (None, Said.GIVEN, Said.REFUSED, Said.INFORMED)
    kinds = [
        (Ground.CONSENT, False),
        (Ground.SHARED_SECRECY, False),
        (Ground.CONSENT, True),
        (Ground.EMERGENCY, False),
    ]
    facts = [
        share(
            {who: said for who, said in zip((mother, father, son), spoken, strict=True) if said},
            about=(son,),
            ground=ground,
            court=court,
        )
        for spoken, (ground, court) in product(product(answers, repeat=3), kinds)
    ]
    grants = stored(helped, facts, OrganisationFactory(layer="youth_court"))
    days = [birthday(born, age) + shift * DAY for age in (12, 18) for shift in (-1, 0, 29, 30)]
    _compare(helped, grants, facts, days)
    with writing():
        KnownDisagreement.objects.create(
            family_id=helped.family.id, person_id=son, since=born, author_id=helped.coach.actor_id
        )
    _compare(helped, grants, facts, days)
    with writing():
        Capability.objects.create(
            family_id=helped.family.id,
            person_id=son,
            capable=False,
            reason="x",
            discussed_on=born,
            from_day=born,
            author_id=helped.coach.actor_id,
        )
    _compare(helped, grants, facts, days)


def _compare(helped: Helped, grants: list[Grant], facts: list[Share], days: list[date]) -> None:
    for day in days:
        with request_transaction(helped.coach):
            known = people(helped.coach, helped.family.id, on=day)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT g.id, consent_grant_holds(g.id, %s) FROM consent_grant g WHERE g.family_id = %s",
                [day, helped.family.id],
            )
            holds = dict(cursor.fetchall())
        for row, one in zip(grants, facts, strict=True):
            assert holds[row.id] == judge_share(one, known, day, TERMS).agrees, (day, one)


@pytest.mark.django_db
@pytest.mark.rule(28)
def test_postgresql_knows_the_same_birthdays() -> None:
    born = [date(2008, 2, 27) + shift * DAY for shift in range(4)] + [date(2010, 12, 31), date(2012, 2, 29)]
    with connection.cursor() as cursor:
        for day, age in product(born, (12, 18, 35)):
            cursor.execute("SELECT eenplan_birthday(%s, %s)", [day, age])
            assert cursor.fetchone() == (birthday(day, age),)
