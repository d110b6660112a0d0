"""What the coach prints for a family: the plan."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.core.enums import Role
from eenplan.plans.queries import version
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.paper import plan_paper

# Who may print: the fence lets them reach their own families only.
PRINTS = (Role.COACH, Role.COORDINATOR, Role.INTAKE)


@never_cache
@require_safe
@roles(*PRINTS)
def print_plan(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The plan on paper, for the kitchen table: only what is released to everybody, in the family's language."""
    found = version(request.acting, family_id)
    with override(language_of(found.language)):
        return plan_paper(request, request.acting, found, "gezinsplan.pdf")


def language_of(wanted: str) -> str:
    """The family's language where the product speaks it, else Dutch."""
    short = wanted[:2]
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
