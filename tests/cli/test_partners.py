"""`eenplan import-partners`: shown row by row; a dry run changes nothing; what is refused is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eenplan.cli.partners import import_partners
from eenplan.core.errors import RuleBroken
from eenplan.network.models import Organisation

pytestmark = pytest.mark.django_db

GOOD = "Naam;Sector;Vanaf\nHet Anker (proef);CAW;1/3/2021\n"


def run(path: Path, *more: str, partnership: str = "P16") -> Result:
    return CliRunner().invoke(
        import_partners, [str(path), "--partnership", partnership, *more], catch_exceptions=False
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lijst.csv"
    found.write_text(GOOD)
    return found


def test_a_dry_run_changes_nothing_and_bringing_in_does(path: Path) -> None:
    said = run(path, "--dry-run").output
    assert "row 2\tnew\tHet Anker (proef)" in said
    assert "Nothing was changed" in said
    assert not Organisation.objects.filter(name="Het Anker (proef)").exists()
    assert "new 1" in run(path).output
    assert "same 1" in run(path).output


def test_what_cannot_be_is_told(path: Path, tmp_path: Path) -> None:
    assert run(path, partnership="P99").exit_code == 2
    assert run(tmp_path / "nergens.csv").exit_code == 2
    path.write_text(GOOD + "Kapot;kerk;\n")
    with pytest.raises(RuleBroken, check=lambda error: error.code == "lists:refused"):
        run(path)
    assert Organisation.objects.filter(name="Het Anker (proef)").exists()
    path.write_bytes(b"MZ\x00")
    with pytest.raises(RuleBroken, check=lambda error: error.code == "lists:program"):
        run(path)
