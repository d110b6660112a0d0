"""What every answer tells the browser, whoever made it: a page, a file, a refusal or a page that broke."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What a page of this site never asks of a device. Passkeys are asked by this site alone.
_NEVER = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "local-fonts", "magnetometer", "microphone", "midi"),
    *("payment", "serial", "usb", "xr-spatial-tracking"),
)
_SELF = ("publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join([f"{name}=()" for name in _NEVER] + [f"{name}=(self)" for name in _SELF]),
}
# Unless the page itself says otherwise: what anybody was shown stands in no cache.
KEPT_NOWHERE = "no-store, private"


class HeadersMiddleware:
    """Stands before all others, so that what they answer themselves carries the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if not request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        return response
