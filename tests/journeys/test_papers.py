"""A referrer puts a photo and a letter with a referral, on a phone; the desk opens them."""

from pathlib import Path
from typing import Any

import pytest

from eenplan.core.enums import Role
from tests.factories.papers import make_pdf, make_picture
from tests.journeys.steps import QUESTION, VIEW

pytestmark = pytest.mark.journey


def go_to_papers(clb: Any) -> None:
    """Up to the page for papers."""
    clb.open("/aanmelden/")
    clb.choose("referrer_type", "clb")
    clb.press("Verder")
    clb.choose("acute_danger", "no")
    clb.press("Verder")
    clb.choose("family_informed", "yes")
    clb.press("Verder")
    clb.fill(place="3600")
    clb.press("Verder")
    clb.choose("role", "child")
    clb.fill(given_name="Wout", day_day="3/5/2015")
    clb.press("Verder")
    clb.press("Nee, verder")
    clb.fill(family_name="Kaat en Jeroen", family_phone="089 00 00 10")
    clb.choose("safe_to_contact", "yes")
    clb.press("Verder")
    clb.choose("interpreter", "no")
    clb.press("Verder")
    clb.fill(question=QUESTION)
    clb.press("Verder")
    clb.fill(referrer_view=VIEW)
    clb.press("Verder")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_papers_go_with_a_referral(somebody: Any, workers: Any, tmp_path: Path, javascript: bool) -> None:
    letter, photo, program = (tmp_path / name for name in ("Verslag CLB.pdf", "IMG_1.jpeg", "brief.pdf"))
    letter.write_bytes(make_pdf())
    photo.write_bytes(make_picture())
    program.write_bytes(b"MZ\x90\x00" + b"x" * 2000)
    clb = somebody(phone=True, javascript=javascript)
    go_to_papers(clb)
    for file in (letter, photo):
        with clb.page.expect_file_chooser() as chooser:
            clb.page.click("main [name=file]")
        chooser.value.set_files(file)
        clb.press("Voeg dit papier toe")
        assert clb.reads("Je papier is toegevoegd.")
    clb.page.set_input_files("main [name=file]", program)
    clb.press("Voeg dit papier toe")
    assert clb.reads("Dit is een programma")
    assert clb.reads("Verslag CLB.pdf")
    if javascript:
        clb.checks_accessibility()
    clb.press("Haal weg")
    assert not clb.reads("Verslag CLB.pdf")
    clb.page.set_input_files("main [name=file]", letter)
    clb.press("Verder")
    clb.fill(referrer_name="Een medewerker", referrer_phone="089 00 00 11")
    clb.press("Verder")
    assert clb.reads("Verslag CLB.pdf")
    clb.press("Verstuur")
    assert clb.reads("Je nummer")

    desk = somebody(javascript=javascript)
    desk.sign_in(workers.accounts[Role.INTAKE])
    desk.open("/aanmeldingen/")
    desk.page.locator("main a", has_text="Kaat en Jeroen").first.click()
    for name, content in (("Verslag CLB.pdf", make_pdf()), ("IMG_1.jpeg", None)):
        with desk.page.expect_download() as download:
            desk.page.locator("main a", has_text=name).first.click()
        assert download.value.suggested_filename == name
        kept = Path(download.value.path()).read_bytes()
        assert kept == content if content else kept.startswith(b"\xff\xd8\xff")


def test_forty_megabytes_are_told_so_and_the_form_goes_on(
    somebody: Any, workers: Any, tmp_path: Path
) -> None:
    film = tmp_path / "film.pdf"
    film.write_bytes(make_pdf() + b" " * 40 * 1024 * 1024)
    clb = somebody(phone=True)
    clb.context.set_default_timeout(60_000)
    go_to_papers(clb)
    clb.page.set_input_files("main [name=file]", film)
    clb.press("Voeg dit papier toe")
    assert clb.reads("Dit bestand is te groot: hoogstens 10 MB")
    clb.press("Verder")
    assert clb.path == "/aanmelden/stap/aanmelder/"
