"""The clock and the family in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.utils.translation import override

from eenplan.referrals.rules import clock_of
from eenplan.web.shared import words

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """A day of this year is told without it."""
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def said(deadline: date, **known: date) -> tuple[str, str, str]:
    found = words.clock_words(clock_of(deadline, today=TODAY, **known), ended_as="doorgegeven")
    return found.tone, found.text, found.detail


def test_before_the_promise() -> None:
    assert said(date(2026, 12, 10)) == ("ontime", "Nog 19 dagen", "tegen 10 december")
    assert said(date(2026, 11, 23)) == ("soon", "Nog 2 dagen", "tegen 23 november")
    assert said(date(2026, 11, 22)) == ("soon", "Nog 1 dag", "tegen 22 november")
    assert said(TODAY) == ("soon", "Vandaag", "laatste dag van de belofte")
    assert said(date(2027, 1, 5))[2] == "tegen 5 januari 2027"


@pytest.mark.rule(4)
def test_after_the_promise() -> None:
    assert said(date(2026, 11, 20)) == ("late", "1 dag te laat", "beloofd tegen 20 november")
    assert said(date(2026, 11, 17)) == ("late", "4 dagen te laat", "beloofd tegen 17 november")


@pytest.mark.rule(4)
def test_a_promise_that_was_broken_does_not_move_with_a_correction() -> None:
    late = date(2026, 11, 13)
    assert said(date(2026, 12, 20), late_since=late) == (
        "late",
        "9 dagen te laat",
        "beloofd tegen 12 november",
    )
    held = said(date(2026, 12, 20), late_since=late, held_on=TODAY, recorded_on=TODAY)
    assert held == ("late", "Gesprek te laat gehouden", "op 21 november, beloofd tegen 12 november")


@pytest.mark.rule(3)
def test_after_the_conversation() -> None:
    day = date(2026, 11, 20)
    assert said(date(2026, 11, 25), held_on=day, recorded_on=day) == (
        "ontime",
        "Gesprek gehouden",
        "op 20 november, binnen de maand",
    )
    assert said(date(2026, 11, 20), held_on=day, recorded_on=TODAY) == (
        "late",
        "Gesprek te laat genoteerd",
        "op 20 november, maar later genoteerd dan beloofd",
    )


@pytest.mark.rule(9)
def test_after_another_outcome() -> None:
    assert said(date(2026, 11, 25), ended_on=TODAY) == ("done", "Doorgegeven", "op 21 november")
    assert said(date(2026, 11, 17), ended_on=TODAY) == (
        "late",
        "Doorgegeven",
        "op 21 november, na de belofte van 17 november",
    )


def test_families() -> None:
    assert words.family_words("Genk", 3) == "Gezin met 3 kinderen, Genk"
    assert words.family_words("As", 1) == "Gezin met 1 kind, As"
    assert words.family_words("As", 0, 1) == "Gezin, kindje op komst, As"
    assert words.family_words("As", 2, 1) == "Gezin met 2 kinderen en een kindje op komst, As"
    assert words.family_words("Bilzen", 1, 0, 17) == "Jongere, 17 jaar, Bilzen"
    assert words.family_words("Bilzen", 0) == "Gezin, Bilzen"


def test_hours() -> None:
    assert words.hour(datetime(2026, 11, 21, 8, 5, tzinfo=UTC)) == "9.05"
    assert words.day_and_hour(datetime(2026, 7, 1, 12, 30, tzinfo=UTC)) == "woensdag 1 juli om 14.30"


def test_numbers_and_capitals() -> None:
    assert [words.number(count) for count in (0, 1, 12, 13)] == ["geen", "één", "twaalf", "13"]
    assert [words.sentence(text) for text in ("één gezin", "drie", "")] == ["Eén gezin", "Drie", ""]
    with override("tr"):
        assert words.sentence("iyi gidiyor") == "İyi gidiyor"
        assert Template("{{ said|capfirst }}").render(Context({"said": "iyi & güzel"})) == "İyi &amp; güzel"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "donderdag 3 november 2022"),
        ("fr", "jeudi 3 novembre 2022"),
        ("uk", "четвер 3 листопада 2022"),
        ("tr", "3 Kasım 2022 Perşembe"),
        ("ar", "الخميس 3 نوفمبر 2022"),
    ],
)
def test_a_day_in_each_language(language: str, said: str) -> None:
    with override(language):
        assert words.weekday(date(2022, 11, 3)) == said
