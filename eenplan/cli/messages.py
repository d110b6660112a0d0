"""`eenplan send-messages`: the e-mails and text messages that wait, and codes to come in."""

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from eenplan.cli.jobs import DONE, send_what_waits, work
from eenplan.core.acting import task
from eenplan.plans.tasks import go_round


@click.command("send-messages")
@click.option("--quiet", is_flag=True, help="Say nothing when nothing was refused.")
@click.option("--stay", is_flag=True, help="Stay, and send whatever comes at once: for codes to come in.")
def send_messages(quiet: bool, stay: bool) -> None:
    """Send what waits. Run it every few minutes, or once with --stay; several may run: nothing goes twice."""
    if not settings.DEMO and not (settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL):
        raise ImproperlyConfigured("Set EENPLAN_EMAIL_HOST and EENPLAN_EMAIL_FROM, or nothing can be sent.")
    DONE.clear()
    if not stay:
        go_round(task())
    work(stay=stay)
    if stay:
        return
    send_what_waits()
    if DONE["waiting"]:
        raise click.ClickException(
            "Something waits and is tried again: the mail server does not answer, or no number to call is set."
        )
    if DONE["refused"] or DONE["unsure"] or not quiet:
        unsure = f" Unsure: {DONE['unsure']}." if DONE["unsure"] else ""
        click.echo(f"Sent: {DONE['sent']}. Refused by the mail server: {DONE['refused']}.{unsure}")
