"""Waiting in words: how long, and what helps meanwhile. For workers and for the family alike."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import today
from eenplan.plans.enums import BridgeKind
from eenplan.plans.queries.waits import BridgeNow
from eenplan.web.shared.said import day


def so_long(since: date) -> str:
    """'al 26 weken', 'al één week', 'pas begonnen'."""
    weeks = (today() - since).days // 7
    if weeks < 1:
        return _("pas begonnen")
    return ngettext("al één week", "al %(weeks)s weken", weeks) % {"weeks": weeks}


def meanwhile(kind: BridgeKind, what: str, *, is_talks: bool) -> str:
    """What helps, as it is called; of talks no more than that there are."""
    if is_talks:
        talks = _("gesprekken")
        return f"{talks}: {what}" if what else _("een reeks gesprekken")
    return what or str(kind.label)


def bridge_title(one: BridgeNow) -> str:
    """What helps, as `meanwhile` says it."""
    return meanwhile(one.kind, one.what, is_talks=one.is_talks)


def bridge_words(one: BridgeNow) -> str:
    """'sinds 3 mei', 'van 3 mei tot en met 9 juni'; a short offer says its last day before it comes."""
    last = one.until or one.own_last
    if last is None:
        said = _("vanaf %(day)s") if one.from_on > today() else _("sinds %(day)s")
        return said % {"day": day(one.from_on)}
    return _("van %(first)s tot en met %(last)s") % {"first": day(one.from_on), "last": day(last)}
