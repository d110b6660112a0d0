"""Waiting for help: asking again how it stands, and what bridges it. Nothing here touches the coach (rule 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.models import Offer
from eenplan.capacity.queries.offers import offer as offer_here
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import say
from eenplan.families.models import Item, Words
from eenplan.plans.actions.sections import placed, touch
from eenplan.plans.enums import BridgeKind, HelpState, PlaceVerdict
from eenplan.plans.models import Bridge, Help, PlaceRequest, PlanItem, Wait, WaitCheck
from eenplan.plans.rules.waits import CARRIED, CARRIED_ONE, CHECKED, MEANWHILE, joined, last_helped


@dataclass(frozen=True, slots=True)
class Asked:
    """What was heard when somebody asked again. `expected` None: nobody knows yet. `said` may be empty."""

    list_name: str = ""
    expected: date | None = None
    said: str = ""
    offer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewBridge:
    """What helps meanwhile: a piece of the plan, what a partner offers all along, a place given, or words beside or instead.

    A place helps from the day that the partner said, whatever `from_on`; what a partner offers is of that kind.
    """

    kind: BridgeKind
    from_on: date
    piece_id: UUID | None = None
    what: str = ""
    offer_id: UUID | None = None
    place_id: UUID | None = None


@action
def check_wait(acting: Acting, *, help_id: UUID, asked: Asked | None = None) -> WaitCheck:
    """Note that somebody asked today, and that it is still waited for. `asked` None: nothing else is new.

    The same said twice on one day is noted once. Refuses with `plans:not-waiting`, `plans:expected-past` and
    `plans:offer-elsewhere`.
    """
    standing = placed(acting, help_id)
    row = _waited(help_id)
    day = today()
    if asked is not None:
        if asked.expected and asked.expected < day and asked.expected != row.expected:
            raise RuleBroken(
                "plans:expected-past",
                _("Deze dag is al voorbij. Kies een dag die nog komt, of laat hem leeg."),
                field="expected",
            )
        _keep_wait(acting, row, asked)
    expected = asked.expected if asked else row.expected
    before = WaitCheck.objects.filter(help=row).select_related("words").order_by("-at", "-id").first()
    is_same = before and (before.on, before.by_id, before.expected) == (day, acting.actor_id, expected)
    said = asked.said.strip() if asked else ""
    if before and is_same and said in ("", before.words.text if before.words else ""):
        return before
    if expected != row.expected:
        # That somebody asked changes nothing of what was agreed: a plan is not agreed anew for it.
        touch(acting, standing.plan_id, standing.section, None)
    row.asked_on, row.expected = day, expected
    row.save(update_fields=["asked_on", "expected"])
    check = WaitCheck(
        family_id=row.family_id,
        help=row,
        on=day,
        expected=expected,
        by_id=acting.actor_id,
        words=_beside(acting, row, CHECKED, said),
    )
    check.save(force_insert=True)
    record(acting, "plans:wait:checked", families=[row.family_id], subject=help_id)
    return check


@action
def add_bridge(acting: Acting, *, help_id: UUID, bridge: NewBridge) -> Bridge:
    """Say what helps until the help comes. A place that bridges it already stays as it is, and the same is said once.

    Refuses with `plans:not-waiting`, `plans:bridge-what`, `plans:bridge-needs-place` and `plans:offer-elsewhere`. Raises
    NotFound for a piece that is not of this family, or that whoever acts does not see; and for a place that was not given
    for this help.
    """
    placed(acting, help_id)
    row = _waited(help_id)
    if not (bridge.piece_id or bridge.offer_id or bridge.place_id or bridge.what.strip()):
        raise RuleBroken(
            "plans:bridge-what", _("Kies wat intussen helpt, of schrijf het in enkele woorden."), field="what"
        )
    if standing := _bridges_already(row, bridge):
        return standing
    made = Bridge(
        family_id=row.family_id,
        help=row,
        kind=bridge.kind,
        words=_beside(acting, row, MEANWHILE, bridge.what),
        from_on=bridge.from_on,
        added_by_id=acting.actor_id,
    )
    if bridge.place_id:
        place = _given(row, bridge.place_id)
        made.kind, made.place, made.offer_id = BridgeKind.PARTNER, place, place.offer_id
        made.from_on = place.first_day or bridge.from_on
    elif bridge.offer_id:
        made.kind, made.offer_id = BridgeKind.PARTNER, _all_along(acting, bridge.offer_id)
    elif bridge.piece_id:
        made.piece_id = _piece(row, bridge.piece_id)
    made.save(force_insert=True)
    record(acting, "plans:bridge:added", families=[row.family_id], subject=help_id)
    return made


def _bridges_already(row: Help, bridge: NewBridge) -> Bridge | None:
    """What bridges the wait already in the same way: the page was sent twice."""
    if bridge.place_id:
        return Bridge.objects.filter(place_id=bridge.place_id, help=row).first()
    what = bridge.what.strip()
    same: dict[str, Any] = {
        "from_on": bridge.from_on,
        "kind": bridge.kind,
        "piece_id": bridge.piece_id,
        "offer_id": bridge.offer_id,
        **({"words__text": what} if what else {"words": None}),
    }
    return Bridge.objects.filter(help=row, place=None, until=None, **same).first()


def _piece(row: Help, piece_id: UUID) -> UUID:
    pieces = Item.objects.filter(id=piece_id, family_id=row.family_id, ended_at__isnull=True)
    if piece_id == row.pk or not pieces.exists():
        raise NotFound("piece")
    return piece_id


def _given(row: Help, place_id: UUID) -> PlaceRequest:
    """A place that was asked and given for this help. It is held, so that nobody takes it back in this very moment."""
    held = PlaceRequest.objects.select_for_update(of=("self",))
    found = held.filter(id=place_id, help=row, verdict=PlaceVerdict.YES, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound("place")
    return found


def _all_along(acting: Acting, offer_id: UUID) -> UUID:
    """What a partner offers all along; in a short offer somebody asks a place first, so that its places stay counted."""
    try:
        offered = offer_here(acting, offer_id)
    except NotFound:
        raise _elsewhere("piece") from None
    if offered.kind == OfferKind.SHORT:
        raise RuleBroken(
            "plans:bridge-needs-place",
            _("In een kort aanbod is er plaats na een ja van de partner. Vraag eerst een plaats."),
            field="piece",
        )
    return offer_id


@action
def end_bridge(acting: Acting, *, bridge_id: UUID, until: date | None = None, carried: str = "") -> Bridge:
    """What helped meanwhile is over, on a day (unless given: today, or before on its own last day); `carried` goes over into
    the plan.

    Refuses with `plans:bridge-day`. What ended already stays as it is; what is said of it still goes over.
    """
    held = Bridge.objects.select_for_update(of=("self",)).select_related("help", "offer")
    row = held.filter(id=bridge_id).first()
    if row is None:
        raise NotFound("bridge")
    placed(acting, row.help_id)
    if row.until is not None:
        if carried.strip():
            carry_over(acting, row.help, [carried.strip()])
        return row
    latest = last_helped(row.from_on, today(), row.offer.last_day if row.offer else None)
    day = until or latest
    if not row.from_on <= day <= min(latest, today()):
        raise RuleBroken(
            "plans:bridge-day",
            _("Kies een dag tussen het begin en vandaag, of de laatste dag van het aanbod."),
            field="until",
        )
    _end(acting, row.help, [row], day, {row.id: carried})
    record(acting, "plans:bridge:ended", families=[row.family_id], subject=row.help_id)
    return row


def end_bridges(acting: Acting, row: Help, on: date, carried: Mapping[UUID, str]) -> None:
    """All that still bridges a wait is over. Called by the verbs that end it."""
    bridges = Bridge.objects.filter(help=row, until__isnull=True).select_related("offer")
    _end(acting, row, list(bridges), on, carried)


def end_bridge_of_place(acting: Acting, place: PlaceRequest, carried: str) -> bool:
    """The place bridges no more, today or before on its own last day, and this goes over. Whether it bridged anything.

    Called by the verb that takes what it brought.
    """
    row = Bridge.objects.filter(place=place, until__isnull=True, from_on__lte=today()).first()
    if row is None:
        return False
    _end(acting, place.help, [row], today(), {row.id: carried})
    return True


def carry_over(acting: Acting, row: Help, taken: Iterable[str]) -> None:
    """Put what goes over with the help in the plan, below what stands there; the same once."""
    standing = PlanItem.objects.get(item_id=row.pk)
    touch(acting, standing.plan_id, standing.section, None)
    before = Words.objects.filter(
        item_id=row.pk, slot=CARRIED, replaced_by__isnull=True, translation_of__isnull=True
    ).order_by("-said_at")
    said = before.values_list("text", flat=True).first() or ""
    say(acting, item_id=row.pk, slot=CARRIED, text=joined(said, taken))


def _end(acting: Acting, row: Help, bridges: Iterable[Bridge], on: date, carried: Mapping[UUID, str]) -> None:
    taken = []
    for bridge in bridges:
        text = carried.get(bridge.id, "").strip()
        bridge.until = last_helped(bridge.from_on, on, bridge.offer.last_day if bridge.offer else None)
        bridge.carried = _beside(acting, row, CARRIED_ONE, text)
        bridge.save(update_fields=["until", "carried"])
        taken += [text] if text else []
    if taken:
        carry_over(acting, row, taken)


def _waited(help_id: UUID) -> Help:
    """Help that is waited for, held until the act is done."""
    row = Help.objects.select_for_update(of=("self",)).filter(item_id=help_id).first()
    if row is None:
        raise NotFound("help")
    if row.state != HelpState.WAITING:
        raise RuleBroken(
            "plans:not-waiting", _("Op deze hulp wordt niet meer gewacht. Kijk in het plan hoe het nu staat.")
        )
    return row


def _elsewhere(field: str) -> RuleBroken:
    return RuleBroken(
        "plans:offer-elsewhere",
        _("Dit aanbod is er niet in jullie partnerschap. Kies een ander, of laat het leeg."),
        field=field,
    )


def _may_be_for(acting: Acting, row: Help, offer_id: UUID) -> bool:
    """Whether it is offered in the partnership of whoever acts, or a place in it was given for this help."""
    if (
        acting.partnership_id
        and Offer.objects.filter(id=offer_id, partnership_id=acting.partnership_id).exists()
    ):
        return True
    given = PlaceRequest.objects.filter(help=row, verdict=PlaceVerdict.YES, withdrawn_at__isnull=True)
    return given.filter(offer_id=offer_id).exists()


def _keep_wait(acting: Acting, row: Help, asked: Asked) -> None:
    """What stands there already may stay: a family can have come from elsewhere with its wait."""
    wait = Wait.objects.filter(help=row).first()
    stands = wait.offer_id if wait else None
    if asked.offer_id and asked.offer_id != stands and not _may_be_for(acting, row, asked.offer_id):
        raise _elsewhere("offer")
    is_new = wait is None
    wait = wait or Wait(help=row, family_id=row.family_id)
    wait.list_name, wait.offer_id = asked.list_name.strip(), asked.offer_id
    wait.save(force_insert=True) if is_new else wait.save(update_fields=["list_name", "offer"])


def _beside(acting: Acting, row: Help, slot: str, text: str) -> Words | None:
    """Words with a wait: each row stays by itself, none takes the place of another."""
    if not text.strip():
        return None
    words = Words(
        family_id=row.family_id,
        item_id=row.pk,
        slot=slot,
        text=text.strip(),
        language="nl",
        author_id=acting.actor_id,
    )
    words.save(force_insert=True)
    return words
