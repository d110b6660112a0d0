"""Who looked at a family's file, for its coach; and answering what the family asks about it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import family
from eenplan.rights import actions
from eenplan.rights.queries.looking import look_question, look_questions, who_looked
from eenplan.web.coach.views.around import READS, WRITES, crumbs_of, say_saved
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.looking import TO_THE_COACH, AnswerForm, asked_line, day_in, looked_days, signature


@never_cache
@require_safe
@roles(*READS)
def read_looked(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Who looked, by day (`?voor=` goes back in time); and what the family asks about it."""
    acting = request.acting
    found = family(acting, family_id)
    before = day_in(request.GET.get("voor"))
    page = who_looked(acting, family_id, before=before, language=language_now())
    href = reverse("coach:read-looked", args=[family_id])
    answers = acting.role == Role.COACH
    record_read(acting, "rights:looked", families=[family_id])
    context = {
        "family": found,
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Wie keek in dit dossier?"))),
        "days": looked_days(page.found, TO_THE_COACH),
        "asked": [
            asked_line(one, reverse("coach:answer-look", args=[family_id, one.id]) if answers else "")
            for one in look_questions(acting, family_id, mine=False)
        ],
        "next_href": f"{href}?voor={page.before.isoformat()}" if page.before else "",
        "first_href": href if before else "",
    }
    return render(request, "coach/looked.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*WRITES)
def answer_look(request: SignedRequest, family_id: UUID, question_id: UUID) -> HttpResponse:
    """Answer a question of the family, once."""
    acting = request.acting
    found = family(acting, family_id)
    asked = look_question(acting, question_id)
    if asked.family_id != family_id:
        raise NotFound("question")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    href = reverse("coach:read-looked", args=[family_id])
    if form.is_valid():
        try:
            actions.answer_look(
                acting, question_id=question_id, words=form.cleaned_data["words"], as_whom=signature(request)
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("Je antwoord"))
            return redirect(href)
    record_read(acting, "rights:looked", families=[family_id])
    context = {
        "form": form,
        "one": asked_line(asked),
        "crumbs": crumbs_of(
            acting,
            family_id,
            found.name,
            Crumb(_("Wie keek in dit dossier?"), href),
            Crumb(_("Antwoorden")),
        ),
    }
    return render(request, "shared/answer-look.html", context, status=422 if form.errors else 200)
