"""A new file turns out to be of a family that was known already: the new one goes into the one that was."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import RuleBroken
from eenplan.core.folding import fold
from eenplan.families.actions.families import reached_family
from eenplan.families.actions.keys import keep_keys
from eenplan.families.models import Family, Person, TakenIn


@action
def take_in(acting: Acting, *, newcomer_id: UUID, known_id: UUID, reason: str) -> Family:
    """Put all of a file that was just begun into the file of the same family (rule 11), which stays.

    Who stands in both becomes one person: the same given name, and no two different birth dates. For
    intake and coordination, of two files within reach. Every row of the new file is kept, with its author
    and its labels; PostgreSQL moves them in one function. Refuses with `families:same-file` or
    `families:reason-missing`, and NotFound for a file out of reach.
    """
    if not reason.strip():
        raise RuleBroken(
            "families:reason-missing", _("Schrijf kort waaraan je het gezin herkent."), field="reason"
        )
    if newcomer_id == known_id:
        raise RuleBroken("families:same-file", _("Dit is al hetzelfde dossier."))
    newcomer, known = reached_family(newcomer_id), reached_family(known_id)
    twins = _twins(newcomer, known)
    TakenIn.objects.create(
        family=known,
        former_id=newcomer.id,
        former_reference=newcomer.reference,
        former_name=newcomer.name,
        twins=[[str(new), str(old)] for new, old in twins],
        reason=reason.strip(),
        author_id=acting.actor_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT families_take_in(%s, %s, %s, %s)",
            [newcomer.id, known.id, [new for new, _old in twins], [old for _new, old in twins]],
        )
    keep_keys(known)
    record(acting, "families:family:taken-in", families=[known.id, newcomer.id], subject=known.id)
    return known


def _twins(newcomer: Family, known: Family) -> list[tuple[UUID, UUID]]:
    """Persons of the new file with the person they are in the known one; each at most once."""
    standing = list(known.persons.order_by("position", "id"))
    found = []
    for person in newcomer.persons.order_by("position", "id"):
        twin = next((one for one in standing if _is_same(person, one)), None)
        if twin is not None:
            standing.remove(twin)
            found.append((person.id, twin.id))
    return found


def _is_same(one: Person, other: Person) -> bool:
    named = bool(one.given_name) and fold(one.given_name) == fold(other.given_name)
    dates = {one.birth_date, other.birth_date} - {None}
    return named and len(dates) <= 1 and (one.role == other.role or len(dates) == 1)
