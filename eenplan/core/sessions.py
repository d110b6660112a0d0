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
