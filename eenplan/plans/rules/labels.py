"""Where a piece of the plan is written, which chooses the labels with which it begins (rule 32). No database."""

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
