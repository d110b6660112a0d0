"""References that people read out: each once in the whole database."""

from eenplan.core.ids import new_reference
from eenplan.demo.chance import Chance
from eenplan.families.models import Family
from eenplan.referrals.models import Referral


class References:
    """Draws references that no family or referral has yet."""

    def __init__(self) -> None:
        self._taken = {
            *Family.objects.values_list("reference", flat=True).order_by(),
            *Referral.objects.values_list("reference", flat=True).order_by(),
        }

    def new(self, chance: Chance) -> str:
        """One more."""
        while True:
            reference = new_reference(chance.choice)
            if reference not in self._taken:
                self._taken.add(reference)
                return reference
