"""Makes a round table that was held, through the product's own verbs. All names are invented."""

from datetime import timedelta
from uuid import UUID

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.plans.actions.at_table import close_round_table, decide, open_round_table, say_at_point
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    add_own_point,
    add_points,
    agree_seats,
    answer_seat,
    plan_round_table,
)
from eenplan.plans.enums import Attendance, Coming
from eenplan.plans.models import Seat
from tests.cast import MARKER
from tests.factories.plans import Helped


def make_round_table(helped: Helped, *, goal_id: UUID, close: bool = True) -> dict[str, UUID]:
    """The mother and a neighbour sat together about a goal and something else, and decided a step.

    Gives what fills in its addresses: `table_id`, the mother's `seat_id`, and the first `point_id`.
    """
    coach, mother = helped.coach, helped.mother.id
    with request_transaction(coach):
        table = plan_round_table(
            coach,
            family_id=helped.family.id,
            when=When(now() + timedelta(hours=1), 60, place="Huis van het Kind"),
        ).pk
        seats = [NewSeat(Attendance.MUST, mother), NewSeat(Attendance.MAY, name="Buurvrouw Rita")]
        agree_seats(coach, table_id=table, seats=seats, agreed_with_id=mother)
        (point,) = add_points(coach, table_id=table, pieces={goal_id: ""})
        add_own_point(coach, table_id=table, text=MARKER.format("rondetafel"))
        seat = Seat.objects.get(table_id=table, person_id=mother).id
        answer_seat(coach, seat_id=seat, said=Coming.YES)
        open_round_table(coach, table_id=table)
        say_at_point(coach, point_id=point.pk, text="Dat lukt op maandag.", speaker_id=mother)
        decide(coach, point_id=point.pk, text="Een lijstje maken", seat_id=seat, due_on=today())
        if close:
            close_round_table(coach, table_id=table, came=[seat])
    return {"table_id": table, "seat_id": seat, "point_id": point.pk}
