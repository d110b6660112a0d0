"""The plans room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """See docs/architecture.md for what lives in this room."""

    name = "eenplan.plans"
    label = "plans"
