"""Keeping what somebody typed at a table: the coach at the screen in the middle, or the family on a phone."""

from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.languages import language_now
from eenplan.plans.actions.at_table import decide, say_at_point
from eenplan.plans.queries.round_tables import DecisionNow, TableNow
from eenplan.web.shared.round_tables import OwnerForm, TalkForm


def keep_talk(acting: Acting, point_id: UUID, form: TalkForm) -> bool:
    """Write down what was said and decided at a point, each as words of its own. Whether there was anything."""
    typed, language = form.cleaned_data, language_now()
    if typed["line"]:
        say_at_point(
            acting, point_id=point_id, text=typed["line"], language=language, sent_key=typed["sent_key"]
        )
    if typed["decision"]:
        decide(
            acting,
            point_id=point_id,
            text=typed["decision"],
            seat_id=form.seat_id,
            due_on=typed["due_on"],
            needs_nobody=form.needs_nobody,
            language=language,
            sent_key=typed["sent_key"],
        )
    return bool(typed["line"] or typed["decision"])


class FinishForm(OwnerForm):
    """Who does what was decided, and by when, where that is not known yet."""

    def __init__(self, data: Any, *, table: TableNow, decision: DecisionNow) -> None:
        self.decision = decision
        initial = {"seat": str(decision.seat_id or ""), "due_on": decision.due_on}
        super().__init__(data, prefix=f"d{decision.id.hex}", initial=initial)
        self.choose_from(table)

    @property
    def is_filled(self) -> bool:
        """Whether anything was said."""
        return bool(self.cleaned_data.get("seat") or self.cleaned_data.get("due_on"))
