"""Who acts, as whom and why: known to every query, every action and to PostgreSQL itself.

One request or task is one transaction. Its settings live as long as that transaction, and the
row-level policies read them (see `fence`). Nothing set means that no row is seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from eenplan.core import clock
from eenplan.core.enums import ActorKind, Purpose, Role


@dataclass(frozen=True, slots=True)
class Acting:
    """One actor in one role. `family_id` is set for doors that open a single family (card, public form).

    `together` names the others who look at the same screen, or through whose eyes it is looked at
    ('person:…', 'grant:…', 'trusted:…', 'released'): PostgreSQL then shows only what each of them may see.
    """

    actor_id: UUID
    kind: ActorKind
    role: Role
    partnership_id: UUID | None = None
    organisation_id: UUID | None = None
    assignment_id: UUID | None = None
    purpose: Purpose = Purpose.HELP
    family_id: UUID | None = None
    together: tuple[str, ...] = ()
    # The account of a worker: whose ways to sign in and sessions PostgreSQL shows.
    account_id: UUID | None = None

    def settings(self) -> dict[str, str]:
        """The settings that PostgreSQL's policies read; an empty text means 'not set'."""
        return {
            "eenplan.actor": str(self.actor_id),
            "eenplan.role": self.role.value,
            "eenplan.partnership": str(self.partnership_id or ""),
            "eenplan.assignment": str(self.assignment_id or ""),
            "eenplan.family": str(self.family_id or ""),
            "eenplan.purpose": self.purpose.value,
            "eenplan.today": clock.today().isoformat(),
            "eenplan.now": clock.now().isoformat(),
            "eenplan.together": ",".join(self.together),
            "eenplan.account": str(self.account_id or ""),
        }


# The public form and the machine's own tasks are actors too; their rows are made by the first migration.
PUBLIC_FORM_ACTOR = UUID("00000000-0000-7000-8000-000000000001")
TASK_ACTOR = UUID("00000000-0000-7000-8000-000000000002")


def public_form(family_id: UUID | None = None) -> Acting:
    """The public referral form. It reaches only the family that it is creating in this very transaction."""
    return Acting(PUBLIC_FORM_ACTOR, ActorKind.PUBLIC_FORM, Role.PUBLIC_FORM, family_id=family_id)


def signing_in(account_id: UUID, actor_id: UUID) -> Acting:
    """Whoever is proving to be this account: reaches how it signs in, and nothing else. Holds no role yet."""
    return Acting(
        actor_id, ActorKind.STAFF, Role.PUBLIC_FORM, purpose=Purpose.MAINTENANCE, account_id=account_id
    )


def task(partnership_id: UUID | None = None) -> Acting:
    """The machine itself: loading reference data, maintenance. Runs as the owner of the database."""
    return Acting(TASK_ACTOR, ActorKind.TASK, Role.TASK, partnership_id, purpose=Purpose.MAINTENANCE)


_NOTHING = {
    f"eenplan.{name}": ""
    for name in (
        *("actor", "role", "partnership", "assignment", "family", "purpose", "today", "now", "together"),
        *("card", "draft", "account"),
        # What PostgreSQL remembers of who acted: their role, the coach's families, which shares hold for them, the
        # last of these, and what they were found to show.
        *("holds", "mine", "viewers", "share", "seen"),
    )
}


def _set(values: dict[str, str]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in values.items() for part in pair])


def _only(acting: Acting) -> dict[str, str]:
    """The settings of whoever acts, and nothing left of who acted before."""
    return _NOTHING | acting.settings()


def become(acting: Acting) -> None:
    """Tell PostgreSQL, for the rest of this transaction, who acts. Call inside `request_transaction`."""
    _set(_only(acting))


@contextmanager
def looking_with(acting: Acting, *others: str) -> Iterator[Acting]:
    """Until the end of the block, this transaction shows only what whoever acts and all `others` may see."""
    narrowed = replace(acting, together=(*acting.together, *others))
    become(narrowed)
    try:
        yield narrowed
    finally:
        become(acting)


def show_card(code_hash: str) -> None:
    """Let this transaction see the one card with this hashed code (and nothing behind it)."""
    _set({"eenplan.card": code_hash})


def show_draft(key_hash: str) -> None:
    """Let this transaction see the one draft of a referral with this hashed code."""
    _set({"eenplan.draft": key_hash})


@contextmanager
def request_transaction(acting: Acting | None = None) -> Iterator[None]:
    """One transaction under the web role. Without `acting` no family data is seen until `become`.

    In production the connection itself is the web role's. Tests build their data as the owner and
    step down here (`STEP_DOWN_TO_WEB_ROLE`), inside the transaction that the test rolls back.
    """
    begins = {"role": settings.WEB_ROLE} if settings.STEP_DOWN_TO_WEB_ROLE else {}
    if acting:
        begins |= _only(acting)
    with transaction.atomic():
        if begins:
            _set(begins)
        yield
    if connection.in_atomic_block:  # a test's transaction goes on: leave no trace in it
        _set(_NOTHING | {"role": "none"})
