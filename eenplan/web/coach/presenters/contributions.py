"""What families brought in, for the list of today, the family's page and beside the pieces of the plan."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import day_of
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries import PlanNow
from eenplan.plans.queries.contributions import BroughtIn, Ticked
from eenplan.web.coach.presenters.lists import Line
from eenplan.web.shared import words
from eenplan.web.shared.brought import BroughtView, brought_view, what_words


def answer_href(one: BroughtIn) -> str:
    """Where the coach answers it."""
    return reverse("coach:answer-contribution", args=[one.family_id, one.item_id])


def brought_lines(names: Mapping[UUID, str], found: Iterable[BroughtIn]) -> list[Line]:
    """For the list of today: who brought in what, in which family, since when. The words stand behind it."""
    return [
        Line(
            what_words(one),
            names.get(one.family_id, ""),
            _("sinds %(day)s") % {"day": words.day(day_of(one.sent_at))},
            answer_href(one),
        )
        for one in found
    ]


def ticked_lines(names: Mapping[UUID, str], found: Iterable[Ticked]) -> list[Line]:
    """For the list of today: which steps families ticked off themselves."""
    return [
        Line(
            _("%(name)s deed: ‘%(step)s’") % {"name": one.person, "step": one.text},
            names.get(one.family_id, ""),
            words.day(day_of(one.at)),
            reverse("coach:read-plan", args=[one.family_id]) + "#doelen",
        )
        for one in found
    ]


def waiting_words(waiting: Sequence[BroughtIn]) -> str:
    """'2 voorstellen of woorden wachten op jou.' for the family's page."""
    if not waiting:
        return _("Er wacht nu niets op jou.")
    return ngettext(
        "Er wacht één voorstel of opmerking op een antwoord.",
        "Er wachten %(number)d voorstellen of opmerkingen op een antwoord.",
        len(waiting),
    ) % {"number": len(waiting)}


def elsewhere(page: PlanNow, said: Mapping[UUID, list[BroughtView]]) -> list[tuple[str, list[BroughtView]]]:
    """What is said beside pieces that are no goal and no step, each with what that piece says."""
    pieces = [one for key in SectionKey if key != SectionKey.GOALS for one in page.pieces.section(key)]
    return [
        (one.text.text if one.text and one.text.text else str(getattr(one, "name", "")), said[one.item_id])
        for one in pieces
        if one.item_id in said
    ]


def beside_pieces(
    found: Mapping[UUID, Iterable[BroughtIn]], *, may_write: bool
) -> dict[UUID, list[BroughtView]]:
    """What the family says beside each piece of the plan, each with where to answer it."""
    return {
        piece: [
            brought_view(one, to_coach=True, href=answer_href(one) if may_write and not one.is_taken else "")
            for one in said
        ]
        for piece, said in found.items()
    }
