"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See docs/architecture.md for what lives in this room."""

    name = "eenplan.audit"
    label = "audit"
