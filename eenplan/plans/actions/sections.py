"""Saving a section of the plan: its texts, the marks of the life domains, the day of the review.

Every verb that changes what somebody may have read takes the `revision` of its section as it was read;
when somebody else saved it since, `rules.SectionChanged` carries what stands there now and nothing is lost.
A verb that only adds may leave it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.statements import rows
from eenplan.families.actions import Labels, Whose, end_item, relabel, say, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, Person
from eenplan.families.rules import Place, begins, labels_of
from eenplan.network.queries import life_domains
from eenplan.plans.enums import Importance, Mark, SectionKey
from eenplan.plans.models import DomainMark, Part, Plan, PlanItem
from eenplan.plans.queries import section as section_now
from eenplan.plans.rules import SectionChanged
from eenplan.plans.rules.labels import is_for_few, labels_beside, place_in_plan

# What kind of item a loose text of a section is.
TEXT_KINDS: Mapping[SectionKey, ItemKind] = {
    SectionKey.WHO_WE_ARE: ItemKind.NOTE,
    SectionKey.WHAT_WE_WANT: ItemKind.WISH,
    SectionKey.WHAT_GOES_WELL: ItemKind.STRENGTH,
    SectionKey.IF_DIFFICULT: ItemKind.NOTE,
    SectionKey.AGREEMENTS: ItemKind.AGREEMENT,
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: the item, the section's new revision, and when ('bewaard om 14.02')."""

    item_id: UUID
    revision: int
    at: datetime


def working_plan(acting: Acting, plan_id: UUID) -> Plan:
    """The plan, held until the act is done, if whoever acts may write in it.

    Refuses with NotFound, or `plans:plan-closed` after its end.
    """
    if acting.kind != ActorKind.STAFF:
        raise NotFound("plan")
    plan = (
        Plan.objects.select_for_update(of=("self",)).select_related("trajectory").filter(id=plan_id).first()
    )
    if plan is None:
        raise NotFound("plan")
    if plan.closed_at is not None:
        raise RuleBroken(
            "plans:plan-closed",
            _("Dit traject is afgerond. Het plan blijft leesbaar, maar verandert niet meer."),
        )
    return plan


def placed(acting: Acting, item_id: UUID) -> PlanItem:
    """Where an item stands in a plan in which whoever acts may write. Raises NotFound otherwise."""
    found = (
        PlanItem.objects.select_related("item").filter(item_id=item_id, item__ended_at__isnull=True).first()
    )
    if found is None:
        raise NotFound("item in plan")
    working_plan(acting, found.plan_id)
    return found


def must_be_of(family_id: UUID, person_id: UUID | None) -> None:
    """Raises NotFound for a person who is named and is not of this family."""
    if person_id and not Person.objects.filter(id=person_id, family_id=family_id).exists():
        raise NotFound("person")


_RAISED = """
UPDATE plans_section SET revision = revision + 1, changed_at = %(at)s, changed_by_id = %(by)s
WHERE plan_id = %(plan)s AND key = %(key)s AND revision = coalesce(%(read)s, revision)
RETURNING revision"""


def touch(acting: Acting, plan_id: UUID, key: str, revision: int | None) -> int:
    """Raise the section's revision by one and return it; a stale `revision` raises SectionChanged.

    Compared and raised in one statement, so that of two who save at once only one wins.
    """
    asked = {"plan": plan_id, "key": key, "read": revision, "at": now(), "by": acting.actor_id}
    raised = rows(_RAISED, asked)
    if not raised:
        raise SectionChanged(section_now(acting, plan_id, SectionKey(key)))
    return int(raised[0][0])


@action
def relabel_piece(
    acting: Acting,
    *,
    item_id: UUID,
    labels: Labels | None = None,
    whose: Whose | None = None,
    was: tuple[Labels, Whose] | None = None,
) -> None:
    """Change who may see a piece of the file, in the plan or beside it: see `families.actions.relabel`.

    Refuses with `plans:safety-for-few` to release what is agreed about safety, and with `plans:kept-for-coach` to open
    what somebody of the family brought in for the coach alone.
    """
    topic = PlanItem.objects.filter(item_id=item_id).values_list("topic", flat=True).first()
    if labels is not None and not is_for_few(topic or "", labels):
        raise RuleBroken(
            "plans:safety-for-few",
            _("Veiligheidsafspraken zijn nooit voor iedereen. Kies hier wie ze wel mag zien."),
            field="seen_by",
        )
    if labels is not None and not labels.confidential and _was_kept(item_id):
        raise RuleBroken(
            "plans:kept-for-coach",
            _("Wie dit schreef, koos ervoor dat enkel de coach het leest. Vraag of het open mag."),
            field="seen_by",
        )
    if labels is not None:
        labels = _beside(item_id, labels)
    relabel(acting, item_id=item_id, labels=labels, whose=whose, was=was)
    drawing = (
        Part.objects.filter(item_id=item_id, drawing__isnull=False)
        .values_list("drawing_id", flat=True)
        .first()
    )
    if labels is not None and drawing:
        # Whoever reads what a child says, sees what it drew, and nobody else.
        relabel(acting, item_id=drawing, labels=labels)


def _beside(item_id: UUID, labels: Labels) -> Labels:
    """The labels that a piece may have: a note beside another piece is read by no more people than that one."""
    said = Item.objects.filter(side_notes__item_id=item_id).first()
    return labels_beside(labels, labels_of(said)) if said else labels


def _was_kept(item_id: UUID) -> bool:
    """Whether somebody of the family brought it in with their card, for the coach alone."""
    kept = Item.objects.filter(id=item_id, confidential=True)
    brought_in = Q(kind__in=(ItemKind.PROPOSAL, ItemKind.REMARK))
    return kept.filter(brought_in | Q(author__person__isnull=False, kind=ItemKind.CHILD_VIEW)).exists()


def place(
    acting: Acting,
    plan: Plan,
    key: SectionKey,
    kind: ItemKind,
    *,
    text: str,
    revision: int | None = None,
    speaker_id: UUID | None = None,
    from_whom_id: UUID | None = None,
    about: Iterable[UUID] = (),
    language: str | None = None,
    labels: Labels | None = None,
    written: Place | None = None,
) -> tuple[Item, Saved]:
    """Add an item to a section of a plan. Without `labels` it begins as where it is `written` says (rule 32)."""
    raised = touch(acting, plan.id, key, revision)
    item = write_item(
        acting,
        family_id=plan.family_id,
        kind=kind,
        text=text,
        language=language or "nl",
        speaker_id=speaker_id,
        from_whom_id=from_whom_id,
        about=about,
        labels=begins(written or place_in_plan(kind)) if labels is None else labels,
    )
    PlanItem.objects.create(
        item=item,
        family_id=plan.family_id,
        plan=plan,
        section=key,
        position=min(PlanItem.objects.filter(plan=plan, section=key).count(), 32000),
    )
    return item, Saved(item.id, raised, now())


def say_in(
    acting: Acting,
    item_id: UUID,
    slots: Mapping[str, str | None],
    *,
    speaker_id: UUID | None = None,
    language: str | None = None,
    by_another: bool = False,
) -> None:
    """Append words in slots; None and an empty slot that stays empty are left alone. `language` None: as it stands.

    `by_another`: the same words are words anew when it turns out that somebody else says them.
    """
    for slot, text in slots.items():
        if text is None:
            continue
        if text.strip() or Item.objects.filter(id=item_id, words__slot=slot).exists():
            say(
                acting,
                item_id=item_id,
                slot=slot,
                text=text,
                speaker_id=speaker_id,
                language=language,
                by_another=by_another,
            )


@action
def write_text(
    acting: Acting,
    *,
    plan_id: UUID,
    section: SectionKey,
    text: str,
    speaker_id: UUID | None = None,
    about: Iterable[UUID] = (),
    language: str | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Add a text to a section: `speaker_id` is who of the family says it, None when a worker writes it.

    Refuses with `plans:text-missing`, `plans:no-texts-here` or as `families.rules.check_labels`.
    """
    plan = working_plan(acting, plan_id)
    kind = TEXT_KINDS.get(SectionKey(section))
    if kind is None:
        raise RuleBroken("plans:no-texts-here", _("In dit stuk van het plan staan geen losse teksten."))
    must_say(text)
    item, saved = place(
        acting,
        plan,
        SectionKey(section),
        kind,
        text=text,
        revision=revision,
        speaker_id=speaker_id,
        about=about,
        language=language,
        labels=labels,
    )
    record(acting, f"plans:{section}:written", families=[plan.family_id], subject=item.id)
    return saved


def must_say(text: str, field: str = "text") -> None:
    """Refuse an empty text."""
    if not text.strip():
        raise RuleBroken("plans:text-missing", _("Schrijf hier iets, in enkele woorden."), field=field)


def write_wish(
    acting: Acting,
    *,
    plan_id: UUID,
    text: str,
    speaker_id: UUID | None = None,
    language: str | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down what the family, or one of them, wants. See `write_text`."""
    return write_text(
        acting,
        plan_id=plan_id,
        section=SectionKey.WHAT_WE_WANT,
        text=text,
        speaker_id=speaker_id,
        language=language,
        labels=labels,
        revision=revision,
    )


def write_strength(
    acting: Acting,
    *,
    plan_id: UUID,
    text: str,
    speaker_id: UUID | None = None,
    about: Iterable[UUID] = (),
    language: str | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down what goes well, of a person (`about`) or of the whole family. See `write_text`."""
    return write_text(
        acting,
        plan_id=plan_id,
        section=SectionKey.WHAT_GOES_WELL,
        text=text,
        speaker_id=speaker_id,
        about=about,
        language=language,
        labels=labels,
        revision=revision,
    )


def write_who_we_are(
    acting: Acting,
    *,
    plan_id: UUID,
    text: str,
    speaker_id: UUID | None = None,
    language: str | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down who the family is and who else matters. See `write_text`."""
    return write_text(
        acting,
        plan_id=plan_id,
        section=SectionKey.WHO_WE_ARE,
        text=text,
        speaker_id=speaker_id,
        language=language,
        labels=labels,
        revision=revision,
    )


@action
def change_text(
    acting: Acting,
    *,
    item_id: UUID,
    text: str,
    revision: int,
    slot: str = "text",
    speaker_id: UUID | None = None,
    language: str | None = None,
    labels: Labels | None = None,
) -> Saved:
    """Say something anew: the earlier words stay, replaced but readable.

    `revision` is that of the section as it was read; a stale one raises SectionChanged. `labels` None
    leaves the labels as they are. Refuses with `plans:text-missing`.
    """
    standing = placed(acting, item_id)
    if slot == "text":
        must_say(text)
    raised = touch(acting, standing.plan_id, standing.section, revision)
    say_in(acting, item_id, {slot: text}, speaker_id=speaker_id, language=language, by_another=True)
    if labels is not None:
        relabel_piece(acting, item_id=item_id, labels=labels)
    record(acting, f"plans:{standing.section}:changed", families=[standing.family_id], subject=item_id)
    return Saved(item_id, raised, now())


@action
def take_out(acting: Acting, *, item_id: UUID, revision: int | None = None) -> Saved:
    """Take an item out of the plan. It stays readable in the versions in which it stood."""
    standing = placed(acting, item_id)
    raised = touch(acting, standing.plan_id, standing.section, revision)
    for note in PlanItem.objects.filter(beside_id=item_id, item__ended_at__isnull=True):
        end_item(acting, item_id=note.item_id)
    end_item(acting, item_id=item_id)
    record(acting, f"plans:{standing.section}:taken-out", families=[standing.family_id], subject=item_id)
    return Saved(item_id, raised, now())


@action
def mark_domain(
    acting: Acting,
    *,
    plan_id: UUID,
    domain: str,
    mark: Mark,
    score: int | Literal[""] | None = None,
    importance: Importance | Literal[""] | None = None,
    text: str | None = None,
    strength: str | None = None,
    worry: str | None = None,
    speaker_id: UUID | None = None,
    language: str | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
    by_another: bool = False,
) -> Saved:
    """Mark a life domain in one tap; score (0 to 10), importance and words are optional.

    None leaves them as they are, '' takes them back. `by_another`: it turns out that somebody else says the words.

    What was marked can be marked anew, also when it is not asked any more.
    Refuses with `plans:domain-unknown` or `plans:score-out-of-range`.
    """
    plan = working_plan(acting, plan_id)
    row = DomainMark.objects.filter(plan=plan, domain=domain).first()
    if row is None:
        must_be_asked(acting, domain)
    scored = score if isinstance(score, int) else None
    check_score(scored, "score")
    if row is None:
        item, saved = place(
            acting, plan, SectionKey.DOMAINS, ItemKind.DOMAIN, text="", revision=revision, labels=labels
        )
        row = DomainMark(item=item, family_id=plan.family_id, plan=plan, domain=domain, score=scored)
        row.mark, row.importance = mark, importance or ""
        row.save(force_insert=True)
    else:
        saved = Saved(row.item_id, touch(acting, plan.id, SectionKey.DOMAINS, revision), now())
        row.mark = mark
        row.score = row.score if score is None else scored
        row.importance = row.importance if importance is None else importance
        row.save(update_fields=["mark", "score", "importance"])
        if labels is not None:
            relabel_piece(acting, item_id=row.item_id, labels=labels)
    say_in(
        acting,
        row.item_id,
        {"text": text, "strength": strength, "worry": worry},
        speaker_id=speaker_id,
        language=language,
        by_another=by_another,
    )
    record(acting, "plans:domain:marked", families=[plan.family_id], subject=row.item_id)
    return saved


def must_be_asked(acting: Acting, domain: str) -> None:
    """Refuse with `plans:domain-unknown` a life domain that is not asked about today."""
    if domain not in {one.code for one in life_domains(acting, on=today())}:
        raise RuleBroken(
            "plans:domain-unknown", _("Dit levensdomein staat niet (meer) in de lijst."), field="domain"
        )


def check_score(score: int | None, field: str) -> None:
    """Refuse a score outside 0 to 10."""
    if score is not None and not 0 <= score <= 10:
        raise RuleBroken("plans:score-out-of-range", _("Kies een cijfer van 0 tot 10."), field=field)


@action
def set_review_date(acting: Acting, *, plan_id: UUID, on: date) -> None:
    """Set the day on which the plan is looked at again (rule 21). Refuses with `plans:review-in-past`."""
    plan = working_plan(acting, plan_id)
    check_review(on)
    plan.next_review_date = on
    plan.save(update_fields=["next_review_date"])
    record(acting, "plans:plan:review-set", families=[plan.family_id], subject=plan.id)


def check_review(on: date) -> None:
    """Refuse a review date that has passed."""
    if on < today():
        raise RuleBroken(
            "plans:review-in-past",
            _("Deze dag is al voorbij. Kies een dag die nog komt."),
            field="next_review_date",
        )
