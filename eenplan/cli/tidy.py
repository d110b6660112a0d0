"""`eenplan tidy`: removing what has had its time. For every night."""

import click
from django.contrib.sessions.models import Session

from eenplan.audit.tasks import make_months, seal_audit
from eenplan.core import clock, limits
from eenplan.core import sessions as ended_sessions
from eenplan.core.acting import task
from eenplan.families.actions.entrances import clear_codes
from eenplan.plans.actions.handovers import desks_follow
from eenplan.referrals.actions import clear_drafts


@click.command("tidy")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def tidy(quiet: bool) -> None:
    """Remove drafts that nobody went on with in time, ended sessions, old codes and counts of tries. Safe to repeat.

    Also seals the audit and makes its months to come, and puts referrals of families that went along with a
    redrawing on the desk of who answers for them now.
    """
    drafts = clear_drafts(task())
    sessions, _by_table = Session.objects.filter(expire_date__lt=clock.now()).delete()
    ended_sessions.forget_ended()
    clear_codes(task())
    tries = limits.clear(clock.now())
    moved = desks_follow(task())
    make_months()
    sealed = seal_audit()
    if not quiet:
        click.echo(f"Removed: {drafts} drafts, {sessions} sessions, {tries} counts of tries.")
        click.echo(f"Sealed: {sealed.entries} entries of the audit.")
        if moved:
            click.echo(f"Moved to another desk after a redrawing: {moved} referrals.")
