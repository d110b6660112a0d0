"""What a researcher can take along, and the register of what was taken."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.reporting import actions
from eenplan.reporting.queries import SMALLEST_SHOWN, extractions
from eenplan.web.research import presenters
from eenplan.web.research.forms import TakeRowsForm
from eenplan.web.shared.access import SignedRequest, roles


def _page(request: SignedRequest, form: TakeRowsForm) -> HttpResponse:
    is_admin = request.acting.role == Role.ADMIN
    context = {
        "form": form,
        "may_take": not is_admin,
        "columns": presenters.COLUMNS,
        "least": SMALLEST_SHOWN,
        "taken": presenters.taken_lines(extractions(request.acting), with_names=is_admin),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "research/read-research.html", context, status=status)


@require_safe
@roles(Role.RESEARCHER, Role.ADMIN)
def read_research(request: SignedRequest) -> HttpResponse:
    """What there is, what it tells, and what was taken; an administrator reads the register of all."""
    return _page(request, TakeRowsForm(initial={"ending": "csv"}))


@require_POST
@roles(Role.RESEARCHER)
def take_rows(request: SignedRequest) -> HttpResponse:
    """The rows of a year as a file, written down in the register."""
    form = TakeRowsForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    typed = form.cleaned_data
    try:
        taken = actions.take_rows(
            request.acting, year=int(typed["year"]), purpose=typed["purpose"], ending=typed["ending"]
        )
    except RuleBroken as error:
        form.refuse(error)
        return _page(request, form)
    content, kind = presenters.content_of(taken, typed["ending"])
    response = HttpResponse(content, content_type=kind)
    name = presenters.file_name(taken, typed["ending"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
