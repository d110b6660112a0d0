"""`eenplan retention`: what is kept ends when the law says. For every night; with --dry-run only to look."""

from datetime import datetime

import click
from django.db import DatabaseError, transaction

from eenplan.cli.output import format_option, write
from eenplan.core import clock
from eenplan.core.acting import task
from eenplan.rights.actions.audit_ends import AuditBroken, audit_over, end_audit
from eenplan.rights.actions.destroying import Preview, destroy, due, preview
from eenplan.rights.actions.endings import clear_outbox, keep_calendar, tell
from eenplan.rights.actions.removing import UnknownWay

COLUMNS = (
    *("reference", "what", "ends_on", "why", "needs_date", "told_on", "held_until", "goes_on"),
    *("rows", "taken_out", "tables"),
)


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Change nothing: tell what would go, when, why and how much.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --dry-run: what ends until and with this day [default: today].",
)
@format_option
def retention(dry_run: bool, until: datetime | None, output_format: str) -> None:
    """Bring the calendar in line, tell of what ends soon, and destroy what was told of long enough. Safe to repeat.

    Files are told by their reference, never by a name. Each is destroyed in a transaction of its own; one that
    cannot be is left whole, named here, and tried again the next night (exit code 1).
    """
    if not dry_run:
        if until:
            raise click.UsageError("--until goes with --dry-run only: nothing is destroyed before its day.")
        _run()
        return
    day = until.date() if until else clock.today()
    with transaction.atomic():
        keep_calendar(task(), until=day)
        rows = [_row(one, output_format) for one in preview(task(), until=day)]
        transaction.set_rollback(True)
    over = audit_over(task(), on=max(day, clock.today()))
    if over.months:
        click.echo(
            f"Of the audit {over.months} months end, until and with {over.until}: {over.entries} entries.",
            err=True,
        )
    if output_format == "text":
        click.echo(f"Until and with {day}, {len(rows)} to go. Nothing was changed.", err=True)
    write(rows, columns=COLUMNS, output_format=output_format)


def _run() -> None:
    acting = task()
    calendar = keep_calendar(acting)
    told = tell(acting)
    destroyed, left = 0, []
    for ending_id in due(acting):
        try:
            destroyed += destroy(acting, ending_id=ending_id) is not None
        except (DatabaseError, UnknownWay) as problem:
            left.append(f"{ending_id}: {type(problem).__name__}")
    events = clear_outbox(acting)
    try:
        entries = end_audit(acting)
    except (AuditBroken, DatabaseError) as problem:
        entries = 0
        left.append(f"audit: {type(problem).__name__}")
    click.echo(
        f"Calendar: {calendar.added} added, {calendar.changed} changed, {calendar.gone} gone. Told of: {told}."
        f" Destroyed: {destroyed}. Events cleared: {events}. Entries of the audit ended: {entries}."
    )
    if left:
        raise click.ClickException("Left whole, to be looked at:\n" + "\n".join(left))


def _row(one: Preview, output_format: str) -> dict[str, object]:
    removed, taken_out = one.counts["removed"], one.counts["taken_out"]
    tables: object = removed
    if output_format == "csv":
        tables = " ".join(f"{table}={number}" for table, number in removed.items())
    elif output_format == "text":
        tables = len(removed)
    return {
        "reference": one.reference,
        "what": one.what.value,
        "ends_on": one.end.day,
        "why": one.end.ground.value,
        "needs_date": one.end.needs_date,
        "told_on": one.told_on,
        "held_until": one.held_until,
        "goes_on": one.goes_on,
        "rows": sum(removed.values()),
        "taken_out": sum(taken_out.values()),
        "tables": tables,
    }
