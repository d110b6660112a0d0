"""`python -m tests.provider <port> <address to send people back to>`: says 'ready' when it answers."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    """Answers several at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def main(port: int, back: str) -> None:
    """Make the people, and answer until it is ended."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.provider.settings"
    import django

    django.setup()
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from tests.provider.people import CLIENT_ID, CLIENT_SECRET, PASSWORD, PEOPLE

    call_command("migrate", verbosity=0)
    for name, email, verified in PEOPLE:
        user = User.objects.create_user(name, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    client = Client(id=CLIENT_ID, name="Eén Plan", scopes="openid\nemail", redirect_uris=back)
    client.set_secret(CLIENT_SECRET)
    client.save()
    with make_server("127.0.0.1", port, get_wsgi_application(), Server, Quiet) as server:
        print(f"ready {server.server_port}", flush=True)  # noqa: T201 (whoever started it waits for this)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
