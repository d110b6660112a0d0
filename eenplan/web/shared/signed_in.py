"""'Waar ben je ingelogd?' in words, for `shared/places.html`: workers' and families' pages show the same list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.core.clock import day_of
from eenplan.network.queries.signed_in import Place
from eenplan.web.shared import words


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place: what it is, since when, whether it is this one, and where to sign out of it."""

    device: str
    detail: str
    is_here: bool
    href: str


def places_of(places: Iterable[Place], name: str) -> list[PlaceLine]:
    """The lines of the list. `name` is the address that signs out of one place; it takes `signed_in_id`."""
    return [
        PlaceLine(
            device=one.device or _("Een toestel"),
            detail=_detail(one),
            is_here=one.is_here,
            href=reverse(name, kwargs={"signed_in_id": one.id}),
        )
        for one in places
    ]


def _detail(one: Place) -> str:
    began = _("ingelogd %(moment)s") % {"moment": words.moment(one.began_at)}
    if one.last_seen_on <= day_of(one.began_at):
        return began
    return _("%(began)s, laatst gebruikt op %(day)s") % {"began": began, "day": words.day(one.last_seen_on)}
