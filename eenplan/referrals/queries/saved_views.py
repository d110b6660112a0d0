"""The lists that somebody keeps, and those that colleagues of the desk share."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.referrals.models import SavedView
from eenplan.referrals.models.saved_view import LONGEST_NAME as LONGEST_VIEW_NAME

__all__ = ["LONGEST_VIEW_NAME", "ViewRow", "saved_view", "saved_views"]


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A part of the desk under a name; `own` when it is of whoever asks."""

    id: UUID
    name: str
    filters: dict[str, str]
    shared: bool
    own: bool


def saved_views(acting: Acting) -> list[ViewRow]:
    """One's own lists and those that the desk shares, by name. One query."""
    if acting.partnership_id is None:
        return []
    rows = SavedView.objects.filter(
        Q(owner_id=acting.actor_id) | Q(shared=True), partnership_id=acting.partnership_id
    ).order_by(Lower("name"), "id")
    return [_row(acting, view) for view in rows]


def saved_view(acting: Acting, view_id: UUID) -> ViewRow:
    """One list of one's own. Raises NotFound for any other."""
    if acting.partnership_id is None:
        raise NotFound("view")
    found = SavedView.objects.filter(
        id=view_id, partnership_id=acting.partnership_id, owner_id=acting.actor_id
    ).first()
    if found is None:
        raise NotFound("view")
    return _row(acting, found)


def _row(acting: Acting, view: SavedView) -> ViewRow:
    return ViewRow(view.id, view.name, view.filters, view.shared, view.owner_id == acting.actor_id)
