"""The consent room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Who may see what of whom, why and until when. The lock stands below every door that it locks."""

    name = "eenplan.consent"
    label = "consent"
