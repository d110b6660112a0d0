"""Every address × everybody, and the committed matrix that says what must answer."""

import csv
import fcntl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

import eenplan.web
from tests.house.hidden import CARDS, TEAM, sees_all

# It is part of the product: `eenplan access-matrix` prints it.
MATRIX = Path(eenplan.web.__file__).parent / "access_matrix.csv"


@dataclass(frozen=True)
class Address:
    """A named address and the names of what it needs filled in."""

    name: str
    needs: tuple[str, ...]
    view: Any


def addresses() -> list[Address]:
    """All addresses of the product, in the order of their names."""
    return sorted(_walk(get_resolver(), ""), key=lambda address: address.name)


def _walk(resolver: URLResolver, space: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", tuple(pattern.pattern.converters), pattern.callback)


# Everybody, as seen from one family: its team, others of the house, its people and those they chose, and strangers.
RELATIONS = (
    "coach_own",
    "coach_colleague",
    "coach_former",
    "coach_emergency",
    "intake",
    "coordinator",
    "psychologist",
    "expert",
    "partner_some",
    "partner_none",
    "steering",
    "privacy_officer",
    "admin",
    "official",
    "researcher",
    "coach_elsewhere",
    "intake_elsewhere",
    "card_mother",
    "card_father",
    "card_daughter",
    "card_son",
    "trusted_person",
    "support_figure",
    "card_elsewhere",
    "nobody",
)
# Who may see the file as a whole: their paper is of the family, whether a marker stands on it or not.
REACH = TEAM | CARDS

# Closed by what stands on the view, without a look at what it is about.
CLOSED = ("refused", "sign-in", "card")


def word_of(response: Any, shown: Iterable[str], relation: str) -> str:
    """What answered, in a word; 'part' when a page shows something of the family to whom not all of it is open."""
    if response.status_code == 200 and any(shown) and not sees_all(relation):
        return "part"
    target = response.headers.get("Location", "")
    if "/account/login/" in target:
        return "sign-in"
    if target.startswith("/gezin/") and response.wsgi_request.path != "/gezin/" and "kaart" not in target:
        return "card" if target == reverse("family:open-card") else "done"
    return {200: "open", 302: "done", 400: "asked", 403: "refused", 404: "hidden"}.get(
        response.status_code, str(response.status_code)
    )


def read_matrix() -> dict[tuple[str, str], str]:
    """The committed matrix: (address, relation) → word."""
    rows = csv.DictReader(MATRIX.open(encoding="utf-8"))
    return {(row["address"], who): word for row in rows for who, word in row.items() if who != "address"}


def write_matrix(found: dict[str, str], relation: str) -> None:
    """Put what answered one relation in the matrix; for a person to read before it is committed."""
    with MATRIX.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = {row["address"]: row for row in csv.DictReader(file)}
        file.seek(0)
        file.truncate()
        writer = csv.DictWriter(file, ["address", *RELATIONS], restval="", lineterminator="\n")
        writer.writeheader()
        for name, word in sorted(found.items()):
            kept = {who: known.get(name, {}).get(who, "") for who in RELATIONS}
            writer.writerow({"address": name, **kept, relation: word})
