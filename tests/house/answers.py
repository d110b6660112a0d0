"""How an answer is closed, and the word that it carries in a demo."""

from typing import Any

DEMO = "Demogegevens. Geen echte gezinnen."
CLOSED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def is_closed(response: Any) -> bool:
    """Whether a browser is told to run, frame and tell nothing that is not ours."""
    policy = response.headers.get("Content-Security-Policy", "")
    return (
        "default-src 'none'" in policy
        and "script-src 'self'" in policy
        and "unsafe" not in policy
        and response.headers.get("Referrer-Policy") in ("same-origin", "no-referrer")
        and all(response.headers.get(name) == value for name, value in CLOSED.items())
    )
