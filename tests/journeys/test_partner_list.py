"""A coordinator brings in a list of partners, on a phone and without JavaScript: seen first, mended, kept, read back."""

from pathlib import Path
from typing import Any

import pytest

from eenplan.core.enums import Role

pytestmark = pytest.mark.journey

LIST = (
    "Naam;Sector;Rol;Gesubsidieerd;Vanaf;Zones\r\nCKG De Wolk (proef);CKG;uitvoerend;ja;1/3/2021;{zone}\r\n"
)
ZONE = "Kemp en Duin"
WRONG = "CAW De Ster (proef);kerk;;;ooit;\r\n"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_list_is_seen_mended_and_kept(
    somebody: Any, workers: Any, tmp_path: Path, javascript: bool
) -> None:
    first, mended = tmp_path / "partners.csv", tmp_path / "partners beter.csv"
    text = LIST.format(zone=ZONE)
    first.write_text(text + WRONG)
    mended.write_text(text + WRONG.replace("kerk", "CAW").replace("ooit", ""))
    reader = somebody(phone=True, javascript=javascript)
    reader.sign_in(workers.accounts[Role.COORDINATOR])
    reader.open("/netwerk/partners/")
    reader.press("Lijst inlezen")
    reader.page.set_input_files("main [name=file]", first)
    reader.press("Bekijk wat er zou gebeuren")
    assert reader.reads("1 nieuwe organisatie, 1 gaat niet mee")
    assert reader.reads("‘kerk’ kennen we niet")
    if javascript:
        reader.checks_accessibility()
    reader.press("Kies een andere lijst")
    reader.page.set_input_files("main [name=file]", mended)
    reader.press("Bekijk wat er zou gebeuren")
    assert reader.reads("2 nieuwe organisaties")
    reader.press("Inlezen")
    assert reader.reads("2 rijen van de lijst zijn ingelezen")
    if javascript:
        reader.checks_accessibility()
    reader.press("CKG De Wolk (proef)")
    assert reader.reads("Uitvoerende partner, gesubsidieerd")
    assert reader.reads(ZONE)
    if javascript:
        reader.checks_accessibility()
