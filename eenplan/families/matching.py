"""By what a family is recognised exactly: names, numbers and addresses, brought to one form and hashed."""

import re
from collections.abc import Iterable
from typing import Protocol

from eenplan.core.folding import fold
from eenplan.core.keys import hashed
from eenplan.families.enums import DetailKind, MatchKind
from eenplan.families.models import Person

_FEWEST_DIGITS = 8


class Reaches(Protocol):
    """A way to reach somebody, as typed."""

    kind: str
    value: str


def match_keys(
    name: str, postal_code: str, persons: Iterable[Person], details: Iterable[Reaches]
) -> set[tuple[MatchKind, str]]:
    """All keys of a family: given name with birth date, phone, e-mail, family name with address.

    What is not known gives no key. The hash is keyed with the server's secret: without it nobody can try
    names against it. When that secret is changed, `eenplan rotate-keys` makes them anew.
    """
    people = list(persons)
    plain: set[tuple[MatchKind, str]] = set()
    for person in people:
        if person.given_name and person.birth_date:
            plain.add((MatchKind.PERSON, f"{fold(person.given_name)} {person.birth_date.isoformat()}"))
    family_names = {fold(text) for text in (name, *(person.family_name for person in people))} - {""}
    for detail in details:
        if detail.kind == DetailKind.PHONE and (number := phone(detail.value)):
            plain.add((MatchKind.PHONE, number))
        elif detail.kind == DetailKind.EMAIL and "@" in detail.value:
            plain.add((MatchKind.EMAIL, detail.value.strip().casefold()))
        elif detail.kind == DetailKind.ADDRESS and fold(detail.value):
            street = fold(detail.value)
            plain |= {(MatchKind.HOME, f"{family} {postal_code} {street}") for family in family_names}
    return {(kind, hashed(f"match:{kind}:{text}")) for kind, text in plain}


def phone(typed: str) -> str:
    """The digits of a phone number, Belgian ones with 0 in front: '+32 (0)89 00 00 00' is '089000000'. '' if none."""
    text = typed.strip()
    abroad = text.startswith(("+", "00"))
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if abroad:
        digits = digits.removeprefix("00")
        digits = (
            "0" + digits.removeprefix("32").removeprefix("0") if digits.startswith("32") else "+" + digits
        )
    return digits if len(digits) >= _FEWEST_DIGITS else ""
