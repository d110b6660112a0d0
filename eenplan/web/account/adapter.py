"""How the sign-in library behaves here: nobody registers an own account, and it speaks in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from eenplan.core.clock import today
from eenplan.network.queries import assignments_of
from eenplan.web.shared.middleware import ROLE, key_of


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made with an assignment, never by signing up."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Kijk ze even na en probeer opnieuw."
        ),
        "too_many_login_attempts": _("Dit lukte te vaak niet. Wacht enkele minuten en probeer dan opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Begin in one role, and stay in it until another is chosen or it ends."""
        if ROLE not in request.session and (held := assignments_of(user.pk, today())):
            request.session[ROLE] = key_of(held[0])
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""
