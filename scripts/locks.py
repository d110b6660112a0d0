"""`make locks`: renew the lock files, without the host of any registry in them. Runs in the environment."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
OPTIONS = {
    "runtime": [],
    "dev": ["-c", "requirements/runtime.txt"],
    "postgres": ["--no-deps"],
    "bootstrap": [],
    "node": [],
}


def main() -> int:
    """Compile each requirements/*.in, then npm's lock."""
    for name, more in OPTIONS.items():
        files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        options = ["--quiet", "--universal", "--generate-hashes", "--no-header", "--python-version", "3.11"]
        subprocess.run([UV, "pip", "compile", *options, *more, *files], cwd=ROOT, check=True)
    npm = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-fund", "--no-audit"]
    subprocess.run(npm, cwd=ROOT, check=True)
    lock = ROOT / "package-lock.json"
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    lock.write_text(json.dumps(content, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
