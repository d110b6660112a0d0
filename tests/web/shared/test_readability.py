"""Which words and sentences make a text hard: Flesch as Douma fitted it to Dutch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.web.shared.readability import NORMAL, hard, score, syllables

EASY = "Ik kom elke dinsdag langs. We kijken samen naar de brieven. Jij kiest wat we eerst doen."
HARD = (
    "De schuldbemiddelingsprocedure wordt opgestart na goedkeuring door de bevoegde maatschappelijk werker van het"
    " OCMW, waarbij de budgetbegeleiding parallel wordt verdergezet."
)


@pytest.mark.parametrize(
    ("word", "count"), [("huis", 1), ("werker", 2), ("begeleiding", 4), ("schuldbemiddeling", 5), ("zo’n", 2)]
)
def test_syllables_of_dutch_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_measure_is_that_of_douma() -> None:
    # Ten words of one syllable in one sentence: 206.84 - 0.77 x 100 - 0.93 x 10.
    assert score("De kat zit op de mat en kijkt naar buit.") == pytest.approx(120.54)
    assert score("Te kort om te meten.") is None


def test_an_easy_text_gets_no_hint_and_a_hard_one_says_why() -> None:
    assert hard(EASY) is None
    found = hard(HARD)
    assert found is not None
    assert found.words[0] == "schuldbemiddelingsprocedure"
    assert "maatschappelijk" in found.words
    assert [length for _sentence, length in found.sentences] == [20]
    assert (score(HARD) or 0) < NORMAL < (score(EASY) or 0)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = hard(text)
    assert found is None or found.words or found.sentences
