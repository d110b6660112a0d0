"""Sending what waits in the outbox: an e-mail that says nothing but whom to call."""

from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.referrals.actions import claim_message, note_sent
from eenplan.referrals.actions.status import anything_to_send
from eenplan.referrals.queries import message
from eenplan.referrals.queries.status import Message


@dataclass(frozen=True, slots=True)
class Sent:
    """How many e-mails left, and how many the mail server refused."""

    sent: int
    refused: int


def send_messages(acting: Acting) -> Sent:
    """Send every e-mail that may go. Safe to run at any time, by several at once: none goes twice.

    Raises OSError when the mail server cannot be reached; then nothing was claimed. Breaks off, and leaves
    one e-mail claimed, when the server stops answering halfway: nobody knows then whether it left.
    """
    sent = refused = 0
    if not anything_to_send():
        return Sent(sent, refused)
    post = get_connection()
    post.open()
    try:
        while telling_id := claim_message(acting):
            try:
                post.send_messages([_mail(message(acting, telling_id))])
            except (NotFound, SMTPRecipientsRefused, SMTPResponseException):
                note_sent(acting, telling_id=telling_id, arrived=False)
                refused += 1
            else:
                note_sent(acting, telling_id=telling_id, arrived=True)
                sent += 1
    finally:
        post.close()
    return Sent(sent, refused)


def _mail(told: Message) -> EmailMessage:
    """No name, no service, nothing of the question: whoever else reads this mailbox learns nothing."""
    with override(told.language):
        lines = [
            _("Dag,"),
            _("Er is nieuws over je vraag. Bel ons wanneer het jou past:"),
            f"{told.contact.phone}\n{told.contact.hours}",
            _("Antwoord niet op deze e-mail: we lezen dat niet."),
        ]
        return EmailMessage(
            subject=_("Er is nieuws over je vraag"),
            body="\n\n".join(lines) + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[told.to],
        )
