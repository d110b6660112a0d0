"""The HTML door."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Views, templates and components; it keeps no data of its own."""

    name = "eenplan.web"
    label = "web"
