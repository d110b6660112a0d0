"""The core room."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

# How many statements a connection keeps planned: more than all pages together ask.
STATEMENTS_KEPT = 1000


class CoreConfig(AppConfig):
    """Base models, ids, clock, actors: no domain words."""

    name = "eenplan.core"
    label = "core"

    def ready(self) -> None:
        """Let every connection keep the plans of all its statements; the driver's own hundred are soon pushed out."""
        connection_created.connect(keep_plans)


def keep_plans(connection: Any, **_sent: object) -> None:
    """Widen what the driver keeps, on a new connection."""
    connection.connection.prepared_max = STATEMENTS_KEPT
