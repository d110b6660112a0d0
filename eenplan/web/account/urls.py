"""Signing in and out, and choosing in which role to work."""

from allauth.account.views import login, logout
from django.urls import include, path

from eenplan.web.account import first_password, start, views

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
                    path("role/", views.choose_role, name="choose-role"),
                    path("eerste-keer/", first_password.choose_password, name="first-password"),
                    path("start/", start.read_start, name="read-start"),
                ],
                "account",
            )
        ),
    ),
]
