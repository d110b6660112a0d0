"""Who may see a piece of a family's file, wherever it stands: its labels, and those with which such a piece begins."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, ItemAbout
from eenplan.families.queries import WITH_SAID, Said, said_of
from eenplan.families.rules import Labels, Place, Whose, labels_of
from eenplan.plans.rules.labels import place_in_plan


@dataclass(frozen=True, slots=True)
class Labelled:
    """A piece with its labels and what it says; `place` is where it was written, which says with which ones it began."""

    item_id: UUID
    kind: ItemKind
    place: Place
    labels: Labels
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class LabelledPiece(Labelled):
    """One piece with about whom it is and from whom. `name` is that of a paper, a helper, a home."""

    whose: Whose = field(default_factory=Whose)
    name: str = ""
    is_in_plan: bool = False


def labels_by_item(acting: Acting, family_id: UUID, item_ids: Iterable[UUID]) -> dict[UUID, Labelled]:
    """Some pieces that stand in the file now, as far as whoever acts may see them. One query.

    Part of a page that is recorded itself.
    """
    rows = with_labels(family_id).filter(id__in=list(item_ids), ended_at__isnull=True)
    return {row.id: labelled_of(row) for row in rows}


def labelled(acting: Acting, family_id: UUID, item_id: UUID) -> LabelledPiece:
    """One piece that stands in the file now. Raises NotFound when it is not there or out of reach. Two queries."""
    row: Any = with_labels(family_id).filter(id=item_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound("item")
    record_read(acting, "families:item", families=[family_id], subject=item_id)
    return LabelledPiece(
        row.id,
        ItemKind(row.kind),
        _place(row),
        labels_of(row),
        said_of(row),
        whose=Whose(tuple(row.about_ids), row.from_whom_id),
        name=_name(row),
        is_in_plan=row.in_plan_of is not None,
    )


def with_labels(family_id: UUID) -> QuerySet[Item]:
    """The pieces of a family's file, with their words and what their labels are told from (`labelled_of`)."""
    about = ItemAbout.objects.filter(item_id=OuterRef("id")).order_by("person__position", "person_id")
    return Item.objects.filter(family_id=family_id).annotate(
        about_ids=ArraySubquery(about.values("person_id")),
        said=WITH_SAID,
        topic=F("in_plan__topic"),
        help_type=F("help__help_type"),
        paper=F("attachment__name"),
        house=F("home__name"),
        helper=F("team_member__name"),
        part_name=F("part__name"),
        value=F("detail__value"),
        in_plan_of=F("in_plan__plan_id"),
    )


def labelled_of(row: Any) -> Labelled:
    """A piece that was read so."""
    return Labelled(row.id, ItemKind(row.kind), _place(row), labels_of(row), said_of(row))


def _name(row: Any) -> str:
    return row.paper or row.house or row.helper or row.part_name or row.value or ""


def _place(row: Any) -> Place:
    if row.in_plan_of is None:
        return Place(row.kind)
    return place_in_plan(row.kind, topic=row.topic or "", help_type=row.help_type)
