"""An account's password: the web role cannot write that column, and goes through a function of the database."""

from uuid import UUID

from django.db import connection


def keep_password(account_id: UUID, stored: str) -> None:
    """Keep a password, as it is stored, for the account that is signing in or signed in.

    The function refuses any other account than the one that this transaction says to be.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('eenplan.account', %s, true)", [str(account_id)])
        cursor.execute("SELECT core_keep_password(%s, %s)", [account_id, stored])
