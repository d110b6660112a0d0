"""A message to the coach: write one, read the answer. Nothing of it is sent by mail or text."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.plans.actions.messages import note_answer_read, send_message
from eenplan.plans.queries.messages import messages as messages_of
from eenplan.web.family import presenters
from eenplan.web.family.pages import coach_there, page_of, sent_key, with_home
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.messages import FAMILY, WriteForm, message_views


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def write_message(request: SignedRequest) -> HttpResponse:
    """Write to the coach; below it what was written and answered."""
    acting = request.acting
    person = person_of(acting)
    form = WriteForm(request.POST if request.method == "POST" else None)
    key = sent_key(request)
    if form.is_valid():
        try:
            send_message(
                acting,
                sent_key=key,
                text=form.cleaned_data["words"],
                language=language_now(),
                for_family=form.cleaned_data["for_whom"] == FAMILY,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Je bericht is weg. Het antwoord komt hier, op deze bladzijde."))
            return redirect("family:write-message")
    page = page_of(acting, person.id)
    there = coach_there(acting, page)
    coach = presenters.coach_view(there, page.plan if page else None)
    found = message_views(messages_of(acting, person.family_id), person.id)
    context = {
        "form": form,
        "sent_key": key,
        "coach": coach,
        "coach_name": presenters.first_name(coach.name) if coach else "",
        "stand_in": presenters.stand_in_words(there),
        # An answer that was not read yet comes first.
        "fresh": [one for one in found if one.is_new],
        "written": [one for one in found if not one.is_new],
    }
    status = 422 if form.errors else 200
    return render(request, "family/messages.html", with_home(context), status=status)


@never_cache
@require_POST
@card_holder
def note_read(request: SignedRequest, message_id: UUID) -> HttpResponse:
    """I read the answer: it is no longer new."""
    note_answer_read(request.acting, item_id=message_id)
    return redirect("family:write-message")
