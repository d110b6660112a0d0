"""`eenplan access-matrix`: the table that the house tests try, in three words."""

import csv
import io

from click.testing import CliRunner

from eenplan.cli.access_matrix import access_matrix
from tests.house.matrix import RELATIONS, addresses


def cells() -> dict[tuple[str, str], str]:
    """What the command says: (address, relation) → word."""
    result = CliRunner().invoke(access_matrix, ["--format", "csv"], catch_exceptions=False)
    rows = csv.DictReader(io.StringIO(result.stdout))
    return {(row["address"], who): word for row in rows for who, word in row.items() if who != "address"}


def test_every_address_has_a_word_for_everybody() -> None:
    found = cells()
    assert set(found) == {(address.name, who) for address in addresses() for who in RELATIONS}
    assert set(found.values()) == {"allowed", "partly", "denied"}


def test_what_is_closed_is_denied_and_what_is_halved_is_partly() -> None:
    found = cells()
    assert found["coach:read-plan", "coach_own"] == "allowed"
    assert found["coach:read-plan", "coordinator"] == "partly"
    assert found["partner:read-family", "partner_some"] == "partly"
    for who in ("coach_colleague", "coach_former", "partner_none", "official", "card_mother", "nobody"):
        assert found["coach:read-plan", who] == "denied"
