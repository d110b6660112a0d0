"""How long what is kept of a family stays, and what may go on a day (rule 42). No database.

A day on which something ends is the last day on which it is kept: it may go from the day after.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from eenplan.consent.rules import birthday
from eenplan.rights.enums import EndGround

DAY = timedelta(days=1)
# Until when somebody can be born of whom only is known that they were expected when they were written down.
PREGNANCY = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Periods:
    """How long is kept: years after a birth, a last day, or days. Each is a dated `LegalTerm` with its basis."""

    retention_child_years: int = 35
    retention_parent_years: int = 0
    retention_no_child_years: int = 10
    retention_untaken_years: int = 5
    retention_consult_years: int = 1
    retention_audit_years: int = 10
    retention_outbox_days: int = 90
    retention_notice_days: int = 60


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a file, by the days that are known. `written_on` is when it was written down."""

    id: UUID
    written_on: date
    birth_date: date | None = None
    due_date: date | None = None

    @property
    def needs_date(self) -> bool:
        """Whether somebody should fill in when it was born."""
        return self.birth_date is None

    @property
    def born_by(self) -> date:
        """The birth date, or the latest day on which it can be born: never too early to end what is kept.

        Who has neither a birth date nor an expected day was written down born, or was expected then.
        """
        return self.birth_date or self.due_date or self.written_on + PREGNANCY


@dataclass(frozen=True, slots=True)
class File:
    """A family's file, as far as it matters for how long it is kept.

    `open`: a referral waits or a trajectory goes on: nothing ends. `last_day`: the last day on which something
    happened (the end of a trajectory, an outcome, the beginning of the file). `taken_up`: it ever was.
    `consult`: all that was asked is a talk with the referrer.
    """

    id: UUID
    last_day: date
    children: tuple[Child, ...] = ()
    open: bool = False
    taken_up: bool = True
    consult: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The last day on which something is kept. `person_id` is a child whose own data end; None: the whole file."""

    day: date
    ground: EndGround
    person_id: UUID | None = None
    needs_date: bool = False


def end_of_child(child: Child, periods: Periods) -> date:
    """The last day of what is about a child alone: the birthday on which it reaches the age. 29 February: 1 March."""
    return birthday(child.born_by, periods.retention_child_years)


def end_of_file(file: File, periods: Periods) -> End | None:
    """When all that is left of a file ends; None while somebody is busy with it.

    Parents and other adults stay as long as the youngest child. What was never taken up has a period of its
    own from its last day, and never outlives the youngest child.
    """
    if file.open:
        return None
    ends = []
    if file.children:
        last = max(file.children, key=lambda one: end_of_child(one, periods))
        day = birthday(end_of_child(last, periods), periods.retention_parent_years)
        ends.append(End(day, EndGround.LAST_CHILD, needs_date=last.needs_date))
    elif file.taken_up:
        ends.append(End(birthday(file.last_day, periods.retention_no_child_years), EndGround.NO_CHILD))
    if not file.taken_up:
        ground, years = (
            (EndGround.CONSULT, periods.retention_consult_years)
            if file.consult
            else (EndGround.UNTAKEN, periods.retention_untaken_years)
        )
        ends.append(End(birthday(file.last_day, years), ground))
    return min(ends, key=lambda one: one.day)


def ends_of(file: File, periods: Periods) -> tuple[End, ...]:
    """Every end of a file, the first one first: of each child before the file's own, and of the file."""
    whole = end_of_file(file, periods)
    if whole is None:
        return ()
    own = [
        End(end_of_child(child, periods), EndGround.CHILD, child.id, child.needs_date)
        for child in file.children
    ]
    before = sorted(
        (end for end in own if end.day < whole.day), key=lambda end: (end.day, str(end.person_id))
    )
    return (*before, whole)


def end_of_item(about: Collection[UUID], file: File, periods: Periods) -> date | None:
    """The last day of a piece of a file: until the youngest child whom it concerns has the age.

    About nobody in particular is about all children; about adults alone stays with the file. None while open.
    """
    whole = end_of_file(file, periods)
    if whole is None:
        return None
    concerned = [child for child in file.children if child.id in about or not about]
    if not concerned:
        return whole.day
    return min(whole.day, max(end_of_child(child, periods) for child in concerned))


def goes_with(about: Collection[UUID], children: Iterable[UUID], gone: Collection[UUID]) -> bool:
    """Whether a piece goes when some children go: it concerns children, and none of them stays.

    `children` are all who still stand in the file, those that go among them.
    """
    all_children = set(children)
    concerned = (all_children & set(about)) if about else all_children
    return bool(concerned) and concerned <= set(gone)


def is_over(end: End, day: date) -> bool:
    """Whether something may no longer be kept on a day: from the day after its last."""
    return day > end.day


def tell_from(end: End, periods: Periods) -> date:
    """From which day on is told that something ends: so that the period of notice is over when it does."""
    return end.day - timedelta(days=periods.retention_notice_days) + DAY


def goes_on(end: End, told_on: date | None, periods: Periods, held_until: date | None = None) -> date | None:
    """The day on which something is destroyed: when it ended, everybody was told long enough ago, and no hold stands.

    None while nobody was told. A hold stands until and with its last day.
    """
    if told_on is None:
        return None
    day = max(end.day + DAY, told_on + timedelta(days=periods.retention_notice_days))
    return max(day, held_until + DAY) if held_until else day
