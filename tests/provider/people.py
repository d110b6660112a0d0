"""Who is known at the provider, and what it says of them."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter

PASSWORD = "bij de aanbieder"
# Name, address of e-mail, whether the address was verified.
PEOPLE = (
    ("strong", "coach@example.org", True),
    ("plain", "intake@example.org", True),
    ("vague", "vaag@example.org", False),
    ("stranger", "vreemd@example.org", True),
)
CLIENT_ID, CLIENT_SECRET = "eenplan", "een geheim van de toetsen"


class Says(DefaultOIDCAdapter):  # type: ignore[misc]  # the library has no types
    """Whoever is called 'strong' showed a second factor."""

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how somebody signed in."""
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **kwargs)
        if purpose == "id_token":
            claims["amr"] = ["pwd", "mfa"] if user.username == "strong" else ["pwd"]
        return claims
