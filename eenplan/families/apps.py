"""The families room."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """See docs/architecture.md for what lives in this room."""

    name = "eenplan.families"
    label = "families"
