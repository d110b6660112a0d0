"""A translation beside what the family said, whatever piece of the plan it is."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.plans import actions
from eenplan.plans.queries import PlanNow, Spoken
from eenplan.web.coach.forms.parts import WORKER
from eenplan.web.coach.forms.translations import IN, TranslationForm
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters.household import languages
from eenplan.web.coach.presenters.plan import wanted_in
from eenplan.web.coach.views.around import FORM, WRITES, edit, piece_of, plan_to_write, posted
from eenplan.web.shared.access import SignedRequest, roles


@require_http_methods(FORM)
@roles(*WRITES)
def translate_piece(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Put a translation beside what somebody of the family said. The sentence itself is not touched."""
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if piece is None or not piece.said_by_family:
        raise Http404
    said = dict(piece.said_by_family)
    first = next(iter(said.values()))
    said_in = _said_in(page, first)
    into = next((one.language for one in first.translations), "") or _into(page, said_in)
    standing = {
        slot: next((one for one in spoken.translations if one.language == into), None)
        for slot, spoken in said.items()
    }
    known = languages()
    known += [(code, code) for code in (said_in, into) if code and code not in dict(known)]
    form = TranslationForm(
        posted(request),
        said=said,
        languages=[one for one in known if one[0] != "und"],
        people=choices.people(page),
        initial={
            "said_in": said_in,
            "into": into,
            "by": WORKER,
            **{IN + slot: one.text if one else "" for slot, one in standing.items()},
        },
    )
    return edit(
        request,
        page,
        form,
        template="coach/translate-piece.html",
        title=_("Vertaling ernaast"),
        keep=lambda: actions.translate_piece(request.acting, item_id=item_id, translation=form.fields_of()),
        more={"of_earlier": any(one and one.of_earlier for one in standing.values())},
    )


def _said_in(page: PlanNow, said: Spoken) -> str:
    """In which language it was said: as noted."""
    return said.language or page.language


def _into(page: PlanNow, said_in: str) -> str:
    """Into which language a translation is wanted first: Dutch, or else the family's own; '' when that is to choose."""
    wanted = iter(sorted(wanted_in(page) - {said_in}, key=lambda code: code != "nl"))
    return next(wanted, "" if said_in == "nl" else "nl")
