"""Who belongs to whom: what cannot be is refused by rule and by PostgreSQL, and each reader gets what is theirs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families import actions
from eenplan.families.actions import KinshipFields, Labels, RelativeFields
from eenplan.families.enums import Gender, KinshipKind, TieKind
from eenplan.families.models import Item, Kinship, Relative
from eenplan.families.queries.kinships import WhoIsWho, who_is_who
from eenplan.families.rules import RELEASED
from eenplan.families.rules.ties import comes_down_from
from tests.cast import MARKER
from tests.factories.plans import Helped, make_coach, make_helped
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

GRANDMA = MARKER.format("oma")
PARENT, PARTNER = KinshipKind.PARENT, KinshipKind.PARTNER


def draw(helped: Helped, one: UUID, kind: KinshipKind, other: UUID, **changes: Any) -> UUID:
    labels = changes.pop("labels", None)
    item_id = changes.pop("item_id", None)
    with request_transaction(helped.coach):
        return actions.draw_tie(
            helped.coach,
            family_id=helped.family.id,
            kinship=KinshipFields(one, kind, other, **changes),
            labels=labels,
            item_id=item_id,
        )


def relative(helped: Helped, name: str = GRANDMA, labels: Labels | None = None, **changes: Any) -> UUID:
    with request_transaction(helped.coach):
        return actions.note_relative(
            helped.coach,
            family_id=helped.family.id,
            relative=RelativeFields(name, **changes),
            labels=labels,
        )


def seen(acting: Acting, helped: Helped) -> WhoIsWho:
    with request_transaction(acting):
        return who_is_who(acting, helped.family.id)


def test_a_grandmother_and_a_tie_are_drawn(helped: Helped) -> None:
    mother, child = helped.people[:2]
    grandma = relative(helped, gender=Gender.FEMALE, born=1950)
    draw(helped, grandma, PARENT, mother.id)
    draw(helped, mother.id, PARENT, child.id)
    found = seen(helped.coach, helped)
    assert [(one.name, one.born) for one in found.people][-1] == (GRANDMA, 1950)
    assert [(one.one_id, one.other_id) for one in found.ties] == [
        (grandma, mother.id),
        (mother.id, child.id),
    ]


def test_role_alone_proves_no_parenthood_and_what_the_law_says_does(helped: Helped) -> None:
    mother, child = helped.people[:2]
    assert seen(helped.coach, helped).ties == ()
    with request_transaction(helped.coach):
        actions.tie(helped.coach, person_id=mother.id, child_id=child.id, kind=TieKind.AUTHORITY)
    assert seen(helped.coach, helped).ties == ()
    with request_transaction(helped.coach):
        actions.tie(helped.coach, person_id=mother.id, child_id=child.id, kind=TieKind.PARENT)
    (only,) = seen(helped.coach, helped).ties
    assert (only.one_id, only.kind, only.other_id, only.item_id) == (mother.id, PARENT, child.id, None)
    draw(helped, mother.id, KinshipKind.FOSTER_PARENT, child.id, since=2020)
    assert [one.kind for one in seen(helped.coach, helped).ties] == [KinshipKind.FOSTER_PARENT]


@pytest.mark.parametrize(
    ("kind", "years", "code", "field"),
    [
        (PARENT, {"since": 2010}, "families:kinship-without-years", "since"),
        (PARTNER, {"until": 2020}, "families:still-partners", "until"),
        (KinshipKind.FORMER_PARTNER, {"since": 2015, "until": 2012}, "families:years-in-order", "until"),
        (KinshipKind.FORMER_PARTNER, {"since": 12}, "families:year-impossible", "since"),
        (PARTNER, {"since": today().year + 1}, "families:year-impossible", "since"),
    ],
)
def test_years_that_cannot_be_are_refused(
    helped: Helped, kind: KinshipKind, years: dict[str, int], code: str, field: str
) -> None:
    one, other = helped.people[:2]
    with pytest.raises(RuleBroken, match=code) as refused:
        draw(helped, one.id, kind, other.id, **years)
    assert refused.value.field == field


def test_two_persons_have_one_tie_whichever_comes_first(helped: Helped) -> None:
    mother, child = helped.people[:2]
    tie = draw(helped, mother.id, PARENT, child.id)
    with pytest.raises(RuleBroken, match="kinship-stands"):
        draw(helped, child.id, KinshipKind.SIBLING, mother.id)
    with pytest.raises(RuleBroken, match="kinship-with-self"):
        draw(helped, child.id, KinshipKind.SIBLING, child.id)
    draw(helped, mother.id, KinshipKind.STEP_PARENT, child.id, item_id=tie, since=2019)
    assert [(one.kind, one.since) for one in seen(helped.coach, helped).ties] == [
        (KinshipKind.STEP_PARENT, 2019)
    ]


def test_nobody_is_an_own_forebear(helped: Helped) -> None:
    mother, child = helped.people[:2]
    grandma = relative(helped)
    draw(helped, grandma, PARENT, mother.id)
    draw(helped, mother.id, PARENT, child.id)
    with pytest.raises(RuleBroken, match="own-forebear"):
        draw(helped, child.id, KinshipKind.FOSTER_PARENT, grandma)
    draw(helped, child.id, PARTNER, grandma)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_who_comes_down_from_whom_ends_also_in_a_circle(edges: list[tuple[int, int]]) -> None:
    ids = [UUID(int=number) for number in range(6)]
    named = [(ids[up], ids[down]) for up, down in edges]
    for up, down in named:
        assert comes_down_from(named, down, up)
    for one in ids:
        assert comes_down_from([], one, one)
        ups = [up for up, down in named if down == one]
        assert all(comes_down_from(named, one, up) for up in ups)


def raw(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


INSERT = (
    "INSERT INTO families_kinship (item_id, family_id, kind, one_person_id, one_relative_id, other_person_id,"
    " other_relative_id, since, until) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def item(helped: Helped) -> UUID:
    with request_transaction(helped.coach):
        return actions.write_item(
            helped.coach,
            family_id=helped.family.id,
            kind="kinship",  # type: ignore[arg-type]  # a raw row
        ).id


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda a, b, r: ("parent", a, None, a, None, None, None), "families_kinship_of_two"),
        (lambda a, b, r: ("parent", a, r, b, None, None, None), "families_kinship_has_ends"),
        (lambda a, b, r: ("parent", a, None, None, None, None, None), "families_kinship_has_others"),
        (lambda a, b, r: ("parent", a, None, b, None, 2000, None), "families_kinship_years"),
        (lambda a, b, r: ("partner", a, None, b, None, None, 2000), "families_kinship_partner_now"),
        (lambda a, b, r: ("former_partner", a, None, b, None, 2001, 2000), "families_kinship_in_order"),
        (lambda a, b, r: ("sibling", b, None, a, None, None, None), "families_kinship_once"),
        (lambda a, b, r: ("parent", b, None, None, r, None, None), "own forebear"),
    ],
)
def test_postgresql_refuses_what_cannot_be(
    helped: Helped, make: Callable[..., tuple[Any, ...]], said: str
) -> None:
    mother, child = (one.id for one in helped.people[:2])
    grandma = relative(helped)
    if said in ("families_kinship_once", "own forebear"):
        draw(helped, mother, PARENT, child)
        draw(helped, grandma, PARENT, mother)
    with pytest.raises(IntegrityError, match=said):
        raw(INSERT, item(helped), helped.family.id, *make(mother, child, grandma))


def test_a_circle_through_what_the_law_says_is_refused_too(helped: Helped) -> None:
    mother, child = (one.id for one in helped.people[:2])
    draw(helped, child, PARENT, mother)
    with pytest.raises(IntegrityError, match="own forebear"):
        raw(
            "INSERT INTO families_tie (id, family_id, person_id, child_id, kind, period)"
            " VALUES (%s, %s, %s, %s, 'parent', daterange(NULL, NULL))",
            new_id(), helped.family.id, mother, child,
        )  # fmt: skip


def test_nobody_of_another_family_stands_on_the_drawing(helped: Helped) -> None:
    other = make_helped(helped.team, make_coach(helped.team))
    stranger, mother = other.people[0].id, helped.people[0].id
    theirs = relative(other)
    for who in (stranger, theirs):
        with pytest.raises(NotFound):
            draw(helped, who, PARENT, mother)
    row = item(helped)
    for one_person, one_relative in ((stranger, None), (None, theirs)):
        with pytest.raises(IntegrityError, match="belongs to another family"):
            raw(INSERT, row, helped.family.id, "parent", one_person, one_relative, mother, None, None, None)


@pytest.mark.rule(34)
def test_who_may_not_know_of_a_tie_or_of_somebody_gets_no_trace(helped: Helped) -> None:
    mother, child = helped.people[:2]
    known = relative(helped, "Oma", labels=RELEASED)
    secret = relative(helped, MARKER.format("nieuwe-partner"))
    draw(helped, known, PARENT, mother.id, labels=RELEASED)
    draw(helped, secret, PARTNER, mother.id, labels=RELEASED)
    draw(helped, child.id, KinshipKind.HALF_SIBLING, known)
    reader = with_card(helped, child)
    found = seen(reader, helped)
    assert [one.name for one in found.people if one.role is None] == ["Oma"]
    assert [(one.one_id, one.other_id) for one in found.ties] == [(known, mother.id)]
    assert len(seen(helped.coach, helped).ties) == 3


def test_the_fence_holds_in_raw_sql(helped: Helped, cast: Cast) -> None:
    mother = helped.people[0]
    hidden, open_one = relative(helped), relative(helped, "Oma", labels=RELEASED)
    draw(helped, hidden, PARENT, mother.id)
    reader = with_card(helped, mother)
    expected = ((helped.coach, 2, 1), (reader, 1, 0), (cast.bob, 0, 0), (cast.charlie, 0, 0))
    for acting, relatives, ties in expected:
        with request_transaction(acting), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM families_relative")
            assert cursor.fetchone() == (relatives,)
            cursor.execute("SELECT count(*) FROM families_kinship")
            assert cursor.fetchone() == (ties,)
    with request_transaction(reader), connection.cursor() as cursor:
        cursor.execute("UPDATE families_relative SET name = 'x'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM families_relative")
        assert cursor.rowcount == 0
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        request_transaction(reader),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO families_kinship (item_id, family_id, kind, one_relative_id, other_person_id)"
            " VALUES (%s, %s, 'parent', %s, %s)",
            [new_id(), helped.family.id, open_one, mother.id],
        )


def test_a_death_is_noted_once_and_can_be_rubbed_out(helped: Helped) -> None:
    mother = helped.people[0]
    with request_transaction(helped.coach):
        first = actions.note_death(helped.coach, person_id=mother.id)
        again = actions.note_death(helped.coach, person_id=mother.id, died=2024)
    assert first == again
    (found,) = (one for one in seen(helped.coach, helped).people if one.id == mother.id)
    assert (found.is_dead, found.died) == (True, 2024)
    with request_transaction(helped.coach):
        actions.rub_out(helped.coach, item_id=first)
    assert not any(one.is_dead for one in seen(helped.coach, helped).people)


def test_rubbing_somebody_out_takes_their_ties_along(helped: Helped, cast: Cast) -> None:
    grandma = relative(helped)
    draw(helped, grandma, PARENT, helped.mother.id)
    for nobody in (cast.bob, cast.charlie):
        with pytest.raises(NotFound), request_transaction(nobody):
            actions.rub_out(nobody, item_id=grandma)
    with request_transaction(helped.coach):
        actions.rub_out(helped.coach, item_id=grandma)
    assert not Kinship.objects.exists()
    assert not Relative.objects.exists()
    assert not Item.objects.filter(kind__in=["kinship", "relative"], ended_at=None).exists()


def test_a_relative_needs_a_name_and_years_in_order(helped: Helped) -> None:
    for changes, code in (
        ({"name": " "}, "relative-name-missing"),
        ({"born": 1990, "died": 1980}, "years-in-order"),
        ({"born": 3}, "year-impossible"),
    ):
        with pytest.raises(RuleBroken, match=code):
            relative(helped, **changes)  # type: ignore[arg-type]  # of a test


@pytest.mark.parametrize("rows", [1, 3])
def test_it_is_read_in_four_queries(helped: Helped, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        draw(helped, relative(helped, f"oma {number}"), PARENT, helped.mother.id)
    with request_transaction(helped.coach), django_assert_num_queries(4):
        who_is_who(helped.coach, helped.family.id)
