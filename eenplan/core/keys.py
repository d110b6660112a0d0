"""The server's secrets: the one of today, and those of before that may still be read with.

From a secret follow, by keyed hashes (HMAC-SHA-256), all keys and names under which something is found. What is
written uses today's; what is read tries those of before too, until whoever runs the site lets them go.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings


@dataclass(frozen=True)
class Key:
    """A secret of the server. `id` is its name, from which it cannot be found: eight hex signs."""

    secret: str

    @cached_property
    def id(self) -> str:
        """Under which name rows remember it."""
        return self.digest("eenplan:key-id").hex()[:8]

    def digest(self, text: str) -> bytes:
        """32 bytes that only who has the secret can make of this text."""
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).digest()


def current() -> Key:
    """The secret with which everything new is written."""
    return Key(settings.SECRET_KEY)


def keys() -> tuple[Key, ...]:
    """All secrets that something can be read with, today's first."""
    return current(), *(Key(str(secret)) for secret in settings.SECRET_KEY_FALLBACKS)


def hashed(text: str) -> str:
    """The keyed hash of a text with today's secret (64 hex signs)."""
    return current().digest(text).hex()


def hashes(text: str) -> list[str]:
    """The keyed hashes of a text under which it may be found, today's first."""
    return [key.digest(text).hex() for key in keys()]
