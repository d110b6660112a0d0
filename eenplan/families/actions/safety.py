"""Saying that it is not safe to write or to call to a family, and lifting that: one word, with why."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import NotSafe

_WHO = (Role.COACH, Role.INTAKE, Role.COORDINATOR)


@action
def say_not_safe(acting: Acting, *, family_id: UUID, reason: str) -> None:
    """From this moment nothing goes to this family, at no address and by no way: not what waits to be sent either.

    By who helps the family. Refuses with `families:not-safe-reason` or `families:not-safe-already`.
    """
    _must_help(acting, family_id)
    why = _why(
        reason,
        "families:not-safe-reason",
        _("Schrijf kort waarom het niet veilig is. Wie na jou komt, moet het begrijpen."),
    )
    if NotSafe.objects.filter(family_id=family_id, lifted_at__isnull=True).exists():
        raise RuleBroken(
            "families:not-safe-already", _("Dit staat al genoteerd. Kijk na wat er staat."), field="reason"
        )
    row = NotSafe.objects.create(family_id=family_id, reason=why, said_by_id=acting.actor_id)
    record(acting, "families:not-safe:said", families=[family_id], subject=row.id)


@action
def say_safe_again(acting: Acting, *, family_id: UUID, reason: str) -> None:
    """It is safe again: what each address and number says holds. What was not sent meanwhile is not sent after all.

    By who helps the family. Refuses with `families:safe-again-reason` or `families:safe-already`.
    """
    _must_help(acting, family_id)
    rows = list(NotSafe.objects.select_for_update().filter(family_id=family_id, lifted_at__isnull=True))
    if not rows:
        raise RuleBroken(
            "families:safe-already",
            _("Iemand zei dit al. Er staat niet meer dat het niet veilig is."),
            field="reason",
        )
    why = _why(
        reason,
        "families:safe-again-reason",
        _("Schrijf kort waarom het nu wel veilig is, en wie dat zei."),
    )
    for row in rows:
        row.lifted_at, row.lifted_by_id, row.lifted_because = now(), acting.actor_id, why
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        record(acting, "families:not-safe:lifted", families=[family_id], subject=row.id)


def _why(reason: str, code: str, words: str) -> str:
    if not reason.strip():
        raise RuleBroken(code, words, field="reason")
    return reason.strip()


def _must_help(acting: Acting, family_id: UUID) -> None:
    """Only who may write in the file of this family. Raises NotFound otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT eenplan_writes(%s, eenplan_holds_role())", [family_id])
        if acting.role not in _WHO or cursor.fetchone() != (True,):
            raise NotFound("family")
