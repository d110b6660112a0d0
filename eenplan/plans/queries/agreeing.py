"""Whose yes help of a family needs before it starts, and what they said (rule 26)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from eenplan.consent.enums import Said, Stage
from eenplan.consent.queries import Spoken, legal_terms, people, said_of_help
from eenplan.consent.rules import Someone, Terms, stage_on
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.families.enums import LivesHere, PersonRole
from eenplan.families.models import Person, Residence
from eenplan.families.queries import current_words
from eenplan.plans.enums import HelpState, HelpType
from eenplan.plans.models import Help
from eenplan.plans.rules.agreeing import NeedsYes, homes_apart, may_start, still_to_ask


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """Help that waits, whose yes it needs, what each of them said last, and who is still to be asked."""

    help_id: UUID
    what: str
    for_whom_id: UUID | None
    needs: NeedsYes
    spoken: Mapping[UUID, Spoken]

    @property
    def said(self) -> dict[UUID, Said]:
        """What each of them said, in a word."""
        return {person: spoken.said for person, spoken in self.spoken.items()}

    @property
    def may_start(self) -> bool:
        """Whether everybody said yes whose yes it needs."""
        return may_start(self.needs, self.said)

    @property
    def homes_apart(self) -> tuple[tuple[tuple[UUID, ...], ...], tuple[tuple[UUID, ...], ...]]:
        """In which homes it may come, and in which it may not as long as nobody there says yes."""
        return homes_apart(self.needs, self.said)

    @property
    def asked(self) -> tuple[UUID, ...]:
        """Who did not say yes yet."""
        return still_to_ask(self.needs, self.said)


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives where in a family today, and who decides for themselves: what `needs_yes` judges by."""

    people: Mapping[UUID, Someone]
    terms: Terms
    persons: Sequence[Person]
    homes: Mapping[UUID, tuple[UUID, ...]]

    def needs(self, *, for_whom_id: UUID | None, help_type: str) -> NeedsYes:
        """Whose yes help needs, for somebody or for all (None), of a type ('' when it is not known)."""
        who = self.people.get(for_whom_id) if for_whom_id else None
        own = who.id if who and stage_on(who, today(), self.terms) == Stage.CAPABLE else None
        return NeedsYes(own, self._homes(for_whom_id) if help_type == HelpType.HOME_GUIDANCE else ())

    def _homes(self, for_whom_id: UUID | None) -> tuple[tuple[UUID, ...], ...]:
        """Who decides in each home where somebody lives (each home of the family, for help for all)."""
        grown = [one for one in self.persons if one.role != PersonRole.CHILD]
        parents = {one.id for one in grown if one.role == PersonRole.PARENT}
        found = []
        for residents in self.homes.values():
            if for_whom_id is None or for_whom_id in residents:
                found.append(
                    tuple(one for one in residents if one in parents)
                    or tuple(one.id for one in grown if one.id in residents)
                )
        if any(found):
            return tuple(home for home in found if home)
        here = tuple(one.id for one in grown if one.id in parents and one.lives_here != LivesHere.NO)
        return (here,) if here else ()


def household(acting: Acting, family_id: UUID) -> Household:
    """Who lives where today. Four queries."""
    homes: dict[UUID, list[UUID]] = {}
    rows = Residence.objects.filter(family_id=family_id, period__contains=today()).order_by("home_id", "id")
    for home_id, person_id in rows.values_list("home_id", "person_id"):
        homes.setdefault(home_id, []).append(person_id)
    return Household(
        people(acting, family_id),
        legal_terms(acting),
        list(Person.objects.filter(family_id=family_id).order_by("position", "id")),
        {home: tuple(residents) for home, residents in homes.items()},
    )


def help_asked(acting: Acting, family_id: UUID, help_id: UUID | None = None) -> list[HelpAsked]:
    """Help that is waited for and needs somebody's yes before it starts; or this very help. Seven queries at most."""
    could_need = Q(for_whom__isnull=False) | Q(help_type=HelpType.HOME_GUIDANCE)
    rows = Help.objects.filter(could_need, family_id=family_id, item__ended_at__isnull=True).order_by(
        "item_id"
    )
    rows = rows.filter(item_id=help_id) if help_id else rows.filter(state=HelpState.WAITING)
    found = list(rows)
    if not found:
        return []
    living = household(acting, family_id)
    needed = [(row, living.needs(for_whom_id=row.for_whom_id, help_type=row.help_type)) for row in found]
    wanted = [row.item_id for row, needs in needed if needs.of_anybody]
    if not wanted:
        return []
    spoken = said_of_help(acting, wanted)
    words = current_words(acting, family_id, item_ids=wanted)
    return [
        HelpAsked(
            row.item_id,
            next((one.text for one in words.get(row.item_id, []) if one.slot == "text"), row.organisation),
            row.for_whom_id,
            needs,
            spoken[row.item_id],
        )
        for row, needs in needed
        if needs.of_anybody
    ]
