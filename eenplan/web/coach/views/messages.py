"""What people of a family wrote to their coach, and answering it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import family
from eenplan.plans.actions import messages as actions
from eenplan.plans.queries.messages import message, messages
from eenplan.web.coach.views.around import FORM, READS, WRITES, crumbs_of, posted, say_saved
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.messages import AnswerForm, message_view


@never_cache
@require_safe
@roles(*READS)
def list_messages(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The messages of a family, the newest first."""
    acting = request.acting
    found = family(acting, family_id)
    answers = acting.role == Role.COACH
    record_read(acting, "plans:messages", families=[family_id])
    context = {
        "family": found,
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Berichten"))),
        "written": [
            message_view(
                one,
                mine=False,
                href=reverse("coach:answer-message", args=[family_id, one.item_id]) if answers else "",
            )
            for one in messages(acting, family_id)
        ],
    }
    return render(request, "coach/messages.html", context)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def answer_message(request: SignedRequest, family_id: UUID, message_id: UUID) -> HttpResponse:
    """Answer a message, or note that it was talked about."""
    acting = request.acting
    found = family(acting, family_id)
    one = message(acting, family_id, message_id)
    form = AnswerForm(posted(request))
    back = reverse("coach:list-messages", args=[family_id])
    if form.is_bound and form.is_valid():
        try:
            actions.answer_message(
                acting,
                family_id=family_id,
                item_id=message_id,
                text=form.cleaned_data["words"],
                language=language_now(),
                needs_none=form.cleaned_data["none"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect(back)
    record_read(acting, "plans:messages", families=[family_id], subject=message_id)
    context = {
        "form": form,
        "one": message_view(one, mine=False),
        "back": back,
        "crumbs": crumbs_of(
            acting, family_id, found.name, Crumb(_("Berichten"), back), Crumb(_("Antwoorden"))
        ),
    }
    return render(request, "coach/answer-message.html", context, status=422 if form.errors else 200)
