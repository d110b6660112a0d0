"""What changed between two versions of a plan or since the last one, and what a piece said before."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.plans.queries import plan
from eenplan.plans.queries.changes import changes_since
from eenplan.plans.queries.drafts import words_of
from eenplan.web.coach.views.around import READS, crumbs_of, piece_of, plan_href
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.changes import changes_view
from eenplan.web.shared.components import Crumb, Pill


@require_safe
@roles(*READS)
def read_words(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """All words that a piece of the plan ever had, those that were not chosen too: nothing is ever wiped out."""
    page = plan(request.acting, family_id)
    piece = piece_of(page, item_id)
    if piece is None:
        raise Http404
    title = _("Eerdere woorden")
    context = {
        "crumbs": crumbs_of(
            request.acting, family_id, page.family_name, Crumb(_("Ons plan"), plan_href(page)), Crumb(title)
        ),
        "title": title,
        "page": page,
        "said": [
            {
                "text": one.text,
                "by": one.speaker,
                "lang": one.language,
                "translations": (),
                "stands": one.stands,
                "about": _("%(moment)s opgeschreven door %(name)s")
                % {"moment": words.moment(one.said_at), "name": one.author or _("iemand anders")},
            }
            for one in words_of(request.acting, item_id)
            if one.text
        ],
    }
    return render(request, "coach/words.html", context)


@require_safe
@roles(*READS)
def read_changes(
    request: SignedRequest, family_id: UUID, since: int, until: int | None = None
) -> HttpResponse:
    """What changed since a version, in plain sentences: up to another one, or to the plan as it stands now."""
    page = plan(request.acting, family_id)
    view = changes_view(changes_since(request.acting, family_id, since, until))
    last = page.version.number if page.version else since
    others = [
        Pill(
            _("van %(since)s naar %(until)s") % {"since": number - 1, "until": number},
            reverse("coach:read-changes", args=[family_id, number - 1, number]),
            current=(since, until) == (number - 1, number),
        )
        for number in range(max(2, last - 4), last + 1)
    ]
    now = Pill(
        _("sinds versie %(number)s") % {"number": last},
        reverse("coach:read-changes", args=[family_id, last]),
        current=until is None and since == last,
    )
    context = {
        "crumbs": crumbs_of(
            request.acting,
            family_id,
            page.family_name,
            Crumb(_("Ons plan"), plan_href(page)),
            Crumb(view.title),
        ),
        "page": page,
        "changes": view,
        "pills": [*others, now],
    }
    return render(request, "coach/changes.html", context)
