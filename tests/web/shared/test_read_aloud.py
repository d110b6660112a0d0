"""What a reader of screens finds in the PDF of the plan: every word tagged, in order, in its language."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.plans import actions as plans
from eenplan.plans.enums import Answer
from eenplan.plans.models import PlanVersion
from tests.cast import make_team
from tests.database import kept
from tests.factories.family_plan import FamilyPlan, activate, fill, make_family_with_coach

pytestmark = pytest.mark.rule(23)
PAPERS = ("plan.pdf", "koelkast.pdf")
ARABIC, CYRILLIC, EMOJI = "محمد", "Оксана", "🧸👨‍👩‍👧"


def make_plan() -> FamilyPlan:
    """A plan of several pages, said in three scripts."""
    made = make_family_with_coach(make_team())
    with writing():
        made.parent.given_name = ARABIC
        made.parent.save()
        made.child.given_name = f"{CYRILLIC} {EMOJI}"
        made.child.save()
    fill(made, of_each=4)
    with request_transaction(made.coach):
        for text, language in (
            ("نريد أن نأكل معا", "ar"),
            ("Ми хочемо спокою", "uk"),
            ("On veut du calme.", "fr"),
        ):
            plans.write_wish(
                made.coach, plan_id=made.plan_id, text=text, speaker_id=made.parent.id, language=language
            )
    activate(made)
    version = PlanVersion.objects.get(family=made.family)
    with request_transaction(made.coach):
        plans.record_agreement(
            made.coach,
            version_id=version.id,
            person_id=made.parent.id,
            answer=Answer.PARTLY,
            form="aloud",
            words="Oui, mais pas tout.",
            language="fr",
        )
    return made


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: Any) -> dict[str, bytes]:
    """Both papers of it, as the coach gets them."""
    client = Client()
    with kept(django_db_blocker):
        made = make_plan()
        client.force_login(made.team.account(Role.COACH))
        answers = {name: client.get(f"/gezinnen/{made.family.id}/{name}") for name in PAPERS}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {name: answer.content for name, answer in answers.items()}


@pytest.fixture(params=PAPERS)
def reader(request: pytest.FixtureRequest, papers: dict[str, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(papers[request.param]), strict=True)


@pytest.fixture
def plan(papers: dict[str, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(papers["plan.pdf"]), strict=True)


def elements(element: Any) -> Iterator[Any]:
    """The elements below one, as they are read."""
    for kid in element.get("/K", []):
        kid = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(kid, dict):
            yield kid
            yield from elements(kid)


def tree(reader: PdfReader) -> list[Any]:
    return list(elements(reader.trailer["/Root"]["/StructTreeRoot"].get_object()))


def marks_read(reader: PdfReader) -> list[tuple[int, int]]:
    """Page and mark of every piece of text, in the order in which it is read aloud."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    return [
        (pages[one.raw_get("/Pg").idnum], int(kid))
        for one in tree(reader)
        for kid in one["/K"]
        if isinstance(kid, int)
    ]


def marks_drawn(reader: PdfReader) -> tuple[list[tuple[int, int]], list[bytes]]:
    """Page and mark of every piece of text as it is drawn, and what is drawn without being marked at all."""
    marked, loose = [], []
    for number, page in enumerate(reader.pages):
        inside: list[str] = []
        for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
            if operator in (b"BMC", b"BDC"):
                inside.append(str(operands[0]))
                if operator == b"BDC":
                    marked.append((number, int(operands[1]["/MCID"])))
            elif operator == b"EMC":
                inside.pop()
            elif operator in (b"Tj", b"TJ", b"S", b"f", b"f*", b"B", b"Do") and not inside:
                loose.append(operator)
        assert not inside
    return marked, loose


def test_nothing_is_drawn_that_is_neither_read_nor_an_ornament(reader: PdfReader) -> None:
    marked, loose = marks_drawn(reader)
    assert loose == []
    assert sorted(marked) == sorted(marks_read(reader))


def test_it_is_read_in_the_order_in_which_it_stands(reader: PdfReader) -> None:
    assert marks_read(reader) == marks_drawn(reader)[0]


def test_the_margins_are_not_read_aloud(plan: PdfReader) -> None:
    assert len(plan.pages) > 1
    for number, page in enumerate(plan.pages, start=1):
        assert f"{number} / {len(plan.pages)}" in page.extract_text().replace("\0", "")
        inside, unread = "", 0
        for operands, operator in ContentStream(page["/Contents"].get_object(), plan).operations:
            if operator in (b"BMC", b"BDC"):
                inside = str(operands[0])
            unread += operator in (b"Tj", b"TJ") and inside == "/Artifact"
        assert unread >= 2  # the short title and the number


def test_headings_go_down_one_at_a_time(reader: PdfReader) -> None:
    levels = [int(one["/S"][2]) for one in tree(reader) if re.fullmatch(r"/H\d", one["/S"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_say_what_their_headers_speak_for(reader: PdfReader) -> None:
    found = tree(reader)
    tables = [one for one in found if one["/S"] == "/Table"]
    assert tables
    for table in tables:
        assert any(one["/S"] == "/TH" for one in elements(table))
    scopes = {str(one["/A"]["/Scope"]) for one in found if one["/S"] == "/TH"}
    assert scopes == {"/Column", "/Row"}
    assert not any("/Headers" in one.get("/A", {}) or "/ID" in one for one in found)


def test_each_quotation_says_its_language(plan: PdfReader) -> None:
    quotes = [one for one in tree(plan) if one["/S"] == "/BlockQuote"]
    assert quotes
    assert all("/Lang" in one for one in quotes)
    assert {"nl", "ar", "uk", "fr"} == {str(one["/Lang"]) for one in quotes}


def test_no_picture_without_words_and_no_unknown_role(reader: PdfReader) -> None:
    roles = {str(one["/S"]) for one in tree(reader)}
    assert roles <= {
        "/Document", "/Sect", "/H1", "/H2", "/H3", "/H4", "/P", "/Span", "/BlockQuote", "/Table", "/THead",
        "/TBody", "/TR", "/TH", "/TD", "/NonStruct",
    }  # fmt: skip


def test_the_file_says_what_it_is(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]) == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
    assert reader.metadata.title.startswith("Het plan van ")
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_one_can_jump_to_every_part(plan: PdfReader) -> None:
    def titles(outline: list[Any]) -> Iterator[str]:
        for one in outline:
            yield from titles(one) if isinstance(one, list) else [one.title]

    found = list(titles(plan.outline))
    assert {"Wat we willen", "Onze doelen en stappen", "Wie ons helpt", "Als het moeilijk wordt"} <= set(
        found
    )


def test_every_letter_can_be_copied_and_comes_from_the_file(reader: PdfReader) -> None:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            assert "/ToUnicode" in font, font["/BaseFont"]
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3", "/FontFile"} & set(described), font["/BaseFont"]


def test_other_scripts_have_letters_of_their_own(plan: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in plan.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Arabic" in name for name in fonts), fonts
    assert any("Noto" in name and "Cyrillic" in name for name in fonts) or any(
        "Noto-Sans" in name for name in fonts
    )
    text = "".join(page.extract_text() for page in plan.pages).replace("\0", "")
    assert CYRILLIC in text
    assert "Ми хочемо спокою" in text
    assert ARABIC in text
    assert "نريد أن نأكل معا" in text, "letters drawn apart from their dots are read as others"
