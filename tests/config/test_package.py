"""What is installed holds all that runs: templates, styles, lists and texts too."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_beside_the_code_is_packed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    assert all(pattern.startswith("**/*.") for pattern in patterns)
    packed = {pattern.removeprefix("**/*") for pattern in patterns} | {".py"}
    beside = [path for path in (ROOT / "eenplan").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert [str(path.relative_to(ROOT)) for path in beside if path.suffix not in packed] == []
