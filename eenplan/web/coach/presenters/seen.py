"""Who sees a piece of the plan: where it was written, and the quiet chip beside it."""

from django.utils.translation import gettext as _

from eenplan.families.rules import Place
from eenplan.plans.queries import Piece, PlanNow
from eenplan.plans.rules.labels import place_in_plan
from eenplan.web.shared.addresses import address
from eenplan.web.shared.labels import SeenChip, seen_chip


def place_of(piece: Piece) -> Place:
    """Where a piece of the plan was written."""
    return place_in_plan(piece.kind, topic=piece.topic, help_type=getattr(piece, "help_type", None))


def seen(page: PlanNow, piece: Piece) -> SeenChip | None:
    """The chip of a piece of the plan that not everybody reads, or that everybody reads otherwise than usual."""
    href = address("coach:relabel-piece", family_id=page.family_id, item_id=piece.item_id)
    if piece.used_less:
        return SeenChip(_("gebruik beperkt"), href)
    return seen_chip(piece.labels, place_of(piece), href, among_all=True)
