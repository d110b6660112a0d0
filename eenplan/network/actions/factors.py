"""A second factor besides the password: an app on the phone, passkeys, and recovery codes on paper.

`acting` is whoever is signing in or signed in with the account (`acting.account_id`). Secrets are sealed
(`MFA_ADAPTER`); every code is good for one time.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.rules.one_time import digits_of, step_of

_App, _Keys, _Recovery = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)
MOST_KEYS, NAME_MOST = 10, 60


def _own(acting: Acting) -> "QuerySet[Authenticator]":
    if acting.account_id is None:
        raise NotFound("an account")
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=acting.account_id)
    return found


def _wrong_code() -> RuleBroken:
    return RuleBroken(
        "network:code-wrong",
        _("Deze code klopt niet, of ze is al gebruikt. Wacht op de volgende code en typ die."),
        field="code",
    )


@action
def add_app(acting: Acting, *, secret: str, code: str) -> None:
    """Tie an app to the account, in the place of one before it; `code` proves that the app has the secret.

    Refuses with `network:code-wrong`. Who has no recovery codes yet gets them.
    """
    step = step_of(secret, digits_of(code), at=now())
    if step is None:
        raise _wrong_code()
    _own(acting).filter(type=_App).delete()
    Authenticator.objects.create(
        user_id=acting.account_id,
        type=_App,
        data={"secret": encrypt(secret), "last_step": step},
        created_at=now(),
    )
    _added(acting)


@action
def add_passkey(acting: Acting, *, name: str, credential: Mapping[str, Any]) -> None:
    """Keep a key that was just made and judged (`passkeys.is_new_key`). Who has no recovery codes yet gets them."""
    if _own(acting).filter(type=_Keys).count() >= MOST_KEYS:
        raise RuleBroken(
            "network:too-many-passkeys", _("Je hebt al tien toegangssleutels. Verwijder er eerst een.")
        )
    Authenticator.objects.create(
        user_id=acting.account_id,
        type=_Keys,
        data={"name": name[:NAME_MOST], "credential": dict(credential)},
        created_at=now(),
    )
    _added(acting)


def _added(acting: Acting) -> None:
    record(acting, "network:factor:added", subject=acting.account_id)
    if not _own(acting).filter(type=_Recovery).exists():
        _make_recovery_codes(acting)


@action
def check_code(acting: Acting, *, code: str) -> None:
    """Take a code of the app or a recovery code. Refuses with `network:code-wrong` what is wrong or was used."""
    typed = digits_of(code)
    for row in _own(acting).filter(type__in=[_App, _Recovery]).select_for_update():
        after = _after_recovery(row, typed) if row.type == _Recovery else _after_app(row, typed)
        if after:
            _own(acting).filter(pk=row.pk).update(data=row.data | after, last_used_at=now())
            return
    raise _wrong_code()


def _after_app(row: Authenticator, typed: str) -> dict[str, Any] | None:
    """What changes when this code of the app is used; None when it is not good."""
    step = step_of(decrypt(row.data["secret"]), typed, at=now(), after=row.data["last_step"])
    return None if step is None else {"last_step": step}


def _after_recovery(row: Authenticator, typed: str) -> dict[str, Any] | None:
    """What changes when this code from paper is used; None when it is not good, or was used."""
    used = row.data["used_mask"]
    for number, code in enumerate(row.wrap().generate_codes()):
        if hmac.compare_digest(code, typed) and not used & 1 << number:
            return {"used_mask": used | 1 << number}
    return None


@action
def note_key_used(acting: Acting, *, passkey_id: int) -> None:
    """A key was used just now."""
    _own(acting).filter(type=_Keys, pk=passkey_id).update(last_used_at=now())


@action
def remove_passkey(acting: Acting, *, passkey_id: int) -> None:
    """Let go of a key. The last second factor stays: `network:last-factor`."""
    row = _own(acting).filter(type=_Keys, pk=passkey_id).first()
    if row is None:
        raise NotFound("a passkey")
    if not _own(acting).exclude(type=_Recovery).exclude(pk=row.pk).exists():
        raise RuleBroken(
            "network:last-factor",
            _("Dit is je enige manier om te tonen dat jij het bent. Voeg eerst een andere toe."),
        )
    row.delete()
    record(acting, "network:factor:removed", subject=acting.account_id)


@action
def renew_recovery_codes(acting: Acting) -> None:
    """Ten new codes for on paper; those before open nothing any more."""
    _own(acting).filter(type=_Recovery).delete()
    _make_recovery_codes(acting)
    record(acting, "network:recovery-codes:renewed", subject=acting.account_id)


def _make_recovery_codes(acting: Acting) -> None:
    Authenticator.objects.create(
        user_id=acting.account_id,
        type=_Recovery,
        data={"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0},
        created_at=now(),
    )


@action
def rotate_factors(acting: Acting) -> int:
    """Seal the secrets of all apps and recovery codes anew with the server's secret of today; gives how many.

    For the owner's command. One that no known secret opens stays useless: its owner asks for a new code.
    """
    rows = list(Authenticator.objects.filter(type__in=[_App, _Recovery]).select_for_update())
    for row in rows:
        name = "secret" if row.type == _App else "seed"
        row.data[name] = encrypt(decrypt(row.data[name]))
        row.save(update_fields=["data"])
    if rows:
        record(acting, "network:factors:rotated")
    return len(rows)
