"""The papers that the family may open: a letter or report that its coach released to all."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.audit.actions import record_read
from eenplan.core.clock import day_of
from eenplan.families.queries import PaperRow, attachments, open_attachment, person_of
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.attachments import answer_paper, what_words
from eenplan.web.shared.components import Tile
from eenplan.web.shared.plan_view import day


def tile(papers: list[PaperRow]) -> list[Tile]:
    """The door to the papers; none while there is nothing to read."""
    if not papers:
        return []
    what = ngettext("%(count)d papier", "%(count)d papieren", len(papers)) % {"count": len(papers)}
    return [Tile("file-text", _("Papieren"), reverse("family:list-attachments"), what)]


@never_cache
@require_safe
@card_holder
def list_papers(request: SignedRequest) -> HttpResponse:
    """What the coach let the family read."""
    person = person_of(request.acting)
    papers = [
        (one.id, one.name, f"{what_words(one.kind, one.size)} · {day(day_of(one.added_at))}")
        for one in attachments(request.acting, person.family_id)
    ]
    record_read(request.acting, "families:attachments", families=[person.family_id])
    context = {"papers": papers, "home_href": reverse("family:open-card")}
    return render(request, "family/papers.html", context)


@never_cache
@require_safe
@card_holder
def open_paper(request: SignedRequest, attachment_id: UUID) -> HttpResponse:
    """A paper, to keep on one's own device. Raises NotFound for what was not released."""
    return answer_paper(open_attachment(request.acting, person_of(request.acting).family_id, attachment_id))
