"""Several homes, births, ties and who matters: dated, fenced and kept in versions."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families import actions as families
from eenplan.families.enums import PersonRole, Share, TieKind
from eenplan.families.models import ContactDetail, Person, Residence
from eenplan.families.queries import home_addresses, ties
from eenplan.families.rules import age_on
from eenplan.plans import actions
from eenplan.plans.actions import MattersFields
from eenplan.plans.enums import Closeness
from eenplan.plans.queries import HomePiece, MattersPiece, plan, version
from eenplan.referrals.rules import Child, is_eligible
from tests.cast import MARKER, people_of
from tests.factories.plans import Helped, activate, add_family_goal, make_coach, make_helped, mark_all_domains
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

ADDRESS = MARKER.format("Schuilstraat 1")
# A first of the month, some months from now.
DUE = (today() + timedelta(days=98)).replace(day=1)
BORN = DUE + timedelta(days=3)


def note(helped: Helped, **changes: object) -> UUID:
    fields = families.HomeFields(**{"name": "bij mama", **changes})  # type: ignore[arg-type]  # of a test
    with request_transaction(helped.coach):
        return actions.note_home(helped.coach, plan_id=helped.plan.id, home=fields).item_id


def homes(helped: Helped) -> tuple[HomePiece, ...]:
    with request_transaction(helped.coach):
        return plan(helped.coach, helped.family.id).pieces.of(HomePiece)


def test_a_child_lives_part_of_the_time_in_two_homes(helped: Helped) -> None:
    mother, child = people_of(helped.family)[:2]
    note(helped, residents={mother.id: Share.FULL, child.id: Share.PART}, since=date(2024, 1, 1))
    note(helped, name="bij papa", residents={child.id: Share.PART})
    found = homes(helped)
    assert [(one.name, [(who.name, who.share) for who in one.residents]) for one in found] == [
        ("bij mama", [(mother.given_name, Share.FULL), (child.given_name, Share.PART)]),
        ("bij papa", [(child.given_name, Share.PART)]),
    ]
    assert found[0].since == date(2024, 1, 1)


def test_nobody_lives_all_the_time_in_one_home_and_also_in_another(helped: Helped) -> None:
    child = people_of(helped.family)[1]
    note(helped, residents={child.id: Share.FULL})
    with pytest.raises(RuleBroken, match="lives-full-elsewhere") as refused:
        note(helped, name="bij papa", residents={child.id: Share.PART})
    assert "bij mama" in str(refused.value.message)
    assert len(homes(helped)) == 1


def test_a_move_keeps_what_was_until_today(helped: Helped) -> None:
    child = people_of(helped.family)[1]
    home = note(helped, residents={child.id: Share.PART}, since=today() - timedelta(days=100))
    fields = families.HomeFields("bij mama", since=today() - timedelta(days=100), residents={})
    with request_transaction(helped.coach):
        revision = plan(helped.coach, helped.family.id).sections["who_we_are"].revision  # type: ignore[index]
        actions.note_home(helped.coach, plan_id=helped.plan.id, home=fields, item_id=home, revision=revision)
    assert homes(helped)[0].residents == ()
    kept = Residence.objects.get(home_id=home)
    assert (kept.period.lower, kept.period.upper) == (today() - timedelta(days=100), today())


def test_an_address_is_not_for_the_other_home_unless_said_so(helped: Helped) -> None:
    home = note(helped, address=ADDRESS)
    father = with_card(helped, people_of(helped.family)[0])
    with request_transaction(father):
        assert home_addresses(father, helped.family.id) == {}
    with request_transaction(helped.coach):
        assert home_addresses(helped.coach, helped.family.id)[home].value == ADDRESS
        actions.note_home(
            helped.coach,
            plan_id=helped.plan.id,
            home=families.HomeFields("bij mama", address=ADDRESS, for_everyone=True),
            item_id=home,
        )
    with request_transaction(father):
        assert home_addresses(father, helped.family.id)[home].for_everyone


def test_who_lives_there_reads_the_address_of_that_home_alone(helped: Helped) -> None:
    mother, child = people_of(helped.family)[:2]
    mine = note(helped, residents={mother.id: Share.FULL, child.id: Share.PART}, address=ADDRESS)
    other = note(helped, name="bij papa", residents={child.id: Share.PART}, address="Andere Baan 2")
    note(helped, name="bij oma", address="Omastraat 3")
    for person, expected in ((mother, {mine}), (child, {mine, other})):
        reader = with_card(helped, person)
        with request_transaction(reader):
            assert set(home_addresses(reader, helped.family.id)) == expected
    elsewhere = make_helped(helped.team, make_coach(helped.team))
    outsider = with_card(elsewhere, people_of(elsewhere.family)[0])
    with request_transaction(replace(outsider, family_id=helped.family.id)):
        assert home_addresses(outsider, helped.family.id) == {}
    with request_transaction(helped.coach):
        actions.note_home(
            helped.coach,
            plan_id=helped.plan.id,
            home=families.HomeFields("bij mama", residents={child.id: Share.PART}),
            item_id=mine,
        )
    reader = with_card(helped, mother)
    with request_transaction(reader):
        assert home_addresses(reader, helped.family.id) == {}


def test_an_earlier_address_stays_in_the_file_but_is_no_longer_shown(helped: Helped) -> None:
    home = note(helped, address="Oude Baan 1")
    with request_transaction(helped.coach):
        actions.note_home(
            helped.coach,
            plan_id=helped.plan.id,
            home=families.HomeFields("bij mama", address="Nieuwe Baan 2"),
            item_id=home,
        )
        assert home_addresses(helped.coach, helped.family.id)[home].value == "Nieuwe Baan 2"
    assert ContactDetail.objects.filter(home_id=home).count() == 2


def test_a_home_belongs_to_one_family_also_in_raw_sql(helped: Helped) -> None:
    home = note(helped)
    other = make_helped(helped.team, make_coach(helped.team))
    stranger = people_of(other.family)[0]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO families_residence (id, family_id, home_id, person_id, share, period)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'part', daterange(NULL, NULL))",
            [helped.family.id, home, stranger.id],
        )
    with pytest.raises(NotFound), request_transaction(helped.coach):
        actions.note_home(
            helped.coach,
            plan_id=helped.plan.id,
            home=families.HomeFields("x", residents={stranger.id: Share.PART}),
        )


def test_a_colleague_and_a_coach_of_elsewhere_reach_no_home(helped: Helped, cast: Cast) -> None:
    home = note(helped, address=ADDRESS)
    for who in (cast.bob, cast.charlie):
        with request_transaction(who):
            assert home_addresses(who, helped.family.id) == {}
            with pytest.raises(NotFound):
                actions.note_home(who, plan_id=helped.plan.id, home=families.HomeFields("x"), item_id=home)


def test_a_version_keeps_who_lived_where(helped: Helped) -> None:
    child = people_of(helped.family)[1]
    note(helped, residents={child.id: Share.PART})
    with request_transaction(helped.coach):
        actions.note_who_matters(
            helped.coach,
            plan_id=helped.plan.id,
            matters=MattersFields("Oma Lutgart", "oma", Closeness.NEAR, gives_strength=True),
        )
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    note(helped, name="bij oma")
    with request_transaction(helped.coach):
        pieces = version(helped.coach, helped.family.id).pieces
    assert [(one.name, one.residents[0].person_id) for one in pieces.of(HomePiece)] == [
        ("bij mama", child.id)
    ]
    assert [(one.name, one.closeness) for one in pieces.of(MattersPiece)] == [("Oma Lutgart", Closeness.NEAR)]


@pytest.fixture
def expected(helped: Helped) -> Person:
    """A child that is expected in some months."""
    person = families.NewPerson(PersonRole.CHILD, due_date=DUE)
    with request_transaction(helped.coach):
        return families.add_person(helped.coach, family_id=helped.family.id, person=person)


def born(helped: Helped, day: date, name: str = "Nina") -> Person:
    child = next(one for one in people_of(helped.family) if one.due_date)
    with request_transaction(helped.coach):
        return families.record_birth(helped.coach, person_id=child.id, given_name=name, birth_date=day)


@pytest.mark.rule(6)
def test_a_birth_gives_name_and_day_and_keeps_all_that_was_written(helped: Helped, expected: Person) -> None:
    child = expected
    home = note(helped, residents={child.id: Share.FULL})
    with time_machine.travel(DUE + timedelta(days=9)):
        assert is_eligible([Child(due_date=child.due_date)], today())
        person = born(helped, BORN)
        assert (person.id, person.given_name, person.due_date) == (child.id, "Nina", None)
        assert age_on(BORN, today()) == 0
        birthday = BORN.replace(year=BORN.year + 26)
        assert is_eligible([Child(person.birth_date)], birthday - timedelta(days=1))
        assert not is_eligible([Child(person.birth_date)], birthday)
        with request_transaction(helped.coach), pytest.raises(RuleBroken, match="already-born"):
            families.record_birth(helped.coach, person_id=child.id, given_name="Nina", birth_date=BORN)
    assert [one.name for one in homes(helped)[0].residents] == ["Nina"]
    assert homes(helped)[0].item_id == home


@pytest.mark.parametrize(
    ("day", "code"),
    [(DUE - timedelta(days=40), "birth-date-in-future"), (DUE - timedelta(days=420), "birth-far-from-due")],
)
def test_an_impossible_birth_is_refused_and_changes_nothing(
    helped: Helped, expected: Person, day: date, code: str
) -> None:
    with time_machine.travel(DUE - timedelta(days=60)), pytest.raises(RuleBroken, match=code):
        born(helped, day)
    assert Person.objects.get(id=expected.id).due_date == DUE


def test_ties_have_dates_and_end(helped: Helped) -> None:
    mother, child = people_of(helped.family)[:2]
    with request_transaction(helped.coach):
        row = families.tie(
            helped.coach,
            person_id=mother.id,
            child_id=child.id,
            kind=TieKind.AUTHORITY,
            since=today() - timedelta(days=30),
        )
        with pytest.raises(RuleBroken, match="tie-stands"):
            families.tie(helped.coach, person_id=mother.id, child_id=child.id, kind=TieKind.AUTHORITY)
        families.untie(helped.coach, tie_id=row.id)
        assert ties(helped.coach, helped.family.id) == []
        before = ties(helped.coach, helped.family.id, on=today() - timedelta(days=1))
    assert [(one.person_id, one.child_id, one.kind) for one in before] == [
        (mother.id, child.id, TieKind.AUTHORITY)
    ]


def test_a_tie_is_to_a_child(helped: Helped) -> None:
    mother, child = people_of(helped.family)[:2]
    assert mother.role != PersonRole.CHILD
    with request_transaction(helped.coach), pytest.raises(NotFound):
        families.tie(helped.coach, person_id=child.id, child_id=mother.id, kind=TieKind.PARENT)


def test_whether_a_parent_elsewhere_knows_is_kept_with_its_day(helped: Helped) -> None:
    mother = people_of(helped.family)[0]
    with request_transaction(helped.coach):
        families.note_informed(helped.coach, person_id=mother.id, informed=True)
    person = Person.objects.get(id=mother.id)
    assert (person.informed, person.informed_on) == (True, today())
