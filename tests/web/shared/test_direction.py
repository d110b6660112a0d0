"""What somebody typed keeps its own direction and language on a page in another one."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from eenplan.web.shared.direction import apart, reads

DUTCH, ARABIC = "We eten samen.", "نأكل معاً."


def shown(text: str, lang: str = "") -> str:
    return Template("{{ text|apart:lang }}").render(Context({"text": text, "lang": lang}))


@pytest.mark.parametrize(
    ("text", "way"), [(DUTCH, "ltr"), (ARABIC, "rtl"), ("3 نقاط", "rtl"), ("12.", "ltr"), ("", "ltr")]
)
def test_a_text_is_read_by_its_first_letter(text: str, way: str) -> None:
    assert reads(text) == way


def test_on_an_arabic_page_dutch_words_stand_apart_with_their_language() -> None:
    with override("ar"):
        assert shown(DUTCH, "nl") == f'<bdi lang="nl">{DUTCH}</bdi>'
        assert shown("Kaat") == "<bdi>Kaat</bdi>"
        assert shown(ARABIC, "ar") == ARABIC
        assert apart("Kaat") == "\u2068Kaat\u2069"
        assert apart("") == ""
        assert shown("") == ""


def test_on_a_dutch_page_only_other_words_do() -> None:
    with override("nl"):
        assert shown(DUTCH, "nl") == DUTCH
        assert shown(ARABIC, "ar") == f'<bdi lang="ar">{ARABIC}</bdi>'
        assert shown("We will see.", "en") == '<bdi lang="en">We will see.</bdi>'
        assert apart(DUTCH) == DUTCH


def test_markup_in_typed_words_is_shown_as_typed() -> None:
    with override("ar"):
        assert shown("<b>Kaat</b>") == "<bdi>&lt;b&gt;Kaat&lt;/b&gt;</bdi>"
