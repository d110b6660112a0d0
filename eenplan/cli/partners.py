"""`eenplan import-partners`: a list of partners from a file, shown row by row; --dry-run changes nothing."""

from collections import Counter
from pathlib import Path

import click

from eenplan.core import clock
from eenplan.core.acting import task
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import import_partners as bring_in
from eenplan.network.enums import ListVerdict
from eenplan.network.queries import judge_partners, partnerships_on, read_partners
from eenplan.network.sheets import MOST_BYTES, read_sheet


@click.command("import-partners")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--partnership", required=True, metavar="CODE", help="A code of today, such as P15.")
@click.option("--dry-run", is_flag=True, help="Only show what each row would do.")
def import_partners(file: Path, partnership: str, dry_run: bool) -> None:
    """Bring in the partners of a CSV or XLSX FILE. Rows that are refused are named and left out."""
    acting, day = task(), clock.today()
    found = next((one for one in partnerships_on(acting, day) if one.code == partnership), None)
    if found is None:
        raise click.UsageError(f"No partnership of today has the code {partnership}.")
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    rows = read_partners(acting, read_sheet(content), on=day)
    judged = judge_partners(acting, rows, partnership_id=found.id, on=day)
    for one in judged:
        said = "; ".join(one.changes) or "; ".join(f"{wrong.column}: {wrong.words}" for wrong in one.problems)
        click.echo(f"row {one.row.number}\t{one.verdict.value}\t{one.row.name}\t{said}".rstrip())
    counted = Counter(one.verdict for one in judged)
    if not dry_run:
        counted = bring_in(acting, partnership_id=found.id, rows=rows)
    click.echo(", ".join(f"{kind.value} {counted[kind]}" for kind in ListVerdict))
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")
    elif counted[ListVerdict.REFUSED]:
        raise RuleBroken(
            "lists:refused", f"{counted[ListVerdict.REFUSED]} rows were left out; the rest is brought in."
        )
