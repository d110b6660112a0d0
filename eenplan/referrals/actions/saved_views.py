"""Keeping parts of the desk under a name, for oneself or for the team."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.referrals.models import SavedView
from eenplan.referrals.models.saved_view import LONGEST_NAME

AT_MOST = 20


@action
def save_view(acting: Acting, *, name: str, filters: Mapping[str, str], shared: bool = False) -> SavedView:
    """Keep a part of the desk under a name. `filters` are the fixed words of the desk's address.

    Refuses with `referrals:view-name`, `view-name-taken`, `view-empty` or `views-full` (20 a person).
    """
    if acting.partnership_id is None:
        raise NotFound("desk")
    if not filters:
        raise RuleBroken(
            "referrals:view-empty", _("Kies eerst een of meer filters. De hele lijst staat er altijd al.")
        )
    own = SavedView.objects.filter(partnership_id=acting.partnership_id, owner_id=acting.actor_id)
    if own.count() >= AT_MOST:
        raise RuleBroken(
            "referrals:views-full",
            _("Je hebt al %(number)s lijsten. Verwijder er eerst een die je niet meer gebruikt.")
            % {"number": AT_MOST},
        )
    view = SavedView.objects.create(
        partnership_id=acting.partnership_id,
        owner_id=acting.actor_id,
        name=_checked(acting, name),
        filters=dict(filters),
        shared=shared,
    )
    record(acting, "referrals:view:saved", subject=view.id)
    return view


@action
def change_view(acting: Acting, *, view_id: UUID, name: str, shared: bool) -> SavedView:
    """Give a list of one's own another name, or share it. Raises NotFound for somebody else's."""
    view = _own(acting, view_id)
    view.name = _checked(acting, name, besides=view.id)
    view.shared = shared
    view.save(update_fields=["name", "shared"])
    record(acting, "referrals:view:changed", subject=view.id)
    return view


@action
def remove_view(acting: Acting, *, view_id: UUID) -> None:
    """Remove a list of one's own. No family disappears: only the name for a part of the desk does."""
    view = _own(acting, view_id)
    view.delete()
    record(acting, "referrals:view:removed", subject=view_id)


def _own(acting: Acting, view_id: UUID) -> SavedView:
    if acting.partnership_id is None:
        raise NotFound("view")
    view = SavedView.objects.filter(
        id=view_id, partnership_id=acting.partnership_id, owner_id=acting.actor_id
    ).first()
    if view is None:
        raise NotFound("view")
    return view


def _checked(acting: Acting, name: str, besides: UUID | None = None) -> str:
    tidy = " ".join(name.split())
    if not any(letter.isalnum() for letter in tidy) or not tidy.isprintable():
        raise RuleBroken(
            "referrals:view-name",
            _("Geef de lijst een naam met letters of cijfers, zoals ‘Jonge kinderen Maasland’."),
            field="name",
        )
    if len(tidy) > LONGEST_NAME:
        raise RuleBroken(
            "referrals:view-name",
            _("Deze naam is te lang: hoogstens %(number)s tekens.") % {"number": LONGEST_NAME},
            field="name",
        )
    same = SavedView.objects.filter(owner_id=acting.actor_id, name__iexact=tidy)
    if any(view.id != besides and view.partnership_id == acting.partnership_id for view in same):
        raise RuleBroken(
            "referrals:view-name-taken",
            _("Je hebt al een lijst met deze naam. Kies een andere naam."),
            field="name",
        )
    return tidy
