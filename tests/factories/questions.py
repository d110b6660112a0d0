"""Questions that a partnership asks besides on the referral form."""

from datetime import date
from typing import Any

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.actions import change_words, new_question_code
from eenplan.network.enums import Wording
from tests.cast import Team

CHOICE = {"kind": "choice", "choices_nl": "ochtend\navond", "choices_fr": "matin\nsoir"}


def add_question(
    team: Team,
    label: str,
    *,
    since: date | None = None,
    code: str = "",
    everywhere: bool = False,
    **words: Any,
) -> str:
    """A question that the team's partnership (or `everywhere`: each of them) adds; gives its code."""
    acting = team.acting(Role.ADMIN if everywhere else Role.COORDINATOR)
    code = code or new_question_code()
    with request_transaction(acting):
        change_words(
            acting,
            kind=Wording.QUESTIONS,
            partnership_id=None if everywhere else team.partnership.id,
            code=code,
            words={"label_nl": label, "kind": "text", "asked_of": "all", "place": "end", **words},
            since=since or today(),
        )
    return code
