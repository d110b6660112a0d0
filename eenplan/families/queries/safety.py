"""Whether an address or number is safe to use: one answer, asked by all that send, at the last moment."""

from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, Value

from eenplan.families.rules.addresses import Address


def is_unsafe(family_id: UUID, address: Address) -> bool:
    """Whether a family said that this address or number is not safe, however it was typed. One query.

    As the owner it knows every piece of the file; under the web role only what whoever acts may see.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT families_is_unsafe(%s, %s, %s)", [family_id, address.kind.value, address.value]
        )
        (unsafe,) = cursor.fetchone()
    return bool(unsafe)


def mail_is_unsafe(value: str) -> Func:
    """The same of an e-mail address in a column (`value`: its path) of a row with a `family_id`, within a query."""
    return Func(
        F("family_id"),
        Value("email"),
        F(value),
        function="families_is_unsafe",
        output_field=BooleanField(),
    )
