"""In which language somebody of a family reads."""

from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.families.models import Person


def own_language(acting: Acting) -> str:
    """The language of whoever came in with a card: what they chose, else their family's. '' for who is no person of it."""
    if acting.family_id is None:
        return ""
    mine = Person.objects.filter(actor_id=acting.actor_id, family_id=acting.family_id)
    own, family = mine.values_list("language", "family__language").first() or ("", "")
    return own or family


def language_of_person(acting: Acting, person_id: UUID) -> str:
    """The language in which somebody of a family within reach reads; '' when they are not there."""
    chosen = Person.objects.filter(id=person_id).values_list("language", "family__language").first()
    return (chosen[0] or chosen[1]) if chosen else ""
