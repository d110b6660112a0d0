"""Reads the calls, what they ask, and the partners that public texts name, from `data/` into rows (see `reference`).

Every partner is marked as assumed: that it takes part is public, from which day, or in which sector, is not.
"""

from collections.abc import Iterator
from datetime import date

from eenplan.network.enums import FigureKind, Layer, Level, PartnerRole, Sector, Strength
from eenplan.network.reference import read, reference_id, until_and_including
from eenplan.network.rules import fold


def calls() -> Iterator[dict[str, object]]:
    """The calls of 2017 and 2020, each with the days on which it binds the partnerships."""
    for row in read("calls"):
        yield {
            "id": reference_id("call", row["code"]),
            "code": row["code"],
            "title_nl": row["title_nl"],
            "title_fr": row["title_fr"],
            "title_en": row["title_en"],
            "published_on": date.fromisoformat(row["published_on"]),
            "published_assumed": row["published_assumed"] == "1",
            "period": until_and_including(row["binds_from"], row["binds_until"]),
            "period_assumed": True,
            "period_basis": row["period_basis"],
            "source": row["source"],
        }


def call_requirements() -> Iterator[dict[str, object]]:
    """Who a call asks to take part, only as far as a source states it."""
    periods = {
        row["code"]: until_and_including(row["binds_from"], row["binds_until"]) for row in read("calls")
    }
    for position, row in enumerate(read("call_requirements"), start=1):
        yield {
            "id": reference_id("call-requirement", row["call_code"], row["code"]),
            "call_id": reference_id("call", row["call_code"]),
            "partnership_id": None,
            "code": row["code"],
            "position": position,
            "words_nl": row["words_nl"],
            "words_fr": row["words_fr"],
            "words_en": row["words_en"],
            "strength": Strength(row["strength"]),
            "level": Level(row["level"]),
            "sectors": [Sector(code).value for code in row["sectors"].split()],
            "layers": [Layer(code).value for code in row["layers"].split()],
            "period": periods[row["call_code"]],
            "source": row["source"],
        }


def organisations() -> Iterator[dict[str, object]]:
    """The organisations that public texts name as a partner."""
    for row in read("organisations"):
        yield {
            "id": reference_id("organisation", row["code"]),
            "name": row["name"],
            "sort_key": fold(row["name"]),
            "sector": Sector(row["sector"]),
            "layer": Layer(row["layer"]).value if row["layer"] else "",
            "source": row["source"],
            "assumed": True,
        }


def partners() -> Iterator[dict[str, object]]:
    """Which of them is a partner of which partnership; of every one the days are assumed."""
    for row in read("partners"):
        yield {
            "id": reference_id("partner", row["organisation_code"], row["partnership_code"]),
            "organisation_id": reference_id("organisation", row["organisation_code"]),
            "partnership_id": reference_id("partnership", row["partnership_code"]),
            "role": PartnerRole(row["role"]),
            "subsidised": row["subsidised"] == "1",
            "period": until_and_including(row["starts_on"], row["ends_on"]),
            "source": row["source"],
            "assumed": True,
        }


def organisation_zones() -> Iterator[dict[str, object]]:
    """In which zones they work, where that follows from what is public."""
    for row in read("organisation_zones"):
        yield {
            "id": reference_id("organisation-zone", row["organisation_code"], row["zone_code"]),
            "organisation_id": reference_id("organisation", row["organisation_code"]),
            "zone_id": reference_id("zone", row["zone_code"]),
            "period": until_and_including(row["starts_on"], row["ends_on"]),
            "source": row["source"],
        }


def team_figures() -> Iterator[dict[str, object]]:
    """What was published about the size of a team."""
    for row in read("team_figures"):
        yield {
            "id": reference_id("figure", row["partnership_code"], row["kind"]),
            "partnership_id": reference_id("partnership", row["partnership_code"]),
            "kind": FigureKind(row["kind"]),
            "value": int(row["value"]),
            "period": until_and_including(row["starts_on"], row["ends_on"]),
            "period_assumed": True,
            "source": row["source"],
            "assumed": False,
        }
