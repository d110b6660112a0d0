"""Signing in, in our own words."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.web.shared.forms import Form

SHORTEST = 12


class SignInForm(LoginForm):  # type: ignore[misc]  # the library has no types
    """E-mail address and password. Says which of the two is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Vul je e-mailadres in.")
        self.fields["password"].error_messages["required"] = _("Vul je wachtwoord in.")

    @property
    def outside_name(self) -> str:
        """The provider through which one may sign in too; empty without one."""
        return str(settings.OIDC_NAME)


class NewPasswordForm(Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label=_("Je nieuwe wachtwoord"),
        help_text=_("Minstens 12 tekens. Enkele gewone woorden na elkaar zijn goed."),
        widget=forms.PasswordInput,
        strip=False,
        max_length=200,
        error_messages={"required": _("Kies een wachtwoord van minstens 12 tekens.")},
    )
    again = forms.CharField(
        label=_("Nog eens hetzelfde wachtwoord"),
        widget=forms.PasswordInput,
        strip=False,
        max_length=200,
        error_messages={"required": _("Typ je nieuwe wachtwoord nog een keer.")},
    )

    def clean_password(self) -> str:
        """Refuse what is short or known to everybody."""
        password: str = self.cleaned_data["password"]
        if len(password) < SHORTEST:
            raise ValidationError(_("Dit is te kort: minstens 12 tekens."), "short")
        try:
            validate_password(password)
        except ValidationError as error:
            raise ValidationError(
                _("Dit wachtwoord gebruiken veel mensen. Kies iets anders."), "common"
            ) from error
        return password

    def clean(self) -> dict[str, Any]:
        """Typed twice the same."""
        typed = super().clean() or {}
        if "password" in typed and "again" in typed and typed["password"] != typed["again"]:
            self.add_error("again", _("Dit is niet hetzelfde wachtwoord. Typ het nog een keer."))
        return typed


class FirstPasswordForm(NewPasswordForm):
    """The code that a worker was given, and a password of their own."""

    email = forms.EmailField(label=_("Je e-mailadres van het werk"), max_length=254)
    code = forms.CharField(
        label=_("De code die je kreeg"), help_text=_("Bijvoorbeeld K7M4-QX2P-9RT3-VWH8."), max_length=60
    )
    field_order = ("email", "code", "password", "again")


class ChangePasswordForm(NewPasswordForm):
    """The password of now, and another."""

    old = forms.CharField(
        label=_("Je huidige wachtwoord"),
        widget=forms.PasswordInput,
        strip=False,
        max_length=200,
        error_messages={"required": _("Typ je huidige wachtwoord.")},
    )
    field_order = ("old", "password", "again")


class CodeForm(Form):
    """A code of the app, or one from paper."""

    code = forms.CharField(
        label=_("Je code"),
        help_text=_("Zes cijfers uit je app, of een herstelcode van acht cijfers."),
        max_length=20,
        error_messages={"required": _("Typ de code die nu in je app staat.")},
    )


class SetUpForm(CodeForm):
    """The first code of an app, beside the secret that the page carries, sealed."""

    sealed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Zes cijfers. Ze veranderen elke halve minuut.")
