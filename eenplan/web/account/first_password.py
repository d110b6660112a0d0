"""Who is new chooses an own password, with the code that the coordinator gave."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eenplan.core.acting import become, public_form
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.invitations import use_invitation
from eenplan.web.account.forms import FirstPasswordForm
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import limit

TRIES = 10
PER = timedelta(minutes=15)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def choose_password(request: ActingRequest) -> HttpResponse:
    """Code and password; of no address is told whether it exists."""
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limit(request, "first-password", most=TRIES, per=PER)
        if form.is_valid():
            typed = form.cleaned_data
            acting = request.acting or public_form()
            become(acting)
            try:
                use_invitation(acting, email=typed["email"], code=typed["code"], password=typed["password"])
            except RuleBroken as error:
                form.refuse(error)
            else:
                messages.success(request, _("Je wachtwoord is bewaard. Log nu in."))
                return redirect("account_login")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "account/first-password.html", {"form": form}, status=status)
