"""A round table to which whoever helps from elsewhere is asked: answering, and reading what is for them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families.queries import family
from eenplan.plans.actions.round_tables import answer_seat
from eenplan.plans.queries.round_tables import round_table
from eenplan.web.shared import round_tables as shown
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.calendar_file import calendar_response
from eenplan.web.shared.components import Crumb

ASKED = (Role.PARTNER, Role.PSYCHOLOGIST, Role.EXPERT)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*ASKED)
def read_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """When and where, who comes, my answer, and of the agenda and the minutes what is shared with me."""
    table = round_table(request.acting, family_id, table_id)
    mine = table.mine
    form = shown.ComingForm(
        request.POST if request.method == "POST" else None, initial={"said": mine.said if mine else None}
    )
    if mine and form.is_valid():
        try:
            with transaction.atomic():
                answer_seat(request.acting, seat_id=mine.id, said=form.coming)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. Je mag je antwoord later veranderen."))
            return redirect("partner:read-round-table", family_id, table_id)
    name = family(request.acting, family_id).name
    context = {
        "crumbs": [
            Crumb(_("Vandaag"), reverse("partner:list-families")),
            Crumb(name, reverse("partner:read-family", args=[family_id])),
            Crumb(_("Rondetafel")),
        ],
        "table": shown.table_view(table),
        "now": table,
        "family_id": family_id,
        "form": form if mine and not table.is_over else None,
    }
    return render(request, "partner/round-table.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@roles(*ASKED)
def save_table(request: SignedRequest, family_id: UUID, table_id: UUID) -> HttpResponse:
    """The file for one's own calendar."""
    return calendar_response(shown.moment_of(round_table(request.acting, family_id, table_id)))
