"""Areas change hands: drafted, confirmed ahead, undone until the day; what was before stays (rules 7 and 46)."""

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.dated import LAST_YEAR
from eenplan.network.enums import Confidence, Source
from eenplan.network.models import (
    Partnership,
    PartnershipAreaException,
    PartnershipZone,
    Redrawing,
    RedrawnZone,
)
from eenplan.network.queries.redrawing import Fault, redrawing

DRAWS = (Role.ADMIN, Role.TASK)


@action
def draft_redrawing(acting: Acting, *, name: str, takes_effect_on: date, basis: str) -> UUID:
    """Begin a draft for a day that is still to come. It changes nothing. For the administrator.

    Refuses with `network:redrawing-name`, `network:area-basis`, `network:area-past` or `network:area-far`.
    """
    _must_draw(acting)
    made = Redrawing.objects.create(
        **_said(name, takes_effect_on, basis),
        takes_effect_on=takes_effect_on,
        drafted_by_id=acting.actor_id,
    )
    record(acting, "network:redrawing:drafted", subject=made.id)
    return made.id


@action
def change_redrawing(
    acting: Acting, *, redrawing_id: UUID, name: str, takes_effect_on: date, basis: str
) -> None:
    """Give a draft another name, day or ground. Refuses as `draft_redrawing`, and `network:redrawing-confirmed`."""
    draft = _draft(acting, redrawing_id)
    for field, value in _said(name, takes_effect_on, basis).items():
        setattr(draft, field, value)
    draft.takes_effect_on = takes_effect_on
    draft.save()
    record(acting, "network:redrawing:changed", subject=draft.id)


@action
def redraw_zone(
    acting: Acting, *, redrawing_id: UUID, zone_id: UUID, to_partnership_id: UUID | None = None
) -> None:
    """Let a zone go to another partnership in a draft; without one, or to its own, it stays where it is.

    Refuses with `network:redrawing-confirmed` and `network:area-gone` (the zone has no partnership on that day,
    or the receiver does not work then).
    """
    draft = _draft(acting, redrawing_id)
    day = draft.takes_effect_on
    standing = PartnershipZone.objects.filter(zone_id=zone_id, period__contains=day).first()
    if to_partnership_id is None or (standing and standing.partnership_id == to_partnership_id):
        RedrawnZone.objects.filter(redrawing=draft, zone_id=zone_id).delete()
    else:
        if (
            standing is None
            or not Partnership.objects.filter(id=to_partnership_id, period__contains=day).exists()
        ):
            raise RuleBroken("network:area-gone", _("Die zone of dat samenwerkingsverband bestaat dan niet."))
        RedrawnZone.objects.update_or_create(
            redrawing=draft,
            zone_id=zone_id,
            defaults={
                "from_partnership_id": standing.partnership_id,
                "to_partnership_id": to_partnership_id,
            },
        )
    record(acting, "network:redrawing:zone", subject=draft.id)


@action
def discard_redrawing(acting: Acting, *, redrawing_id: UUID) -> None:
    """Throw a draft away. Refuses with `network:redrawing-confirmed`."""
    draft = _draft(acting, redrawing_id)
    record(acting, "network:redrawing:discarded", subject=draft.id)
    draft.delete()


@action
def confirm_redrawing(acting: Acting, *, redrawing_id: UUID) -> None:
    """Write the dated rows ahead: each zone ends with its giver and begins with its receiver on the day.

    Families under way stay with their team until a coordinator decides otherwise. Refuses with what
    `draft_redrawing` does of the day, `network:redrawing-empty`, `network:area-planned`, `network:area-changed`,
    or what `say_fault` says of an area that would not be whole.
    """
    draft = _draft(acting, redrawing_id)
    _must_be_ahead(draft.takes_effect_on)
    found = redrawing(acting, redrawing_id)
    if not found.moves:
        raise RuleBroken(
            "network:redrawing-empty", _("Kies eerst minstens één zone die naar een ander gaat.")
        )
    for zone in PartnershipZone.objects.filter(
        zone__in=[move.zone.id for move in found.moves], period__startswith__gte=draft.takes_effect_on
    ).select_related("zone"):
        raise RuleBroken(
            "network:area-planned",
            _("Vanaf die dag of later is er voor %(zone)s al een verandering gepland.")
            % {"zone": zone.zone.name},
        )
    if found.stale:
        raise RuleBroken(
            "network:area-changed",
            _("%(zones)s hoort intussen bij een ander samenwerkingsverband. Kies opnieuw.")
            % {"zones": ", ".join(found.stale)},
        )
    for fault in found.faults:
        raise RuleBroken(f"network:area-{fault.kind}", say_fault(fault))
    for move in found.moves:
        _hand_zone(move.zone.id, move.receiver.id, draft)
    for partnership_id in {move.receiver.id for move in found.moves}:
        _end_setting_up(partnership_id, draft.takes_effect_on)
    draft.confirmed_at, draft.confirmed_by_id = now(), acting.actor_id
    draft.save(update_fields=["confirmed_at", "confirmed_by"])
    record(acting, "network:redrawing:confirmed", subject=draft.id)


@action
def undo_redrawing(acting: Acting, *, redrawing_id: UUID) -> None:
    """Make a confirmed redrawing a draft again, until its day. What was decided of files is taken back with it.

    Refuses with `network:redrawing-begun`, and `network:area-planned` when a later redrawing stands on it.
    """
    _must_draw(acting)
    standing = Redrawing.objects.select_for_update().filter(id=redrawing_id).first()
    if standing is None or standing.confirmed_at is None:
        raise NotFound("redrawing")
    day = standing.takes_effect_on
    if day <= today():
        raise RuleBroken(
            "network:redrawing-begun",
            _("Deze hertekening is al ingegaan. Maak een nieuwe om een zone terug te geven."),
        )
    for one in RedrawnZone.objects.filter(redrawing=standing):
        begun = PartnershipZone.objects.filter(
            zone_id=one.zone_id, partnership_id=one.to_partnership_id, period__startswith=day
        ).first()
        later = PartnershipZone.objects.filter(zone_id=one.zone_id, period__startswith__gt=day)
        if begun is None or later.exists():
            raise RuleBroken(
                "network:area-planned",
                _("Een latere hertekening steunt op deze. Maak die eerst ongedaan."),
            )
        until = begun.period.upper
        begun.delete()
        before = PartnershipZone.objects.get(zone_id=one.zone_id, period__endswith=day)
        before.period = DateRange(before.period.lower, until)
        before.save(update_fields=["period"])
        _set_up_again(one.to_partnership_id, day)
    standing.confirmed_at = standing.confirmed_by_id = None
    standing.save(update_fields=["confirmed_at", "confirmed_by"])
    record(acting, "network:redrawing:undone", subject=standing.id)


def say_fault(fault: Fault) -> str:
    """Why an area may not be, in plain words, and what mends it."""
    name = fault.partnership.name
    if fault.kind == "none":
        return _("%(name)s zou geen enkele zone overhouden. Laat het twee zones die aan elkaar grenzen.") % {
            "name": name
        }
    if fault.kind == "one":
        return _(
            "%(name)s zou maar één zone hebben: %(zone)s. Een samenwerkingsverband heeft er minstens twee,"
            " die aan elkaar grenzen."
        ) % {"name": name, "zone": fault.parts[0][0]}
    return _("%(name)s zou uit stukken bestaan die niet aan elkaar grenzen: %(parts)s.") % {
        "name": name,
        "parts": _(" en los daarvan ").join(", ".join(part) for part in fault.parts),
    }


def _hand_zone(zone_id: UUID, receiver_id: UUID, draft: Redrawing) -> None:
    day = draft.takes_effect_on
    standing = PartnershipZone.objects.select_for_update().get(zone_id=zone_id, period__contains=day)
    until = standing.period.upper
    standing.period = DateRange(standing.period.lower, day)
    standing.save(update_fields=["period"])
    PartnershipZone.objects.create(
        partnership_id=receiver_id,
        zone_id=zone_id,
        period=DateRange(day, until),
        source=Source.PUBLIC,
        confidence=Confidence.HIGH,
        basis=draft.basis,
        period_assumed=False,
    )


def _end_setting_up(partnership_id: UUID, day: date) -> None:
    """A partnership that was being set up has its area now: its exception ends."""
    for row in PartnershipAreaException.objects.filter(
        partnership_id=partnership_id, until_area_given=True, period__contains=day
    ):
        if row.period.lower is not None and row.period.lower >= day:
            row.delete()
        else:
            row.period = DateRange(row.period.lower, day)
            row.save(update_fields=["period"])


def _set_up_again(partnership_id: UUID, day: date) -> None:
    """A partnership that has no zone at all any more is being set up, as it was."""
    if PartnershipZone.objects.filter(partnership_id=partnership_id, period__contains=day).exists():
        return
    if PartnershipAreaException.objects.filter(partnership_id=partnership_id, period__contains=day).exists():
        return
    before = PartnershipAreaException.objects.filter(
        partnership_id=partnership_id, until_area_given=True, period__endswith=day
    ).first()
    if before:
        before.period = DateRange(before.period.lower, None)
        before.save(update_fields=["period"])
    else:
        excuse_setting_up(partnership_id, day)


def excuse_setting_up(partnership_id: UUID, since: date) -> None:
    """A partnership without an area yet is excused from a day on, until a redrawing gives it one."""
    PartnershipAreaException.objects.create(
        partnership_id=partnership_id,
        period=DateRange(since, None),
        reason=_("Wordt opgestart: een hertekening geeft dit samenwerkingsverband zijn zones."),
        until_area_given=True,
    )


def _must_draw(acting: Acting) -> None:
    if acting.role not in DRAWS:
        raise NotFound("redrawing")


def _draft(acting: Acting, redrawing_id: UUID) -> Redrawing:
    _must_draw(acting)
    found = Redrawing.objects.select_for_update().filter(id=redrawing_id).first()
    if found is None:
        raise NotFound("redrawing")
    if found.confirmed_at is not None:
        raise RuleBroken(
            "network:redrawing-confirmed",
            _("Deze hertekening is al bevestigd. Maak ze eerst ongedaan als je ze wil veranderen."),
        )
    return found


def _said(name: str, day: date, basis: str) -> dict[str, str]:
    _must_be_ahead(day)
    if not name.strip():
        raise RuleBroken(
            "network:redrawing-name", _("Geef de hertekening een naam waaraan je ze herkent."), field="name"
        )
    if not basis.strip():
        raise RuleBroken(
            "network:area-basis", _("Schrijf waarop dit steunt, zoals een besluit."), field="basis"
        )
    return {"name": name.strip(), "basis": basis.strip()}


def _must_be_ahead(day: date) -> None:
    if day <= today():
        raise RuleBroken(
            "network:area-past",
            _("Kies een dag na vandaag. Wat voorbij is, blijft zoals het was."),
            field="takes_effect_on",
        )
    if day.year >= LAST_YEAR:
        raise RuleBroken("network:area-far", _("Kies een dag voor het jaar 2100."), field="takes_effect_on")
