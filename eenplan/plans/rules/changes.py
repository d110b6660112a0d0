"""What changed between two states of a plan, piece by piece. Knows nothing of words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from eenplan.families.enums import ItemKind
from eenplan.families.rules.statements import is_statement
from eenplan.plans.enums import SectionKey


class Shot(Protocol):
    """One piece at one moment: what a version keeps of it."""

    @property
    def item_id(self) -> UUID: ...
    @property
    def kind(self) -> ItemKind: ...
    @property
    def section(self) -> SectionKey: ...
    @property
    def content(self) -> Mapping[str, Any]: ...


class What(StrEnum):
    """What happened to a piece."""

    ADDED = "added"
    GONE = "gone"
    SAID = "said"
    SPOKEN = "spoken"
    TRANSLATED = "translated"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a piece. `field` is the slot of words or the fact; `before` and `after` its values.

    `content` is the whole piece as it stands after (or stood last), to name it by.
    """

    what: What
    item_id: UUID
    kind: ItemKind
    section: SectionKey
    content: Mapping[str, Any]
    field: str = ""
    before: Any = None
    after: Any = None


# Facts that say together who does something: they change as one.
OWNER = ("person_id", "staff_member_id", "organisation_name", "network_name")


def changes_between(before: Sequence[Shot], after: Sequence[Shot]) -> list[Change]:
    """Everything that came, went, was said anew or changed, in the order of the plan after; gone ones last."""
    was = {one.item_id: one for one in before}
    now = {one.item_id: one for one in after}
    found: list[Change] = []
    for one in after:
        earlier = was.get(one.item_id)
        if earlier is None:
            found.append(Change(What.ADDED, one.item_id, one.kind, one.section, one.content))
        else:
            found += _within(earlier.content, one)
    found += [
        Change(What.GONE, one.item_id, one.kind, one.section, one.content)
        for one in before
        if one.item_id not in now
    ]
    return found


def _within(was: Mapping[str, Any], now: Shot) -> list[Change]:
    """What changed of one piece: its words by slot, then its facts."""
    found = []
    # What somebody wanted to stand beside a piece is no change of the plan.
    slots = {slot for slot in (*was["words"], *now.content["words"]) if not is_statement(slot)}
    for slot in sorted(slots, key=lambda slot: (slot != "text", slot)):
        before, after = (_text(words.get(slot)) for words in (was["words"], now.content["words"]))
        if before != after:
            found.append(
                Change(What.SAID, now.item_id, now.kind, now.section, now.content, slot, before, after)
            )
        elif after:
            speakers = tuple(words[slot].get("speaker_id") for words in (was["words"], now.content["words"]))
            if slot == "text" and speakers[0] != speakers[1]:
                found.append(
                    Change(What.SPOKEN, now.item_id, now.kind, now.section, now.content, slot, *speakers)
                )
            # A translation that comes beside changes nothing of what was agreed; another one in its place does.
            was_in, now_in = (_translations(words[slot]) for words in (was["words"], now.content["words"]))
            found += [
                Change(
                    What.TRANSLATED, now.item_id, now.kind, now.section, now.content, slot, text,
                    now_in.get(language, ""),
                )
                for language, text in was_in.items()
                if text != now_in.get(language, "")
            ]  # fmt: skip
    facts = sorted({*was, *now.content} - {"words"})
    changed = [
        name
        for name in facts
        if (was.get(name) or None) != (now.content.get(name) or None) or _zero(was, now, name)
    ]
    for name in changed:
        if name in OWNER and name != next(one for one in changed if one in OWNER):
            continue
        field = "owner" if name in OWNER else name
        found.append(
            Change(
                What.CHANGED,
                now.item_id,
                now.kind,
                now.section,
                now.content,
                field,
                was.get(name),
                now.content.get(name),
            )
        )
    return found


def _zero(was: Mapping[str, Any], now: Shot, name: str) -> bool:
    """A score of 0 is something else than no score."""
    return (was.get(name) is None) != (now.content.get(name) is None) and 0 in (
        was.get(name),
        now.content.get(name),
    )


def _translations(said: Mapping[str, Any]) -> dict[str, str]:
    return {language: str(one["text"]) for language, one in said.get("translations", {}).items()}


def _text(said: Mapping[str, Any] | None) -> str:
    return str(said["text"]) if said else ""
