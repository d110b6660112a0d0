"""How the sign-in library behaves here: nobody registers an own account, and it speaks in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import become, signing_in
from eenplan.core.clock import day_of, today
from eenplan.core.errors import TooMany
from eenplan.core.sealing import seal, unseal
from eenplan.network.queries import assignments_of
from eenplan.network.queries.signed_in import code_made_since
from eenplan.network.rules.one_time import new_secret
from eenplan.web.account.throttle import throttle
from eenplan.web.shared import words
from eenplan.web.shared.middleware import ROLE, key_of
from eenplan.web.shared.second_factor import lacks_factor, redirect_to_factor

_SEALED = "second-factor"
# When they signed in before this time; noted before the library writes the new moment.
_BEFORE = "eenplan_signed_in_before"


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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow guessing down before the password is looked at."""
        try:
            throttle(request, "password", credentials.get("email", ""))
        except TooMany as error:
            raise ValidationError(str(error.message), "too-many") from error

    def get_login_stages(self) -> list[str]:
        return ["eenplan.web.account.stage.SecondFactorStage"]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """From here on PostgreSQL shows how this account signs in, and nothing else."""
        become(signing_in(user.pk, user.actor_id))
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        setattr(request, _BEFORE, user.last_login)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Begin in one role, and stay in it until another is chosen or it ends."""
        if ROLE not in request.session and (held := assignments_of(user.pk, today())):
            request.session[ROLE] = key_of(held[0])
        _tell_of_code(request, user)
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return redirect_to_factor(answer["Location"]) if lacks_factor(request) else answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody goes who is signed in already, or did not come for a page."""
        if request.user.is_authenticated and lacks_factor(request):
            return reverse("account:set-up")
        return str(super().get_login_redirect_url(request))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""


def _tell_of_code(request: HttpRequest, user: Any) -> None:
    """Somebody made a code for this account since it signed in last: its owner hears it."""
    before = getattr(request, _BEFORE, None)
    made = before and code_made_since(signing_in(user.pk, user.actor_id), before)
    if not made:
        return
    told = {"who": made.made_by, "day": words.day(day_of(made.made_at))}
    if made.was_used:
        text = _now(
            "%(who)s maakte op %(day)s een nieuwe code voor jou. Daarmee is een nieuw wachtwoord gekozen en is je tweede "
            "stap opnieuw begonnen. Was jij dat niet? Bel dan meteen je netwerkcoördinator."
        )
    else:
        text = _now(
            "%(who)s maakte op %(day)s een nieuwe code voor jou. Ze is nog niet gebruikt. Vroeg jij die niet? Bel dan je "
            "netwerkcoördinator."
        )
    messages.warning(request, text % told)


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Secrets of second factors are kept sealed: a stolen table gives nobody a code."""

    def encrypt(self, text: str) -> str:
        return seal(_SEALED, text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What no secret of the server opens any more is answered by no code: as if it were another secret."""
        return unseal(_SEALED, encrypted_text.encode()) or new_secret()
