"""Offers and their waits in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.capacity.enums import OfferKind
from eenplan.capacity.queries.offers import OfferNow, WaitSaid
from eenplan.core.clock import today
from eenplan.plans.enums import HelpType
from eenplan.web.shared.said import day


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer in a list: what it is, how long one waits, and who said that when."""

    id: UUID
    name: str
    about: str
    wait: str
    said: str
    tone: str
    ends: str
    href: str


@dataclass(frozen=True, slots=True)
class Offering:
    """An organisation with what it offers."""

    organisation: str
    lines: tuple[OfferLine, ...]


def wait_words(wait: WaitSaid | None) -> str:
    """'ongeveer 12 weken'; also that there is none, that nobody knows, or that nothing was said."""
    if wait is None:
        return _("nog niet ingevuld")
    if wait.weeks is None:
        return _("niet bekend")
    if wait.weeks == 0:
        return _("geen wachttijd")
    return ngettext("ongeveer één week", "ongeveer %(weeks)s weken", wait.weeks) % {"weeks": wait.weeks}


def said_words(wait: WaitSaid) -> str:
    """When that was said, and by whom."""
    if wait.by:
        return _("gezegd op %(day)s door %(name)s") % {"day": day(wait.said_on), "name": wait.by}
    return _("gezegd op %(day)s") % {"day": day(wait.said_on)}


def about_words(one: OfferNow) -> str:
    """The kind of help; of a short offer its places and days."""
    types = dict(HelpType.choices)
    parts = [str(types.get(one.help_type, HelpType.OTHER.label)).capitalize()]
    if one.kind == OfferKind.SHORT and one.places and one.first_day and one.last_day:
        parts.append(ngettext("één plaats", "%(number)s plaatsen", one.places) % {"number": one.places})
        parts.append(
            _("van %(first)s tot en met %(last)s") % {"first": day(one.first_day), "last": day(one.last_day)}
        )
    return " · ".join(parts)


def line_of(one: OfferNow) -> OfferLine:
    """An offer as a list shows it; for a short one that is over nobody waits any more."""
    is_over = one.last_day is not None and one.last_day < today()
    return OfferLine(
        one.id,
        one.name,
        about_words(one),
        _("voorbij") if is_over else wait_words(one.wait),
        said_words(one.wait) if one.wait and not is_over else "",
        "done" if is_over or (one.wait and one.wait.weeks is not None) else "soon",
        _("tot en met %(day)s") % {"day": day(one.until - timedelta(days=1))} if one.until else "",
        reverse("partner:read-offer", args=[one.id]),
    )


def offerings(found: Sequence[OfferNow]) -> list[Offering]:
    """Offers under their organisations, in the order in which they come."""
    by_name: dict[tuple[UUID, str], list[OfferLine]] = {}
    for one in found:
        by_name.setdefault((one.organisation_id, one.organisation), []).append(line_of(one))
    return [Offering(name, tuple(lines)) for (_key, name), lines in by_name.items()]


def history(waits: Iterable[WaitSaid]) -> list[tuple[str, str]]:
    """What was said through time: how long, and when by whom."""
    return [(wait_words(one), said_words(one)) for one in waits]
