"""A session is known by the hash of its key: from what is kept beside it nobody comes in."""

import hashlib
from collections.abc import Sequence

from django.db import connection


def hash_of(session_key: str | None) -> str:
    """The name under which a session is kept: 64 hex signs."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()


def end(hashes: Sequence[str]) -> None:
    """End the sessions with these hashes: their next request is a visitor's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_session"
            " WHERE encode(sha256(convert_to(session_key, 'UTF8')), 'hex') = ANY(%s)",
            [list(hashes)],
        )


def forget_ended() -> None:
    """Forget where somebody was signed in once that session is gone. For maintenance, as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM core_signedin WHERE session_hash NOT IN"
            " (SELECT encode(sha256(convert_to(session_key, 'UTF8')), 'hex') FROM django_session)"
        )
