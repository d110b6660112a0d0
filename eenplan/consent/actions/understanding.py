"""A yes in a language of which nobody read the translations yet is no yes to the text alone (rule 22)."""

from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import Understood
from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.network.queries.translations import is_read


def check_understood(acting: Acting, *, language: str, understood: Understood | None) -> None:
    """Refuse with `consent:how-understood` a yes by text alone in a language that was not wholly read."""
    if understood is None and not is_read(acting, language):
        raise RuleBroken(
            "consent:how-understood",
            _("Zeg er nog bij hoe je het begreep: met een tolk, of hardop samen met je coach."),
            field="understood",
        )
