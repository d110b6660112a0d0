"""Whether it is safe to write or to call: of a family, and of an address. One answer, asked by all that send, at the last moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, Value

from eenplan.core.acting import Acting
from eenplan.families.models import NotSafe
from eenplan.families.rules.addresses import Address


@dataclass(frozen=True, slots=True)
class Said:
    """One word that it is not safe: when, by which worker (None: it came with a referral), and why ('' then)."""

    at: datetime
    by: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SaidNotSafe:
    """That a family is not safe to write or to call, the word that was said first before the others."""

    each: tuple[Said, ...]

    @property
    def since(self) -> datetime:
        """Since when it holds."""
        return self.each[0].at

    @property
    def reason(self) -> str:
        """Why, in all words; '' where a referral alone said so."""
        return " ".join(one.reason for one in self.each if one.reason)


def not_safe(acting: Acting, family_id: UUID) -> SaidNotSafe | None:
    """What holds now of a family within reach; None: nothing of the kind. One query.

    It wins over whatever stands beside an address or number. Of two files that became one, all words are given.
    """
    rows = NotSafe.objects.filter(family_id=family_id, lifted_at__isnull=True).order_by("said_at", "id")
    each = tuple(
        Said(row.said_at, _name(row), row.reason) for row in rows.select_related("said_by__staff_member")
    )
    return SaidNotSafe(each) if each else None


def _name(row: NotSafe) -> str | None:
    if row.said_by is None:
        return None
    worker = getattr(row.said_by, "staff_member", None)
    return worker.name if worker else ""


def is_unsafe(family_id: UUID, address: Address) -> bool:
    """Whether a family said that this address or number is not safe, however it was typed. One query.

    As the owner it knows every piece of the file; under the web role only what whoever acts may see.
    """
    return _asked("families_is_unsafe", family_id, address)


def is_held_back(family_id: UUID, address: Address) -> bool:
    """Whether nothing may go to this address now: it is not safe, or the family is not. One query; for who sends."""
    return _asked("families_holds_back", family_id, address)


def _asked(function: str, family_id: UUID, address: Address) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s, %s)", [family_id, address.kind.value, address.value])
        (said,) = cursor.fetchone()
    return bool(said)


def mail_is_held_back(value: str) -> Func:
    """The same of an e-mail address in a column (`value`: its path) of a row with a `family_id`, within a query."""
    return Func(
        F("family_id"),
        Value("email"),
        F(value),
        function="families_holds_back",
        output_field=BooleanField(),
    )
