"""Making a plan active, and what each person of the family says of it (rules 18 to 22)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.consent.actions.understanding import check_understood
from eenplan.consent.enums import Understood
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Person
from eenplan.plans.actions.sections import check_review, working_plan
from eenplan.plans.enums import Answer, AnswerForm, VersionStatus
from eenplan.plans.models import Agreement, Participation, PlanVersion, VersionItem
from eenplan.plans.queries.kept import kept_of
from eenplan.plans.queries.pieces import Kept, Names, name_of, pieces_of, worker_names
from eenplan.plans.queries.plan import domain_rows, domains_now, facts_of
from eenplan.plans.queries.versions import VersionHead, head_of
from eenplan.plans.rules import NotReady, missing_for_activation


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody took part in making the plan: one of a person, a worker, or a name."""

    person_id: UUID | None = None
    staff_member_id: UUID | None = None
    name: str = ""
    took_part: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person of the family says of the plan. Who says nothing gives no reply (rule 22)."""

    person_id: UUID
    answer: Answer
    form: AnswerForm = AnswerForm.ALOUD
    words: str = ""
    language: str = "nl"


@action
def activate_plan(
    acting: Acting,
    *,
    plan_id: UUID,
    took_part: Iterable[Presence],
    next_review_date: date | None = None,
    agreements: Iterable[Reply] = (),
) -> VersionHead:
    """Make the plan as it stands the active version; the version before is replaced and stays readable.

    `next_review_date` None takes the one that was set. Raises NotReady, with all that is missing, or
    refuses with `plans:review-in-past` or `plans:nobody-took-part`.
    """
    plan = working_plan(acting, plan_id)
    review = next_review_date or plan.next_review_date
    check_review(review)
    presences = [one for one in took_part if one.person_id or one.staff_member_id or one.name.strip()]
    earlier = PlanVersion.objects.filter(family_id=plan.family_id)
    persons = list(Person.objects.filter(family_id=plan.family_id))
    kept = kept_of(plan)
    pieces = pieces_of(kept, Names({one.id: name_of(one) for one in persons}, worker_names(kept)))
    missing = missing_for_activation(
        facts_of(
            pieces,
            domain_rows(domains_now(acting, plan.family_id), pieces),
            is_first=not earlier.filter(plan=plan).exists(),
        )
    )
    if missing:
        raise NotReady(missing)
    if not any(one.took_part and one.person_id for one in presences):
        raise RuleBroken(
            "plans:nobody-took-part",
            _("Duid aan wie van het gezin dit plan mee maakte. Zonder hen is het hun plan niet."),
            field="took_part",
        )
    earlier.filter(status=VersionStatus.ACTIVE).update(status=VersionStatus.REPLACED)
    version = PlanVersion.objects.create(
        family_id=plan.family_id,
        plan=plan,
        number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
        status=VersionStatus.ACTIVE,
        activated_by_id=acting.actor_id,
        next_review_date=review,
        items_count=len(kept),
        content_hash=content_hash(kept),
    )
    VersionItem.objects.bulk_create(
        [
            VersionItem(
                family_id=plan.family_id,
                version=version,
                item_id=one.item_id,
                kind=one.kind,
                section=one.section,
                position=position,
                content=one.content,
            )
            for position, one in enumerate(kept)
        ]
    )
    Participation.objects.bulk_create(
        [
            Participation(
                family_id=plan.family_id,
                version=version,
                person_id=one.person_id,
                staff_member_id=one.staff_member_id,
                name="" if one.person_id or one.staff_member_id else one.name.strip(),
                took_part=one.took_part,
            )
            for one in presences
        ]
    )
    plan.next_review_date = review
    plan.save(update_fields=["next_review_date"])
    record(acting, "plans:version:activated", families=[plan.family_id], subject=version.id)
    for reply in agreements:
        record_agreement(
            acting,
            version_id=version.id,
            person_id=reply.person_id,
            answer=reply.answer,
            form=reply.form,
            words=reply.words,
            language=reply.language,
        )
    return head_of(version)


def content_hash(kept: Iterable[Kept]) -> str:
    """The fingerprint of what stands in a version (SHA-256 over its items in order, 64 hex signs)."""
    lines = [[str(one.item_id), one.kind, one.section, one.content] for one in kept]
    return hashlib.sha256(json.dumps(lines, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@action
def record_agreement(
    acting: Acting,
    *,
    version_id: UUID,
    person_id: UUID,
    answer: Answer,
    form: AnswerForm | None = None,
    words: str = "",
    language: str = "nl",
    understood: Understood | None = None,
) -> UUID:
    """Record what a person says of the active version; the newest answer counts, earlier ones stay (rule 22).

    A worker records what was said aloud or signed; somebody of the family answers for themselves alone,
    with their own card, and says of a yes in a `language` that nobody read yet how it was `understood`. Everybody
    in the family can read `words`. Refuses with `plans:version-not-active`, `plans:own-card-only` or
    `consent:how-understood`; NotFound for a person or version out of reach.
    """
    version = PlanVersion.objects.filter(id=version_id).first()
    person = Person.objects.filter(id=person_id).first()
    if version is None or person is None or person.family_id != version.family_id:
        raise NotFound("plan version")
    if acting.kind == ActorKind.FAMILY_MEMBER:
        if person.actor_id != acting.actor_id:
            raise NotFound("person")
        form = AnswerForm.OWN_CARD
        if answer != Answer.DISAGREED:
            check_understood(acting, language=language, understood=understood)
    elif acting.kind != ActorKind.STAFF:
        raise NotFound("plan version")
    elif form == AnswerForm.OWN_CARD:
        raise RuleBroken(
            "plans:own-card-only",
            _("Met de eigen kaart antwoordt iemand zelf. Kies ‘luidop gezegd’ of ‘ondertekend’."),
            field="form",
        )
    if version.status != VersionStatus.ACTIVE:
        raise RuleBroken(
            "plans:version-not-active",
            _("Er is intussen een nieuwer plan, of het traject is afgerond. Bekijk het plan dat nu geldt."),
        )
    row = Agreement.objects.create(
        family_id=version.family_id,
        version=version,
        person=person,
        answer=answer,
        form=form or AnswerForm.ALOUD,
        understood=understood or "",
        words=words.strip(),
        language=language,
        recorded_by_id=acting.actor_id,
    )
    record(acting, f"plans:version:{answer}", families=[version.family_id], subject=version.id)
    return row.id
