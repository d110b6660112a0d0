"""Words of the configuration in the languages of families: ours are translated, a partnership's own are marked as Dutch."""

from importlib import import_module

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, override

from eenplan.core.languages import InDutch
from eenplan.network.models import ContactPoint
from eenplan.network.queries.configuration import LifeDomainOn
from eenplan.network.queries.contact_points import read_contact
from eenplan.network.reference import read
from eenplan.network.rules import our_words
from eenplan.network.rules.our_words import word
from eenplan.web.shared.forms import ChoicesField, Form


def test_all_words_with_which_everybody_begins_are_ours() -> None:
    """A domain or a theme that is added or said otherwise must go to the translators too."""
    assert {row["label_nl"] for row in read("life_domains")} == set(our_words.LIFE_DOMAINS)
    themes = import_module("eenplan.plans.migrations.0018_sessions").THEMES
    assert {nl for _code, nl, _fr, _en in themes} == set(our_words.THEMES)


@pytest.mark.rule(47)
@pytest.mark.parametrize("language", ["ar", "tr", "uk"])
def test_ours_is_translated_and_a_partnership_s_own_stays_dutch(language: str) -> None:
    # A word that the catalogues have, as each of ours will.
    ours, own = "iets anders", "Ons eigen dak"
    with override(language):
        assert word(ours, "", language) == gettext(ours) != ours
        assert not isinstance(word(ours, "", language), InDutch)
        found = word(own, "", language)
    assert found == own
    assert isinstance(found, InDutch)
    # In the language that is asked, whichever is active.
    assert word(ours, "", language) != ours


def test_what_was_said_in_a_language_goes_first() -> None:
    domain = LifeDomainOn(None, "housing", "Ons dak", "Notre toit", "", "house", 1)  # type: ignore[arg-type]  # no id
    assert (domain.label("nl"), domain.label("fr")) == ("Ons dak", "Notre toit")
    assert not isinstance(domain.label("nl"), InDutch)
    assert isinstance(domain.label("en"), InDutch)


@pytest.mark.parametrize(("language", "marked"), [("ar", True), ("tr", True), ("fr", True), ("nl", False)])
def test_a_page_in_another_language_says_which_words_are_dutch(language: str, marked: bool) -> None:
    page = Template("{{ label|apart }}")
    with override(language):
        shown = page.render(Context({"label": InDutch("Ons <dak>")}))
        assert page.render(Context({"label": "Wonen"})) == "Wonen" or language == "ar"
    assert shown == ('<bdi lang="nl">Ons &lt;dak&gt;</bdi>' if marked else "Ons &lt;dak&gt;")


def test_an_answer_to_choose_from_says_so_too() -> None:
    class About(Form):
        domains = ChoicesField(label="Waarover?", choices=[("a", InDutch("ons dak")), ("b", "wonen")])

    with override("tr"):
        shown = Template("{% field form.domains %}").render(Context({"form": About()}))
    assert '<bdi lang="nl">ons dak</bdi>' in shown
    assert ">Wonen<" in shown


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_who_answers_the_phone_in_words_of_their_own(language: str) -> None:
    with override(language):
        own = read_contact(ContactPoint(name_nl="Lotte", name_fr="Lotte, accueil", hours_nl="elke dinsdag"))
    assert isinstance(own.hours, InDutch)
    assert own.name == ("Lotte, accueil" if language == "fr" else "Lotte")
    assert isinstance(own.name, InDutch) == (language == "ar")
