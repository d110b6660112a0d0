"""Signing in as people do, outside the demo: with a password, and then with a code."""

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from eenplan.core.acting import signing_in
from eenplan.core.clock import now
from eenplan.network.actions.factors import add_app
from eenplan.network.rules.one_time import STEP_S, code_at, new_secret

PASSWORD = "een-lang-wachtwoord"
LOGIN = "/account/login/"


def with_password(account: Any) -> Any:
    """The account, with a password that is known here."""
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.get_or_create(user=account, email=account.email, verified=True, primary=True)
    return account


def with_app(account: Any) -> str:
    """Tie an app to the account, a minute ago; gives its secret."""
    secret = new_secret()
    acting = signing_in(account.pk, account.actor_id)
    add_app(acting, secret=secret, code=code_of(secret, -1))
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some half minutes from now."""
    return code_at(secret, int(now().timestamp()) // STEP_S + steps)


def send_password(client: Client, account: Any, to: str = "", password: str = PASSWORD, **more: Any) -> Any:
    """The first step."""
    page = f"{LOGIN}?next={to}" if to else LOGIN
    return client.post(page, {"login": account.email, "password": password}, **more)
