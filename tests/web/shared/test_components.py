"""The components' markup: words for everyone, nothing inline, errors tied to their fields."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from eenplan.web.shared import gallery, views
from eenplan.web.shared.components import Chip, Pill, Step
from eenplan.web.templatetags import eenplan as tags

AREA = Path(settings.BASE_DIR) / "eenplan" / "web" / "shared"


def show(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


@pytest.fixture
def drawings(settings: Any, tmp_path: Path) -> Path:
    """A place with one drawing, as the browser assets have it."""
    folder = tmp_path / "assets" / "icons"
    folder.mkdir(parents=True)
    (folder / "house.svg").write_text(
        '<!-- @license x -->\n<svg\n  class="lucide"\n  style="color:red"\n>\n  <path d="M1 1" />\n</svg>\n',
        encoding="utf-8",
    )
    settings.HOME = tmp_path
    return folder


def gallery_page(query: str = "") -> str:
    request = RequestFactory().get("/onderdelen/" + query)
    with override("nl"):
        return gallery.view_components(request).content.decode()


def test_an_icon_is_drawn_without_style_and_hidden_from_screen_readers(drawings: Path) -> None:
    drawn = show('{% icon "house" %}')
    assert '<path d="M1 1" />' in drawn
    assert 'aria-hidden="true"' in drawn
    assert 'focusable="false"' in drawn
    assert "style" not in drawn


def test_a_missing_icon_stops_the_demo_and_says_how_to_mend_it(drawings: Path, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(FileNotFoundError, match=r"icons\.txt"):
        show('{% icon "unicorn" %}')
    settings.DEMO = False
    assert show('{% icon "unicorn" %}') == ""


def test_an_icon_cannot_read_another_file(drawings: Path) -> None:
    with pytest.raises(ValueError, match="small letters"):
        show('{% icon "../../secret" %}')


def test_every_icon_that_a_template_names_is_on_the_list() -> None:
    listed = set((AREA / "icons.txt").read_text(encoding="utf-8").split())
    named: set[str] = set(tags.NOTICES.values())
    for path in (AREA.parent).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'{% icon "([^"]+)"', text)) | set(re.findall(r'\bicon="([^"]+)"', text))
    assert named - listed == set()


@pytest.mark.parametrize("query", ["", "?fout", "?gezin"])
def test_the_page_of_components_has_nothing_inline(query: str) -> None:
    page = gallery_page(query)
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("query", ["", "?fout", "?gezin"])
def test_every_id_is_used_once_and_every_reference_leads_somewhere(query: str) -> None:
    page = gallery_page(query)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    referred = {
        one
        for value in re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', page)
        for one in value.split()
    }
    assert referred - set(ids) == set()
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(ids) == set()


def test_errors_stand_at_the_top_and_beside_the_field_and_keep_what_was_typed() -> None:
    page = gallery_page("?fout")
    summary = page[page.index('class="errors"') : page.index("<h1>")]
    assert 'href="#id_name"' in summary
    assert 'href="#id_informed_0"' in summary
    assert 'href="#id_born_day"' in summary
    assert 'value="sara@"' in page
    assert re.search(r'<input[^>]*name="email"[^>]*aria-describedby="id_email_helptext id_email_error"', page)
    assert 'value="31"' in page
    assert 'class="errors"' not in gallery_page()


def test_the_page_of_components_exists_in_a_demo_only(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Http404):
        gallery_page()


def test_help_shows_numbers_to_call_without_asking_who_looks() -> None:
    page = views.read_help(RequestFactory().get("/hulp-nu/")).content.decode()
    for number in ("112", "102", "106", "1712", "1813"):
        assert f'href="tel:{number}"' in page
    assert 'rel="noreferrer noopener"' in page


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_request(code: str) -> None:
    page = render_to_string(f"{code}.html")
    assert "<h1>" in page
    assert "112" in page


def test_what_colour_says_stands_in_words_too() -> None:
    assert "Klaar:" in show("{% steps items %}", items=[Step("Bellen", done=True)])
    assert "Te doen:" in show("{% steps items %}", items=[Step("Bellen")])
    assert "hier praten we over" in show('{% chips items "Domeinen" %}', items=[Chip("Wonen", "soon")])
    assert "nu niet" in show('{% chips items "Domeinen" %}', items=[Chip("Werk")])
    assert 'aria-current="true"' in show(
        '{% pills items "Filters" %}', items=[Pill("Nieuw", "/", 0, current=True)]
    )
    assert "nu 2, we willen naar 5" in show("{% scale 2 target=5 %}")
    assert "nog geen cijfer" in show("{% scale None %}")


def test_a_filter_that_holds_nothing_still_says_so() -> None:
    assert ">0<" in show('{% pills items "Filters" %}', items=[Pill("Nieuw", "/", 0)])


def test_what_people_typed_is_never_markup() -> None:
    for text in (
        "{% quote bad by=bad %}", "{% clock 'late' bad bad %}", "{% person bad %}", "{% card title=bad %}{{ bad }}{% endcard %}",
        "{% notice title=bad %}{{ bad }}{% endnotice %}", "{% button bad href=bad about=bad %}", "{% status bad %}",
        "{% details bad %}{{ bad }}{% enddetails %}",
    ):  # fmt: skip
        shown = show(text, bad='<b onclick="x">"')
        assert "<b onclick" not in shown, text
        assert 'href="<' not in shown


@pytest.mark.parametrize(
    "text",
    [
        "{% clock 'red' 'x' %}",
        "{% status 'x' 'green' %}",
        "{% button 'x' kind='loud' %}",
        "{% scale 11 %}",
        "{% scale 2 target=-1 %}",
    ],
)
def test_a_component_refuses_what_it_does_not_know(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each says it in its own words)
        show(text)


def test_initials_come_from_the_name() -> None:
    assert tags.person("Sara Van Voorbeeld")["initials"] == "SV"
    assert tags.person("Oma")["initials"] == "Om"
    assert tags.person("", initials="?")["initials"] == "?"


def test_a_field_of_another_library_is_shown_as_ours() -> None:
    class Theirs(forms.Form):
        login = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Login"}))

    shown = show("{% field form.login autocomplete='email' %}", form=Theirs())
    assert "placeholder" not in shown
    assert " required" not in shown
    assert 'autocomplete="email"' in shown
    assert 'aria-required="true"' in shown


def test_a_field_that_does_not_exist_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="is its name right"):
        tags.field("")


def test_an_error_is_said_in_the_title_too() -> None:
    assert re.search(r"<title>Fout:\s+Onderdelen", gallery_page("?fout"))
    assert re.search(r"<title>\s*Onderdelen", gallery_page())
