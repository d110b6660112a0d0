"""What still waited when a trajectory ended, in words: for who ends it, and for the family."""

from collections.abc import Mapping

from django.utils.translation import ngettext

from eenplan.plans.enums import WaitsAtEnd


def waits_words(kind: WaitsAtEnd, many: int) -> str:
    """'2 voorstellen van het gezin zonder antwoord'."""
    said = {
        WaitsAtEnd.PROPOSAL: ngettext(
            "%(count)s voorstel van het gezin zonder antwoord",
            "%(count)s voorstellen van het gezin zonder antwoord",
            many,
        ),
        WaitsAtEnd.MESSAGE: ngettext(
            "%(count)s bericht zonder antwoord", "%(count)s berichten zonder antwoord", many
        ),
        WaitsAtEnd.TABLE: ngettext(
            "%(count)s rondetafel die nog moet komen", "%(count)s rondetafels die nog moeten komen", many
        ),
        WaitsAtEnd.CONTACT: ngettext(
            "%(count)s afspraak die nog gepland staat", "%(count)s afspraken die nog gepland staan", many
        ),
        WaitsAtEnd.STEP: ngettext("%(count)s stap die openstaat", "%(count)s stappen die openstaan", many),
        WaitsAtEnd.QUESTION: ngettext(
            "%(count)s vraag over hun gegevens zonder antwoord",
            "%(count)s vragen over hun gegevens zonder antwoord",
            many,
        ),
        WaitsAtEnd.RESTRICTED: ngettext(
            "%(count)s vraag om iets minder te gebruiken, die blijft gelden",
            "%(count)s vragen om iets minder te gebruiken, die blijven gelden",
            many,
        ),
    }
    return said[kind] % {"count": many}


def left_words(left: Mapping[WaitsAtEnd, int]) -> str:
    """All kinds in one line."""
    return "; ".join(waits_words(kind, many) for kind, many in left.items())
