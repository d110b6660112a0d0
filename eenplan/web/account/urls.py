"""Signing in and out, and choosing in which role to work."""

from allauth.account.views import login, logout
from django.urls import include, path

from eenplan.web.account import factor, first_password, outside, passkeys, safety, start, views

urlpatterns = [
    # Names that the sign-in library looks for.
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("inactive/", views.read_no_access, name="account_inactive"),
    path(
        "",
        include(
            (
                [
                    path("hier/", views.stay, name="stay"),
                    path("weg/", views.step_out, name="step-out"),
                    path("toestel/", views.open_device, name="open-device"),
                    path("role/", views.choose_role, name="choose-role"),
                    path("eerste-keer/", first_password.choose_password, name="first-password"),
                    path("code/", factor.enter_code, name="enter-code"),
                    path("tweede-stap/", factor.set_up, name="set-up"),
                    path("opnieuw/", factor.prove_again, name="prove-again"),
                    path("herstelcodes/", factor.keep_codes, name="keep-codes"),
                    path("herstelcodes/nieuw/", safety.renew_codes, name="renew-codes"),
                    path("sleutel/vraag/", passkeys.begin_key, name="begin-key"),
                    path("sleutel/nieuw/", passkeys.add_key, name="add-key"),
                    path("sleutel/gebruik/", passkeys.use_key, name="use-key"),
                    path("sleutel/<int:passkey_id>/weg/", passkeys.remove_key, name="remove-key"),
                    path("elders/", outside.go_outside, name="go-outside"),
                    path("elders/terug/", outside.come_back, name="come-back"),
                    path("veilig/", safety.read_safety, name="read-safety"),
                    path("wachtwoord/", safety.change_password, name="change-password"),
                    path(
                        "ingelogd/<uuid:signed_in_id>/uitloggen/", safety.sign_out_of, name="sign-out-there"
                    ),
                    path("ingelogd/uitloggen/", safety.sign_out_others, name="sign-out-others"),
                    path("start/", start.read_start, name="read-start"),
                ],
                "account",
            )
        ),
    ),
]
