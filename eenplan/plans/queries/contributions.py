"""What a family brought in with its own cards and what came of it, as far as whoever acts may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import now
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, Words
from eenplan.plans.enums import Brings, Verdict, VersionStatus
from eenplan.plans.models import Contribution, Plan, Response, Tick, VersionItem
from eenplan.plans.queries.pieces import name_of

# On one page; the page after begins before the last of them.
MOST = 30
# How long a step that was ticked off stands on the coach's list of today.
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the coach did with it, and in which words. `became_id`: what it is in the plan, as far as that is seen."""

    verdict: Verdict
    at: datetime
    text: str = ""
    language: str = ""
    became_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A proposal or a remark: who brought in what, in their words. `beside_text` is '' for a piece that is not there now.

    `for_all`: everybody of the plan may read it; otherwise who brought it in and the coach.
    """

    item_id: UUID
    family_id: UUID
    plan_id: UUID
    what: Brings
    person_id: UUID
    person: str
    text: str
    language: str
    sent_at: datetime
    for_all: bool
    own: bool
    by_day: date | None
    beside_id: UUID | None
    beside_text: str = ""
    answered: Answered | None = None

    @property
    def is_taken(self) -> bool:
        """Whether it stands in the plan."""
        return self.answered is not None and self.answered.verdict == Verdict.TAKEN


@dataclass(frozen=True, slots=True)
class BroughtPage:
    """A page of them, the newest first. `before`: the moment before which the next page begins; None at the end."""

    found: tuple[BroughtIn, ...]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Ticked:
    """Somebody of a family ticked off a step of their own (or took that back, when not `done`)."""

    action_id: UUID
    family_id: UUID
    person: str
    text: str
    done: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PieceToRead:
    """A piece of the agreed plan: what it is, what it says, whether everybody of the plan reads it."""

    item_id: UUID
    kind: ItemKind
    title: str
    for_all: bool


def contributions(acting: Acting, family_id: UUID, *, before: datetime | None = None) -> BroughtPage:
    """What was brought in, the newest first, over all plans of a family. Three queries, the audit's apart."""
    rows = _rows([family_id]).order_by("-sent_at", "-item_id")
    if before is not None:
        rows = rows.filter(sent_at__lt=before)
    found = _made(acting, list(rows[: MOST + 1]))
    record_read(acting, "plans:contributions", families=[family_id])
    return BroughtPage(tuple(found[:MOST]), found[MOST - 1].sent_at if len(found) > MOST else None)


def contribution(acting: Acting, family_id: UUID, item_id: UUID) -> BroughtIn:
    """One of them. Raises NotFound when it is out of reach. Three queries, the audit's apart."""
    found = _made(acting, list(_rows([family_id]).filter(item_id=item_id)))
    if not found:
        raise NotFound("contribution")
    record_read(acting, "plans:contributions", families=[family_id], subject=item_id)
    return found[0]


def said_beside(acting: Acting, family_id: UUID) -> dict[UUID, list[BroughtIn]]:
    """What was said beside each piece of the plans, the oldest first. One query; part of a page that is recorded itself."""
    rows = (
        _rows([family_id]).filter(what__in=[Brings.COMMENT, Brings.DISAGREE]).order_by("sent_at", "item_id")
    )
    found: dict[UUID, list[BroughtIn]] = {}
    for row in rows:
        if row.beside_id:
            found.setdefault(row.beside_id, []).append(_one(row, ""))
    return found


def waiting_contributions(acting: Acting, family_ids: Iterable[UUID]) -> list[BroughtIn]:
    """What nobody answered yet in some families whose plan is open, the oldest first. Two queries; part of a page."""
    answered = Response.objects.filter(item_id=OuterRef("item_id"))
    rows = _rows(list(family_ids)).filter(~Exists(answered), plan__closed_at__isnull=True)
    return _made(acting, list(rows.order_by("sent_at", "item_id")))


def ticked_lately(acting: Acting, family_ids: Iterable[UUID]) -> list[Ticked]:
    """Steps that families ticked off themselves in the last days and that are still so, the newest first. Two queries."""
    rows = list(
        Tick.objects.filter(family_id__in=list(family_ids), at__gte=now() - FRESH)
        .select_related("person", "action")
        .order_by("-at", "-id")
    )
    newest: dict[UUID, Tick] = {}
    for row in rows:
        newest.setdefault(row.action_id, row)
    standing = [one for one in newest.values() if one.done and one.action.done_on]
    said = titles_of(one.action_id for one in standing)
    return [
        Ticked(
            one.action_id, one.family_id, name_of(one.person), said.get(one.action_id, ""), one.done, one.at
        )
        for one in standing
    ]


def is_plan_open(acting: Acting, family_id: UUID) -> bool:
    """Whether the family has a plan that still changes. One query."""
    return Plan.objects.filter(family_id=family_id, closed_at__isnull=True).exists()


def goals_to_join(acting: Acting, family_id: UUID) -> list[tuple[UUID, str]]:
    """The goals of the agreed plan, open to everybody, at which a step can be proposed. Two queries and the audit's."""
    ids = VersionItem.objects.filter(
        family_id=family_id,
        version__status=VersionStatus.ACTIVE,
        kind=ItemKind.GOAL,
        item__ended_at__isnull=True,
        item__released_to_all=True,
    ).order_by("position", "id")
    listed = list(ids.values_list("item_id", flat=True))
    titles = titles_of(listed)
    record_read(acting, "plans:version", families=[family_id])
    return [(key, titles[key]) for key in listed if titles.get(key)]


def piece_to_speak_beside(acting: Acting, family_id: UUID, item_id: UUID) -> PieceToRead:
    """A piece of the agreed plan, as whoever acts reads it. Raises NotFound for any other. Two queries and the audit's."""
    row = (
        VersionItem.objects.filter(item_id=item_id, family_id=family_id)
        .exclude(version__status=VersionStatus.REPLACED)
        .select_related("item")
        .first()
    )
    if row is None:
        raise NotFound("item in plan")
    record_read(acting, "families:item", families=[family_id], subject=item_id)
    title = titles_of([item_id]).get(item_id, "")
    return PieceToRead(item_id, ItemKind(row.kind), title, row.item.released_to_all)


def _rows(family_ids: Sequence[UUID]) -> QuerySet[Contribution]:
    words = Words.objects.filter(
        item_id=OuterRef("item_id"), slot="text", replaced_by__isnull=True, translation_of__isnull=True
    )
    answers = Response.objects.filter(item_id=OuterRef("item_id")).order_by("-at", "-id")
    return (
        Contribution.objects.filter(family_id__in=family_ids, item__ended_at__isnull=True)
        .select_related("item", "person")
        .annotate(
            said=ArraySubquery(
                words.order_by("-said_at").values(json=JSONObject(text="text", language="language"))[:1]
            ),
            verdicts=ArraySubquery(
                answers.values(
                    json=JSONObject(
                        verdict="verdict",
                        at="at",
                        text=F("words__text"),
                        language=F("words__language"),
                        became="became__id",
                    )
                )[:1]
            ),
        )
    )


def _made(acting: Acting, rows: Sequence[Contribution]) -> list[BroughtIn]:
    """The same with what the pieces say beside which they stand. One query."""
    titles = titles_of(row.beside_id for row in rows if row.beside_id)
    return [_one(row, titles.get(row.beside_id, "") if row.beside_id else "") for row in rows]


def titles_of(item_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What pieces say, or how they are called, as far as whoever acts may see them. One query."""
    words = Words.objects.filter(
        item_id=OuterRef("id"), slot="text", replaced_by__isnull=True, translation_of__isnull=True
    ).order_by("-said_at")
    rows = Item.objects.filter(id__in=list(item_ids)).annotate(
        said=Subquery(words.values("text")[:1]),
        helper=F("team_member__name"),
        house=F("home__name"),
        part_name=F("part__name"),
        life=F("domain_mark__domain"),
    )
    return {
        key: next((one for one in names if one), "")
        for key, *names in rows.values_list("id", "said", "helper", "house", "part_name", "life")
    }


def _one(row: Contribution, beside_text: str) -> BroughtIn:
    said = row.said[0] if row.said else {"text": "", "language": ""}  # type: ignore[attr-defined]  # annotated
    return BroughtIn(
        row.item_id,
        row.family_id,
        row.plan_id,
        Brings(row.what),
        row.person_id,
        name_of(row.person),
        said["text"],
        said["language"],
        row.sent_at,
        row.item.released_to_all,
        row.own,
        row.by_day,
        row.beside_id,
        beside_text,
        next((_answered(one) for one in row.verdicts), None),  # type: ignore[attr-defined]  # annotated
    )


def _answered(one: dict[str, str]) -> Answered:
    return Answered(
        Verdict(one["verdict"]),
        datetime.fromisoformat(one["at"]),
        one["text"] or "",
        one["language"] or "",
        UUID(one["became"]) if one["became"] else None,
    )
