"""`GET /healthz`: what a machine hears, with a database and without one."""

import os
import subprocess
import sys

import pytest
from django.test import Client

ASK = """
import django
django.setup()
from django.test import Client
answer = Client().get("/healthz", headers={"host": "127.0.0.1"})
print(answer.status_code, answer.json())
"""


@pytest.mark.django_db
def test_well_without_an_account(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_unavailable_without_its_database() -> None:
    env = {
        **os.environ,
        "EENPLAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "eenplan.config.settings",
        "EENPLAN_AS_OWNER": "0",
        "DATABASE_URL": "postgresql://nobody@/none?host=/nowhere",
    }
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=False)  # noqa: S603 (ours)
    assert done.stdout.strip() == "503 {'status': 'unavailable'}"
