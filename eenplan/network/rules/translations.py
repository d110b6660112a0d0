"""Translations of the family's pages: what was read by a native speaker, and what they would say better."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter


class TextState(StrEnum):
    """Whether somebody read a translation."""

    UNREAD = "unread"
    RIGHT = "right"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Dutch with its translation; both have a form for each number that their language tells apart."""

    key: str
    dutch: tuple[str, ...]
    words: tuple[str, ...]
    context: str = ""
    places: tuple[str, ...] = ()

    @property
    def translation_key(self) -> str:
        """The hash of the translation as it stands."""
        return hashed(self.words)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The newest that was found of a text: which words are right, and those that are better when there are."""

    approves: str
    better: tuple[str, ...] = ()


def hashed(words: Iterable[str]) -> str:
    """SHA-256 over texts in their order, 64 hex signs."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def state_of(text: Text, verdict: Verdict | None) -> TextState:
    """A translation that changed since it was read, is unread; better words wait until the catalogue has them."""
    if verdict is None:
        return TextState.UNREAD
    if verdict.approves == text.translation_key:
        return TextState.RIGHT
    return TextState.BETTER if verdict.better else TextState.UNREAD


def all_read(texts: Sequence[Text], verdicts: Mapping[str, Verdict]) -> bool:
    """Whether every translation that stands is one that somebody approved. Of no texts at all: no."""
    return bool(texts) and all(state_of(one, verdicts.get(one.key)) is TextState.RIGHT for one in texts)


def places_in(text: str) -> set[str]:
    """What is filled in: '%(name)s' gives 'name'; '{most}' too."""
    named = {part.split(")")[0] for part in text.split("%(")[1:]}
    try:
        return named | {name for _said, name, _spec, _way in Formatter().parse(text) if name}
    except ValueError:  # a lone brace is only a sign
        return named


def unknown_places(text: Text, better: Iterable[str]) -> set[str]:
    """What better words would have filled in that the Dutch does not have: nothing would come there."""
    known = set().union(*(places_in(one) for one in text.dutch))
    return set().union(*(places_in(one) for one in better)) - known
