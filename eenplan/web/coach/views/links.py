"""A link with which somebody without an account answers one step: made where the family shares that step with them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.consent.enums import RecipientKind, ShareState
from eenplan.consent.queries import shares
from eenplan.consent.queries.shares import ShareOn
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.links import end_link, make_link
from eenplan.plans.queries import StepPiece
from eenplan.plans.queries.links import links_of
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    crumbs_of,
    piece_of,
    plan_href,
    plan_to_write,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import ChoiceField, Form, choose
from eenplan.web.shared.said import day


class LinkForm(Form):
    """With whom: somebody with whom the family shares, and until when."""

    grant = ChoiceField(
        label=gettext_lazy("Voor wie is de link?"),
        error_messages={"required": gettext_lazy("Kies voor wie de link is.")},
    )

    def __init__(self, *args: Any, standing: Sequence[ShareOn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {str(one.id): _("deelt tot en met %(day)s") % {"day": day(one.last_day)} for one in standing}
        choose(self, "grant", [(str(one.id), one.recipient) for one in standing], hints)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def link_step(request: SignedRequest, family_id: UUID, action_id: UUID) -> HttpResponse:
    """What the link would show, for whom it may be, and which links there are. A new one is shown once."""
    page = plan_to_write(request, family_id)
    step = piece_of(page, action_id)
    if not isinstance(step, StepPiece):
        raise NotFound("action")
    standing = [
        one
        for one in shares(request.acting, family_id)
        if one.kind == RecipientKind.OUTSIDE and one.state == ShareState.STANDS
    ]
    form = LinkForm(request.POST if request.method == "POST" else None, standing=standing)
    address = name = ""
    if form.is_valid():
        chosen = form.cleaned_data["grant"]
        try:
            with transaction.atomic():
                token = make_link(
                    request.acting, family_id=family_id, action_id=action_id, grant_id=UUID(chosen)
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            address = request.build_absolute_uri(reverse("helper:open-link", args=[token]))
            name = next(one.recipient for one in standing if str(one.id) == chosen)
    context = {
        "crumbs": crumbs_of(
            request.acting,
            family_id,
            page.family_name,
            Crumb(_("Ons plan"), plan_href(page, "doelen")),
            Crumb(_("Link voor een stap")),
        ),
        "form": form if standing else None,
        "step": step,
        "due": day(step.due_on) if step.due_on else "",
        "address": address,
        "name": name,
        "links": [(one, day(one.last_day)) for one in links_of(request.acting, action_id)],
        "family_id": family_id,
        "action_id": action_id,
    }
    return render(request, "coach/link-step.html", context, status=422 if form.errors else 200)


@require_POST
@roles(*WRITES)
def end(request: SignedRequest, family_id: UUID, link_id: UUID) -> HttpResponse:
    """A link opens nothing any more."""
    end_link(request.acting, family_id=family_id, link_id=link_id)
    say_saved(request, _("De link werkt niet meer."))
    return redirect(plan_href(plan_to_write(request, family_id), "doelen"))
