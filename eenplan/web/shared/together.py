"""'Samen kijken': a worker's screen that is turned round shows only what all who look at it may see.

Who sits at the table stands in the session. Until it is ended, whoever acts is narrowed to them for PostgreSQL itself,
whatever page is opened; and of a worker's pages only the plan and its papers open. At a round table that is the screen
of that table besides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from eenplan.core.acting import Acting, become
from eenplan.core.enums import ActorKind

_KEY = "together"
PAGE = "coach:look-together"
TABLE = "coach:at-table"
# What opens while others look along: of this family only, of this round table only, and what belongs to no family.
_OF_FAMILY = (PAGE, "coach:print-plan", "coach:print-fridge")
_OF_TABLE = (TABLE, "coach:close-table")
_ELSEWHERE = ("coach:end-together", "account_logout", "set_language", "account:stay", "account:step-out")


def begin(request: HttpRequest, family_id: UUID, viewers: list[str], *, table_id: UUID | None = None) -> None:
    """From now on these look at the screen as well; at a round table they sit at that one."""
    table = {"table": str(table_id)} if table_id else {}
    request.session[_KEY] = {"family": str(family_id), "viewers": viewers, **table}


def end(request: HttpRequest) -> UUID | None:
    """The worker looks alone again; of which family it was."""
    was = request.session.pop(_KEY, None)
    return UUID(was["family"]) if was else None


def family_of(request: HttpRequest) -> UUID | None:
    """Of which family a plan is being looked at together; None when nobody looks along."""
    now = request.session.get(_KEY)
    return UUID(now["family"]) if now else None


def table_of(request: HttpRequest) -> UUID | None:
    """At which round table they sit; None when they only look at the plan."""
    now = request.session.get(_KEY) or {}
    return UUID(now["table"]) if "table" in now else None


def narrowed(request: HttpRequest, acting: Acting) -> Acting:
    """Whoever acts, narrowed to what all who look at the screen may see."""
    now = request.session.get(_KEY)
    if not now or acting.kind != ActorKind.STAFF:
        return acting
    return replace(acting, together=tuple(now["viewers"]))


@contextmanager
def alone(acting: Acting) -> Iterator[Acting]:
    """Until the end of the block whoever acts is not narrowed: to write what was said, never to show something."""
    widened = replace(acting, together=())
    become(widened)
    try:
        yield widened
    finally:
        become(acting)


def ask_to_end(request: HttpRequest, acting: Acting | None, kwargs: dict[str, object]) -> HttpResponse | None:
    """For any page that is not for who looks along: the question whether to stop first. None for what may open."""
    if acting is None or acting.kind != ActorKind.STAFF:
        return None
    family_id = family_of(request)
    match = request.resolver_match
    if family_id is None or match is None:
        return None
    is_theirs = kwargs.get("family_id") == family_id
    if match.view_name in _ELSEWHERE or (is_theirs and match.view_name in _OF_FAMILY):
        return None
    table_id = table_of(request)
    if is_theirs and table_id:
        if match.view_name in _OF_TABLE and kwargs.get("table_id") == table_id:
            return None
        if match.view_name == "coach:read-plan":
            return redirect(TABLE, family_id, table_id)
    if is_theirs and match.view_name == "coach:read-plan":
        return redirect(PAGE, family_id)
    context = {"family_id": family_id, "table_id": table_id}
    return render(request, "shared/together-asks.html", context, status=409)
