"""The library's addresses, and signing in there."""

from allauth.account.views import login
from django.urls import include, path

urlpatterns = [
    path("accounts/login/", login, name="account_login"),
    path("accounts/signup/", login, name="account_signup"),
    path("accounts/reset/", login, name="account_reset_password"),
    path("", include("allauth.idp.urls")),
]
