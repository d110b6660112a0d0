"""When something that was not to be used may be used again: what must be said, and in which order (GDPR art. 18.3)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.rights.enums import Outcome, RequestKind


def holds_back(kind: RequestKind, outcome: Outcome | None, *, about_piece: bool) -> bool:
    """Whether something is used less by what was asked and accepted, until it is lifted.

    An accepted objection about no piece ended shares: there is nothing left of it to lift.
    """
    return outcome == Outcome.ACCEPTED and (
        kind == RequestKind.RESTRICTION or (kind == RequestKind.OBJECTION and about_piece)
    )


def check_lifting(*, reason: str, by_wish: bool, told_on: date, lifts_on: date, today: date) -> None:
    """Refuse what says not why, what was not told before, and days that cannot be.

    `rights:reason-missing`, `rights:told-ahead`, `rights:lifted-before`, `rights:told-first`.
    """
    if not by_wish and not reason.strip():
        raise RuleBroken(
            "rights:reason-missing",
            _("Schrijf waarom het weer gebruikt mag worden. Wie het vroeg, leest dit."),
            field="reason",
        )
    if told_on > today:
        raise RuleBroken(
            "rights:told-ahead",
            _("Vertel het eerst. Kies dan vandaag, of de dag waarop je het vertelde."),
            field="told_on",
        )
    if lifts_on < today:
        raise RuleBroken(
            "rights:lifted-before",
            _("Kies een dag die nog komt: terug in de tijd kan niet."),
            field="lifts_on",
        )
    if not by_wish and lifts_on <= told_on:
        raise RuleBroken(
            "rights:told-first",
            _("Wie het vroeg, moet het weten voor het zover is. Kies een dag na die waarop je het vertelde."),
            field="lifts_on",
        )
