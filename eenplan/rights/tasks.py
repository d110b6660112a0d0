"""Sending what waits in the rights room: an e-mail to a family that something ends, and nothing more in it."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.core.outgoing import Left, NotYet, leaves
from eenplan.rights.actions.endings import claim_notice, note_notice_sent, waiting_endings
from eenplan.rights.actions.telling import tell_of_answer
from eenplan.rights.queries.notices import Notice, notice


def tell_answer(acting: Acting, event_id: UUID) -> int:
    """Keep what is to be told of an answer; gives how many notices."""
    return tell_of_answer(acting, event_id=event_id)


def send_ending(acting: Acting, ending_id: UUID) -> Left | None:
    """Tell a family by e-mail that what is kept of it ends, at most once; None when there is nothing to send.

    Raises NotYet when it is to be tried again: nobody answered, or nobody can be called yet.
    """
    if not claim_notice(acting, ending_id=ending_id):
        return None
    try:
        told = notice(acting, ending_id)
    except NotFound:
        how = Left.NOT_YET
    else:
        how = leaves(lambda: _mail(told).send(), "An e-mail that something ends")
    note_notice_sent(acting, ending_id=ending_id, how=how)
    if how is Left.NOT_YET:
        raise NotYet
    return how


def send_notices(acting: Acting) -> int:
    """Send each such e-mail that waits, once; how many left. For a run by turns: who stays is called by the queue."""
    sent = 0
    for ending_id in waiting_endings(acting):
        with suppress(NotYet):
            sent += send_ending(acting, ending_id) is Left.LEFT
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
