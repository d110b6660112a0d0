"""The rights room."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """What a person may ask about their own data, and when those data end. It knows every room below."""

    name = "eenplan.rights"
    label = "rights"
