"""The core room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base models, ids, clock, actors: no domain words."""

    name = "eenplan.core"
    label = "core"
