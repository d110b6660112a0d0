"""Who may open a page. Every view says it with one of these; a view that does not is found by the tests."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.network.queries import AssignmentOn
from eenplan.web.shared.reading import CARD, door_to
from eenplan.web.shared.second_factor import lacks_factor, redirect_to_factor
from eenplan.web.shared.typed import sign_in_for

Arguments = ParamSpec("Arguments")


class ActingRequest(HttpRequest):
    """A request of which is known who acts: `acting` is None for a visitor."""

    acting: Acting | None
    acting_names: dict[str, str]
    assignments: list[AssignmentOn]
    # How often a form was read anew because somebody else saved in the same moment.
    tries: int
    # Whether a view itself showed again what somebody typed earlier.
    put_back: bool


class SignedRequest(ActingRequest):
    """A request of somebody who was let in."""

    acting: Acting


def phases_here(request: SignedRequest) -> Mapping[str, str]:
    """How the partnership of whoever acts calls the phases; those it has no word of its own for are left out."""
    own = (one for one in request.assignments if one.id == request.acting.assignment_id)
    return next((one.phases for one in own), {})


Open = Callable[Concatenate[ActingRequest, Arguments], HttpResponse]
Closed = Callable[Concatenate[SignedRequest, Arguments], HttpResponse]
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def public(view: Open[Arguments]) -> View[Arguments]:
    """For everyone, signed in or not."""
    shown = cast("View[Arguments]", view)
    shown.access = "public"  # type: ignore[attr-defined]  # read by the test of the access matrix
    return shown


def roles(*allowed: Role) -> Callable[[Closed[Arguments]], View[Arguments]]:
    """For workers in one of these roles. Others are told so; a visitor is asked to sign in."""

    def close(view: Closed[Arguments]) -> View[Arguments]:
        @wraps(view)
        def shown(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
            acting = cast(ActingRequest, request).acting
            if first := _to_sign_in(request):
                return first
            if acting is None:  # whose assignment has ended, also while they were at work
                return _without_role(cast(ActingRequest, request))
            if acting.role not in allowed:
                raise PermissionDenied
            return view(cast(SignedRequest, request), *args, **kwargs)

        shown.access = "roles:" + ",".join(sorted(allowed))  # type: ignore[attr-defined]
        return shown

    return close


def _to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Where a visitor signs in, and where who gave a password alone goes on; None for who is all in."""
    if not request.user.is_authenticated:
        return redirect_to_login(sign_in_for(request))
    if lacks_factor(request):
        return redirect_to_factor(sign_in_for(request))
    return None


def workers(view: Open[Arguments]) -> View[Arguments]:
    """For who works here in any role, also between two: when the one they worked in has ended."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        if first := _to_sign_in(request):
            return first
        asked = cast(ActingRequest, request)
        return view(asked, *args, **kwargs) if asked.assignments else _without_role(asked)

    shown.access = "workers"  # type: ignore[attr-defined]
    return shown


def accounts(view: Open[Arguments]) -> View[Arguments]:
    """For whoever signed in with an account, also before they showed a second factor: for the pages to do so."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(sign_in_for(request))
        return view(cast(ActingRequest, request), *args, **kwargs)

    shown.access = "accounts"  # type: ignore[attr-defined]
    return shown


def _without_role(request: ActingRequest) -> HttpResponse:
    """Who holds another role chooses it, and never slips into it unseen; who holds none is told so."""
    if request.assignments:
        return redirect("account:choose-role")
    return render(request, "account/no-access.html", status=403)


def _to_the_card(request: HttpRequest) -> HttpResponse:
    """Where a card is shown, or its PIN again after a while; what was sent meanwhile is kept for who sent it.

    Whoever closed their plan in another window is nobody any more: nothing is kept then, and the door says so.
    """
    nobody = cast(ActingRequest, request).acting is None
    if nobody and CARD in request.session:
        return redirect(door_to(sign_in_for(request)))
    if nobody and request.method == "POST":
        messages.warning(
            request,
            _(
                "Je plan was al gesloten. Wat je net deed of typte, is niet bewaard. Met de knop ‘terug’ van je browser"
                " zie je misschien nog wat je typte."
            ),
        )
    return redirect("family:open-card")


def card_holder(view: Closed[Arguments]) -> View[Arguments]:
    """For somebody of a family who came in with a card. Others are asked for it."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        acting = cast(ActingRequest, request).acting
        if acting is None or acting.role != Role.FAMILY_MEMBER:
            return _to_the_card(request)
        return view(cast(SignedRequest, request), *args, **kwargs)

    shown.access = "card"  # type: ignore[attr-defined]
    return shown


def guest(view: Closed[Arguments]) -> View[Arguments]:
    """For a trusted person, or somebody outside with whom something was shared, who came in with a card."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        acting = cast(ActingRequest, request).acting
        if acting is None or acting.role not in (Role.TRUSTED_PERSON, Role.GUEST):
            return _to_the_card(request)
        return view(cast(SignedRequest, request), *args, **kwargs)

    shown.access = "guest"  # type: ignore[attr-defined]
    return shown
