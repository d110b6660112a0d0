"""The product's own settings, with the test's database owned by whoever builds the data."""

import os

os.environ.setdefault("EENPLAN_AS_OWNER", "1")
os.environ.setdefault("EENPLAN_DEMO", "1")

from eenplan.config.settings import *  # noqa: F403 (settings are names)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LIMITS_TIMES = 1
