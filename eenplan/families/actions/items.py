"""Writing pieces of a family's file: items with their labels, and the words that belong to them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, ItemAbout, Person, Words
from eenplan.families.rules import FOR_TEAM, Labels, Overtaken, Whose, check_labels, labels_of

# What is never taken out: who did not agree, and what was found together on a day.
STAYS = (ItemKind.DISAGREEMENT, ItemKind.REVIEW)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A piece for the file. `speaker_id` is the person of the family whose words `text` are.

    `about` names persons; none means the whole family. `besides` are words of other slots: slot, text, language.
    """

    kind: ItemKind
    text: str = ""
    language: str = "nl"
    speaker_id: UUID | None = None
    from_whom_id: UUID | None = None
    about: tuple[UUID, ...] = ()
    labels: Labels = FOR_TEAM
    besides: tuple[tuple[str, str, str], ...] = ()


@action
def write_item(
    acting: Acting,
    *,
    family_id: UUID,
    kind: ItemKind,
    text: str = "",
    language: str = "nl",
    speaker_id: UUID | None = None,
    from_whom_id: UUID | None = None,
    about: Iterable[UUID] = (),
    labels: Labels = FOR_TEAM,
) -> Item:
    """Add a piece to the file; see `NewItem`. Raises RuleBroken for labels that contradict."""
    new = NewItem(kind, text, language, speaker_id, from_whom_id, tuple(about), labels)
    (item,) = write_items(acting, family_id=family_id, items=[new])
    return item


@action
def write_items(acting: Acting, *, family_id: UUID, items: Iterable[NewItem]) -> list[Item]:
    """Add several pieces to the file at once. Raises RuleBroken for labels that contradict."""
    added: list[Item] = []
    about: list[ItemAbout] = []
    said: list[Words] = []
    for new in items:
        check_labels(new.labels)
        item = Item(
            family_id=family_id,
            kind=new.kind,
            from_whom_id=new.from_whom_id or new.speaker_id,
            author_id=acting.actor_id,
            **asdict(new.labels),
        )
        added.append(item)
        about += [ItemAbout(family_id=family_id, item=item, person_id=person) for person in new.about]
        if new.text.strip():
            said.append(_words(acting, item, new.text, new.language, new.speaker_id))
        for slot, text, language in new.besides:
            words = _words(acting, item, text, language, None)
            words.slot = slot
            said.append(words)
        record(acting, f"families:{new.kind}:written", families=[family_id], subject=item.id)
    _check_speakers(family_id, said)
    Item.objects.bulk_create(added)
    ItemAbout.objects.bulk_create(about)
    Words.objects.bulk_create(said)
    return added


@action
def say(
    acting: Acting,
    *,
    item_id: UUID,
    text: str,
    slot: str = "text",
    language: str | None = "nl",
    speaker_id: UUID | None = None,
    translation_of_id: UUID | None = None,
    by_another: bool = False,
) -> Words:
    """Add words to an item. The words that stood in the same slot stay, replaced but readable.

    Who of the family says its main words now, is from whom the item is. `language` None: as what stands there.
    The same words change nothing; with `by_another` they are words anew when somebody else says them.
    """
    item = visible_item(item_id)
    if slot == "text" and speaker_id and translation_of_id is None and item.from_whom_id != speaker_id:
        _check_persons(item.family_id, {speaker_id})
        item.from_whom_id = speaker_id
        item.save(update_fields=["from_whom"])
    words = _append(
        acting,
        item,
        text,
        slot=slot,
        language=language,
        speaker_id=speaker_id,
        translation_of_id=translation_of_id,
        by_another=by_another,
    )
    record(acting, f"families:{item.kind}:said", families=[item.family_id], subject=item.id)
    return words


def visible_item(item_id: UUID) -> Item:
    """The item, if whoever acts may see it. Raises NotFound otherwise."""
    item = Item.objects.filter(id=item_id).first()
    if item is None:
        raise NotFound("item")
    return item


def _append(
    acting: Acting,
    item: Item,
    text: str,
    *,
    slot: str,
    language: str | None,
    speaker_id: UUID | None,
    translation_of_id: UUID | None = None,
    by_another: bool = False,
) -> Words:
    standing = (
        Words.objects.filter(
            item=item, slot=slot, translation_of_id=translation_of_id, replaced_by__isnull=True
        )
        .order_by("-said_at")
        .first()
    )
    language = language or (standing.language if standing else "nl")
    said_by_another = by_another and text.strip() and standing and standing.speaker_id != speaker_id
    if standing and standing.text == text.strip() and standing.language == language and not said_by_another:
        return standing
    words = _words(acting, item, text, language, speaker_id)
    _check_speakers(item.family_id, [words])
    words.slot, words.translation_of_id, words.replaces = slot, translation_of_id, standing
    words.save(force_insert=True)
    return words


def _words(acting: Acting, item: Item, text: str, language: str, speaker_id: UUID | None) -> Words:
    return Words(
        family_id=item.family_id,
        item=item,
        text=text.strip(),
        language=language,
        speaker_id=speaker_id,
        author_id=acting.actor_id,
    )


def _check_speakers(family_id: UUID, said: Iterable[Words]) -> None:
    """Whoever speaks belongs to the family. Raises NotFound otherwise."""
    _check_persons(family_id, {words.speaker_id for words in said if words.speaker_id})


def _check_persons(family_id: UUID, persons: set[UUID]) -> None:
    if persons and Person.objects.filter(id__in=persons, family_id=family_id).count() < len(persons):
        raise NotFound("person")


@action
def relabel(
    acting: Acting,
    *,
    item_id: UUID,
    labels: Labels | None = None,
    whose: Whose | None = None,
    was: tuple[Labels, Whose] | None = None,
) -> Item:
    """Change who may see an item, and with `whose` about whom it is and from whom; None leaves it as it is.

    `was` is what somebody read before changing it: refuses with `families:overtaken` when it is otherwise now.
    Raises RuleBroken for labels that contradict, NotFound for persons of another family.
    """
    if labels is not None:
        check_labels(labels)
    item = Item.objects.select_for_update(of=("self",)).filter(id=item_id).first()
    if item is None:
        raise NotFound("item")
    if was is not None and was != (labels_of(item), whose_of(item)):
        raise Overtaken()
    changed = asdict(labels) if labels is not None else {}
    for name, value in changed.items():
        setattr(item, name, value)
    if whose is not None:
        _note_whose(item, whose)
    item.save(update_fields=[*changed, "from_whom"])
    record(acting, f"families:{item.kind}:relabelled", families=[item.family_id], subject=item.id)
    return item


def whose_of(item: Item) -> Whose:
    """About whom an item is and from whom, as it stands. One query."""
    about = ItemAbout.objects.filter(item=item).order_by("person__position", "person_id")
    return Whose(tuple(about.values_list("person_id", flat=True)), item.from_whom_id)


def _note_whose(item: Item, whose: Whose) -> None:
    """About these persons and nobody else, from this one. Raises NotFound for persons of another family."""
    wanted = set(whose.about)
    _check_persons(item.family_id, wanted | ({whose.from_whom_id} if whose.from_whom_id else set()))
    item.from_whom_id = whose.from_whom_id
    standing = ItemAbout.objects.filter(item=item)
    standing.exclude(person_id__in=wanted).delete()
    known = set(standing.values_list("person_id", flat=True))
    ItemAbout.objects.bulk_create(
        ItemAbout(family_id=item.family_id, item=item, person_id=one)
        for one in whose.about
        if one not in known
    )


def move_about(acting: Acting, *, item_id: UUID, before: UUID | None, after: UUID | None) -> None:
    """Whom a piece is about was changed where it is written: `before` makes room for `after`, others stay.

    Part of the act that changes it.
    """
    if before == after:
        return
    item = visible_item(item_id)
    standing = whose_of(item)
    kept = [one for one in standing.about if one not in (before, after)]
    _note_whose(item, Whose((*kept, *([after] if after else [])), standing.from_whom_id))
    record(acting, f"families:{item.kind}:about-changed", families=[item.family_id], subject=item.id)


@action
def end_item(acting: Acting, *, item_id: UUID) -> Item:
    """Take an item out of the current file. It stays readable in earlier versions of the plan.

    Refuses with `families:item-stays` what is never taken out.
    """
    item = visible_item(item_id)
    if item.kind in STAYS:
        raise RuleBroken(
            "families:item-stays",
            _("Dit blijft in het plan staan. Schrijf erbij hoe het opgelost is."),
        )
    item.ended_at = now()
    item.save(update_fields=["ended_at"])
    record(acting, f"families:{item.kind}:ended", families=[item.family_id], subject=item.id)
    return item
