"""Whether the family knows whom it can call, and what its referrer may know: in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import now
from eenplan.core.outgoing import BEING_SENT
from eenplan.network.queries import ContactPointOn
from eenplan.referrals.enums import ReferrerType, TellBy, TellingState
from eenplan.referrals.queries import Informed, ReferralPage, contact_of, informed
from eenplan.web.shared import words


@dataclass(frozen=True, slots=True)
class Telling:
    """The part 'Het gezin weet' of a referral's page.

    `must_agree`: nothing goes before a safe way is noted. `may_note`: somebody still tells it. `known` says
    who of the family lets the referrer know more ('' for nobody). `own`: the family or a youngster is the referrer. No
    `status`: there is nobody to tell.
    """

    status: str
    tone: str
    line: str
    must_agree: bool
    may_note: bool
    known: str
    own: bool


def telling(acting: Acting, page: ReferralPage) -> Telling:
    """What the page of a referral says. Reads; the page itself is recorded as read."""
    found = informed(acting, page.referral)
    if page.referral.anonymous:
        line = _(
            "Dit is een overleg zonder namen: het gezin weet er niet van. Er is niemand om te verwittigen."
        )
        return Telling("", "", line, must_agree=False, may_note=False, known="", own=False)
    row = found.telling
    known = ""
    if found.may_know:
        known = _("%(name)s vond dit goed op %(day)s.") % {
            "name": found.may_know.said_by.given_name or _("Iemand van het gezin"),
            "day": words.day(found.may_know.said_on),
        }
    told = row is not None and row.state == TellingState.TOLD
    agree = row is None or row.state == TellingState.AGREE_FIRST
    return Telling(
        status=_("verteld") if told else _("nog afspreken") if agree else _("nog te doen"),
        tone="done" if told else "soon",
        line=_line(acting, page, found),
        must_agree=agree,
        may_note=not told,
        known=known,
        own=page.referral.self_referred or page.referral.referrer_type == ReferrerType.FAMILY,
    )


def _line(acting: Acting, page: ReferralPage, found: Informed) -> str:
    row = found.telling
    if row is None:
        return _("Er staat nog niet of het gezin weet wie het kan bellen.")
    if row.state == TellingState.TOLD and row.told_on:
        if row.by == TellBy.SCREEN:
            return _("Het gezin las zelf op het scherm wat er nu gebeurt, op %(day)s.") % {
                "day": words.day(row.told_on)
            }
        return _("Het gezin weet wie het kan bellen en wat er nu gebeurt: %(by)s, op %(day)s.") % {
            "by": TellBy(row.by).label,
            "day": words.day(row.told_on),
        }
    if row.state == TellingState.AGREE_FIRST:
        if row.refused_at:
            return _("De e-mail kwam niet aan. Kies een andere weg.")
        return _(
            "We verstuurden niets: het is niet zeker dat dit veilig is. Spreek eerst een veilige weg af."
        )
    if row.by == TellBy.EMAIL:
        return _mail_line(row.sending_at, contact_of(acting, page.referral))
    return _("Vertel het gezin wie het kan bellen en wat er nu gebeurt: %(by)s.") % {
        "by": TellBy(row.by).label
    }


def _mail_line(sending_at: datetime | None, contact: ContactPointOn | None) -> str:
    if contact is None:
        return _("De e-mail vertrekt niet: voor deze regio is geen telefoonnummer ingesteld. Bel het gezin.")
    if sending_at and sending_at < now() - BEING_SENT:
        return _("We weten niet zeker of de e-mail vertrok. Bel het gezin.")
    return _("De e-mail vertrekt vanzelf. Er staat enkel in wie het gezin kan bellen.")


def text_message(contact: ContactPointOn) -> str:
    """A text message as it can be sent: nothing but whom to call."""
    return _("Er is nieuws over je vraag. Bel %(phone)s, %(hours)s.") % {
        "phone": contact.phone,
        "hours": contact.hours,
    }
