"""The shares of a family: how each stands, who said what of it, and who is still to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.expressions import RawSQL

from eenplan.consent.enums import (
    Ground,
    OutsideKind,
    RecipientKind,
    Said,
    SaidHow,
    SharePurpose,
    ShareState,
    Understood,
    Why,
)
from eenplan.consent.models import Answer, Grant, GrantAbout
from eenplan.consent.queries.people import legal_terms, people_of
from eenplan.consent.rules import Share, Someone, Terms, Verdict, judge_share, state_of, those_with_a_say
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.enums import Layer
from eenplan.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said last, how, when and why not."""

    person_id: UUID
    said: Said
    how: SaidHow
    reason: str
    at: datetime
    understood: Understood | None = None


@dataclass(frozen=True, slots=True)
class ShareOn:
    """A share as it stands on a day. `last_day` is inclusive; `verdict` says who is still to be asked.

    `recipient` is the name of an organisation, a worker or somebody outside; empty for a `function` or a relative.
    """

    id: UUID
    family_id: UUID
    kind: RecipientKind
    recipient: str
    organisation: str
    function: Role | None
    outside_kind: OutsideKind | None
    relative_id: UUID | None
    about: tuple[UUID, ...]
    parts: tuple[str, ...]
    health: bool
    secrecy: bool
    purpose: SharePurpose
    need: str
    ground: Ground
    ground_note: str
    since: date
    last_day: date
    made_at: datetime
    ended_at: datetime | None
    spoken: tuple[Spoken, ...]
    verdict: Verdict
    state: ShareState
    # Whose answer counts.
    with_a_say: tuple[UUID, ...]

    @property
    def is_open(self) -> bool:
        """Whether something can still be said of it."""
        return self.state not in (ShareState.OVER, ShareState.ENDED)

    def said_by(self, person_id: UUID) -> Spoken | None:
        """What a person said of it last."""
        return next((spoken for spoken in self.spoken if spoken.person_id == person_id), None)


def shares(acting: Acting, family_id: UUID) -> list[ShareOn]:
    """The shares of a family that whoever acts may know of, the newest first. Four queries."""
    return _stand(acting, _grants().filter(family_id=family_id))


def share(acting: Acting, grant_id: UUID) -> ShareOn:
    """One share. Raises NotFound when it is not there or not for whoever acts."""
    found = _stand(acting, _grants().filter(id=grant_id))
    if not found:
        raise NotFound("share")
    return found[0]


def open_questions(acting: Acting, family_ids: Iterable[UUID]) -> dict[UUID, list[ShareOn]]:
    """The shares of some families for which somebody is still to be asked, by family. Four queries, or one."""
    running = _grants().filter(
        family_id__in=list(family_ids), ended_at__isnull=True, period__endswith__gt=today()
    )
    found: dict[UUID, list[ShareOn]] = {}
    for one in still_to_ask(_stand(acting, running)):
        found.setdefault(one.family_id, []).append(one)
    return found


def still_to_ask(found: Iterable[ShareOn]) -> list[ShareOn]:
    """Those for which somebody is still to be asked: what waits, and what stands while a child became old enough."""
    return [one for one in found if one.is_open and one.verdict.asked]


def just_turned(found: Iterable[ShareOn]) -> list[ShareOn]:
    """Those that rest on what others said, while the person is old enough now to be asked (rule 28)."""
    return [one for one in found if one.is_open and any(ask.why == Why.TURNED for ask in one.verdict.asked)]


def _grants() -> QuerySet[Grant]:
    holds = RawSQL("consent_grant_holds(consent_grant.id, %s)", [today()])
    about = GrantAbout.objects.filter(grant_id=OuterRef("id")).order_by("id")
    return (
        Grant.objects.annotate(holds=holds, about_ids=ArraySubquery(about.values("person_id")))
        .select_related("organisation", "staff_member__organisation")
        .prefetch_related(Prefetch("answers", Answer.objects.order_by("recorded_at", "id")))
        .order_by("-made_at", "-id")
    )


def _stand(acting: Acting, rows: QuerySet[Grant]) -> list[ShareOn]:
    grants = list(rows)
    if not grants:
        return []
    known = people_of(acting, {row.family_id for row in grants})
    terms = legal_terms(acting)
    return [_share_on(row, known, terms) for row in grants]


def facts_of(row: Grant) -> Share:
    """A share as the rules judge it."""
    employer = _employer(row)
    return Share(
        ground=Ground(row.ground),
        parts=tuple(row.parts),
        about=tuple(row.about_ids),  # type: ignore[attr-defined]  # annotated
        since=row.period.lower,
        until=row.period.upper,
        said={answer.person_id: Said(answer.said) for answer in row.answers.all()},
        health=row.health,
        court=employer is not None and employer.layer == Layer.YOUTH_COURT,
        ended=row.ended_at is not None,
    )


def _employer(row: Grant) -> Organisation | None:
    """The organisation that a share is with, or that of its worker."""
    return row.organisation if row.staff_member is None else row.staff_member.organisation


def _share_on(row: Grant, known: dict[UUID, Someone], terms: Terms) -> ShareOn:
    facts, day = facts_of(row), today()
    verdict = judge_share(facts, known, day, terms)
    state = state_of(facts, verdict, day)
    if state == ShareState.STANDS and not getattr(row, "holds", False):
        state = ShareState.WAITS  # who reads may not know for what: PostgreSQL judges
    last = {answer.person_id: answer for answer in row.answers.all()}
    employer = _employer(row)
    return ShareOn(
        id=row.id,
        family_id=row.family_id,
        kind=RecipientKind(row.recipient_kind),
        recipient=row.outside_name or str(row.staff_member or row.organisation or ""),
        organisation=employer.name if employer else "",
        function=Role(row.function) if row.function else None,
        outside_kind=OutsideKind(row.outside_kind) if row.outside_kind else None,
        relative_id=row.relative_id,
        about=facts.about,
        parts=facts.parts,
        health=row.health,
        secrecy=row.secrecy,
        purpose=SharePurpose(row.purpose),
        need=row.need,
        ground=facts.ground,
        ground_note=row.ground_note,
        since=facts.since,
        last_day=facts.until - timedelta(days=1),
        made_at=row.made_at,
        ended_at=row.ended_at,
        spoken=tuple(
            Spoken(
                answer.person_id,
                Said(answer.said),
                SaidHow(answer.how),
                answer.reason,
                answer.said_at,
                Understood(answer.understood) if answer.understood else None,
            )
            for answer in last.values()
        ),
        verdict=verdict,
        state=state,
        with_a_say=those_with_a_say(facts, known, day, terms),
    )
