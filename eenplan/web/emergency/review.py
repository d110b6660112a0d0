"""A second person looks at what was opened in an emergency: the coordinator, within days, in words."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent.actions import emergency as actions
from eenplan.consent.queries.emergency import access, reviewed, to_review
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.plans.queries.emergency import names_of
from eenplan.web.emergency import presenters
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.forms import Form, TextField, YesNoField


class ReviewForm(Form):
    """Whether it was justified, in words."""

    justified = YesNoField(
        label=gettext_lazy("Was het terecht dat dit dossier zo geopend werd?"),
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    words = TextField(
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("De coach en wie het dossier opende, lezen dit."),
        rows=3,
        error_messages={"required": gettext_lazy("Schrijf in een paar woorden waarom je dat vindt.")},
    )


@never_cache
@require_safe
@roles(Role.COORDINATOR)
def list_accesses(request: SignedRequest) -> HttpResponse:
    """What must still be reviewed, the most overdue first, and what was reviewed last."""
    waiting, done = to_review(request.acting), reviewed(request.acting)
    names = names_of(request.acting, [one.family_id for one in (*waiting, *done)])
    record_read(
        request.acting, "consent:emergencies", families=sorted({one.family_id for one in (*waiting, *done)})
    )
    context = {
        "waiting": [presenters.access_line(one, names) for one in waiting],
        "done": [presenters.access_line(one, names) for one in done],
    }
    return render(request, "emergency/list-accesses.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def review_access(request: SignedRequest, access_id: UUID) -> HttpResponse:
    """Judge one, in words. What was said once stays."""
    found = access(request.acting, access_id)
    names = names_of(request.acting, [found.family_id])
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.review(
                request.acting,
                access_id=access_id,
                justified=form.cleaned_data["justified"] == "yes",
                words=form.cleaned_data["words"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. Dit dossier is nagekeken."))
            return redirect("emergency:list-accesses")
    record_read(request.acting, "consent:emergency", families=[found.family_id], subject=access_id)
    context = {
        "form": form,
        "line": presenters.access_line(found, names),
        "is_mine": found.actor_id == request.acting.actor_id,
        "is_done": found.reviewed_at is not None,
        "reviewed_by": found.reviewed_by,
    }
    return render(request, "emergency/review-access.html", context, status=422 if form.errors else 200)
