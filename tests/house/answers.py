"""How an answer is closed, and the word that it carries in a demo."""

from typing import Any

DEMO = "Demogegevens. Geen echte gezinnen."
CLOSED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Each part stands in the policy word for word; no other part than these and those for what is fetched from here.
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "media-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
}
FROM_HERE = {f"{kind}-src 'self'" for kind in ("img", "font", "connect", "manifest")}


def is_closed(response: Any) -> bool:
    """Whether a browser is told to run, frame, guess, ask of the device and tell nothing that is not ours."""
    said = response.headers.get("Content-Security-Policy", "")
    policy = {part.strip() for part in said.split(";")} - {""}
    permissions = response.headers.get("Permissions-Policy", "")
    return (
        policy >= POLICY
        and policy - POLICY <= FROM_HERE
        and response.headers.get("Referrer-Policy") in ("same-origin", "no-referrer")
        and {"camera=()", "microphone=()", "geolocation=()"} <= set(permissions.split(", "))
        and "*" not in permissions
        and all(response.headers.get(name) == value for name, value in CLOSED.items())
    )


def is_kept_nowhere(response: Any) -> bool:
    """Whether no cache, and no browser, keeps it."""
    return {"no-store", "private"} <= set(response.headers.get("Cache-Control", "").split(", "))
