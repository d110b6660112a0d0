"""Rows on their way to PostgreSQL by COPY: much quicker than one by one, with every trigger and constraint."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Model

from eenplan.core.models import Account, Actor
from eenplan.families import models as families
from eenplan.network import models as network
from eenplan.plans import models as plans
from eenplan.referrals import models as referrals

# In the order in which rows point at each other.
ORDER: tuple[type[Model], ...] = (
    Actor,
    Account,
    network.Organisation,
    network.OrganisationPartnership,
    network.OrganisationZone,
    network.StaffMember,
    network.Assignment,
    families.Family,
    families.Responsibility,
    families.Person,
    families.SearchKey,
    families.Item,
    families.ItemAbout,
    families.Words,
    families.ContactDetail,
    families.Contact,
    families.ContactParticipant,
    referrals.Referral,
    referrals.Outcome,
    referrals.Fact,
    plans.Trajectory,
    plans.CoachAssignment,
    plans.Closure,
    plans.Plan,
    plans.Section,
    plans.PlanItem,
    plans.Help,
    plans.WaitFact,
)


class Rows:
    """Rows of one table. What is not given gets the model's own fixed default, or null."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.rows: list[list[Any]] = []
        fields = model._meta.concrete_fields
        self._places = {field.column: place for place, field in enumerate(fields)}
        self._blank = [_default(field) for field in fields]

    def add(self, **values: Any) -> None:
        """Add a row; names are those of columns. Ids and moments are always given: they are no one's default."""
        row = self._blank.copy()
        for column, value in values.items():
            row[self._places[column]] = value
        self.rows.append(row)

    def write(self) -> int:
        """Send the rows off; returns how many."""
        columns = ", ".join(f'"{column}"' for column in self._places)
        with (
            connection.cursor() as cursor,
            cursor.copy(
                f'COPY "{self.model._meta.db_table}" ({columns}) FROM STDIN'  # names of our own models
            ) as copy,
        ):
            for row in self.rows:
                copy.write_row(row)
        count = len(self.rows)
        self.rows.clear()
        return count


def _default(field: Any) -> Any:
    if field.default is NOT_PROVIDED:
        return "" if field.empty_strings_allowed and not field.null and not field.primary_key else None
    if field.default is list:
        return []
    if field.default is dict:
        return "{}"
    return None if callable(field.default) else field.default


class Load:
    """All rows of a load, by model."""

    def __init__(self) -> None:
        self._of = {model: Rows(model) for model in ORDER}

    def __getitem__(self, model: type[Model]) -> Rows:
        return self._of[model]

    def write(self, progress: Callable[[int], object] = lambda rows: None) -> int:
        """Copy everything, in order. `progress` hears of each table how many rows it got."""
        total = 0
        for rows in self._of.values():
            if rows.rows:
                count = rows.write()
                progress(count)
                total += count
        return total

    def analyze(self) -> None:
        """Let PostgreSQL count what came in now, not when it finds the time: its plans depend on it."""
        tables = ", ".join(f'"{model._meta.db_table}"' for model in ORDER)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")

    def __len__(self) -> int:
        return sum(len(rows.rows) for rows in self._of.values())
