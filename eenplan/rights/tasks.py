"""Sending what waits in the rights room: an e-mail to a family that something ends, and nothing more in it."""

from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.rights.actions.endings import claim_notice, note_notice_sent
from eenplan.rights.queries.notices import Notice, notice


def send_notices(acting: Acting) -> int:
    """Tell families by e-mail that what is kept of them ends; how many left. Safe to run at any time.

    Raises OSError when the mail server cannot be reached; then nothing was claimed.
    """
    sent = 0
    post = get_connection()
    post.open()
    try:
        while ending_id := claim_notice(acting):
            try:
                post.send_messages([_mail(notice(acting, ending_id))])
            except (NotFound, SMTPRecipientsRefused, SMTPResponseException):
                continue  # nobody to tell there: the screens still do
            note_notice_sent(acting, ending_id=ending_id)
            sent += 1
    finally:
        post.close()
    return sent


def _mail(told: Notice) -> EmailMessage:
    """No name, no service, nothing of what is kept: whoever else reads this mailbox learns nothing."""
    with override(told.language):
        lines = [
            _("Dag,"),
            _("We willen je iets laten weten. Bel ons wanneer het jou past:"),
            f"{told.contact.phone}\n{told.contact.hours}",
            _("Antwoord niet op deze e-mail: we lezen dat niet."),
        ]
        return EmailMessage(
            subject=_("Een bericht voor jou"),
            body="\n\n".join(lines) + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[told.to],
        )
