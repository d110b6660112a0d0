"""The network room."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Municipalities, zones, partnerships, organisations, staff and their dated relations."""

    name = "eenplan.network"
    label = "network"
