"""`eenplan send-messages`: the e-mails to families that wait in the outbox, and codes to come in."""

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from eenplan.core.acting import task
from eenplan.families.tasks import send_codes, until_something_waits
from eenplan.referrals.tasks import send_messages as send
from eenplan.rights.tasks import send_notices

# With --stay: how often to look when nobody called, in seconds.
PATIENCE_S = 60


@click.command("send-messages")
@click.option("--quiet", is_flag=True, help="Say nothing when nothing was refused.")
@click.option("--stay", is_flag=True, help="Stay, and send whatever comes at once: for codes to come in.")
def send_messages(quiet: bool, stay: bool) -> None:
    """Send what waits. Run it every few minutes, or once with --stay; several may run: nothing goes twice."""
    if not settings.DEMO and not (settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL):
        raise ImproperlyConfigured("Set EENPLAN_EMAIL_HOST and EENPLAN_EMAIL_FROM, or nothing can be sent.")
    if not stay:
        _send(quiet=quiet)
        return
    for _call in until_something_waits(PATIENCE_S):
        try:
            _send(quiet=True)
        except click.ClickException as problem:
            click.echo(problem.format_message(), err=True)


def _send(*, quiet: bool) -> None:
    codes = send_codes(task())
    try:
        done = send(task())
        notices = send_notices(task())
    except OSError as problem:
        # Its own words may quote an address.
        raise click.ClickException(
            f"The mail server does not answer ({type(problem).__name__})."
        ) from problem
    refused = done.refused + codes.failed
    if refused or not quiet:
        click.echo(f"Sent: {done.sent + codes.sent + notices}. Refused by the mail server: {refused}.")
