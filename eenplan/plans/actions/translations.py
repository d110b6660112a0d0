"""A translation beside what the family said in a plan: the sentence stays, the translation stands beneath it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import note_language, translate
from eenplan.plans.actions.sections import Saved, placed, touch
from eenplan.plans.models import Section


@dataclass(frozen=True, slots=True)
class TranslationFields:
    """The words of a piece in another language, by slot. `said_in` is the language in which they were said.

    Who translated: somebody of the family, an interpreter, or else the worker who writes it down.
    """

    texts: Mapping[str, str]
    said_in: str
    into: str
    by_person_id: UUID | None = None
    by_interpreter: bool = False


@action
def translate_piece(acting: Acting, *, item_id: UUID, translation: TranslationFields) -> Saved:
    """Put translations beside the words of a piece; an empty text takes one away. What was said stays as it is.

    A translation that comes beside is read at once, also beside a version that was agreed. One that takes the place
    of another changes what was read: then the section counts as changed. Refuses with `plans:same-language`.
    """
    standing = placed(acting, item_id)
    if translation.said_in == translation.into:
        raise RuleBroken(
            "plans:same-language",
            _("Dat is de taal waarin het gezegd is. Kies een andere taal voor de vertaling."),
            field="into",
        )
    replaced = False
    for slot, text in translation.texts.items():
        note_language(acting, item_id=item_id, slot=slot, language=translation.said_in)
        replaced |= translate(
            acting,
            item_id=item_id,
            slot=slot,
            text=text,
            language=translation.into,
            by_person_id=translation.by_person_id,
            by_interpreter=translation.by_interpreter,
        )
    if replaced:
        revision = touch(acting, standing.plan_id, standing.section, None)
    else:
        revision = Section.objects.values_list("revision", flat=True).get(
            plan_id=standing.plan_id, key=standing.section
        )
    record(acting, "plans:piece:translated", families=[standing.family_id], subject=item_id)
    return Saved(item_id, revision, now())
