"""What stands beside the list: questions that wait for an answer, and how far the year is filled."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, today

# In one statement, because every page of the desk asks it. Numbers only. The fence stands under both tables;
# the desk is judged once inside `referrals_taken_up`.
ASIDE = """
SELECT NULL, NULL, count(*) FROM referrals_note n JOIN referrals_referral r ON r.id = n.referral_id
WHERE n.asked_to_id = %(actor)s AND r.partnership_id = %(partnership)s
  AND NOT EXISTS (SELECT 1 FROM referrals_note a WHERE a.answers_id = n.item_id)
UNION ALL
SELECT q.referrer_type, q.number,
  coalesce(sum(t.number) FILTER (WHERE q.referrer_type IN ('', t.referrer_type)), 0)::bigint
FROM capacity_quota q LEFT JOIN referrals_taken_up(%(since)s, %(before)s) t ON true
WHERE q.partnership_id = %(partnership)s AND q.period @> %(day)s::date
GROUP BY q.referrer_type, q.number
"""


@dataclass(frozen=True, slots=True)
class Use:
    """Of one type of referrer ('' for all together): trajectories begun this calendar year, and kept for it."""

    referrer_type: str
    used: int
    number: int

    @property
    def is_full(self) -> bool:
        """Whether one more goes over it. A warning, never a refusal."""
        return self.used >= self.number


@dataclass(frozen=True, slots=True)
class Aside:
    """How many questions of colleagues wait for whoever asks, and each quota of today; all together first."""

    questions: int
    quotas: list[Use]


def aside(acting: Acting) -> Aside:
    """What stands beside the list. One query, numbers only.

    Unit of the quotas: referrals taken up since 1 January, in Brussels.
    """
    day = today()
    with connection.cursor() as cursor:
        cursor.execute(
            ASIDE,
            {
                "actor": acting.actor_id,
                "partnership": acting.partnership_id,
                "since": datetime(day.year, 1, 1, tzinfo=BRUSSELS),
                "before": datetime(day.year + 1, 1, 1, tzinfo=BRUSSELS),
                "day": day,
            },
        )
        (_kind, _number, questions), *uses = sorted(
            cursor.fetchall(), key=lambda row: (row[1] is not None, row[0] or "")
        )
    return Aside(questions, [Use(kind, used, number) for kind, number, used in uses])
