"""A psychologist notes that talks took place, with a family that shares something with them."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.web.shared import talk_views
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.talk_views import FORM, Door


def _crumbs(acting: Acting, family_id: UUID, name: str) -> list[Crumb]:
    return [
        Crumb(_("Vandaag"), reverse("partner:list-families")),
        Crumb(name, reverse("partner:read-family", args=[family_id])),
    ]


DOOR = Door("partner", _crumbs)


@never_cache
@require_safe
@roles(Role.PSYCHOLOGIST)
def list_talks(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """My talks with this family."""
    return talk_views.list_talks(request, DOOR, family_id)


@never_cache
@require_http_methods(FORM)
@roles(Role.PSYCHOLOGIST)
def begin_talks(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Talks that begin."""
    return talk_views.begin_talks(request, DOOR, family_id)


@never_cache
@require_http_methods(FORM)
@roles(Role.PSYCHOLOGIST)
def note_talk(request: SignedRequest, family_id: UUID, series_id: UUID) -> HttpResponse:
    """A talk took place."""
    return talk_views.note_talk(request, DOOR, family_id, series_id)


@never_cache
@require_http_methods(FORM)
@roles(Role.PSYCHOLOGIST)
def change_theme(request: SignedRequest, family_id: UUID, series_id: UUID) -> HttpResponse:
    """About what the talks are."""
    return talk_views.change_theme(request, DOOR, family_id, series_id)


@never_cache
@require_http_methods(FORM)
@roles(Role.PSYCHOLOGIST)
def correct_talk(request: SignedRequest, family_id: UUID, session_id: UUID) -> HttpResponse:
    """A day that was noted wrong."""
    return talk_views.correct_talk(request, DOOR, family_id, session_id)


@never_cache
@require_POST
@roles(Role.PSYCHOLOGIST)
def withdraw_talk(request: SignedRequest, family_id: UUID, session_id: UUID) -> HttpResponse:
    """A talk that never was."""
    return talk_views.withdraw_talk(request, DOOR, family_id, session_id)
