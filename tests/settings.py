"""The product's own settings, with the test's database owned by whoever builds the data."""

import os

os.environ.setdefault("EENPLAN_AS_OWNER", "1")
os.environ.setdefault("EENPLAN_DEMO", "1")

from eenplan.config.settings import *  # noqa: F403 (settings are names)
from eenplan.config.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LIMITS_TIMES = 1
# What the driver prepared is planned once: to plan it anew for the first five times is a tenth of what PostgreSQL does in a run.
DATABASES["default"]["OPTIONS"]["options"] += " -c plan_cache_mode=force_generic_plan"
