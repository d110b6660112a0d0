"""Every variable that the product reads from the environment stands in docs/operating/running.md, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'"((?:EENPLAN|DATABASE)_[A-Z_]+)"')
TOLD = re.compile(r"^\|(?: `[A-Z_]+`,?)+ \|", re.M)
NAMES = re.compile(r"`((?:EENPLAN|DATABASE)_[A-Z_]+)`")


def test_every_variable_is_explained() -> None:
    sources = [*ROOT.glob("eenplan/**/*.py"), *ROOT.glob("scripts/*.py")]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    page = (ROOT / "docs/operating/running.md").read_text()
    told = {name for row in TOLD.findall(page) for name in NAMES.findall(row)}
    assert read - told == set(), "add a row to docs/operating/running.md"
    assert told - read == set(), "nothing reads these any more"
    assert len(told) > 20


def test_no_secret_has_a_value_in_the_code() -> None:
    """A secret comes from the environment alone; only the demo has known ones."""
    settings = (ROOT / "eenplan/config/settings.py").read_text()
    for name in ("SECRET_KEY", "PASSWORD"):
        for line in settings.splitlines():
            if re.match(rf"[A-Z_]*{name}\b.* = ", line):
                assert "os.environ" in line or "demo" in line or line.startswith("AUTH_"), line
