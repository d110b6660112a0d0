"""The HTML door."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Views, templates and components; it keeps no data of its own."""

    name = "eenplan.web"
    label = "web"

    def ready(self) -> None:
        """Note each sign-in, however it is done."""
        from django.contrib.auth.signals import user_logged_in

        from eenplan.web.shared.idle import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="eenplan.web.signed-in")
