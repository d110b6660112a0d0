"""A referrer puts a photo and a letter with a referral, on a phone; the desk opens them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from eenplan.core.enums import Role
from tests.factories.papers import make_pdf, make_picture
from tests.web.frontdoor.answers import REFERRER, fill

pytestmark = pytest.mark.journey

LATER = ("/aanmelden/papieren/", "/aanmelden/stap/aanmelder/")


def go_to_papers(clb: Any) -> None:
    """To the page for papers: the pages before it were sent for them, as they are in `test_refer`."""
    before = {address: answers for address, answers in REFERRER.items() if address not in LATER}
    site = Client()
    fill(site, before, plaats={"place": "3600"}, contact={"family_name": "Kaat en Jeroen"})
    clb.takes_over(site)
    clb.open("/aanmelden/papieren/")


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
