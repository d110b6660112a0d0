"""`make check`: no secret stands in a committed file. Known shapes of keys, and words that are too random to be words.

A line that only looks like one says why, with `not a secret: …` on it.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GIVEN = "a password that is given"
SHAPES = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of a cloud": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of a code host": re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20,})"),
    "a token of a chat": re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    "a signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\."),
    "a key of an API": re.compile(r"\b(sk|pk|rk)_(live|test)_[A-Za-z0-9]{16,}|\bsk-[A-Za-z0-9-]{30,}"),
    "a password in an address": re.compile(
        r"\b[a-z][a-z+]*://[^\s:/@\"'{}<]+:(?!password@)(?![…{$<*])[^\s@/\"'{}<]{6,}@"
    ),
    GIVEN: re.compile(
        r"(?i)\b(password|passwd|secret|secret_key|api_key|token)\b[\"']?\s*[:=]\s*[\"'][^\"'\s{}$%]{16,}[\"']"
    ),
}
WORD = re.compile(r"[\"'`]([A-Za-z0-9+/=_-]{24,})[\"'`]")
RANDOM_FROM = 4.3  # bits a sign; English and Dutch words stay well below
# Locked hashes are random by nature; pictures and translations hold no code.
SKIPPED = re.compile(r"^(requirements/.*\.txt|package-lock\.json)$|\.(png|jpe?g|svg|po|csv|woff2)$")
EXCUSE = "not a secret: "


def entropy(text: str) -> float:
    """How random a text is, in bits a sign."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def is_random(word: str) -> bool:
    """Whether nobody would write this by hand: signs of every kind, without a pattern."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(any(map(kind, word)) for kind in kinds) and entropy(word) >= RANDOM_FROM


def leaks(text: str, *, invented: bool = False) -> Iterator[tuple[int, str]]:
    """Line numbers and what was found there; never the secret itself. `invented`: passwords are of invented people."""
    for number, line in enumerate(text.splitlines(), start=1):
        if EXCUSE in line:
            continue
        found = [
            what for what, shape in SHAPES.items() if shape.search(line) and not (invented and what == GIVEN)
        ]
        if any(is_random(word) for word in WORD.findall(line)):
            found.append("a word that is too random")
        for what in found:
            yield number, what


def main() -> int:
    """Exit 1 when a committed file, or one that is about to be, seems to hold a secret."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    wrong = 0
    for name in sorted(filter(None, listed.stdout.decode().split("\0"))):
        path = ROOT / name
        if SKIPPED.search(name) or not path.is_file():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, what in leaks(text, invented=name.startswith("tests/")):
            print(f"{name}:{number}: {what}")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
