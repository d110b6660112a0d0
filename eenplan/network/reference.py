"""Reads the reference files in `data/` into rows. No database; what is assumed is marked as such.

Ids follow from the natural codes (uuid5), so that loading twice, or on two machines, gives the same rows.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.network.enums import Confidence, FigureKind, Source
from eenplan.network.rules import fold
from eenplan.network.rules.adjacency import adjoining, borders

DATA = Path(__file__).parent / "data"
_NAMESPACE = UUID("0c6f2f0e-6f0c-5b7e-9d52-1b6b1a1c2021")

# From this day Flanders and Brussels are covered without a gap. The month is public, the day is assumed.
WHOLE_COVERAGE = date(2021, 7, 1)
# The second call was sent in June 2020; the day is assumed.
SECOND_CALL = date(2020, 6, 1)
FOLDED_INTO = "P05"
FROM_THE_MAP = "computed from the map"
# Served as one zone: the second call knows no zones within Brussels.
BRUSSELS = "P07"


def reference_id(kind: str, *codes: object) -> UUID:
    """The id of a reference row: always the same for the same kind and natural codes."""
    return uuid5(_NAMESPACE, "/".join([kind, *map(str, codes)]))


@cache
def read(name: str) -> tuple[dict[str, str], ...]:
    """All rows of a file in `data/`."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def until_and_including(since: str, last: str) -> DateRange:
    """The half-open period of a first and a last day, each of which may be missing."""
    return DateRange(
        date.fromisoformat(since) if since else None,
        date.fromisoformat(last) + timedelta(days=1) if last else None,
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def zones() -> Iterator[dict[str, object]]:
    """The sixty zones."""
    for row in read("zones"):
        yield {
            "id": reference_id("zone", row["elz_code"]),
            "code": row["elz_code"],
            "name": row["elz_name"],
            "other_names": row["other_names"],
            "province": row["province"],
            "care_region": row["care_region"],
            "period": DateRange(None, None),
            "population_2020": _number(row["population_2020"]),
            "population_0_24_2020": _number(row["pop_0_24_2020_est"]),
        }


def zone_adjacencies() -> Iterator[dict[str, object]]:
    """The pairs of zones with a common border, computed from the map; each pair once."""
    lengths = borders(_topology(), "zones", "elz_code")
    for pair in adjoining(lengths):
        one, other = sorted(reference_id("zone", code) for code in pair)
        yield {
            "id": reference_id("adjacency", one, other),
            "zone_id": one,
            "neighbour_id": other,
            "border_km": Decimal(lengths[pair]).quantize(Decimal("0.1")),
            "source": FROM_THE_MAP,
        }


def _topology() -> Mapping[str, Any]:
    read_map: dict[str, Any] = json.loads((DATA / "flanders_brussels.topojson").read_text(encoding="utf-8"))
    return read_map


def municipalities() -> Iterator[dict[str, object]]:
    """Municipalities of now and of before the mergers of 2019 and 2025; successors come first."""
    for row in sorted(read("municipalities"), key=lambda row: row["successor_nis"] != ""):
        names = f"{fold(row['name_nl'])} {fold(row['name_fr'])}".strip()
        yield {
            "id": reference_id("municipality", row["nis_code"]),
            "nis_code": row["nis_code"],
            "name_nl": row["name_nl"],
            "name_fr": row["name_fr"],
            "search_key": names,
            "province": row["province"],
            "region": row["region"],
            "period": until_and_including(row["valid_from"], row["valid_to"]),
            "successor_id": reference_id("municipality", row["successor_nis"])
            if row["successor_nis"]
            else None,
            "population_2020": _number(row["population_2020"]),
            "population_0_24_2020": _number(row["pop_0_24_2020_est"]),
        }


def municipality_zones() -> Iterator[dict[str, object]]:
    """In which zone each municipality lies, and lay.

    For the municipalities merged in 2019 no zone was found: that of their successor is assumed.
    """
    known = set()
    for row in read("municipality_zone"):
        known.add(row["nis_code"])
        yield _municipality_zone(
            row["nis_code"],
            row["elz_code"],
            share=Decimal(row["population_share"]),
            period=until_and_including(row["valid_from"], row["valid_to"]),
            source=row["source"],
            assumed=row["source"].startswith("assumed"),
        )
    for row in read("municipalities"):
        if row["nis_code"] not in known:
            yield _municipality_zone(
                row["nis_code"],
                row["elz_code"],
                share=Decimal(1),
                period=until_and_including(row["valid_from"], row["valid_to"]),
                source="zone of the successor",
                assumed=True,
            )


def _municipality_zone(
    nis: str, zone: str, *, share: Decimal, period: DateRange, source: str, assumed: bool
) -> dict[str, object]:
    return {
        "id": reference_id("municipality-zone", nis, zone, period.lower),
        "municipality_id": reference_id("municipality", nis),
        "zone_id": reference_id("zone", zone),
        "share": share,
        "period": period,
        "source": source,
        "assumed": assumed,
    }


@dataclass(frozen=True, slots=True)
class _Former:
    nis: str
    assumed: bool


def _former_municipality(rows: tuple[dict[str, str], ...]) -> dict[tuple[str, str], _Former]:
    """For each postal code in a merged municipality: in which former municipality it lay.

    A postal code lay in the former municipality that one of its places is named after; the few
    others stand in a file of their own, as assumptions.
    """
    former_names: dict[tuple[str, str], str] = {
        (row["successor_nis"], row["name_nl"]): row["nis_code"]
        for row in read("municipalities")
        if row["successor_nis"]
    }
    listed = {row["postal_code"]: row["nis_code"] for row in read("former_municipalities_of_postal_codes")}
    successor = {row["nis_code"]: row["successor_nis"] for row in read("municipalities")}
    found: dict[tuple[str, str], _Former] = {}
    for row in rows:
        key = (row["postal_code"], row["nis_code"])
        if (row["nis_code"], row["place_name"]) in former_names:
            found[key] = _Former(former_names[row["nis_code"], row["place_name"]], assumed=False)
        elif key not in found and successor.get(listed.get(row["postal_code"], "")) == row["nis_code"]:
            found[key] = _Former(listed[row["postal_code"]], assumed=True)
    return found


def postal_codes() -> Iterator[dict[str, object]]:
    """Places with their postal code, in the municipality of the time; before a merger in the former one."""
    rows = read("postal_codes")
    former = _former_municipality(rows)
    periods = {
        row["nis_code"]: until_and_including(row["valid_from"], row["valid_to"])
        for row in read("municipalities")
    }
    in_zones: dict[str, set[str]] = {}
    for row in read("municipality_zone"):
        if not row["valid_to"]:
            in_zones.setdefault(row["nis_code"], set()).add(row["elz_code"])
    for row in rows:
        before = former.get((row["postal_code"], row["nis_code"]))
        period = periods[row["nis_code"]]
        if before:
            merged_on = periods[before.nis].upper
            yield _postal_code(row, before.nis, None, DateRange(None, merged_on), assumed=before.assumed)
            period = DateRange(merged_on, None)
        zone = row["elz_code"] if len(in_zones[row["nis_code"]]) > 1 else None
        yield _postal_code(row, row["nis_code"], zone, period, assumed=False)


def _postal_code(
    row: dict[str, str], nis: str, zone: str | None, period: DateRange, *, assumed: bool
) -> dict[str, object]:
    return {
        "id": reference_id("postal-code", row["postal_code"], row["place_name"], nis),
        "code": row["postal_code"],
        "place_name": row["place_name"],
        "search_key": fold(row["place_name"]),
        "municipality_id": reference_id("municipality", nis),
        "zone_id": reference_id("zone", zone) if zone else None,
        "is_main": row["is_main"] == "1",
        "period": period,
        "source": "general knowledge" if assumed else row["check"],
        "assumed": assumed,
    }


@dataclass(frozen=True, slots=True)
class _Of2020:
    code: str
    row: dict[str, str]


def _of_2020() -> list[_Of2020]:
    """The fifteen of 2020: under their later code, except the two that folded into one."""
    return [
        _Of2020(row["historic_code"] if row["successor_code"] == FOLDED_INTO else row["successor_code"], row)
        for row in read("partnerships_2020")
    ]


def _starts() -> dict[str, date]:
    return {
        row["partnership_code"]: date.fromisoformat(row["starts_on"]) for row in read("partnership_starts")
    }


def partnerships() -> Iterator[dict[str, object]]:
    """Eighteen: thirteen that go on, two that fold into one of 2021, that one, and two new ones."""
    starts = _starts()
    for row in read("partnerships"):
        yield {
            "id": reference_id("partnership", row["partnership_code"]),
            "code": row["partnership_code"],
            "lead_partner": row["kernpartner"],
            "area_description": row["area"],
            "period": DateRange(starts.get(row["partnership_code"], WHOLE_COVERAGE), None),
            "period_assumed": True,
            "note": row["note"],
        }
    later = {row["partnership_code"] for row in read("partnerships")}
    for old in _of_2020():
        if old.code not in later:
            yield {
                "id": reference_id("partnership", old.code),
                "code": old.code,
                "lead_partner": "",
                "area_description": "",
                "period": DateRange(starts[old.code], WHOLE_COVERAGE),
                "period_assumed": True,
                "note": old.row["note"],
            }


def partnership_names() -> Iterator[dict[str, object]]:
    """What each partnership was called, and is, each spelled as in its source."""
    starts = _starts()
    of_2020 = {old.code: old.row for old in _of_2020()}
    for row in read("partnerships"):
        code, before = row["partnership_code"], of_2020.pop(row["partnership_code"], None)
        since = starts.get(code, WHOLE_COVERAGE)
        if before and before["name"] != row["name"]:
            yield _name(code, before["name"], DateRange(since, WHOLE_COVERAGE), before["source"])
            since = WHOLE_COVERAGE
        yield _name(
            code, row["name"], DateRange(since, None), row["name_source"], assumed=code == FOLDED_INTO
        )
    for code, before in of_2020.items():
        yield _name(code, before["name"], DateRange(starts[code], WHOLE_COVERAGE), before["source"])


def _name(
    code: str, name: str, period: DateRange, source: str, *, assumed: bool = False
) -> dict[str, object]:
    return {
        "id": reference_id("partnership-name", code, period.lower),
        "partnership_id": reference_id("partnership", code),
        "name": name,
        "period": period,
        "source": source,
        "assumed": assumed,
    }


def partnership_lineage() -> Iterator[dict[str, object]]:
    """Which partnership went on in which; the one fold is assumed."""
    for old in _of_2020():
        successor = old.row["successor_code"]
        if old.code != successor:
            yield {
                "id": reference_id("lineage", old.code, successor),
                "predecessor_id": reference_id("partnership", old.code),
                "successor_id": reference_id("partnership", successor),
                "on": WHOLE_COVERAGE,
                "source": old.row["note"],
                "assumed": True,
            }


def partnership_zones() -> Iterator[dict[str, object]]:
    """Areas before and since July 2021. Before it every zone of every partnership is assumed."""
    starts = _starts()
    for old in _of_2020():
        for zone in old.row["zones_assumed"].split():
            yield {
                "id": reference_id("partnership-zone", old.code, zone, "before"),
                "partnership_id": reference_id("partnership", old.code),
                "zone_id": reference_id("zone", zone),
                "period": DateRange(starts[old.code], WHOLE_COVERAGE),
                "source": Source.ASSUMED,
                "confidence": Confidence.LOW,
                "basis": "taken from the later area of the partnership",
                "period_assumed": True,
            }
    for row in read("partnership_zones"):
        yield {
            "id": reference_id("partnership-zone", row["partnership_code"], row["elz_code"], "since"),
            "partnership_id": reference_id("partnership", row["partnership_code"]),
            "zone_id": reference_id("zone", row["elz_code"]),
            "period": DateRange(WHOLE_COVERAGE, None),
            "source": Source(row["source"]),
            "confidence": Confidence(row["confidence"]),
            "basis": row["basis"],
            "period_assumed": False,
        }


def area_exceptions() -> Iterator[dict[str, object]]:
    """Brussels is one zone with all its municipalities. The rule of two zones holds since July 2021."""
    yield {
        "id": reference_id("area-exception", BRUSSELS, WHOLE_COVERAGE),
        "partnership_id": reference_id("partnership", BRUSSELS),
        "period": DateRange(WHOLE_COVERAGE, None),
        "reason": "Brussel is één eerstelijnszone voor alle negentien gemeenten.",
        "until_area_given": False,
    }


def partnership_figures() -> Iterator[dict[str, object]]:
    """How many organisations were subsidised in each of the fifteen (171 in all), in the order of the table.

    The answer was given after the second call was sent (June 2020) and before the partnerships grew: the
    number is public, from which day until which it held is assumed.
    """
    for position, old in enumerate(_of_2020(), start=1):
        yield {
            "id": reference_id("figure", old.code, FigureKind.SUBSIDISED_RECIPIENTS.value),
            "partnership_id": reference_id("partnership", old.code),
            "kind": FigureKind.SUBSIDISED_RECIPIENTS,
            "value": int(old.row["subsidised_recipients"]),
            "position": position,
            "period": DateRange(SECOND_CALL, WHOLE_COVERAGE),
            "period_assumed": True,
            "source": old.row["source"],
            "assumed": False,
        }


def life_domains() -> Iterator[dict[str, object]]:
    """The default list of life domains, in its order."""
    for position, row in enumerate(read("life_domains"), start=1):
        yield {
            "id": reference_id("life-domain", row["code"]),
            "position": position,
            "period": DateRange(None, None),
            **row,
        }


def role_titles() -> Iterator[dict[str, object]]:
    """Default titles, and the local ones that are public."""
    for row in read("role_titles"):
        code = row["partnership_code"]
        yield {
            "id": reference_id("role-title", code, row["role"], row["language"]),
            "partnership_id": reference_id("partnership", code) if code else None,
            "role": row["role"],
            "language": row["language"],
            "title": row["title"],
            "period": until_and_including(row["starts_on"], ""),
        }


def crisis_contacts() -> Iterator[dict[str, object]]:
    """Public national numbers, in the order in which they are shown."""
    for position, row in enumerate(read("crisis_contacts"), start=1):
        yield {
            "id": reference_id("crisis-contact", row["code"]),
            "position": position,
            "period": DateRange(None, None),
            **row,
        }
