"""The e-mail after a referral: it says nothing but whom to call."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.core.outgoing import Left, NotYet, leaves
from eenplan.referrals.actions import claim_message, note_sent
from eenplan.referrals.actions.status import waiting_messages
from eenplan.referrals.queries import message
from eenplan.referrals.queries.status import Message


@dataclass(frozen=True, slots=True)
class Sent:
    """How many e-mails left, how many the mail server refused, how many wait, and of how many nobody knows."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    unsure: int = 0


def send_message(acting: Acting, telling_id: UUID) -> Left | None:
    """Send one e-mail if it may go, at most once; what became of it, None when there was nothing to send.

    Raises NotYet when it is to be tried again: nobody answered, or there is no number yet to tell.
    """
    if not claim_message(acting, telling_id=telling_id):
        return None
    try:
        told = message(acting, telling_id)
    except NotFound:
        how = Left.NOT_YET
    else:
        how = leaves(lambda: _mail(told).send(), "An e-mail after a referral")
    if note_sent(acting, telling_id=telling_id, how=how):
        raise NotYet
    return how


def send_messages(acting: Acting) -> Sent:
    """Send each e-mail that waits, once. For a run by turns: who stays is called by the queue."""
    became = []
    for telling_id in waiting_messages(acting):
        try:
            became.append(send_message(acting, telling_id))
        except NotYet:
            became.append(Left.NOT_YET)
    return Sent(*(became.count(how) for how in (Left.LEFT, Left.REFUSED, Left.NOT_YET, Left.UNSURE)))


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
