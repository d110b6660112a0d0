"""Words with their dates, for whoever changes them, and those of a day, for whoever reads them (rule 47)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.languages import language_now
from eenplan.core.memory import remembered
from eenplan.network.enums import (
    STAFF_ROLES,
    AskedOf,
    FormPlace,
    Language,
    Phase,
    QuestionKind,
    Wording,
)
from eenplan.network.models import ContactPoint, CrisisContact, FormQuestion, LifeDomain, PhaseName, RoleTitle


@dataclass(frozen=True, slots=True)
class Dated:
    """What holds under a code from a day (None: always) until another, exclusive (None: no end).

    `values` are the fields of a form; `own` says whether it is the partnership's and not the default.
    """

    code: str
    values: Mapping[str, Any] = field(hash=False)
    since: date | None
    until: date | None
    own: bool

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class QuestionOn:
    """A question of the referral form on a day, in the reader's language, or in `language` where that lacks.

    `choices` are the answers to choose from: the Dutch one, which is kept, and how it is read. `asked_of` and
    `place` are None for a question that the form has by itself.
    """

    code: str
    kind: QuestionKind
    shown: bool
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...] = ()
    language: str = "nl"
    asked_of: AskedOf | None = None
    place: FormPlace | None = None


_FIELDS: dict[Wording, tuple[Any, str, tuple[str, ...]]] = {
    Wording.PHASES: (PhaseName, "code", ("name_nl", "name_fr", "name_en")),
    Wording.DOMAINS: (LifeDomain, "code", ("label_nl", "label_fr", "label_en", "icon", "position", "shown")),
    Wording.QUESTIONS: (
        FormQuestion,
        "code",
        (
            *("kind", "shown", "label_nl", "label_fr", "label_en"),
            *("hint_nl", "hint_fr", "hint_en", "choices_nl", "choices_fr", "choices_en"),
            *("asked_of", "place"),
        ),
    ),
    Wording.CONTACTS: (
        ContactPoint,
        "zone_id",
        ("name_nl", "name_fr", "name_en", "phone", "hours_nl", "hours_fr", "hours_en"),
    ),
    Wording.CRISIS: (CrisisContact, "code", ("name", "phone", "description_nl", "hours_nl", "position")),
}


def words_through_time(acting: Acting, kind: Wording, *, partnership_id: UUID | None) -> list[Dated]:
    """All words of a kind, past and planned: a partnership's own and the default. One query."""
    if kind is Wording.ROLES:
        return _titles_through_time(partnership_id)
    model, code, fields = _FIELDS[kind]
    if kind is Wording.CRISIS:
        here = Q()
    elif kind is Wording.CONTACTS:
        here = Q(partnership_id=partnership_id)
    else:
        here = Q(partnership_id=partnership_id) | Q(partnership=None)
    return [
        Dated(
            code=str(getattr(row, code) or ""),
            values={name: getattr(row, name) for name in fields},
            since=row.period.lower,
            until=row.period.upper,
            own=kind is Wording.CRISIS or row.partnership_id == partnership_id,
        )
        for row in model.objects.filter(here).order_by("period", "id")
    ]


def _titles_through_time(partnership_id: UUID | None) -> list[Dated]:
    """Titles of all languages of a role together: a new stretch begins where one of them changes."""
    rows = list(
        RoleTitle.objects.filter(Q(partnership_id=partnership_id) | Q(partnership=None)).order_by("id")
    )
    found = []
    for own in (True, False) if partnership_id else (True,):
        for role in STAFF_ROLES:
            of_role = [
                row for row in rows if row.role == role and (row.partnership_id == partnership_id) == own
            ]
            days = sorted({row.period.lower or date.min for row in of_role})
            ends = {row.period.upper for row in of_role if row.period.upper}
            for day in days:
                until = min((one for one in {*days, *ends} if one > day), default=None)
                said = {
                    row.language: row.title
                    for row in of_role
                    if (row.period.lower or date.min) <= day
                    and (row.period.upper is None or day < row.period.upper)
                }
                values = {language: said.get(language, "") for language in Language.values}
                found.append(Dated(role.value, values, None if day == date.min else day, until, own))
    return found


def phase_rows(partnership: UUID | OuterRef | None, on: date) -> QuerySet[PhaseName]:
    """The names of phases on a day: the defaults first, then the partnership's own, which go before them."""
    return PhaseName.objects.filter(
        Q(partnership_id=partnership) | Q(partnership=None), period__contains=on
    ).order_by(F("partnership").asc(nulls_first=True), "code")


def phase_names(acting: Acting, *, on: date) -> dict[str, str]:
    """How the phases are called in the partnership of `acting` on a day, in the reader's language. One query.

    A worker's own page knows them already: `AssignmentOn.phases`.
    """
    language = language_now()
    names = {phase.value: str(phase.label) for phase in Phase}
    for row in phase_rows(acting.partnership_id, on):
        names[row.code] = getattr(row, f"name_{language}", "") or row.name_nl
    return names


# The defaults first. Every page of the form asks this.
_ASKED = _FIELDS[Wording.QUESTIONS][2]
_QUESTIONS = f"""
    SELECT code, {", ".join(_ASKED)} FROM network_formquestion
    WHERE (partnership_id = %s OR partnership_id IS NULL) AND period @> %s::date
    ORDER BY partnership_id NULLS FIRST, id
"""


@remembered
def form_questions(acting: Acting, *, partnership_id: UUID | None, on: date) -> dict[str, QuestionOn]:
    """What a partnership (None: not known yet) asks in words of its own on a day, by code. One query.

    Its own questions stand in the order in which they were added.
    """
    language = language_now()
    found = {
        code: question_of(code, dict(zip(_ASKED, values, strict=True)), language)
        for code, *values in statements.rows(_QUESTIONS, [partnership_id, on])
    }
    return {code: found[code] for code in sorted(found)}


def question_of(code: str, values: Mapping[str, Any], language: str) -> QuestionOn:
    """A question of the form as it is read in a language; what is not translated stays Dutch."""
    dutch, read = (lines_of(str(values.get(f"choices_{one}") or "")) for one in ("nl", language))
    said = str(values.get(f"label_{language}") or "")
    return QuestionOn(
        code,
        QuestionKind(values["kind"]),
        bool(values.get("shown", True)),
        said or str(values["label_nl"]),
        str(values.get(f"hint_{language}") or values.get("hint_nl") or ""),
        tuple(zip(dutch, read if len(read) == len(dutch) else dutch, strict=True)),
        language if said else "nl",
        AskedOf(values["asked_of"]) if values.get("asked_of") else None,
        FormPlace(values["place"]) if values.get("place") else None,
    )


def lines_of(text: str) -> list[str]:
    """The answers to choose from, one per line; empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]
