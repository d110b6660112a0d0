"""What whoever helps from elsewhere said of their steps, for the coach."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.core.clock import day_of
from eenplan.plans.enums import StepSaid
from eenplan.plans.queries.helpers import Reply
from eenplan.plans.queries.places import PlaceNow
from eenplan.web.coach.presenters.lists import Line
from eenplan.web.shared import words


def reply_lines(names: Mapping[UUID, str], found: Iterable[Reply]) -> list[Line]:
    """For the list of today: what is done, and what does not work out with the line that says why."""
    said = {
        StepSaid.DONE: _("%(name)s deed: ‘%(step)s’"),
        StepSaid.STUCK: _("Het lukt %(name)s niet: ‘%(step)s’"),
    }
    return [
        Line(
            said[one.said] % {"name": one.who, "step": one.text},
            " · ".join(part for part in (names.get(one.family_id, ""), one.line) if part),
            words.day(day_of(one.at)),
            reverse("coach:read-plan", args=[one.family_id]) + "#doelen",
        )
        for one in found
        if one.said in said
    ]


def place_lines(names: Mapping[UUID, str], found: Iterable[PlaceNow]) -> list[Line]:
    """For the list of today: where there is a place or none, and what it brought."""
    return [
        Line(
            _place_words(one),
            names.get(one.family_id, ""),
            words.day(day_of(one.changed_at)),
            reverse("coach:ask-place", args=[one.family_id, one.help_id]),
        )
        for one in found
    ]


def _place_words(one: PlaceNow) -> str:
    if one.brought:
        return _("%(who)s vertelt wat ‘%(offer)s’ opbracht") % {"who": one.organisation, "offer": one.offer}
    if one.first_day:
        return _("Er is plaats in ‘%(offer)s’ vanaf %(day)s") % {
            "offer": one.offer,
            "day": words.day(one.first_day),
        }
    return _("Er is geen plaats in ‘%(offer)s’") % {"offer": one.offer}
