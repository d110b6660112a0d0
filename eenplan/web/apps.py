"""The HTML door."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Views, templates and components; it keeps no data of its own."""

    name = "eenplan.web"
    label = "web"

    def ready(self) -> None:
        """Note each sign-in and sign-out, however it is done."""
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from eenplan.web.shared.idle import note_sign_in
        from eenplan.web.shared.second_factor import begin_session, end_session

        user_logged_in.connect(note_sign_in, dispatch_uid="eenplan.web.signed-in")
        user_logged_in.connect(begin_session, dispatch_uid="eenplan.web.session-begins")
        user_logged_out.connect(end_session, dispatch_uid="eenplan.web.session-ends")
