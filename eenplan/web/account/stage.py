"""Between the password and the first page: whoever has a second factor shows it."""

from typing import Any

from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from eenplan.network.queries.factors import has_factor
from eenplan.web.shared.second_factor import is_shown


class SecondFactorStage(LoginStage):  # type: ignore[misc]  # the library has no types
    """Stops a sign-in until the factor was shown; who has none goes on, and sets one up first."""

    key = "second_factor"
    urlname = "account:enter-code"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Go on, or ask for the code."""
        account = self.login.user
        if is_shown(self.request, account.pk) or not has_factor(account.pk):
            return None, True
        return redirect(self.urlname), True


def waiting(request: HttpRequest) -> Any:
    """The sign-in that waits here for its second factor; None when none does."""
    return LoginStageController.enter(request, SecondFactorStage.key)
