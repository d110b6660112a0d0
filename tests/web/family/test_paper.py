"""The plan on paper: read aloud by machines, made of our own files, and only of what is released to everybody."""

import io
import logging
import re

import pytest
from django.test import Client
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.models import Item
from eenplan.plans.actions import write_strength
from eenplan.plans.enums import Brings
from eenplan.plans.queries.pieces import name_of
from eenplan.web.shared.pdf import HERE, OwnFiles, own_file, tidied
from tests.cast import MARKER, make_team
from tests.factories.contributions import brought, with_card
from tests.factories.family_plan import (
    HIDDEN,
    FamilyPlan,
    activate,
    change_the_plan,
    make_family_with_coach,
)
from tests.web.family.conftest import Enter

pytestmark = [pytest.mark.django_db, pytest.mark.rule(23)]


def sheet(response: object) -> PdfReader:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    return PdfReader(io.BytesIO(response.content))


def words(reader: PdfReader) -> str:
    return " ".join(page.extract_text() for page in reader.pages)


def test_the_family_prints_what_it_reads(enter: Enter, made: FamilyPlan) -> None:
    change_the_plan(made, "nog-niet-afgesproken")
    text = words(sheet(enter(made).get("/gezin/plan.pdf")))
    for word in ("zichtbaar-wens-0", "zichtbaar-doel-0", "zichtbaar-stap-0", "zichtbaar-wachten-0", "Wonen"):
        assert word in text, word
    assert HIDDEN not in text
    assert "nog-niet-afgesproken" not in text
    assert "Niet iedereen ziet alles." in text


def test_screen_and_paper_say_whom_a_strength_is_about(enter: Enter, made: FamilyPlan) -> None:
    with request_transaction(made.coach):
        write_strength(made.coach, plan_id=made.plan_id, text="Altijd op tijd", about=[made.child.id])
    activate(made)
    client, about = enter(made), f"Over {name_of(made.child)}"
    assert client.get("/gezin/plan/").content.decode().count(about) == 1
    assert about in words(sheet(client.get("/gezin/plan.pdf")))


def test_the_coach_prints_only_what_is_released_to_everybody(client: Client, made: FamilyPlan) -> None:
    client.force_login(made.team.account(Role.COACH))
    text = words(sheet(client.get(f"/gezinnen/{made.family.id}/plan.pdf")))
    assert "zichtbaar-wens-0" in text
    assert HIDDEN not in text
    entry = Entry.objects.filter(kind="read").order_by("-id").first()
    assert entry is not None
    assert (entry.what, entry.families) == ("plans:version", [made.family.id])


@pytest.mark.rule(32)
def test_paper_has_what_the_family_says_beside_a_piece_and_nothing_that_is_kept(
    enter: Enter, made: FamilyPlan, client: Client
) -> None:
    child = with_card(made, made.child)
    for text, what in (("zichtbaar-doel-0", Brings.COMMENT), ("zichtbaar-stap-0", Brings.DISAGREE)):
        piece = Item.objects.get(family=made.family, words__text=text)
        brought(child, what, f"allen-bij-{text}", beside_id=piece.id)
        brought(child, what, f"coach-bij-{text}", beside_id=piece.id, for_all=False)
    mine = words(sheet(enter(made, made.child).get("/gezin/plan.pdf")))
    theirs = words(sheet(enter(made).get("/gezin/plan.pdf")))
    client.logout()
    client.force_login(made.team.account(Role.COACH))
    of_coach = words(sheet(client.get(f"/gezinnen/{made.family.id}/plan.pdf")))
    for text in (mine, theirs, of_coach):
        assert text.count("allen-bij-zichtbaar-doel-0") == 1
        assert text.count("allen-bij-zichtbaar-stap-0") == 1
        assert "coach-bij-" not in text
    assert "Jij zegt hierbij:" in mine
    assert f"{made.child.given_name} zegt hierbij:" in theirs
    assert f"{made.child.given_name} ziet dit anders:" in of_coach


def test_a_line_is_broken_only_where_it_is_full(enter: Enter, made: FamilyPlan) -> None:
    pages = sheet(enter(made).get("/gezin/plan.pdf")).pages
    lines = [line.strip() for page in pages for line in page.extract_text().splitlines()]
    assert any("ambulance, de brandweer of de politie" in line for line in lines)
    assert "de" not in lines


@pytest.mark.parametrize("after", ["", "\n  ", "\n<p>x</p>"])
def test_white_space_behind_words_takes_no_room(after: str) -> None:
    step = "Inschrijven bij de sociale huisvesting, met alle papieren"
    markup = tidied(f'<td class="todo">{step}{after}</td>')
    assert markup.startswith(f'<td class="todo">{step}<')
    assert tidied('<p>Bel de politie. \n <span class="soft"> dag en nacht</span></p>') == (
        '<p>Bel de politie.<span class="soft"> dag en nacht</span></p>'
    )


def test_paper_can_be_read_aloud(enter: Enter, made: FamilyPlan) -> None:
    reader = sheet(enter(made).get("/gezin/plan.pdf"))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"Het plan van {MARKER.format('familienaam')}"
    assert str(root["/Lang"]) == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    tags = list(tags_of(root["/StructTreeRoot"]))
    assert tags.index("/H1") < tags.index("/H2") < tags.index("/BlockQuote")
    assert "/Figure" not in tags  # a drawing would need words of its own


def tags_of(element: object) -> list[str]:
    found = []
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, dict):
        if "/S" in element:
            found.append(str(element["/S"]))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found += tags_of(kid)
    return found


def test_the_sheet_uses_our_own_type(enter: Enter, made: FamilyPlan) -> None:
    reader = sheet(enter(made).get("/gezin/plan.pdf"))
    names = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Atkinson" in name for name in names), names


def test_each_font_of_paper_holds_one_weight() -> None:
    """Of a font that holds them all every PDF would cut its own, which takes longer than all else of a sheet."""
    sheet = OwnFiles().fetch(f"{HERE}/static/shared/paper.css").read().decode()
    said = re.findall(
        r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+); src: url\("\.\.(.+?)"\)', sheet
    )
    assert len(said) == sheet.count("@font-face")
    weights: dict[str, set[int]] = {}
    for family, weight, place in said:
        font = TTFont(io.BytesIO(OwnFiles().fetch(f"{HERE}/static{place}").read()))
        assert "fvar" not in font, place
        assert font["OS/2"].usWeightClass == int(weight), place
        weights.setdefault(family, set()).add(int(weight))
    assert set(map(frozenset, weights.values())) == {frozenset({400, 700})}


def test_it_speaks_the_language_of_the_family(client: Client, made: FamilyPlan) -> None:
    with writing():
        made.family.language = "fr-BE"
        made.family.save()
    client.force_login(made.team.account(Role.COACH))
    reader = sheet(client.get(f"/gezinnen/{made.family.id}/plan.pdf"))
    assert str(reader.trailer["/Root"]["/Lang"]) == "fr"
    assert "Se loger" in words(reader)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST])
def test_other_roles_print_nothing(client: Client, made: FamilyPlan, role: Role) -> None:
    client.force_login(made.team.account(role))
    assert client.get(f"/gezinnen/{made.family.id}/plan.pdf").status_code == 403


def test_a_coach_of_elsewhere_and_a_plan_that_is_not_agreed_are_not_found(
    client: Client, made: FamilyPlan
) -> None:
    elsewhere = make_team("9902")
    client.force_login(elsewhere.account(Role.COACH))
    assert client.get(f"/gezinnen/{made.family.id}/plan.pdf").status_code == 404
    begun = make_family_with_coach(elsewhere)
    assert client.get(f"/gezinnen/{begun.family.id}/plan.pdf").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/font.woff2",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        f"{HERE}/static/../../etc/passwd",
        f"{HERE}/static/shared/eenplan.js",
        f"{HERE}/gezin/plan/",
        "data:text/css,body{}",
        f"{HERE}:81/static/shared/paper.css",
    ],
)
def test_nothing_but_our_own_files_is_fetched(url: str) -> None:
    assert own_file(url) is None
    with pytest.raises(FatalURLFetchingError):
        OwnFiles().fetch(url)


def test_our_own_stylesheet_is_found_and_a_missing_font_is_no_failure() -> None:
    assert b"@page" in OwnFiles().fetch(f"{HERE}/static/shared/paper.css").read()
    with pytest.raises(ValueError, match="not installed"):
        OwnFiles().fetch(f"{HERE}/static/fonts/nowhere.ttf")


def test_the_stylesheet_raises_no_warnings(
    enter: Enter, made: FamilyPlan, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        enter(made).get("/gezin/plan.pdf")
    assert [record.message for record in caplog.records if record.name.startswith("weasyprint")] == []
