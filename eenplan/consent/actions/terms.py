"""Changing what the law sets, from a day on; and saying that a jurist looked at it. The past stays as it was."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.consent.enums import TermCode
from eenplan.consent.models import LegalTerm
from eenplan.consent.rules.terms import check_term
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.dated import must_be_ahead, must_change, replace_from, withdraw


@action
def change_term(acting: Acting, *, code: TermCode, value: int, reference: str, since: date) -> LegalTerm:
    """Let a term of the law be so from a day after today, with its basis; it was not looked at by a jurist yet.

    For the administrator. Refuses with `network:words-who`, `words-past`, `words-today`, `words-planned`, and
    `consent:term-value` or `consent:term-reference`.
    """
    must_change(acting, None)
    check_term(code, value, reference)
    must_be_ahead(since, today_too=False)
    row: LegalTerm = replace_from(
        LegalTerm, {"code": code.value}, {"value": value, "reference": reference.strip()}, since=since
    )
    record(acting, "consent:term:changed", subject=row.id)
    return row


@action
def take_back_term(acting: Acting, *, code: TermCode, since: date) -> None:
    """Take back a change that has not begun; what holds goes on. Raises NotFound when there is none on that day."""
    must_change(acting, None)
    withdraw(LegalTerm, {"code": code.value}, since=since)
    record(acting, "consent:term:taken-back")


@action
def note_review(acting: Acting, *, code: TermCode, since: date | None, on: date, by: str) -> LegalTerm:
    """Say that a jurist looked at a term: on which day, and who in words. `since`: the day on which it begins.

    Refuses with `consent:review-by` and `consent:review-day`. Raises NotFound for a term that is over.
    """
    must_change(acting, None)
    if not by.strip():
        raise RuleBroken(
            "consent:review-by", _("Schrijf wie het nakeek: een functie of dienst is genoeg."), field="by"
        )
    if on > today():
        raise RuleBroken("consent:review-day", _("Kies vandaag of een vroegere dag."), field="on")
    row = LegalTerm.objects.select_for_update().filter(code=code.value, period__startswith=since).first()
    if row is None or (row.period.upper and row.period.upper <= today()):
        raise NotFound("term")
    row.reviewed, row.reviewed_on, row.reviewed_by = True, on, by.strip()
    row.save(update_fields=["reviewed", "reviewed_on", "reviewed_by"])
    record(acting, "consent:term:reviewed", subject=row.id)
    return row
