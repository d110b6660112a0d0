"""Waiting for help in words: how it stands, who asked, what bridges it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.capacity.enums import OfferKind
from eenplan.capacity.queries.offers import OfferNow
from eenplan.core.clock import today
from eenplan.plans.enums import HelpState
from eenplan.plans.queries import HelpPiece, PlanNow
from eenplan.plans.queries.places import PlaceNow
from eenplan.plans.queries.sessions import Series
from eenplan.plans.queries.waits import BridgeNow, BridgeOver, CheckOn, ToAskAgain, WaitNow
from eenplan.web.coach.forms.waits import OFFER, PLACE
from eenplan.web.coach.presenters.lists import Line
from eenplan.web.coach.presenters.plan import at
from eenplan.web.shared import words
from eenplan.web.shared.components import Row, Words
from eenplan.web.shared.forms import Choices
from eenplan.web.shared.waiting import bridge_title, bridge_words, so_long


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """What helps or helped meanwhile: `end_href` is '' when that was said to be over. `is_past`: it ended by itself."""

    title: str
    about: str
    carried: str
    end_href: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class CheckLine:
    """Somebody asked: when and who, and what was said."""

    about: str
    said: str


@dataclass(frozen=True, slots=True)
class Partner:
    """What the partner says of the wait, the day that follows from it (None: none), and whether that is noted already."""

    words: str
    expected: date | None
    is_noted: bool


@dataclass(frozen=True, slots=True)
class WaitView:
    """The page of one wait. `is_unlisted`: neither its list nor a partner's offer is known."""

    title: str
    lang: str
    is_unlisted: bool
    rows: list[Row]
    bridges: list[BridgeLine]
    over: list[BridgeLine]
    checks: list[CheckLine]
    add_href: str
    start_href: str
    change_href: str


def wait_view(page: PlanNow, piece: HelpPiece, wait: WaitNow | None) -> WaitView:
    """How one wait stands."""
    checks = wait.checks if wait else ()
    last = words.day(piece.asked_on) if piece.asked_on else _("nog niet")
    if checks and piece.asked_on == checks[0].on and checks[0].by:
        last = _("%(day)s, door %(name)s") % {"day": last, "name": checks[0].by}
    since = _("nog niet ingevuld")
    if piece.since:
        since = f"{words.day(piece.since)} ({so_long(piece.since)})"
    rows = [
        Row(_("Voor wie"), piece.for_whom or _("het hele gezin")),
        *([Row(_("Bij wie"), piece.organisation)] if piece.organisation else []),
        *([Row(_("Wachtlijst"), wait.list_name)] if wait and wait.list_name else []),
        Row(_("Sinds"), since),
        Row(_("Verwacht"), words.day(piece.expected) if piece.expected else _("we weten nog niet wanneer")),
        Row(_("Laatst nagevraagd"), last),
    ]
    lines = [_line(page, piece, one) for one in (wait.bridges if wait else ())]
    return WaitView(
        title=piece.text.text if piece.text else piece.organisation,
        lang=piece.text.language if piece.text else "",
        is_unlisted=not (wait and (wait.list_name or wait.offer_id)),
        rows=rows,
        bridges=[one for one in lines if one.end_href],
        over=[one for one in lines if not one.end_href],
        checks=[
            CheckLine(" · ".join(part for part in (words.day(one.on), one.by) if part), one.said)
            for one in checks
        ],
        add_href=at("add-bridge", page, item_id=piece.item_id),
        start_href=at("start-help", page, item_id=piece.item_id),
        change_href=at("change-help", page, item_id=piece.item_id),
    )


def _line(page: PlanNow, piece: HelpPiece, one: BridgeNow) -> BridgeLine:
    href = at("end-bridge", page, item_id=piece.item_id, bridge_id=one.id) if one.until is None else ""
    return BridgeLine(bridge_title(one), bridge_words(one), one.carried, href, bool(href) and not one.helps)


def bridging(waits: Mapping[UUID, WaitNow], item_id: UUID) -> list[tuple[BridgeNow, str]]:
    """What still bridges a wait, each with how it is called."""
    wait = waits.get(item_id)
    return [(one, bridge_title(one)) for one in wait.open_bridges] if wait else []


def offer_choices(offers: Sequence[OfferNow], piece: HelpPiece) -> list[tuple[str, str]]:
    """What partners offer all along, those of this kind of help first."""
    regular = [one for one in offers if one.kind == OfferKind.REGULAR]
    ordered = sorted(regular, key=lambda one: one.help_type != (piece.help_type or ""))
    return [(str(one.id), f"{one.name} ({one.organisation})") for one in ordered]


def partner_says(offer: OfferNow | None, since: date | None, checks: Iterable[CheckOn]) -> Partner | None:
    """What the partner of an offer says of the wait; None when nothing was said, or that nobody knows."""
    if offer is None or offer.wait is None or offer.wait.weeks is None:
        return None
    weeks = offer.wait.weeks
    expected = (since or today()) + timedelta(weeks=weeks)
    long = ngettext("ongeveer één week", "ongeveer %(weeks)s weken", weeks) % {"weeks": weeks}
    said = _("%(name)s zegt: %(long)s wachten voor “%(offer)s”. Dat zeiden ze op %(day)s.") % {
        "name": offer.organisation,
        "long": long,
        "offer": offer.name,
        "day": words.day(offer.wait.said_on),
    }
    noted = any(one.said == said for one in checks)
    return Partner(said, expected if expected >= today() else None, noted)


def pieces_to_choose(
    page: PlanNow,
    piece: HelpPiece,
    talks: Iterable[Series],
    places: Iterable[PlaceNow],
    offers: Iterable[OfferNow],
) -> list[tuple[Words, Choices]]:
    """What can bridge a wait, in groups: a place that a partner gave, what stands in the plan, what partners offer all along."""
    running = [
        one
        for one in page.pieces.help
        if one.item_id != piece.item_id and one.state in (HelpState.THERE_IS, HelpState.STARTED)
    ]
    return [
        (
            _("Een plaats die een partner gaf"),
            [
                (f"{PLACE}{one.id}", _short(f"{one.offer}, {one.organisation}"))
                for one in places
                if one.is_given and not one.is_bridge
            ],
        ),
        (_("Hulp die er al is"), [(str(one.item_id), _short(one.text.text)) for one in running if one.text]),
        (
            _("Gesprekken"),
            [(str(one.series_id), f"{one.psychologist}: {one.theme}".strip(": ")) for one in talks],
        ),
        (
            _("Wie helpt ons"),
            [
                (str(one.item_id), f"{one.name} ({one.role})" if one.role else one.name)
                for one in page.pieces.team
            ],
        ),
        (
            _("Stappen"),
            [
                (str(one.item_id), _short(one.text.text))
                for one in page.pieces.steps
                if one.text and one.done_on is None
            ],
        ),
        (
            _("Wat partners doorlopend aanbieden"),
            [
                (f"{OFFER}{one.id}", _short(f"{one.name}, {one.organisation}"))
                for one in offers
                if one.kind == OfferKind.REGULAR
            ],
        ),
    ]


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"


def again_lines(names: Mapping[UUID, str], found: Sequence[ToAskAgain]) -> list[Line]:
    """Waits after which nobody asked for long."""
    return [
        Line(
            _short(one.title),
            names.get(one.family_id, ""),
            _("stil sinds %(day)s") % {"day": words.day(one.last)},
            reverse("coach:check-wait", args=[one.family_id, one.help_id]),
        )
        for one in found
    ]


def over_lines(names: Mapping[UUID, str], found: Sequence[BridgeOver]) -> list[Line]:
    """What helped meanwhile and ended by itself: what goes over into the plan?"""
    return [
        Line(
            _("‘%(what)s’ is voorbij: wat nemen jullie mee?") % {"what": _short(one.what)},
            names.get(one.family_id, ""),
            _("sinds %(day)s") % {"day": words.day(one.last)},
            reverse("coach:end-bridge", args=[one.family_id, one.help_id, one.id]),
        )
        for one in found
    ]
