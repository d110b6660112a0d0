"""An answer that was signed on paper on an earlier day. No database."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import SaidHow, Stage
from eenplan.consent.rules.deciding import Someone, Terms, stage_on
from eenplan.core.errors import RuleBroken

# An older paper says little of what somebody wants now.
OLDEST = timedelta(days=366)


def check_paper_day(
    on: date, *, how: SaidHow, today: date, who: Someone, terms: Terms, newest: date | None
) -> None:
    """Refuse a day before today that an answer cannot have. `newest`: the day of the last answer that stands there.

    Codes: `consent:said-in-future`, `consent:day-of-paper` (what is said aloud is said today), `consent:paper-too-old`,
    `consent:said-later` (a later answer stands), `consent:signed-as-child` (they did not decide for themselves then).
    """
    if on > today:
        raise RuleBroken(
            "consent:said-in-future",
            _("Deze dag moet nog komen. Vul de dag in waarop het getekend werd."),
            field="on",
        )
    if on == today:
        return
    if how != SaidHow.SIGNED:
        raise RuleBroken(
            "consent:day-of-paper",
            _("Een vroegere dag kan enkel bij wat op papier getekend is. Laat de dag leeg."),
            field="on",
        )
    if on < today - OLDEST:
        raise RuleBroken(
            "consent:paper-too-old",
            _("Dit papier is ouder dan een jaar. Vraag het opnieuw en noteer het antwoord van nu."),
            field="on",
        )
    if newest is not None and newest > on:
        raise RuleBroken(
            "consent:said-later",
            _(
                "Er staat al een antwoord van een latere dag, en dat geldt. Een ouder papier verandert dat niet."
            ),
            field="on",
        )
    if stage_on(who, on, terms) == Stage.CHILD and stage_on(who, today, terms) != Stage.CHILD:
        raise RuleBroken(
            "consent:signed-as-child",
            _("Op die dag besliste deze persoon nog niet zelf. Vraag het nu opnieuw."),
            field="on",
        )
