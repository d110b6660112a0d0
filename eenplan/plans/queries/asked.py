"""Who of a family is asked what they think of the plan (rule 22), by the age that the law sets on the day."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Subquery

from eenplan.consent.enums import TermCode
from eenplan.consent.models import LegalTerm
from eenplan.consent.rules import Terms
from eenplan.core.clock import today
from eenplan.families.models import Person
from eenplan.plans.rules import is_asked_to_agree


def persons_asked(family_ids: Collection[UUID]) -> tuple[tuple[Person, ...], frozenset[UUID]]:
    """The persons of families in their order, and who of them are asked. One query, the age of the law included."""
    day = today()
    age = LegalTerm.objects.filter(code=TermCode.CAPABLE_FROM, period__contains=day).values("value")
    found = Person.objects.filter(family_id__in=family_ids).annotate(capable_from=Subquery(age))
    rows = tuple(found.order_by("position", "id"))
    asked = frozenset(
        one.id
        for one in rows
        if is_asked_to_agree(
            one.role,
            one.birth_date,
            one.due_date,
            day,
            Terms() if one.capable_from is None else Terms(capable_from=one.capable_from),
        )
    )
    return rows, asked
