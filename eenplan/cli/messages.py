"""`eenplan send-messages`: the e-mails to families that wait in the outbox."""

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from eenplan.core.acting import task
from eenplan.referrals.tasks import send_messages as send


@click.command("send-messages")
@click.option("--quiet", is_flag=True, help="Say nothing when nothing was refused.")
def send_messages(quiet: bool) -> None:
    """Send what waits. Run it every few minutes; by several at once too: no e-mail goes twice."""
    if not settings.DEMO and not (settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL):
        raise ImproperlyConfigured("Set EENPLAN_EMAIL_HOST and EENPLAN_EMAIL_FROM, or nothing can be sent.")
    try:
        done = send(task())
    except OSError as problem:
        raise click.ClickException(f"The mail server does not answer: {problem}") from problem
    if done.refused or not quiet:
        click.echo(f"Sent: {done.sent}. Refused by the mail server: {done.refused}.")
