"""A translation beside what somebody of the family said. The sentence itself is never touched."""

from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound
from eenplan.families.actions.items import say, visible_item
from eenplan.families.models import Person, Words


def standing_words(item_id: UUID, slot: str) -> Words | None:
    """What stands in a slot of an item now, said by whomever; None when nothing does."""
    found = (
        Words.objects.filter(
            item_id=item_id, slot=slot, translation_of__isnull=True, replaced_by__isnull=True
        )
        .order_by("-said_at")
        .first()
    )
    return found if found and found.text else None


@action
def note_language(acting: Acting, *, item_id: UUID, slot: str, language: str) -> Words:
    """Note in which language words were said: the same words, with who said them, and nothing else changed."""
    said = standing_words(item_id, slot)
    if said is None:
        raise NotFound("words")
    if said.language == language:
        return said
    return say(
        acting, item_id=item_id, slot=slot, text=said.text, language=language, speaker_id=said.speaker_id
    )


@action
def translate(
    acting: Acting,
    *,
    item_id: UUID,
    slot: str,
    text: str,
    language: str,
    by_person_id: UUID | None = None,
    by_interpreter: bool = False,
) -> bool:
    """Put a translation beside the words of a slot; whether it takes the place of an earlier one in that language.

    Who translated: somebody of the family, an interpreter, or else whoever acts. An empty text takes the
    translation away. Raises NotFound where nothing is said, or for somebody of another family.
    """
    item = visible_item(item_id)
    said = standing_words(item_id, slot)
    if said is None:
        raise NotFound("words")
    if by_person_id and not Person.objects.filter(id=by_person_id, family_id=item.family_id).exists():
        raise NotFound("person")
    earlier = (
        Words.objects.filter(
            item=item, slot=slot, language=language, translation_of__isnull=False, replaced_by__isnull=True
        )
        .order_by("-said_at")
        .first()
    )
    text, by_interpreter = text.strip(), by_interpreter and not by_person_id
    if earlier is None and not text:
        return False
    if earlier and (earlier.text, earlier.speaker_id, earlier.by_interpreter, _of(earlier)) == (
        text, by_person_id, by_interpreter, said.text
    ):  # fmt: skip
        return False
    Words.objects.create(
        family_id=item.family_id,
        item=item,
        slot=slot,
        text=text,
        language=language,
        speaker_id=by_person_id,
        author_id=acting.actor_id,
        translation_of=said,
        by_interpreter=by_interpreter,
        replaces=earlier,
    )
    record(acting, f"families:{item.kind}:translated", families=[item.family_id], subject=item.id)
    return bool(earlier and earlier.text and earlier.text != text)


def _of(translation: Words) -> str:
    """The sentence that a translation is of, as it stood then."""
    return translation.translation_of.text if translation.translation_of else ""
