"""Keeping something so that only whoever brings its code can read it: a stolen table tells nothing.

A seal needs two things: the server's secret and a code that stands nowhere in clear beside what it seals.
"""

import base64
from datetime import timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from eenplan.core.clock import now
from eenplan.core.keys import current, hashed, hashes, keys


def _lock(purpose: str, code: str) -> Fernet:
    """What is sealed is sealed with today's secret."""
    return Fernet(base64.urlsafe_b64encode(current().digest(f"seal:{purpose}:{code}")))


def _locks(purpose: str, code: str) -> MultiFernet:
    """What is opened may have been sealed with a secret of before."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(key.digest(f"seal:{purpose}:{code}"))) for key in keys()
    )


def keyed_hash(purpose: str, code: str) -> str:
    """The name under which something is found by its code: 64 hex signs that do not give the code away."""
    return hashed(f"find:{purpose}:{code}")


def keyed_hashes(purpose: str, code: str) -> list[str]:
    """The names under which it may be found, also when it was made with a secret of before; today's first."""
    return hashes(f"find:{purpose}:{code}")


def derived_id(purpose: str, code: str) -> UUID:
    """A random-looking id that always belongs to this code, and from which the code cannot be found."""
    return UUID(bytes=current().digest(f"id:{purpose}:{code}")[:16], version=4)


def seal(purpose: str, text: str, *, code: str = "") -> bytes:
    """The text, encrypted and signed. Without a `code` the server alone can open it."""
    return _lock(purpose, code).encrypt_at_time(text.encode(), int(now().timestamp()))


def seal_bytes(purpose: str, content: bytes, *, code: str) -> bytes:
    """The same for a file. What comes out is a third longer."""
    return _lock(purpose, code).encrypt_at_time(content, int(now().timestamp()))


def unseal_bytes(purpose: str, sealed: bytes, *, code: str) -> bytes | None:
    """The file that was sealed; None for another code, another server or a changed seal."""
    try:
        return _locks(purpose, code).decrypt(sealed)
    except InvalidToken:
        return None


def unseal(purpose: str, sealed: bytes, *, code: str = "", within: timedelta | None = None) -> str | None:
    """What was sealed; None for another code, another server, a changed seal, or one older than `within`."""
    lock = _locks(purpose, code)
    try:
        if within is None:
            return lock.decrypt(sealed).decode()
        seconds, moment = int(within.total_seconds()), int(now().timestamp())
        return lock.decrypt_at_time(sealed, seconds, moment).decode()
    except InvalidToken:
        return None
