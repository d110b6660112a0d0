"""The reporting room."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """See docs/architecture.md for what lives in this room."""

    name = "eenplan.reporting"
    label = "reporting"
