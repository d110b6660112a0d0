"""Makes talks with a psychologist, through the product's own verbs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from eenplan.consent.models import Grant
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.plans.actions.sessions import NewSeries, begin_series, note_session
from eenplan.plans.enums import SessionStatus
from eenplan.plans.models import SessionSeries
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped


def share_with_psychologist(helped: Helped, *about: UUID, **changes: Any) -> Grant:
    """Whom it is about say yes to sharing their wishes with the team's psychologist."""
    recipient = with_worker(helped.team.assignments[Role.PSYCHOLOGIST].staff_member_id)
    given = {"parts": ("plan:wishes",), **changes}
    return make_agreed(helped.coach, helped.family.id, recipient, *about, **given)


def make_series(acting: Acting, helped: Helped, *about: UUID, held: int = 0, **changes: Any) -> SessionSeries:
    """Talks that were agreed to a month ago, and so many that were held, a week apart."""
    series = NewSeries(
        **{"about": about, "theme": "tension", "agreed_on": today() - timedelta(days=30), **changes}
    )
    with request_transaction(acting):
        row = begin_series(acting, family_id=helped.family.id, series=series)
    for number in range(held):
        note(acting, row, today() - timedelta(days=number + 1))
    return row


def note(
    acting: Acting, series: SessionSeries, day: date, status: SessionStatus = SessionStatus.KEPT
) -> UUID:
    """Note one talk; its id."""
    with request_transaction(acting):
        return note_session(acting, series_id=series.pk, day=day, status=status).id
