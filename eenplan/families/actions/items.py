"""Writing pieces of a family's file: items with their labels, and the words that belong to them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, ItemAbout, Person, Words


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of rule 32. By default nothing is special and nothing is released to everyone."""

    confidential: bool = False
    third_party_only: bool = False
    health: bool = False
    court: bool = False
    agogic_exception: bool = False
    agogic_reason: str = ""
    released_to_all: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether these labels keep an item among few, so that it cannot be released to everyone."""
        return self.confidential or self.third_party_only or self.court or self.agogic_exception


RELEASED = Labels(released_to_all=True)
# What is never taken out: who did not agree, and what was found together on a day.
STAYS = (ItemKind.DISAGREEMENT, ItemKind.REVIEW)


def labels_of(item: Item) -> Labels:
    """The labels of an item as they stand."""
    return Labels(**{field.name: getattr(item, field.name) for field in fields(Labels)})


def check_labels(labels: Labels) -> None:
    """Refuse labels that contradict each other."""
    if labels.released_to_all and labels.is_closed:
        raise RuleBroken(
            "released-and-closed",
            _("Wat vertrouwelijk is, kan niet voor iedereen zichtbaar zijn. Kies een van de twee."),
        )
    if labels.agogic_exception and not labels.agogic_reason.strip():
        raise RuleBroken("agogic-reason", _("Schrijf erbij waarom de jongere dit nu niet te lezen krijgt."))


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
    labels: Labels = Labels()
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
    labels: Labels = Labels(),
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
    language: str = "nl",
    speaker_id: UUID | None = None,
    translation_of_id: UUID | None = None,
) -> Words:
    """Add words to an item. The words that stood in the same slot stay, replaced but readable."""
    item = visible_item(item_id)
    words = _append(
        acting,
        item,
        text,
        slot=slot,
        language=language,
        speaker_id=speaker_id,
        translation_of_id=translation_of_id,
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
    language: str,
    speaker_id: UUID | None,
    translation_of_id: UUID | None = None,
) -> Words:
    standing = (
        Words.objects.filter(
            item=item, slot=slot, translation_of_id=translation_of_id, replaced_by__isnull=True
        )
        .order_by("-said_at")
        .first()
    )
    if standing and standing.text == text.strip() and standing.language == language:
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
    speakers = {words.speaker_id for words in said if words.speaker_id}
    if speakers and Person.objects.filter(id__in=speakers, family_id=family_id).count() < len(speakers):
        raise NotFound("person")


@action
def relabel(acting: Acting, *, item_id: UUID, labels: Labels) -> Item:
    """Change who may see an item. Raises RuleBroken for labels that contradict."""
    check_labels(labels)
    item = visible_item(item_id)
    for name, value in asdict(labels).items():
        setattr(item, name, value)
    item.save(update_fields=list(asdict(labels)))
    record(acting, f"families:{item.kind}:relabelled", families=[item.family_id], subject=item.id)
    return item


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
