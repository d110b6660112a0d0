"""Whose yes help needs before it starts (rule 26), from loaded facts. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eenplan.consent.enums import Said

NO = (Said.REFUSED, Said.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class NeedsYes:
    """Whose yes help needs. `own`: the capable minor whom it is for.

    `homes`: for help at home, who decides in each home in which it can take place; the yes of one of them is
    enough there, unless another in that home says no. No homes: it does not come into a home.
    """

    own: UUID | None = None
    homes: tuple[tuple[UUID, ...], ...] = ()

    @property
    def of_anybody(self) -> bool:
        """Whether it needs anybody's yes at all."""
        return self.own is not None or bool(self.homes)

    @property
    def with_a_say(self) -> tuple[UUID, ...]:
        """Everybody whose answer counts, each once."""
        own = () if self.own is None else (self.own,)
        return tuple(dict.fromkeys([*own, *(person for home in self.homes for person in home)]))


def may_start(needs: NeedsYes, said: Mapping[UUID, Said]) -> bool:
    """Whether everybody said yes whose yes is needed."""
    if needs.own is not None and said.get(needs.own) != Said.GIVEN:
        return False
    return not needs.homes or any(_agreed(home, said) for home in needs.homes)


def _agreed(home: Sequence[UUID], said: Mapping[UUID, Said]) -> bool:
    answers = [said.get(person) for person in home]
    return Said.GIVEN in answers and not any(answer in NO for answer in answers)


def homes_apart(
    needs: NeedsYes, said: Mapping[UUID, Said]
) -> tuple[tuple[tuple[UUID, ...], ...], tuple[tuple[UUID, ...], ...]]:
    """In which homes help may come, and in which not: a home says yes for itself alone."""
    agreed = tuple(home for home in needs.homes if _agreed(home, said))
    return agreed, tuple(home for home in needs.homes if home not in agreed)


def still_to_ask(needs: NeedsYes, said: Mapping[UUID, Said]) -> tuple[UUID, ...]:
    """Who has not said yes yet and whose yes could let it start; those who said no included."""
    found = [needs.own] if needs.own is not None and said.get(needs.own) != Said.GIVEN else []
    if needs.homes and not any(_agreed(home, said) for home in needs.homes):
        found += [person for home in needs.homes for person in home if said.get(person) != Said.GIVEN]
    return tuple(dict.fromkeys(found))
