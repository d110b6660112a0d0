"""Choosing one's own language, with one's own card."""

from django.db import connection

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound


@action
def choose_language(acting: Acting, *, language: str) -> None:
    """Read in this language from now on: pages, papers, codes. Raises NotFound for who is nobody of the family."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT families_choose_language(%s)", [language])
        (person_id,) = cursor.fetchone() or (None,)
    if person_id is None or acting.family_id is None:
        raise NotFound("person")
    record(acting, "families:person:language", families=[acting.family_id], subject=person_id)
