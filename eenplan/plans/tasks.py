"""Telling people that something is ready: the same few words for everybody, in their language, and none of what it is."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.languages import spoken
from eenplan.core.outgoing import Left, NotYet, leaves
from eenplan.core.texts import send_text
from eenplan.families.enums import EntranceKind
from eenplan.plans.actions.notices import (
    claim_notice,
    give_up_unsure,
    note_left,
    note_refused,
    note_unsure,
    put_back_notice,
    remind,
    tell_of_event,
)
from eenplan.plans.enums import NoticeKind
from eenplan.plans.queries.notices import Outgoing


def tell_event(acting: Acting, event_id: UUID) -> int:
    """Keep what is to be told of an event; gives how many notices."""
    return tell_of_event(acting, event_id=event_id)


def go_round(acting: Acting) -> None:
    """What time brings: reminders of tomorrow, and what nobody heard of again since it was being sent."""
    give_up_unsure(acting)
    remind(acting)


def send_notice(acting: Acting, notice_id: UUID) -> bool:
    """Send one notice if it may be, at most once; whether it left. Raises NotYet when it is to be tried again.

    Of what may have left nothing is sent again: it is said to be unsure.
    """
    one = claim_notice(acting, notice_id=notice_id)
    if one is None:
        return False
    how = leaves(lambda: _send(one), "A notice")
    if how is Left.NOT_YET:
        if put_back_notice(acting, notice_id=notice_id):
            raise NotYet
    elif how is Left.REFUSED:
        note_refused(acting, notice_id=notice_id)
    elif how is Left.UNSURE:
        note_unsure(acting, notice_id=notice_id)
    else:
        note_left(acting, notice_id=notice_id)
    return how is Left.LEFT


def _send(one: Outgoing) -> None:
    with override(spoken(one.language)):
        words = notice_words(one.kind, one.at)
        if one.to.kind is EntranceKind.TEXT:
            send_text(one.to.value, words)
        else:
            EmailMessage(_("Een bericht"), words + "\n", settings.DEFAULT_FROM_EMAIL, [one.to.value]).send()


def notice_words(kind: NoticeKind, at: datetime | None = None) -> str:
    """All that is ever said, in the language that is active: of an appointment its moment, and nothing else of anything."""
    if kind is NoticeKind.REMINDER and at is not None:
        moment = localtime(at)
        return _("Je hebt een afspraak op %(day)s om %(hour)s.") % {
            "day": f"{moment:%d/%m}",
            "hour": f"{moment:%H:%M}",
        }
    if kind is NoticeKind.PLANNED:
        return _("Er staat een nieuwe afspraak voor je klaar. Lees ze zoals je dat anders doet.")
    if kind is NoticeKind.MOVED:
        return _("Een afspraak is veranderd. Lees het zoals je dat anders doet.")
    if kind is NoticeKind.LEAVE:
        return _("Er verandert binnenkort iets. Lees het zoals je dat anders doet.")
    return _("Er staat iets nieuws voor je klaar. Lees het zoals je dat anders doet.")
