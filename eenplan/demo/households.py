"""Invented families: who lives there, what they are called, what they say."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from eenplan.demo import names
from eenplan.demo.chance import Chance
from eenplan.families.enums import Gender, LivesHere, PersonRole
from eenplan.families.rules import age_on

GROWN = 18


@dataclass(frozen=True, slots=True)
class Theme:
    """What a family comes with, and sentences that families and referrers say of it."""

    name: str
    weight: float
    ages: tuple[int, int]
    domains: tuple[str, ...]
    worries: tuple[str, ...]
    more: tuple[str, ...]
    hopes: tuple[str, ...]
    views: tuple[str, ...]
    well: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A message in another language, and its meaning in Dutch."""

    language: str
    text: str
    dutch: str


@cache
def _file() -> dict[str, Any]:
    with (Path(__file__).parent / "themes.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def themes() -> tuple[Theme, ...]:
    """All themes."""
    return tuple(
        Theme(
            name=row["name"],
            weight=row["weight"],
            ages=(row["ages"][0], row["ages"][1]),
            **{key: tuple(row[key]) for key in ("domains", "worries", "more", "hopes", "views", "well")},
        )
        for row in _file()["theme"]
    )


@cache
def foreign(language: str) -> tuple[Foreign, ...]:
    """All messages in a language."""
    return tuple(Foreign(**row) for row in _file()["other_language"] if row["language"] == language)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household."""

    role: PersonRole
    given_name: str
    family_name: str
    gender: Gender
    birth_date: date | None = None
    due_date: date | None = None
    lives_here: LivesHere = LivesHere.FULL
    parental_authority: bool | None = None


@dataclass(slots=True)
class Household:
    """A family as it is when it is referred. `speaker` is the place of the member who says the words."""

    theme: Theme
    name: str
    language: str
    interpreter: bool
    members: list[Member] = field(default_factory=list)
    words: str = ""
    words_language: str = "nl"
    dutch: str = ""
    view: str = ""
    well: str = ""
    speaker: int = 0

    @property
    def children(self) -> list[Member]:
        """Children and youngsters, born or expected."""
        return [member for member in self.members if member.role == PersonRole.CHILD]


def household(chance: Chance, on: date, *, brussels: bool = False, theme: Theme | None = None) -> Household:
    """Invent a family that comes with something on a day."""
    theme = theme or chance.choices(themes(), [theme.weight for theme in themes()])[0]
    pool, language = names.pool(chance, brussels=brussels)
    speaks_dutch = language == "nl" or chance.maybe(0.55)
    family = Household(
        theme, "", "nl" if speaks_dutch else language, interpreter=not speaks_dutch and chance.maybe(0.6)
    )
    surname = chance.choice(pool.families)
    ages = _ages(chance, theme)
    if theme.ages[0] < GROWN:
        _parents(chance, family, pool, surname, on, eldest=max(ages))
    _children(chance, family, pool, surname, on, ages)
    family.name = _family_name(family, surname)
    family.speaker = 0
    _words(chance, family, on, speaks_dutch=speaks_dutch)
    return family


def again(chance: Chance, before: Household, on: date) -> Household:
    """The same family, referred once more, with other words."""
    family = replace(before, dutch="", words_language="nl")
    _words(chance, family, on, speaks_dutch=before.language == "nl")
    return family


def _ages(chance: Chance, theme: Theme) -> list[int]:
    """How old the children are. The first is the one whom it is about; a baby has no brothers or sisters yet."""
    first = chance.randint(*theme.ages)
    alone = first <= 0 or theme.ages[0] >= GROWN
    number = 1 if alone else chance.one((1, 30), (2, 38), (3, 20), (4, 9), (5, 3))
    others = (first + gap for gap in chance.sample((-6, -4, -2, 2, 4, 6), number - 1))
    return [first, *(age for age in others if 0 <= age < GROWN)]


def _parents(
    chance: Chance, family: Household, pool: names.Pool, surname: str, on: date, *, eldest: int
) -> None:
    mother_pool = pool if chance.maybe(0.75) else names.flemish()
    mother_name = (
        surname if mother_pool is pool and chance.maybe(0.15) else chance.choice(mother_pool.families)
    )
    mother = Member(
        PersonRole.PARENT,
        mother_pool.given(chance, Gender.FEMALE),
        mother_name,
        Gender.FEMALE,
        _born(chance, on, max(23, eldest + 19), max(40, eldest + 33)),
        parental_authority=True,
    )
    father = Member(
        PersonRole.PARENT,
        pool.given(chance, Gender.MALE),
        surname,
        Gender.MALE,
        _born(chance, on, max(25, eldest + 20), max(45, eldest + 37)),
        parental_authority=True,
    )
    kind = chance.one(("both", 55), ("mother", 25), ("father", 5), ("step", 12), ("grandparent", 3))
    apart = family.theme.name == "separation"
    if kind == "father":
        family.members.append(father)
        return
    family.members.append(mother)
    if apart:
        family.members.append(_elsewhere(father))
    elif kind == "both":
        family.members.append(father)
    elif kind == "step":
        family.members.append(_elsewhere(father))
        family.members.append(
            Member(
                PersonRole.STEP_PARENT,
                names.flemish().given(chance, Gender.MALE),
                chance.choice(names.flemish().families),
                Gender.MALE,
                _born(chance, on, 25, 50),
                parental_authority=False,
            )
        )
    elif kind == "grandparent":
        grandmother = pool.given(chance, Gender.FEMALE)
        family.members.append(
            Member(PersonRole.GRANDPARENT, grandmother, mother_name, Gender.FEMALE, _born(chance, on, 70, 82))
        )


def _elsewhere(parent: Member) -> Member:
    return Member(
        parent.role,
        parent.given_name,
        parent.family_name,
        parent.gender,
        parent.birth_date,
        lives_here=LivesHere.NO,
        parental_authority=True,
    )


def _children(
    chance: Chance, family: Household, pool: names.Pool, surname: str, on: date, ages: list[int]
) -> None:
    young = names.flemish_children() if pool is names.flemish() else pool
    lives = LivesHere.PART if family.theme.name == "separation" else LivesHere.FULL
    used = set()
    for age in ages:
        gender = chance.one((Gender.FEMALE, 49), (Gender.MALE, 50), (Gender.OTHER, 1))
        given = young.given(chance, gender)
        while given in used:
            given = young.given(chance, gender)
        used.add(given)
        if age < 0:
            due = on + timedelta(days=chance.randrange(20, 180))
            family.members.append(Member(PersonRole.CHILD, "", surname, Gender.UNKNOWN, due_date=due))
            continue
        born = _born(chance, on, age, age)
        family.members.append(Member(PersonRole.CHILD, given, surname, gender, born, lives_here=lives))


def _born(chance: Chance, on: date, youngest: int, oldest: int) -> date:
    """A birth date of somebody who has so many full years on a day."""
    age = chance.randint(youngest, oldest)
    last = on.replace(year=on.year - age, day=min(on.day, 28))
    return last - timedelta(days=chance.randrange(0, 330))


def _family_name(family: Household, surname: str) -> str:
    at_home = [member for member in family.members if member.lives_here != LivesHere.NO]
    parents = [member.family_name for member in at_home if member.role == PersonRole.PARENT]
    return " – ".join(dict.fromkeys(parents)) if parents else surname


def _words(chance: Chance, family: Household, on: date, *, speaks_dutch: bool) -> None:
    theme, child = family.theme, family.children[0]
    adults = [member for member in family.members if member.role != PersonRole.CHILD]
    age = age_on(child.birth_date, on) if child.birth_date else 0
    told = {
        "child": child.given_name or "de baby",
        "other": "papa" if len(adults) > 1 else "oma",
        "age": f"{age} jaar" if age else "nog geen jaar",
    }
    parts = [chance.choice(theme.worries)]
    if chance.maybe(0.7):
        parts.append(chance.choice(theme.more))
    parts.append(chance.choice(theme.hopes))
    family.words = " ".join(parts).format(**told)
    family.view = chance.choice(theme.views).format(**told)
    family.well = chance.choice(theme.well).format(**told)
    if not speaks_dutch and (messages := foreign(family.language)):
        message = chance.choice(messages)
        told["age"] = str(age)
        family.words, family.words_language = message.text.format(**told), message.language
        family.dutch = message.dutch.format(**told)
