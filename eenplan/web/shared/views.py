"""Pages that belong to no area."""

from typing import cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import typed_again
from eenplan.web.shared.typed import form_expired

# Forms for anyone, behind which no account stands: sending them again by hand gives nobody anything.
OPEN_FORMS = "/aanmelden/"


@require_safe
@public
def read_help(request: ActingRequest) -> HttpResponse:
    """Whom to call right now. Reads nothing and keeps nothing: no trace of who looked."""
    return render(request, "shared/help.html")


def answer_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose cookie is gone: it stood open too long, or another site sent it.

    An open form of this site's own is shown again with all that was typed, to be sent with one press. What
    comes from another site is refused, and so is everything behind an account.
    """
    foreign = reason.startswith((REASON_BAD_ORIGIN.split("%")[0], REASON_BAD_REFERER.split("%")[0]))
    again = request.path.startswith(OPEN_FORMS) and not foreign and not request.user.is_authenticated
    if not again:
        return form_expired(request)
    return render(request, "shared/again.html", {"typed": typed_again(request)}, status=403)


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the server cannot read, in plain words; too much at once gets its own, and status 413."""
    whole = request if hasattr(request, "acting") else None
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        words = _(
            "Dit is te veel om in één keer te versturen. Maak je tekst korter. Een bestand mag hoogstens 10 MB zijn."
        )
        return render(cast(HttpRequest, whole), "400.html", {"message": words}, status=413)
    return render(cast(HttpRequest, whole), "400.html", status=400)
