"""What moved between two days: figures by partnership of these days are not comparable (rule 46)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from eenplan.core.acting import Acting
from eenplan.network.models import PartnershipZone
from eenplan.reporting.queries.readers import may_read


@dataclass(frozen=True, slots=True)
class AreaChange:
    """Which zones and which partnerships (codes) are not on one day what they are on another."""

    before: date
    after: date
    zones: tuple[str, ...]
    partnerships: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether a comparison must carry a warning."""
        return bool(self.zones)

    @property
    def warning(self) -> str:
        """The warning for the screen; empty when nothing changed."""
        if not self.changed:
            return ""
        return gettext(
            "De gebieden veranderden tussen %(before)s en %(after)s (%(zones)s eerstelijnszones). Vergelijk de"
            " cijfers per samenwerkingsverband van deze jaren daarom niet zomaar."
        ) % {"before": self.before.isoformat(), "after": self.after.isoformat(), "zones": len(self.zones)}


def area_change(acting: Acting, *, before: date, after: date) -> AreaChange:
    """Which zones have another partnership (or one at all) on one day than on another, by name.

    Also which partnerships gained, lost or ceased to have a zone, by code. Two queries.
    """
    may_read(acting)
    then, now = _serving(before), _serving(after)
    moved = {
        name: (then.get(name), now.get(name)) for name in {*then, *now} if then.get(name) != now.get(name)
    }
    codes = {code for pair in moved.values() for code in pair if code}
    return AreaChange(before, after, tuple(sorted(moved)), tuple(sorted(codes)))


def _serving(day: date) -> dict[str, str]:
    serves = PartnershipZone.objects.filter(period__contains=day).order_by()
    return dict(serves.values_list("zone__name", "partnership__code"))
