"""Examples of goals and steps per life domain, to begin a conversation with. They never stand in a plan by themselves."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example. `code` names it in an address: 'housing.goals.0'."""

    code: str
    domain: str
    text: str


@cache
def suggestions(kind: str) -> tuple[Suggestion, ...]:
    """All examples of a kind ('goals' or 'steps'), life domain by life domain."""
    with (Path(__file__).parents[1] / "suggestions.toml").open("rb") as file:
        listed = tomllib.load(file)
    return tuple(
        Suggestion(f"{domain}.{kind}.{place}", domain, text)
        for domain, texts in listed.items()
        for place, text in enumerate(texts.get(kind, []))
    )


def suggestion(code: str) -> Suggestion | None:
    """The example with this code; None for anything else."""
    kind = code.split(".")[1] if code.count(".") == 2 else ""
    return next((one for one in suggestions(kind) if one.code == code), None) if kind else None
