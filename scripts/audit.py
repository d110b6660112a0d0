"""`make audit`: ask the public advisory services whether anything we use has a known vulnerability.

Needs the network, so it is no part of `make check`. What could not be asked counts as failed: silence is no proof.
"""

import subprocess
import sys
from pathlib import Path

import assets

ROOT = Path(__file__).resolve().parent.parent
UVX = Path(sys.executable).parent / "uvx"


def main() -> int:
    """Exit 1 when something is known to be vulnerable, or was not asked."""
    failed = []
    for lock in sorted(ROOT.glob("requirements/*.txt")):
        name = f"requirements/{lock.name}"
        print(f"  {name}", flush=True)
        options = ["--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        if subprocess.run([UVX, "--quiet", "pip-audit", *options, "-r", name], cwd=ROOT).returncode:
            failed.append(name)
    print("  package-lock.json", flush=True)
    if subprocess.run([*assets.npm(), "audit", "--package-lock-only"], cwd=ROOT).returncode:
        failed.append("package-lock.json")
    if failed:
        print(f"audit: {', '.join(failed)}: vulnerable, or not asked (see above)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
