"""A helper whom somebody of the family refused is not asked in again (rule 38). The rights room keeps who refused whom."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import staff_on

REFUSED = _(
    "Iemand van het gezin wil deze helper liever niet. Zoek samen iemand anders, of vraag of het toch weer mag."
)
REFUSED_AMONG = _(
    "Iemand van het gezin wil een van deze helpers liever niet. Deel met één medewerker bij naam."
)


def check_not_refused(
    family_id: UUID,
    *,
    field: str,
    staff_member_id: UUID | None = None,
    organisation_id: UUID | None = None,
    name: str = "",
) -> None:
    """Refuse with `consent:helper-refused` who was refused: a worker, an organisation or its workers, a name."""
    if _refuses(family_id, staff_member_id, organisation_id, name):
        raise RuleBroken("consent:helper-refused", REFUSED, field=field)


def check_recipient(acting: Acting, family_id: UUID, who: Recipient) -> None:
    """The same for whom something is shared with; of a function, none of those who have it here may be refused."""
    if who.kind == RecipientKind.FUNCTION:
        having = staff_on(acting, Role(who.function), today()) if who.function else []
        if any(_refuses(family_id, one.staff_member_id, None, "") for one in having):
            raise RuleBroken("consent:helper-refused", REFUSED_AMONG, field="recipient")
        return
    outside = who.kind == RecipientKind.OUTSIDE
    check_not_refused(
        family_id,
        field="outside_name" if outside else "recipient",
        staff_member_id=who.id if who.kind == RecipientKind.WORKER else None,
        organisation_id=who.id if who.kind == RecipientKind.ORGANISATION else None,
        name=who.name if outside else "",
    )


def _refuses(family_id: UUID, worker: UUID | None, organisation: UUID | None, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT consent_refuses(%s, %s::uuid, %s::uuid, %s)",
            [family_id, worker, organisation, name.strip()],
        )
        return bool(cursor.fetchone() == (True,))
