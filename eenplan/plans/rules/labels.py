"""Where a piece of the plan is written, which chooses the labels with which it begins (rule 32). No database."""

from dataclasses import replace

from django.utils.translation import gettext as _

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Labels, Place, place_of_kind
from eenplan.plans.enums import HelpType, Topic

# Help that by itself says something of somebody's health (rule 39).
OF_HEALTH = frozenset({HelpType.THERAPY, HelpType.DIAGNOSIS})


def is_of_health(help_type: HelpType | str | None) -> bool:
    """Whether help of this kind says something of somebody's health."""
    return help_type in OF_HEALTH


def place_in_plan(kind: ItemKind | str, *, topic: str = "", help_type: HelpType | str | None = None) -> Place:
    """Where a piece of the plan is written: by its kind, the side of its section, and the kind of help."""
    if topic == Topic.SAFETY:
        return Place.SAFETY
    if kind == ItemKind.HELP and is_of_health(help_type):
        return Place.HEALTH_HELP
    return Place.IN_PLAN if kind == ItemKind.NOTE else place_of_kind(kind)


def is_for_few(topic: str, labels: Labels) -> bool:
    """Whether these labels may stand there: what is agreed about safety is never released to everybody."""
    return topic != Topic.SAFETY or not labels.released_to_all


# Beside what a worker's note may stand: what the family says of what it wants, of its life and its children.
BESIDE = frozenset({ItemKind.WISH, ItemKind.STRENGTH, ItemKind.GOAL, ItemKind.DOMAIN, ItemKind.CHILD_VIEW})


def labels_beside(labels: Labels, said: Labels) -> Labels:
    """The labels of a note beside a piece: no more people read it than the piece. Refuses with `plans:note-wider`."""
    if labels.released_to_all and not said.released_to_all:
        raise RuleBroken(
            "plans:note-wider",
            _("Niet iedereen leest waar deze notitie bij staat. Kies hier wie de notitie wel mag zien."),
            field="seen_by",
        )
    return replace(
        labels,
        confidential=labels.confidential or said.confidential,
        third_party_only=labels.third_party_only or said.third_party_only,
        health=labels.health or said.health,
        court=labels.court or said.court,
        agogic_exception=labels.agogic_exception or said.agogic_exception,
        agogic_reason=labels.agogic_reason or said.agogic_reason,
    )
