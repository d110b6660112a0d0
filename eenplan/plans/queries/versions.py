"""The versions of a plan that were agreed, as whoever acts may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, JSONObject

from eenplan.audit.actions import record_read
from eenplan.consent.enums import Understood
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.models import Person, Words
from eenplan.families.rules.statements import STATEMENT, STATEMENTS_END
from eenplan.plans.enums import Answer, AnswerForm, SectionKey, VersionStatus
from eenplan.plans.models import Action, Agreement, Goal, Participation, Plan, PlanVersion, VersionItem
from eenplan.plans.queries.asked import persons_asked
from eenplan.plans.queries.coaches import CoachOf, coaches_of
from eenplan.plans.queries.piece import Content
from eenplan.plans.queries.pieces import Kept, Names, Pieces, name_of, pieces_of, worker_names
from eenplan.plans.rules.translations import Translated, with_later

AMONG_US = (Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.FAMILY_MEMBER, Role.TASK)


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version without what stands in it. `review_date` is when it is looked at again, as was agreed with it."""

    id: UUID
    number: int
    status: VersionStatus
    activated_at: datetime
    review_date: date

    @property
    def is_active(self) -> bool:
        """Whether this is the version that holds now."""
        return self.status == VersionStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What a person says of a version; `answer` is None while they said nothing (rule 22)."""

    person_id: UUID
    name: str
    answer: Answer | None = None
    form: AnswerForm | None = None
    said_at: datetime | None = None
    words: str = ""
    language: str = ""
    # Whether this person is asked: adults and everybody from twelve on.
    asked: bool = True
    # How a yes was understood, in a language of which nobody read the texts yet.
    understood: Understood | None = None


@dataclass(frozen=True, slots=True)
class TookPart:
    """Whether somebody took part in making a version."""

    name: str
    took_part: bool
    person_id: UUID | None = None
    staff_member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class VersionNow:
    """One version. When `withheld` is true, whoever reads it does not see everything in it.

    `persons` are those of the family whom the reader knows of, by name and in their order.
    """

    head: VersionHead
    family_id: UUID
    family_name: str
    language: str
    coach: CoachOf | None
    persons: Mapping[UUID, str]
    pieces: Pieces
    sections: tuple[SectionKey, ...]
    participations: tuple[TookPart, ...]
    answers: tuple[PersonAnswer, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list of all, with how many persons said something of it."""

    head: VersionHead
    answers: int


def versions(acting: Acting, family_id: UUID) -> list[VersionRow]:
    """All versions of a family's plans, newest first. Two queries with the audit's."""
    rows = list(
        PlanVersion.objects.filter(family_id=family_id)
        .annotate(answered=Count("agreements__person", distinct=True), review_now=_REVIEW_NOW)
        .order_by("-number")
    )
    record_read(acting, "plans:versions", families=[family_id])
    return [VersionRow(_as_reviewed(head_of(row), row.review_now), row.answered) for row in rows]


def version(acting: Acting, family_id: UUID, number: int | None = None) -> VersionNow:
    """One version, the newest unless numbered. Raises NotFound when out of reach or when there is none.

    The card's door uses this: a family member sees only what is released to everybody.
    """
    rows = (
        PlanVersion.objects.filter(family_id=family_id)
        .select_related("family")
        .annotate(review_now=_REVIEW_NOW, with_us=_WITH_US)
        .order_by("-number")
    )
    found = (rows if number is None else rows.filter(number=number)).first()
    if found is None:
        raise NotFound("plan version")
    persons, asked = persons_asked([family_id])
    # What the team gives to everybody holds nothing that is to be used less; who reads it themselves may be concerned.
    for_others = acting.role != Role.FAMILY_MEMBER and not acting.together
    # Of what is shared, the fence chose each piece: whether everybody reads it too, or it is to be used less, is not asked.
    by_share = acting.role not in AMONG_US
    used_less = Value(False) if by_share else _USED_LESS
    rows_of = (
        VersionItem.objects.filter(version=found)
        .annotate(
            statements=_STATEMENTS,
            translated=_TRANSLATED,
            done_now=_DONE_NOW,
            result=_RESULT,
            used_less=used_less,
        )
        .order_by("position", "id")
    )
    kept = [
        Kept(
            row.item_id,
            ItemKind(row.kind),
            SectionKey(row.section),
            _as_came(
                _with_what_came(row.content, row.statements, row.translated), found, row.done_now, row.result
            ),
            None if by_share else row.item.released_to_all and not (row.used_less and for_others),
            used_less=row.used_less,
        )
        for row in (rows_of if by_share else rows_of.select_related("item"))
    ]
    took_part = [_participation(one) for one in found.with_us]
    workers = worker_names(kept, (row.staff_member_id for row in took_part))
    names = Names({one.id: name_of(one) for one in persons}, workers)
    pieces = pieces_of(kept, names)
    page = VersionNow(
        head=_as_reviewed(head_of(found), found.review_now),
        family_id=family_id,
        family_name=found.family.name,
        language=found.family.language,
        coach=coaches_of(acting, [family_id]).get(family_id),
        persons=names.persons,
        pieces=pieces,
        sections=tuple(key for key in SectionKey if pieces.section(key)),
        participations=tuple(
            TookPart(
                names.person(row.person_id) or names.worker(row.staff_member_id) or row.name,
                row.took_part,
                row.person_id,
                row.staff_member_id,
            )
            for row in took_part
        ),
        answers=answers_of(found.id, persons, asked) if hears_answers(acting) else (),
        withheld=len(kept) < found.items_count,
    )
    record_read(acting, "plans:version", families=[family_id], subject=found.id)
    return page


_REVIEW_NOW = Subquery(Plan.objects.filter(id=OuterRef("plan_id")).values("next_review_date"))
# The family first, in its order; then workers and others by name.
_WITH_US = ArraySubquery(
    Participation.objects.filter(version=OuterRef("pk"))
    .order_by("person__position", "staff_member__sort_key", "name", "id")
    .values(
        json=JSONObject(
            person=Cast("person_id", TextField()),
            worker=Cast("staff_member_id", TextField()),
            name="name",
            took_part="took_part",
        )
    )
)
_DONE_NOW = Subquery(Action.objects.filter(item_id=OuterRef("item_id")).values("done_on"))
_RESULT = Subquery(
    Goal.objects.filter(item_id=OuterRef("item_id")).values(
        json=JSONObject(status="status", score_now="score_now")
    )
)
_USED_LESS = RawSQL("eenplan_used_less(plans_versionitem.item_id)", [])
# A version never changes; what somebody wanted to stand beside a piece stands there from then on (rule 37).
_STATEMENTS = ArraySubquery(
    Words.objects.filter(
        item_id=OuterRef("item_id"), slot__gte=STATEMENT, slot__lt=STATEMENTS_END, translation_of__isnull=True
    )
    .order_by("said_at", "id")
    .values(
        json=JSONObject(
            slot="slot", text="text", language="language", speaker_id=Cast("speaker_id", TextField())
        )
    )
)


# So does a translation that came later, where the version had none.
_TRANSLATED = ArraySubquery(
    Words.objects.filter(item_id=OuterRef("item_id"), translation_of__isnull=False, replaced_by__isnull=True)
    .order_by("said_at", "id")
    .values(
        json=JSONObject(
            slot="slot",
            text="text",
            language="language",
            speaker_id=Cast("speaker_id", TextField()),
            author_id=Cast("author_id", TextField()),
            by_interpreter="by_interpreter",
            of="translation_of__text",
        )
    )
)


def _with_what_came(
    content: Content, statements: Sequence[Mapping[str, Any]], translated: Sequence[Mapping[str, Any]]
) -> Content:
    beside = {
        one["slot"]: {key: one[key] for key in ("text", "language", "speaker_id")} for one in statements
    }
    words = with_later({**content["words"], **beside}, [Translated(**one) for one in translated])
    return {**content, "words": words}


def _as_came(
    content: Content, version: PlanVersion, done_now: date | None, result: Mapping[str, Any] | None
) -> Content:
    """A step of the version that holds, or held last, is done once it is done: a fact of now, not of what was agreed.

    Of a goal it is said once the plan ended: what came of it is its result (rule 41).
    """
    if "done_on" in content and version.status != VersionStatus.REPLACED:
        return {**content, "done_on": done_now.isoformat() if done_now else None}
    if "score_target" in content and result and version.status == VersionStatus.ENDED:
        return {**content, **result}
    return content


def _as_reviewed(head: VersionHead, review_now: date | None) -> VersionHead:
    """The version that holds is looked at again on the day that was chosen last: a fact of now too.

    `review_now` is None for whoever reads a share, and not the plan itself: they are told the day of the version.
    """
    return replace(head, review_date=review_now) if head.is_active and review_now else head


def head_of(row: PlanVersion) -> VersionHead:
    """A version's head."""
    return VersionHead(row.id, row.number, VersionStatus(row.status), row.activated_at, row.next_review_date)


def hears_answers(acting: Acting) -> bool:
    """Whether whoever acts, and all who look along, may know who agreed: the team and the family itself.

    To others nothing is said of it, which is not the same as saying that somebody was silent.
    """
    return acting.role in AMONG_US and all(
        one.startswith(("person:", "own_file:")) for one in acting.together
    )


def answers_of(
    version_id: UUID, persons: Sequence[Person], asked: Collection[UUID]
) -> tuple[PersonAnswer, ...]:
    """What each person says of a version, the newest answer of each; silence stays None. One query."""
    newest = {
        row.person_id: row
        for row in Agreement.objects.filter(version_id=version_id).order_by("recorded_at", "id")
    }
    return tuple(_answer(person, newest.get(person.id), person.id in asked) for person in persons)


def _answer(person: Person, row: Agreement | None, asked: bool) -> PersonAnswer:
    if row is None:
        return PersonAnswer(person.id, name_of(person), asked=asked)
    return PersonAnswer(
        person.id,
        name_of(person),
        Answer(row.answer),
        AnswerForm(row.form),
        row.said_at,
        row.words,
        row.language,
        asked,
        Understood(row.understood) if row.understood else None,
    )


def _participation(one: Mapping[str, Any]) -> Participation:
    person, worker = one["person"], one["worker"]
    return Participation(
        person_id=UUID(person) if person else None,
        staff_member_id=UUID(worker) if worker else None,
        name=one["name"],
        took_part=one["took_part"],
    )
