"""A youngster who asks for the own file (rule 33): the one page that says that something can be withheld."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.core.clock import day_of
from eenplan.families.queries import person_of
from eenplan.plans.queries import coaches_of
from eenplan.plans.queries.own_file import OwnPiece, own_file
from eenplan.web.family import presenters
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, card_holder


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of one kind, as the page shows them together."""

    title: str
    pieces: list[OwnPiece]
    days: list[str]

    @property
    def lines(self) -> list[tuple[OwnPiece, str]]:
        """Each piece with its day."""
        return list(zip(self.pieces, self.days, strict=True))


@never_cache
@require_safe
@card_holder
def read_own_file(request: SignedRequest) -> HttpResponse:
    """All that stands in the file for me to read; and whom to ask about the rest."""
    acting = request.acting
    person = person_of(acting)
    pieces = sorted(own_file(acting), key=lambda one: one.kind)
    groups = []
    for kind, found in groupby(pieces, key=lambda one: one.kind):
        those = list(found)
        groups.append(
            Group(words.sentence(str(kind.label)), those, [words.day(day_of(one.at)) for one in those])
        )
    coach = presenters.coach_view(coaches_of(acting, [person.family_id]).get(person.family_id), None)
    context = {"groups": groups, "coach": coach, "home_href": reverse("family:open-card")}
    return render(request, "family/own-file.html", context)
