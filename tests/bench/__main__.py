"""`python -m tests.bench`: see `measure`. This process is the web role, as the server that it starts."""

import os

import django

os.environ["EENPLAN_AS_OWNER"] = "0"
os.environ["EENPLAN_DEMO"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eenplan.config.settings")
django.setup()

from tests.bench.measure import main  # noqa: E402 (only with settings)

main()
