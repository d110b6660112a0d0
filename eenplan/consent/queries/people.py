"""Who decides about whom in a family, and what the law says on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from uuid import UUID

from django.db import connection

from eenplan.consent.models import LegalTerm
from eenplan.consent.rules import Someone, Terms
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.memory import remembered


def people(acting: Acting, family_id: UUID, *, on: date | None = None) -> dict[UUID, Someone]:
    """The people of a family within reach, on a day (today). One query. Known disagreement only for its team."""
    return people_of(acting, [family_id], on=on)


def people_of(acting: Acting, family_ids: Iterable[UUID], *, on: date | None = None) -> dict[UUID, Someone]:
    """The people of some families within reach, on a day (today). One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, role, birth_date, judged, at_odds, holders, is_me"
            " FROM unnest(%s::uuid[]) AS family, consent_people(family, %s)",
            [list(family_ids), on or today()],
        )
        return {
            person: Someone(person, role, birth_date, judged, at_odds, tuple(holders), is_me)
            for person, role, birth_date, judged, at_odds, holders, is_me in cursor.fetchall()
        }


@remembered
def law(acting: Acting, *, on: date | None = None) -> Mapping[str, int]:
    """The ages and periods of the law on a day (today), by code. One query, once per request."""
    return dict(LegalTerm.objects.filter(period__contains=on or today()).values_list("code", "value"))


def legal_terms(acting: Acting, *, on: date | None = None) -> Terms:
    """Those of sharing. One query, once per request."""
    known = {field.name for field in fields(Terms)}
    return Terms(**{code: value for code, value in law(acting, on=on).items() if code in known})
