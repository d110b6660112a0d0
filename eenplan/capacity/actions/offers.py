"""What partners offer: a partner for the own organisation, the coordinator for each partner of the partnership."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.models import Offer, OfferWait
from eenplan.capacity.rules.offers import LONGEST_WAIT, MOST_PLACES, may_keep
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import OrganisationPartnership
from eenplan.network.rules.partners import clean_text

LONGEST_NAME = 120
FURTHEST = 2100


@dataclass(frozen=True, slots=True)
class Track:
    """A short offer: how many places, from its first up to and including its last day."""

    places: int
    first_day: date
    last_day: date


def _must_keep(acting: Acting, organisation_id: UUID) -> None:
    if not may_keep(acting, organisation_id):
        raise RuleBroken(
            "capacity:offer-who",
            _("Dit verandert alleen de partner zelf, of de netwerkcoördinator."),
        )


def _here(acting: Acting) -> UUID:
    if acting.partnership_id is None:
        raise NotFound("partnership")
    return acting.partnership_id


def _mine(acting: Acting, offer_id: UUID) -> Offer:
    """The offer, held for writing. Raises NotFound for one of another partnership, or that is over."""
    here = Offer.objects.filter(id=offer_id, partnership_id=_here(acting)).filter(
        Q(period__upper_inf=True) | Q(period__endswith__gt=today())
    )
    found = here.first()
    if found is None:
        raise NotFound("offer")
    _must_keep(acting, found.organisation_id)
    return here.select_for_update().get()


def _must_be_new(organisation_id: UUID, partnership_id: UUID, name: str, *but: UUID) -> None:
    there = Offer.objects.filter(
        organisation_id=organisation_id,
        partnership_id=partnership_id,
        name=name,
        period__overlap=DateRange(today(), None),
    )
    if there.exclude(id__in=but).exists():
        raise RuleBroken(
            "capacity:offer-known",
            _("Dit aanbod staat er al. Kies een andere naam, of verander wat er staat."),
            field="name",
        )


def _check_track(kind: OfferKind, track: Track | None) -> dict[str, object]:
    if kind == OfferKind.REGULAR:
        return {}
    if track is None or not 1 <= track.places <= MOST_PLACES:
        raise RuleBroken(
            "capacity:offer-places",
            _("Vul in hoeveel plaatsen er zijn, van 1 tot %(most)s.") % {"most": MOST_PLACES},
            field="places",
        )
    if track.last_day < track.first_day or track.last_day.year >= FURTHEST:
        raise RuleBroken(
            "capacity:offer-days",
            _("De laatste dag komt niet voor de eerste, en ligt voor het jaar 2100. Kies een andere dag."),
            field="last_day",
        )
    return {"places": track.places, "first_day": track.first_day, "last_day": track.last_day}


@action
def add_offer(
    acting: Acting,
    *,
    organisation_id: UUID,
    name: str,
    help_type: str,
    kind: OfferKind = OfferKind.REGULAR,
    track: Track | None = None,
    weeks: int | None = None,
    says_wait: bool = False,
) -> UUID:
    """Write down, from today on, what an organisation offers in the partnership of `acting`; with `says_wait` also
    its expected wait (`say_wait`).

    Refuses with `capacity:offer-who`, `offer-partner`, `offer-type`, `offer-known`, `offer-places`, `offer-days`,
    `offer-weeks` and what `clean_text` refuses.
    """
    _must_keep(acting, organisation_id)
    partnership_id = _here(acting)
    if acting.role == Role.COORDINATOR and not (
        OrganisationPartnership.objects.filter(
            organisation_id=organisation_id, partnership_id=partnership_id, period__contains=today()
        ).exists()
    ):
        raise RuleBroken(
            "capacity:offer-partner",
            _("Deze organisatie is hier vandaag geen partner. Kies een partner van de lijst."),
            field="organisation",
        )
    called = clean_text(name, field="name", most=LONGEST_NAME, needed=True)
    if not re.fullmatch(r"[a-z_]{1,20}", help_type):
        raise RuleBroken("capacity:offer-type", _("Kies welke soort hulp het is."), field="help_type")
    values = _check_track(kind, track)
    _must_be_new(organisation_id, partnership_id, called)
    made = Offer.objects.create(
        organisation_id=organisation_id,
        partnership_id=partnership_id,
        name=called,
        help_type=help_type,
        kind=kind,
        period=DateRange(today(), None),
        **values,
    )
    record(acting, "capacity:offer:added", subject=made.id)
    if says_wait:
        say_wait(acting, offer_id=made.id, weeks=weeks)
    return made.id


@action
def change_offer(acting: Acting, *, offer_id: UUID, name: str, track: Track | None = None) -> None:
    """Call an offer otherwise, and give a short one other places or days. Raises NotFound; refuses as `add_offer`."""
    offer = _mine(acting, offer_id)
    called = clean_text(name, field="name", most=LONGEST_NAME, needed=True)
    _must_be_new(offer.organisation_id, offer.partnership_id, called, offer.id)
    offer.name = called
    for field, value in _check_track(OfferKind(offer.kind), track).items():
        setattr(offer, field, value)
    offer.save(update_fields=["name", "places", "first_day", "last_day"])
    record(acting, "capacity:offer:changed", subject=offer.id)


@action
def end_offer(acting: Acting, *, offer_id: UUID, last_day: date) -> None:
    """Offer it up to and including a day, today or later. Who waits for it already goes on waiting.

    Raises NotFound; refuses with `capacity:offer-past`.
    """
    offer = _mine(acting, offer_id)
    if last_day < today() or last_day.year >= FURTHEST:
        raise RuleBroken(
            "capacity:offer-past",
            _("Kies vandaag of een latere dag voor 2100. Wat voorbij is, blijft zoals het was."),
            field="last_day",
        )
    offer.period = DateRange(offer.period.lower, last_day + timedelta(days=1))
    offer.save(update_fields=["period"])
    record(acting, "capacity:offer:ended", subject=offer.id)


@action
def say_wait(acting: Acting, *, offer_id: UUID, weeks: int | None) -> UUID:
    """Say how many weeks one waits for an offer now (0: none; None: we do not know). What was said before stays.

    Raises NotFound; refuses with `capacity:offer-weeks`.
    """
    offer = _mine(acting, offer_id)
    if weeks is not None and not 0 <= weeks <= LONGEST_WAIT:
        raise RuleBroken(
            "capacity:offer-weeks",
            _("Vul een aantal weken in, van 0 tot %(most)s.") % {"most": LONGEST_WAIT},
            field="weeks",
        )
    made = OfferWait.objects.create(offer=offer, weeks=weeks, said_on=today(), said_by_id=acting.actor_id)
    record(acting, "capacity:offer-wait:said", subject=offer.id)
    return made.id
