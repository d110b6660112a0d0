"""`eenplan seal-audit`, `anchor-audit` and `verify-audit`: whether anybody altered who looked and who wrote."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from eenplan.audit.enums import Broken
from eenplan.audit.queries import Judged, anchor_of_today, judge
from eenplan.audit.rules import Anchor
from eenplan.audit.tasks import seal_audit as seal

SAID = {
    Broken.CHANGED: "it was changed",
    Broken.REMOVED: "it was removed",
    Broken.INSERTED: "it was inserted afterwards",
    Broken.REORDERED: "it was reordered",
    Broken.UNSEALED: "the seal over it is not the one that was made: the chain breaks here",
    Broken.REWRITTEN: "the chain does not go through the anchor at it: it was rewritten",
}


@click.command("seal-audit")
@click.option(
    "--wait", "wait_s", type=click.FloatRange(0, 600), default=5, show_default=True, help="Seconds."
)
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def seal_audit(wait_s: float, quiet: bool) -> None:
    """Chain the entries of the audit that are not in the chain yet. For every minute; safe to repeat."""
    done = seal(wait_s=wait_s)
    if done.waits:
        click.echo(f"Not sealed: something is still writing after {wait_s:g} seconds. Next time.", err=True)
    elif not quiet:
        click.echo(f"Sealed: {done.entries} entries.")


@click.command("anchor-audit")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Add it to this file.")
def anchor_audit(file: Path | None) -> None:
    """Seal, and give the end of the chain in one line. For every day: keep it where nobody can alter the database.

    It names nobody: a day, a number, a count and a hash.
    """
    if seal(wait_s=60).waits:
        raise click.ClickException("Something is still writing after a minute. Try again.")
    anchor = anchor_of_today()
    if anchor is None:
        raise click.ClickException("There is nothing in the audit yet.")
    line = json.dumps(
        {
            "day": anchor.day.isoformat(),
            "sequence": anchor.sequence,
            "entries": anchor.entries,
            "link": anchor.link.hex(),
        }
    )
    if file:
        with file.open("a", encoding="utf-8") as kept:
            kept.write(line + "\n")
    else:
        click.echo(line)


@click.command("verify-audit")
@click.option(
    "--anchor",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with lines of anchor-audit, kept elsewhere.",
)
def verify_audit(file: Path | None) -> None:
    """Say that the audit is whole, or name the first entry that is not as it was sealed (exit 1)."""
    anchors = _read(file) if file else []
    found = judge(anchors)
    if found.fault is None:
        click.echo(_whole(found, anchors))
        return
    click.echo(_broken(found))
    sys.exit(1)


def _whole(found: Judged, anchors: list[Anchor]) -> str:
    said = [f"whole: {found.entries} entries in {found.seals} seals"]
    if anchors:
        said.append(f"through {len(anchors)} anchors, the last of {max(each.day for each in anchors)}")
    if found.forgotten:
        said.append(f"{found.forgotten} without names since what they named was destroyed")
    if found.ended:
        said.append(f"{found.ended} of them ended with their months, until and with {found.ended_until}")
    if found.loose:
        said.append(f"{found.loose} not sealed yet, since {found.loose_since:%Y-%m-%d %H:%M} UTC")
    return "; ".join(said) + "."


def _broken(found: Judged) -> str:
    assert found.fault  # noqa: S101 (tells the type)
    about = f" ({found.what}, {found.at:%Y-%m-%d})" if found.at else ""
    since = f", after {found.fault.since}" if found.fault.since else ""
    return f"broken: entry {found.fault.sequence}{about}: {SAID[found.fault.broken]}{since}."


def _read(file: Path) -> list[Anchor]:
    """The anchors of a file, a line each. Refuses what is none."""
    anchors = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            anchors.append(
                Anchor(
                    date.fromisoformat(said["day"]),
                    int(said["sequence"]),
                    int(said["entries"]),
                    bytes.fromhex(said["link"]),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise click.ClickException(f"Line {number} of {file.name} is no anchor.") from error
    return anchors
