"""What is written for figures: how many young people live where, and who took rows along for research."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import Municipality
from eenplan.reporting.models import Extraction, Population
from eenplan.reporting.queries import ResearchRows, research_rows

# More people younger than 25 than this live in no municipality.
_MOST = 1_000_000
ENDINGS = ("csv", "xlsx")
MOST_PURPOSE = 200


@action
def load_population(acting: Acting, *, text: str, on: date, source: str, assumed: bool) -> int:
    """Keep the inhabitants under 25 per municipality on a day, from a CSV with `nis_code` and `under_25`.

    Numbers of that day are replaced; returns how many there are now. Only an administrator (or maintenance)
    may. Refuses with `reporting:population-…` and the line that is wrong; then nothing is kept.
    """
    if acting.role is not Role.ADMIN and acting.kind is not ActorKind.TASK:
        raise NotFound("population")
    if not source.strip():
        raise RuleBroken(
            "reporting:population-source", _("Zeg waar de cijfers vandaan komen."), field="source"
        )
    if on > clock.today():
        raise RuleBroken("reporting:population-future", _("Die dag moet nog komen."), field="on")
    known = dict(Municipality.objects.order_by().values_list("nis_code", "id"))
    rows = [
        Population(municipality_id=key, on=on, under_25=number, source=source.strip()[:200], assumed=assumed)
        for key, number in _lines(text, known)
    ]
    Population.objects.filter(on=on).delete()
    Population.objects.bulk_create(rows)
    record(acting, "reporting:population:loaded")
    return len(rows)


@action
def take_rows(acting: Acting, *, year: int, purpose: str, ending: str) -> ResearchRows:
    """Take the rows of a closed year along for research, and write down who did, what for and how much.

    `ending` is 'csv' or 'xlsx'. Refuses with `reporting:purpose-missing`, `reporting:ending-unknown`, and what
    `research_rows` refuses.
    """
    found = research_rows(acting, year=year)
    said = " ".join(purpose.split())
    if not said or len(said) > MOST_PURPOSE:
        raise RuleBroken(
            "reporting:purpose-missing",
            _("Schrijf in hoogstens 200 tekens voor welk onderzoek dit is."),
            field="purpose",
        )
    if ending not in ENDINGS:
        raise RuleBroken("reporting:ending-unknown", _("Kies CSV of XLSX."), field="ending")
    assert acting.assignment_id is not None  # noqa: S101 (a researcher holds the role by an assignment)
    taken = Extraction.objects.create(
        actor_id=acting.actor_id,
        assignment_id=acting.assignment_id,
        year=year,
        known_on=found.known_on,
        purpose=said,
        ending=ending,
        rows=len(found.found.rows),
        coarsened=found.found.coarsened,
        left_out=found.found.left_out,
    )
    record(acting, "reporting:extraction:taken", subject=taken.id)
    return found


def _lines(text: str, known: dict[str, UUID]) -> Iterator[tuple[UUID, int]]:
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if not {"nis_code", "under_25"} <= set(lines.fieldnames or ()):
        raise RuleBroken(
            "reporting:population-columns",
            _("De eerste regel moet nis_code en under_25 noemen."),
            field="text",
        )
    seen: set[str] = set()
    for number, line in enumerate(lines, 2):
        code, count = (line["nis_code"] or "").strip(), (line["under_25"] or "").strip()
        if code not in known:
            wrong = _("de NIS-code %(code)s kennen we niet") % {"code": code[:20]}
        elif code in seen:
            wrong = _("gemeente %(code)s staat er twee keer") % {"code": code}
        elif not (count.isascii() and count.isdigit() and len(count) < 8 and int(count) < _MOST):
            wrong = _("%(count)s is geen aantal inwoners") % {"count": count[:20] or "''"}
        else:
            seen.add(code)
            yield known[code], int(count)
            continue
        raise RuleBroken(
            "reporting:population-line",
            _("Regel %(number)s: %(wrong)s.") % {"number": number, "wrong": wrong},
            field="text",
        )
    if not seen:
        raise RuleBroken("reporting:population-empty", _("Er staat geen enkele gemeente in."), field="text")
