"""The capacity room."""

from django.apps import AppConfig


class CapacityConfig(AppConfig):
    """Caseload and norms: who can take a family."""

    name = "eenplan.capacity"
    label = "capacity"
