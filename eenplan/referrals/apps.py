"""The referrals room."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """See docs/architecture.md for what lives in this room."""

    name = "eenplan.referrals"
    label = "referrals"
