"""Telling an e-mail address from a mobile number, and bringing both to one form."""

import re
from dataclasses import dataclass

from eenplan.families.enums import EntranceKind
from eenplan.families.matching import phone

# Plain: with signs that say more than an address ('<kaat@example.org>', 'kaat(werk)@…') it would reach a mailbox
# without being the same text as the one of which was said that it is not safe.
_NOT = r"@\s<>()\[\]\\,;:\""
_EMAIL = re.compile(rf"[^{_NOT}]+@(?:[^{_NOT}.]+\.)+[^{_NOT}.]+")
# A Belgian mobile number in the form that `matching.phone` gives.
_MOBILE = re.compile(r"04[0-9]{8}")
MOST_SIGNS = 254
# Under which name addresses are sealed and found.
SEALED_FOR = "entrance-address"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a code can be sent: its kind, and its one form ('kaat@example.org', '+32470000000')."""

    kind: EntranceKind
    value: str


def address_of(typed: str) -> Address | None:
    """The e-mail address or mobile number that somebody typed; None when it is neither.

    A number from abroad is one that was typed with its country in front.
    """
    text = typed.strip()
    if len(text) <= MOST_SIGNS and _EMAIL.fullmatch(text):
        return Address(EntranceKind.EMAIL, text.casefold())
    number = phone(text) if re.fullmatch(r"[+()0-9\s./-]+", text) else ""
    if _MOBILE.fullmatch(number):
        return Address(EntranceKind.TEXT, "+32" + number[1:])
    if re.fullmatch(r"\+[0-9]{8,15}", number):
        return Address(EntranceKind.TEXT, number)
    return None


def masked(address: Address) -> str:
    """The address as its owner recognises it and nobody else learns it: 'k•••@example.org', '•••• 12 34'."""
    if address.kind is EntranceKind.EMAIL:
        name, _at, host = address.value.partition("@")
        return f"{name[0]}•••@{host}"
    return f"•••• {address.value[-4:-2]} {address.value[-2:]}"
