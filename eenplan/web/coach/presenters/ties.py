"""Words for who belongs to whom, on the coach's page."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.families.enums import Gender
from eenplan.families.queries.kinships import Drawn, Somebody, WhoIsWho
from eenplan.families.rules import Labels
from eenplan.plans.queries import PlanNow
from eenplan.web.coach.presenters.choices import Pairs
from eenplan.web.coach.presenters.homes import Line
from eenplan.web.coach.presenters.plan import at
from eenplan.web.shared.drawing import called, tie_words, when_words
from eenplan.web.shared.labels import SeenChip, seen_words

Keep = Callable[[], UUID]


def everybody(found: WhoIsWho) -> Pairs:
    """Everybody on the drawing, to choose from."""
    return [
        (str(one.id), ", ".join(part for part in (called(one), when_words(one)) if part))
        for one in found.people
    ]


def drawn_lines(page: PlanNow, found: WhoIsWho) -> dict[str, object]:
    """What is on the drawing as lines with the way to change them: people, ties; and where more is written."""
    by_id = {one.id: one for one in found.people}
    return {
        "somebody": [_somebody(page, one) for one in found.people],
        "ties": [_tie(page, one, by_id[one.one_id], by_id[one.other_id]) for one in found.ties],
        "add_tie": reverse("coach:draw-tie", args=[page.family_id]),
        "add_relative": reverse("coach:add-relative", args=[page.family_id]),
        "parents": at("list-ties", page),
        "add_home": at("add-home", page),
    }


def _somebody(page: PlanNow, one: Somebody) -> Line:
    about = [when_words(one)]
    if one.role is not None and one.gender == Gender.UNKNOWN and not one.due_date:
        about.append(_("man of vrouw: niet genoteerd"))
    if one.role is None:
        href = at("change-relative", page, item_id=one.id)
    else:
        href = at("change-person", page, person_id=one.id)
    dies = one.role is not None and not one.due_date
    return Line(
        called(one),
        " · ".join(part for part in about if part),
        href,
        _chip(one.labels),
        "user",
        act=(_("Overlijden") if dies else ""),
        act_href=at("note-death", page, person_id=one.id) if dies else "",
    )


def _tie(page: PlanNow, tie: Drawn, one: Somebody, other: Somebody) -> Line:
    """'Kaat: ouder van Seppe'. What follows from 'Ouders en gezag' is changed there."""
    href = at("change-tie", page, item_id=tie.item_id) if tie.item_id else at("list-ties", page)
    return Line(
        called(one),
        tie_words(tie.kind, called(other), tie.since, tie.until, turned=False),
        href,
        _chip(tie.labels),
        "link",
    )


def _chip(labels: Labels | None) -> SeenChip | None:
    """Who sees it, where that is not everybody."""
    if labels is None or labels.released_to_all:
        return None
    return SeenChip(seen_words(labels))
