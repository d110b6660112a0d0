"""With what an account signs in besides its password. PostgreSQL shows an account its own alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from eenplan.core.acting import Acting


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key on a device or a stick: its name, when it was made and last used."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None
    # As the browser gave it when it was made: no secret.
    credential: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Factors:
    """An app on the phone, passkeys, and how many recovery codes are left."""

    has_app: bool
    passkeys: tuple[Passkey, ...]
    recovery_left: int

    @property
    def any(self) -> bool:
        """Whether the account has a second factor at all."""
        return self.has_app or bool(self.passkeys)

    @property
    def credentials(self) -> list[Mapping[str, Any]]:
        """The keys, as they were made."""
        return [one.credential for one in self.passkeys]


def factors_of(acting: Acting) -> Factors:
    """What the account of `acting` has. One query."""
    has_app, keys, left = False, [], 0
    for row in Authenticator.objects.filter(user_id=acting.account_id).order_by("created_at"):
        if row.type == Authenticator.Type.TOTP:
            has_app = True
        elif row.type == Authenticator.Type.WEBAUTHN:
            keys.append(
                Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at, row.data["credential"])
            )
        else:
            left = len(row.wrap().get_unused_codes())
    return Factors(has_app, tuple(keys), left)


def recovery_codes(acting: Acting) -> list[str]:
    """The recovery codes that were not used yet, as they are written down: '1234 5678'."""
    row = Authenticator.objects.filter(
        user_id=acting.account_id, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return [f"{code[:4]} {code[4:]}" for code in row.wrap().get_unused_codes()] if row else []


def has_factor(account_id: UUID) -> bool:
    """Whether an account has a second factor. Call while it is signing in or signed in."""
    of_account = Authenticator.objects.filter(user_id=account_id)
    return bool(of_account.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
