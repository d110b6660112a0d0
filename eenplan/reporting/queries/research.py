"""Rows without names for research: of a closed year, each like at least four others (rule 43)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import StaffMember
from eenplan.reporting import anonymity, rules
from eenplan.reporting.models import Extraction
from eenplan.reporting.queries.figures import SMALLEST_SHOWN

_KEY_BYTES = 32
LATEST = 50


@dataclass(frozen=True, slots=True)
class ResearchRows:
    """The rows of a year as known on its closing day, and the names that belong to their codes."""

    year: int
    known_on: date
    found: anonymity.Anonymous
    zones: Mapping[str, str]
    partnerships: Mapping[str, str]
    invented: bool
    least: int = SMALLEST_SHOWN

    @property
    def shown_in(self) -> dict[str, int]:
        """In how many rows each column tells something."""
        return anonymity.shown_in(self.found.rows)


@dataclass(frozen=True, slots=True)
class Taken:
    """One extraction in the register, with who took it."""

    at: datetime
    by: str
    organisation: str
    year: int
    purpose: str
    ending: str
    rows: int
    coarsened: int
    left_out: int


def closed_years(today: date | None = None) -> list[int]:
    """The years of which rows can be taken along, the latest first."""
    day = today or clock.today()
    return [year for year in range(day.year, rules.FIRST_YEAR - 1, -1) if rules.is_closed(year, day)]


def research_rows(acting: Acting, *, year: int) -> ResearchRows:
    """The referrals received in a closed year, a row each. One query.

    The key of the pseudonyms is made here and forgotten here. Raises NotFound for who is no researcher; refuses
    with `reporting:year-not-closed`.
    """
    if acting.role is not Role.RESEARCHER:
        raise NotFound("research")
    if year not in closed_years():
        raise RuleBroken(
            "reporting:year-not-closed",
            _("Kies een jaar dat afgesloten is. Een jaar sluit op 31 maart van het volgende jaar."),
            field="year",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reporting_research(%s, %s)", [year, secrets.token_bytes(_KEY_BYTES)])
        told = cursor.fetchall()
    rows = [anonymity.Row(*line[:9]) for line in told]
    return ResearchRows(
        year=year,
        known_on=rules.closing_day(year),
        found=anonymity.anonymous(rows, least=SMALLEST_SHOWN),
        zones={line[2]: line[9] for line in told},
        partnerships={line[3]: line[10] for line in told if line[10]},
        invented=any(line[11] for line in told),
    )


def extractions(acting: Acting) -> list[Taken]:
    """The register, the newest first: of a researcher the own ones, of an administrator all. Two queries."""
    if acting.role not in (Role.RESEARCHER, Role.ADMIN):
        raise NotFound("research")
    found = list(Extraction.objects.order_by("-at", "-id")[:LATEST])
    known: dict[UUID, tuple[str, str]] = {
        actor: (name, organisation)
        for actor, name, organisation in StaffMember.objects.filter(
            actor_id__in={one.actor_id for one in found}
        ).values_list("actor_id", "name", "organisation__name")
    }
    return [
        Taken(
            one.at,
            *known.get(one.actor_id, ("", "")),
            one.year,
            one.purpose,
            one.ending,
            one.rows,
            one.coarsened,
            one.left_out,
        )
        for one in found
    ]
