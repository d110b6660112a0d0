"""The coach notes talks with a psychologist who helps the family and has no account here."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import Acting
from eenplan.plans.enums import TeamKind
from eenplan.plans.queries import plan
from eenplan.web.coach.views.around import WRITES, crumbs_of
from eenplan.web.shared import talk_views
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.talk_views import FORM, Door


def _crumbs(acting: Acting, family_id: UUID, name: str) -> list[Crumb]:
    href = reverse("coach:read-plan", args=[family_id])
    return crumbs_of(acting, family_id, name, Crumb(_("Ons plan"), href))


def _helpers(acting: Acting, family_id: UUID) -> list[tuple[str, str]]:
    """The professionals of the plan's team."""
    return [
        (str(one.item_id), f"{one.name} ({one.role})" if one.role else one.name)
        for one in plan(acting, family_id).pieces.team
        if one.team_kind == TeamKind.PROFESSIONAL
    ]


DOOR = Door("coach", _crumbs, _helpers)


@never_cache
@require_safe
@roles(*WRITES)
def list_talks(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Talks with a helper of the team."""
    return talk_views.list_talks(request, DOOR, family_id)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def begin_talks(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Talks that begin."""
    return talk_views.begin_talks(request, DOOR, family_id)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def note_talk(request: SignedRequest, family_id: UUID, series_id: UUID) -> HttpResponse:
    """A talk took place."""
    return talk_views.note_talk(request, DOOR, family_id, series_id)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def change_theme(request: SignedRequest, family_id: UUID, series_id: UUID) -> HttpResponse:
    """About what the talks are."""
    return talk_views.change_theme(request, DOOR, family_id, series_id)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def correct_talk(request: SignedRequest, family_id: UUID, session_id: UUID) -> HttpResponse:
    """A day that was noted wrong."""
    return talk_views.correct_talk(request, DOOR, family_id, session_id)


@never_cache
@require_POST
@roles(*WRITES)
def withdraw_talk(request: SignedRequest, family_id: UUID, session_id: UUID) -> HttpResponse:
    """A talk that never was."""
    return talk_views.withdraw_talk(request, DOOR, family_id, session_id)
