"""A request asks the same of reference data once; an act makes it ask again."""

from collections.abc import Callable

import pytest

from eenplan.core.acting import Acting, public_form, task
from eenplan.core.actions import action
from eenplan.core.ids import new_id
from eenplan.core.memory import remembered, remembering


@pytest.fixture
def asked() -> list[int]:
    return []


@pytest.fixture
def query(asked: list[int]) -> Callable[..., int]:
    @remembered
    def query(acting: Acting, *, of: int) -> int:
        asked.append(of)
        return of * 2

    return query


def test_it_is_asked_once_within_a_request(query: Callable[..., int], asked: list[int]) -> None:
    with remembering():
        assert [
            query(public_form(), of=1),
            query(public_form(new_id()), of=1),
            query(public_form(), of=2),
        ] == [2, 2, 4]
    assert asked == [1, 2]


def test_the_next_request_asks_anew(query: Callable[..., int], asked: list[int]) -> None:
    for _request in range(2):
        with remembering():
            query(public_form(), of=1)
    assert asked == [1, 1]


def test_another_partnership_has_its_own_answer(query: Callable[..., int], asked: list[int]) -> None:
    with remembering():
        query(task(new_id()), of=1)
        query(task(new_id()), of=1)
    assert asked == [1, 1]


@pytest.mark.django_db
def test_an_act_makes_it_ask_again(query: Callable[..., int], asked: list[int]) -> None:
    @action
    def change(acting: Acting) -> None:
        query(acting, of=1)

    with remembering():
        query(task(), of=1)
        change(task())
        query(task(), of=1)
    assert asked == [1, 1]


def test_outside_a_request_nothing_is_kept(query: Callable[..., int], asked: list[int]) -> None:
    query(public_form(), of=1)
    query(public_form(), of=1)
    assert asked == [1, 1]
