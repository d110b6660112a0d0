"""What stands around the decision on a referral: danger, crisis hotlines, doubles, the consult, how it came here."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.referrals.enums import OutcomeKind, State
from eenplan.referrals.models import (
    Consult,
    CrisisCall,
    DangerReport,
    DangerResponse,
    DoubleVerdict,
    Referral,
)
from eenplan.referrals.queries.doubles import Double, Earlier, doubles_of, others_of_family
from eenplan.referrals.queries.forwarded import Passage, passages
from eenplan.referrals.queries.page import ReferralPage


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was noted around a referral. `doubles` are asked for until intake or help has ended (rule 11)."""

    referral_id: UUID
    danger_open: bool
    danger_reports: list[DangerReport]
    danger_responses: list[DangerResponse]
    crisis_calls: list[CrisisCall]
    consult: Consult | None
    passages: list[Passage]
    doubles: list[Double]
    verdicts: list[DoubleVerdict]
    others: list[Earlier]


def decisions(acting: Acting, page: ReferralPage) -> Decisions:
    """All of it, for a page that was read already. At most twelve queries, whatever there is.

    Reading is recorded for the files that look alike and are within reach.
    """
    found = page.referral
    danger = bool(found.acute_danger)
    consulted = page.outcome is not None and page.outcome.kind == OutcomeKind.CONSULT_ONLY
    doubles = doubles_of(acting, found.family_id) if found.state != State.ENDED else []
    reached = [one.family_id for one in doubles if one.family_id is not None]
    if reached:
        record_read(acting, "referrals:doubles", families=reached, subject=found.id)
    return Decisions(
        referral_id=found.id,
        danger_open=page.danger_open,
        danger_reports=list(DangerReport.objects.filter(referral=found).order_by("at")) if danger else [],
        danger_responses=(
            list(
                DangerResponse.objects.filter(referral=found)
                .select_related("author__staff_member")
                .order_by("at", "id")
            )
            if danger
            else []
        ),
        crisis_calls=crisis_calls(acting, found.family_id),
        consult=consult_of(acting, found) if consulted else None,
        passages=passages(acting, found.id),
        doubles=doubles,
        verdicts=list(
            DoubleVerdict.objects.filter(Q(referral=found) | Q(other_referral=found))
            .select_related("referral", "other_referral", "author__staff_member")
            .order_by("at")
        ),
        others=others_of_family(acting, found),
    )


def crisis_calls(acting: Acting, family_id: UUID) -> list[CrisisCall]:
    """The contacts with crisis hotlines about a family, oldest first. One query, for any page of the family."""
    return list(CrisisCall.objects.filter(family_id=family_id).order_by("at", "id"))


def consult_of(acting: Acting, found: Referral) -> Consult | None:
    """The consult that a referral ended with, with its steps. None when it was noted without one."""
    return (
        Consult.objects.filter(referral=found)
        .select_related("given_by__staff_member", "called_back_by__staff_member")
        .prefetch_related("steps")
        .first()
    )


@dataclass(frozen=True, slots=True)
class CallBack:
    """A referrer who is to be called back after a consult."""

    referral_id: UUID
    reference: str
    family_name: str
    referrer_name: str
    referrer_organisation: str
    on: date


def to_call_back(acting: Acting, *, until: date, limit: int = 20) -> list[CallBack]:
    """The consults of this desk of which a referrer is to be called by a day, first days first. Two queries."""
    if acting.partnership_id is None:
        return []
    waiting = Consult.objects.filter(
        referral__partnership_id=acting.partnership_id, call_back_on__lte=until, called_back_on__isnull=True
    ).order_by("call_back_on", "referral_id")
    rows: list[Any] = list(
        waiting.values_list(
            "family_id",
            "referral_id",
            "referral__reference",
            "family__name",
            "referral__referrer_name",
            "referral__referrer_organisation",
            "call_back_on",
        )[:limit]
    )
    if rows:
        record_read(acting, "referrals:desk:call-back", families=[family_id for family_id, *_shown in rows])
    return [CallBack(*shown) for _family_id, *shown in rows]
