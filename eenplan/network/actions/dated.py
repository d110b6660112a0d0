"""Words and numbers that change from a day on: the old row ends, a new one begins, the past stays (rule 47)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken

# Further ahead nobody plans; a year of five digits is a slip of the hand.
LAST_YEAR = 2100


def may_change(acting: Acting, partnership_id: UUID | None) -> bool:
    """Whether somebody changes words here: the administrator everywhere, a coordinator in the own partnership."""
    if acting.role == Role.COORDINATOR:
        return partnership_id is not None and partnership_id == acting.partnership_id
    return acting.role == Role.ADMIN


def must_change(acting: Acting, partnership_id: UUID | None) -> None:
    """Refuse with `network:words-who` whoever may not."""
    if not may_change(acting, partnership_id):
        raise RuleBroken(
            "network:words-who",
            _(
                "Dit past alleen de beheerder aan, of de netwerkcoördinator voor het eigen samenwerkingsverband."
            ),
        )


def must_be_ahead(since: date, *, today_too: bool = True) -> None:
    """Refuse with `network:words-past` a day before today, and one that is too far away.

    Not `today_too` (`network:words-today`): what documents of today stand on changes tomorrow at the soonest.
    """
    if since == today() and not today_too:
        raise RuleBroken(
            "network:words-today",
            _("Kies morgen of een latere dag. Wat vandaag werd afgesproken, houdt zo zijn woorden."),
            field="since",
        )
    if since < today():
        raise RuleBroken(
            "network:words-past",
            _("Kies vandaag of een latere dag. Wat voorbij is, blijft zoals het was."),
            field="since",
        )
    if since.year > LAST_YEAR:
        raise RuleBroken("network:words-far", _("Kies een dag voor het jaar 2100."), field="since")


def replace_from(model: Any, key: dict[str, Any], values: dict[str, Any] | None, *, since: date) -> Any:
    """End what holds under `key` on a day and begin a row with `values`; None only ends. Within an action.

    Refuses with `network:words-planned` when a row begins on that day or later: take that back first.
    """
    must_be_ahead(since)
    standing = model.objects.select_for_update().filter(**key)
    if standing.filter(period__startswith__gte=since).exists():
        raise RuleBroken(
            "network:words-planned",
            _(
                "Vanaf die dag of later is er al een verandering. Neem die eerst terug, of kies een latere dag."
            ),
            field="since",
        )
    for row in standing.filter(period__contains=since):
        row.period = DateRange(row.period.lower, since)
        row.save(update_fields=["period"])
    if values is None:
        return None
    return model.objects.create(**key, **values, period=DateRange(since, None))


def withdraw(model: Any, key: dict[str, Any], *, since: date) -> None:
    """Take back what was planned to begin on a day; what held before it goes on. Within an action.

    Raises NotFound when nothing begins or ends then; refuses with `network:words-begun` what has begun already.
    """
    standing = model.objects.select_for_update().filter(**key)
    planned, ending = standing.filter(period__startswith=since), standing.filter(period__endswith=since)
    if not planned.exists() and not ending.exists():
        raise NotFound("planned change")
    if since <= today():
        raise RuleBroken(
            "network:words-begun",
            _("Dit geldt al en kan je niet meer terugnemen. Leg een nieuwe verandering vast."),
        )
    planned.delete()
    for row in ending:
        row.period = DateRange(row.period.lower, None)
        row.save(update_fields=["period"])
