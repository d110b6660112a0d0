"""One transaction for each request, in which PostgreSQL knows who acts."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from eenplan.core.acting import Acting, become, request_transaction, signing_in
from eenplan.core.clock import today
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.core.errors import NotFound, RuleBroken, TooMany
from eenplan.core.languages import language_now
from eenplan.core.memory import remembering
from eenplan.families.queries import reader_of_card
from eenplan.network.queries import AssignmentOn, assignments_of
from eenplan.web.shared import limits, together
from eenplan.web.shared.access import ActingRequest
from eenplan.web.shared.devices import remember_device
from eenplan.web.shared.idle import is_idle, remember_seen
from eenplan.web.shared.reading import FAMILY_DOOR, card_of, is_away, remember_here
from eenplan.web.shared.second_factor import lacks_factor, note_day
from eenplan.web.shared.typed import forget_typed

ROLE = "role"
# These need no database at all, or answer for it themselves.
OUTSIDE = ("/static/", "/healthz")

PURPOSES = {
    Role.INTAKE: Purpose.INTAKE,
    Role.COORDINATOR: Purpose.COORDINATION,
    Role.OFFICIAL: Purpose.FIGURES,
    Role.STEERING: Purpose.FIGURES,
    Role.RESEARCHER: Purpose.RESEARCH,
    Role.PRIVACY_OFFICER: Purpose.PRIVACY,
    Role.ADMIN: Purpose.MAINTENANCE,
}


class ActingMiddleware:
    """Opens the transaction, finds out who acts, and undoes everything when the page fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        acting_request = cast(ActingRequest, request)
        with request_transaction(), remembering():
            find_who_acts(acting_request)
            response = _worded(request, self.get_response(request))
            if response.status_code in (301, 302, 303):  # what was put back has now been sent
                forget_typed(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            undone = transaction.get_rollback()
            if not undone:
                note_day(request, acting_request.acting)
        if undone and limits.was_limited(request):
            with request_transaction():
                limits.recount(request)
        remember_seen(request, response)
        remember_here(request, response)
        remember_device(request, response)
        if acting_request.acting:  # what somebody was shown stays in no cache, their own browser's included
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """While others look at the screen, no page opens that is not for them."""
        if request.path.startswith(OUTSIDE):
            return None
        return together.ask_to_end(request, cast(ActingRequest, request).acting, kwargs)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a door did not catch itself: not there (or not for you), or refused. Nothing is kept."""
        if isinstance(exception, NotFound):
            transaction.set_rollback(True)
            return render(request, "404.html", status=404)
        if isinstance(exception, TooMany):
            transaction.set_rollback(True)
            return limits.answer_too_many(request, exception)
        if isinstance(exception, RuleBroken):
            transaction.set_rollback(True)
            said = {"message": exception.message, "is_closed": exception.code == "plans:plan-closed"}
            return render(request, "400.html", said, status=400)
        return None


def _worded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer; what only a button reaches gets words when somebody opens it as a page."""
    if response.status_code != 405 or response.content or request.method != "GET":
        return response
    page = render(request, "405.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def find_who_acts(request: ActingRequest) -> None:
    """Set `request.acting`: the reader of a card below the family's door, a worker elsewhere, or nobody."""
    request.acting = None
    request.acting_names = {}
    request.assignments = []
    if request.path.startswith(FAMILY_DOOR):
        code_hash = card_of(request)
        request.acting = reader_of_card(code_hash) if code_hash and not is_away(request) else None
    elif request.user.pk and is_idle(request):
        request.user = AnonymousUser()
    elif request.user.pk and lacks_factor(request):  # acts as nobody, and reaches how they sign in alone
        become(signing_in(request.user.pk, request.user.actor_id))
    elif request.user.pk:
        _find_worker(request, request.user.pk)
    if request.acting:
        request.acting = together.narrowed(request, request.acting)
        become(request.acting)


def _find_worker(request: ActingRequest, account_id: UUID) -> None:
    language = language_now()
    request.assignments = assignments_of(account_id, today(), language)
    chosen = _chosen(request.assignments, request.session.get(ROLE))
    if chosen is None:
        return
    request.acting = Acting(
        actor_id=chosen.actor_id,
        kind=ActorKind.STAFF,
        role=chosen.role,
        partnership_id=chosen.partnership_id,
        organisation_id=chosen.organisation_id,
        assignment_id=chosen.id,
        purpose=PURPOSES.get(chosen.role, Purpose.HELP),
        account_id=account_id,
    )
    request.acting_names = {
        "person_name": chosen.name,
        "role_title": chosen.role_title,
        "partnership_name": chosen.partnership_name,
    }


def _chosen(assignments: list[AssignmentOn], wanted: str | None) -> AssignmentOn | None:
    """The role somebody works in; None when that one has ended, even if they hold another."""
    if wanted is None:
        return assignments[0] if assignments else None
    return next((found for found in assignments if key_of(found) == wanted), None)


def key_of(assignment: AssignmentOn) -> str:
    """How a session remembers a role: it goes on when only the share of it changed."""
    return f"{assignment.role.value}:{assignment.partnership_id or ''}"
