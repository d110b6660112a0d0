"""'Inloggen en veiligheid': with what somebody signs in, another password, and where they are signed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import now
from eenplan.core.errors import TooMany
from eenplan.network.actions.factors import renew_recovery_codes
from eenplan.network.actions.signed_in import change_password as change
from eenplan.network.actions.signed_in import (
    note_signed_in,
    note_signed_out,
    sign_out_elsewhere,
    sign_out_there,
)
from eenplan.network.queries.factors import factors_of
from eenplan.network.queries.signed_in import where_signed_in
from eenplan.web.account.factor import FORM, account_of, first_prove, own, show_codes
from eenplan.web.account.forms import ChangePasswordForm
from eenplan.web.account.throttle import throttle
from eenplan.web.shared.access import ActingRequest, accounts, workers
from eenplan.web.shared.devices import device_words
from eenplan.web.shared.signed_in import places_of


@never_cache
@require_safe
@workers
def read_safety(request: ActingRequest) -> HttpResponse:
    """What there is, what can be done about it, and every place where one is signed in."""
    acting = own(request)
    places = where_signed_in(acting, session_key=request.session.session_key or "", at=now())
    context = {
        "factors": factors_of(acting),
        "has_password": account_of(request).has_usable_password(),
        "places": places_of(places, "account:sign-out-there"),
    }
    return render(request, "account/safety.html", context)


@never_cache
@require_http_methods(FORM)
@workers
def change_password(request: ActingRequest) -> HttpResponse:
    """Another password: the old one is asked first. Every other place is signed out."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle(request, "password", request.user.get_username())
        except TooMany as error:
            form.add_error("old", str(error.message))
        else:
            if account_of(request).check_password(form.cleaned_data["old"]):
                acting = own(request)
                change(acting, password=form.cleaned_data["password"])
                sign_out_elsewhere(acting, session_key=request.session.session_key or "")
                _go_on(request)
                messages.success(
                    request, _("Je nieuwe wachtwoord is bewaard. Op andere toestellen ben je uitgelogd.")
                )
                return redirect("account:read-safety")
            form.add_error("old", _("Dit is niet je huidige wachtwoord. Kijk het even na."))
    return render(request, "account/change-password.html", {"form": form}, status=422 if form.errors else 200)


def _go_on(request: ActingRequest) -> None:
    """A session is tied to the password: this one goes on with the new one, under a new key."""
    before = request.session.session_key or ""
    account = account_of(request)
    account.refresh_from_db()
    update_session_auth_hash(request, account)
    note_signed_out(own(request), session_key=before)
    note_signed_in(own(request), session_key=request.session.session_key or "", device=device_words(request))


@never_cache
@require_POST
@accounts
def renew_codes(request: ActingRequest) -> HttpResponse:
    """Ten new codes for on paper; the old ones stop working."""
    acting = own(request)
    factors = factors_of(acting)
    if turned := first_prove(request, any_factor=factors.any):
        return turned
    if not factors.any:
        return redirect("account:set-up")
    renew_recovery_codes(acting)
    return show_codes(request, "account:read-safety")


@require_POST
@workers
def sign_out_of(request: ActingRequest, signed_in_id: UUID) -> HttpResponse:
    """Sign out in one place."""
    sign_out_there(own(request), signed_in_id=signed_in_id)
    messages.success(request, _("Je bent daar uitgelogd."))
    return redirect("account:read-safety")


@require_POST
@workers
def sign_out_others(request: ActingRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sign_out_elsewhere(own(request), session_key=request.session.session_key or "")
    messages.success(request, _("Je bent overal uitgelogd, behalve hier."))
    return redirect("account:read-safety")
