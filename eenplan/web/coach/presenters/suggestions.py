"""Examples of goals and steps, life domain by life domain, each with the way to take it into the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from eenplan.core.languages import language_now
from eenplan.plans.queries import PlanNow
from eenplan.plans.queries.suggestions import Suggestion, suggestion, suggestions
from eenplan.web.shared.components import Words

PARAMETER = "voorbeeld"


@dataclass(frozen=True, slots=True)
class Example:
    """An example and the address that copies it into the field."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples of one life domain."""

    label: Words
    examples: tuple[Example, ...]


def examples(page: PlanNow, kind: str, asked: QueryDict) -> list[Examples]:
    """All examples, in the order of the partnership's life domains; `asked` is kept in each address."""
    kept: Mapping[str, str] = {name: str(value) for name, value in asked.items() if name != PARAMETER}
    listed = suggestions(kind)
    return [
        Examples(
            row.domain.label(language_now()),
            tuple(
                Example(one.text, f"?{urlencode({**kept, PARAMETER: one.code})}#formulier") for one in found
            ),
        )
        for row in page.domains
        if (found := [one for one in listed if one.domain == row.domain.code])
    ]


def taken(asked: QueryDict) -> Suggestion | None:
    """The example that was asked into the field."""
    return suggestion(asked.get(PARAMETER, ""))
