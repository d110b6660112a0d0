"""A translation stands beside the sentence that it translates, and says so when that sentence was said anew."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation as it was written: `of` is the sentence it translates, as that stood then. Ids as texts."""

    slot: str
    text: str
    language: str
    speaker_id: str | None
    author_id: str
    by_interpreter: bool
    of: str


def add_translation(words: dict[str, Any], one: Translated) -> None:
    """Put a translation beside the words of its slot, as a version keeps it; beside nothing it is left out."""
    said = words.get(one.slot)
    if said is None or not said["text"] or not one.text:
        return
    said.setdefault("translations", {})[one.language] = {
        "text": one.text,
        "speaker_id": one.speaker_id,
        "author_id": one.author_id,
        "by_interpreter": one.by_interpreter,
        "of_earlier": one.of != said["text"],
    }


def with_later(words: dict[str, Any], found: Iterable[Translated]) -> dict[str, Any]:
    """The words of a version, with what was translated since of the very sentences in it.

    What the version kept stays as it was: only a language that it did not have comes beside.
    """
    more = [
        one
        for one in found
        if (said := words.get(one.slot))
        and one.of == said["text"]
        and one.language not in said.get("translations", {})
    ]
    if not more:
        return words
    words = deepcopy(words)
    for one in more:
        add_translation(words, one)
    return words
