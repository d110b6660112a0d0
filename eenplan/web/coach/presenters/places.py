"""Places in partners' short offers in words: what is left, how what was asked stands, and what it can become in the plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import today
from eenplan.plans.enums import PlaceVerdict
from eenplan.plans.queries.places import PlaceNow, ShortOffer
from eenplan.web.partner.offer_words import wait_words
from eenplan.web.shared.said import day


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A question for a place. `use`: what the coach made of the answer. Addresses are '' when it is not the time.

    `expect_href` where the place can still be the help that is waited for, `start_href` where it began already.
    """

    one: PlaceNow
    state: str
    tone: str
    use: str
    bridge_href: str
    expect_href: str
    start_href: str
    take_href: str
    withdraw_href: str


def place_line(one: PlaceNow, *, waits: bool) -> PlaceLine:
    """How a question stands. `waits`: whether the help is still waited for."""
    state, tone = state_words(one)
    is_open = waits and one.is_given and not one.is_bridge and not one.is_help and not one.is_taken
    has_begun = one.first_day is not None and one.first_day <= today()

    def at(name: str, *more: object, when: bool) -> str:
        return reverse(f"coach:{name}", args=[one.family_id, one.help_id, *more]) if when else ""

    return PlaceLine(
        one,
        state,
        tone,
        _use(one),
        at("bridge-place", one.id, when=is_open and not _is_past(one)),
        at("expect-place", one.id, when=is_open and not has_begun),
        at("start-help", when=is_open and has_begun),
        at("take-place", one.id, when=one.is_given and has_begun and not one.is_taken),
        at("withdraw-place", one.id, when=may_go_back(one)),
    )


def place_lines_of(found: Iterable[PlaceNow], *, waits: bool) -> list[PlaceLine]:
    """All that was asked for one help."""
    return [place_line(one, waits=waits) for one in found]


def may_go_back(one: PlaceNow) -> bool:
    """Whether the coach can still take a question back: not what was refused, told or taken."""
    return not (one.is_withdrawn or one.verdict == PlaceVerdict.NO or one.brought or one.is_taken)


def _is_past(one: PlaceNow) -> bool:
    return one.last_day is not None and one.last_day < today()


def _use(one: PlaceNow) -> str:
    if one.is_withdrawn or not one.first_day:
        return ""
    if one.is_help:
        return _("Dit is de hulp waarop ze wachten, verwacht op %(day)s.") % {"day": day(one.first_day)}
    if not one.is_bridge or one.last_day is None:
        return ""
    said = (
        _("Dit hielp intussen, van %(first)s tot en met %(last)s.")
        if _is_past(one)
        else _("Dit helpt intussen, van %(first)s tot en met %(last)s.")
    )
    return said % {"first": day(one.first_day), "last": day(one.last_day)}


def offer_hint(one: ShortOffer) -> str:
    """'Nog 3 plaatsen · van 4 mei tot en met 15 juni · ongeveer 2 weken'."""
    left = (
        ngettext("nog één plaats", "nog %(number)s plaatsen", one.left) % {"number": one.left}
        if one.left
        else _("alle plaatsen zijn bezet")
    )
    parts = [left]
    if one.offer.first_day and one.offer.last_day:
        parts.append(
            _("van %(first)s tot en met %(last)s")
            % {"first": day(one.offer.first_day), "last": day(one.offer.last_day)}
        )
    if one.offer.wait:
        parts.append(_("wachten: %(wait)s") % {"wait": wait_words(one.offer.wait)})
    return " · ".join(parts)


def state_words(one: PlaceNow) -> tuple[str, str]:
    """How a question for a place stands, with its tone."""
    if one.is_withdrawn:
        return _("teruggenomen"), "done"
    if one.verdict == PlaceVerdict.NO:
        return _("het kan niet"), "late"
    if one.verdict == PlaceVerdict.YES and one.first_day:
        return _("plaats vanaf %(day)s") % {"day": day(one.first_day)}, "ontime"
    return _("wacht op antwoord"), "soon"


def as_heard(one: PlaceNow) -> str:
    """What is noted with the wait when the place is the help itself."""
    return _("%(name)s zegt: er is plaats in “%(offer)s”.") % {"name": one.organisation, "offer": one.offer}
