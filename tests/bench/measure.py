"""Time the main pages as restricted users, beside a bare view, on 10,000 families.

One client, two plain workers, everything on 127.0.0.1; the pages take turns, so that what else the machine
does hits all of them alike. `--write` renews the table of that many families in docs/benchmarks.md.
"""

import argparse
import math
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.bench.browsers import Browser, Counter, Visitor
from tests.bench.fence import compare, table
from tests.bench.pages import BARE, CARD, MEMBERS, VISITOR, Page, open_card, pages, sign_in
from tests.bench.ready import Ready, load, make_ready, refuse_owner

WORKERS = 2
# Until each worker has asked every statement nine times: PostgreSQL then settles on its plan.
WARM_UP = 20
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
SomeBrowser = TypeVar("SomeBrowser", bound=Browser)
# The tables in the document, by their number of families: the marks around each carry its name.
TABLES = {10_000: "measured", 100_000: "measured-100000"}
FENCE = "measured-fence"
# Without what refuses to serve as the owner of the database: for both sides of a comparison.
PLAIN = (sys.executable, "-m", "gunicorn", "-b", "127.0.0.1:{port}", "eenplan.config.wsgi:application")


@dataclass(frozen=True, slots=True)
class Measured:
    """A page with its times in milliseconds, its queries and its size in bytes."""

    name: str
    times: Sequence[float]
    queries: int
    size: int
    limit: int | None
    most: int | None

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The time that 95 of 100 requests stay within (nearest rank)."""
        return sorted(self.times)[math.ceil(0.95 * len(self.times)) - 1]

    @property
    def verdict(self) -> str:
        """Whether the promises hold; '' when none was made."""
        if self.limit is None:
            return ""
        kept = self.p95 <= self.limit and (self.most is None or self.queries <= self.most)
        return "kept" if kept else "**not kept**"

    @property
    def promise(self) -> str:
        """'≤ 80 ms, ≤ 12'."""
        wanted = [f"≤ {self.limit} ms"] if self.limit else []
        return ", ".join([*wanted, *([f"≤ {self.most}"] if self.most else [])])


def main() -> None:
    """Load, measure, print; with --write also into the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--families", type=int, default=10_000, help="families of the measured partnership")
    parser.add_argument("--requests", type=int, default=60, help="timed requests of each page")
    parser.add_argument("--fence", action="store_true", help="what both fences cost, page by page")
    parser.add_argument("--write", action="store_true", help=f"renew the table in docs/{DOCUMENT.name}")
    wish = parser.parse_args()
    if wish.write and wish.families not in TABLES:
        parser.error(f"docs/{DOCUMENT.name} has tables for {' and '.join(map(str, TABLES))} families")

    load(wish.families)
    refuse_owner()
    ready = make_ready()
    if wish.fence:
        words = measure_fence(ready, wish.requests)
        print(words)  # noqa: T201 (this is a command)
        if wish.write:
            write(words, FENCE)
        return
    with serving() as port:
        times, sizes = time_pages(list(pages(ready)), ready, port, wish.requests)
    queries = count_queries(list(pages(ready)), ready)
    found = [
        Measured(page.name, times[page.name], queries[page.name], sizes[page.name], page.limit, page.most)
        for page in pages(ready)
    ]
    words = report(found, ready, wish.requests)
    print(words)  # noqa: T201 (this is a command)
    if wish.write:
        write(words, TABLES[wish.families])


def measure_fence(ready: Ready, requests: int) -> str:
    """The pages that are only read, with and without the fence."""
    read = [page for page in pages(ready) if page.status == 200 and page is not BARE]
    wanted = [page for page in read if not page.name.startswith("PDF")]
    with serving(PLAIN) as port, serving(PLAIN, url=os.environ["DATABASE_OWNER_URL"]) as free:
        found = compare(
            wanted,
            _everybody(lambda: Visitor(port), ready),
            _everybody(lambda: Visitor(free), ready),
            warm_up=WARM_UP,
            requests=requests,
        )
    return "\n".join([*measured_on(ready, requests), "", *table(found)])


@contextmanager
def serving(
    command: Sequence[str] = ("eenplan", "serve", "--port", "{port}"), *, url: str = ""
) -> Iterator[int]:
    """The site as it is served to people; gives its port. `url`: as whom of the database, else as the web role."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    filled = [part.format(port=port) for part in (*command, "--workers", str(WORKERS))]
    env = {**os.environ, **({"DATABASE_URL": url} if url else {})}
    server = subprocess.Popen(  # noqa: S603 (our own)
        filled, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=env
    )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit("The server did not start.") from None
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(15)


def time_pages(
    wanted: Sequence[Page], ready: Ready, port: int, requests: int
) -> tuple[Mapping[str, list[float]], Mapping[str, int]]:
    """Open every page so many times, in another order each round."""
    browsers = _everybody(lambda: Visitor(port), ready)
    times: dict[str, list[float]] = {page.name: [] for page in wanted}
    sizes: dict[str, int] = {}
    order, chance = list(wanted), random.Random(1)
    for turn in range(WARM_UP + requests):
        chance.shuffle(order)
        for page in order:
            answer = page.open(browsers[page.who])
            sizes[page.name] = answer.size
            if turn >= WARM_UP:
                times[page.name].append(answer.cost)
        if sys.stderr.isatty():
            print(f"\r{turn + 1}/{WARM_UP + requests} rounds", end="", file=sys.stderr)  # noqa: T201
    return times, sizes


def count_queries(wanted: Sequence[Page], ready: Ready) -> Mapping[str, int]:
    """How many statements each page sends, counted apart; the second opening counts."""
    browsers = _everybody(Counter, ready)
    counts = {}
    for page in wanted:
        page.open(browsers[page.who])
        counts[page.name] = int(page.open(browsers[page.who]).cost)
    return counts


def _everybody(make: Callable[[], SomeBrowser], ready: Ready) -> dict[str, SomeBrowser]:
    browsers = {who: make() for who in (VISITOR, CARD, *MEMBERS)}
    for role in MEMBERS:
        sign_in(role, browsers[role])
    open_card(ready, browsers[CARD])
    return browsers


def report(found: Sequence[Measured], ready: Ready, requests: int) -> str:
    """The table, with what it was measured on."""
    bare = found[0].p50
    lines = [
        *measured_on(ready, requests),
        "",
        "| Page | p50 ms | p95 ms | × bare | queries | bytes | promise (p95, queries) | |",
        "|---|--:|--:|--:|--:|--:|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.p50:.1f} | {one.p95:.1f} | {one.p50 / bare:.1f} | {one.queries} |"
        f" {one.size:,} | {one.promise} | {one.verdict} |"
        for one in found
    ]
    return "\n".join(lines)


def measured_on(ready: Ready, requests: int) -> list[str]:
    """On what, with how many families, how busy."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"Measured on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores ({platform.machine()}),"
        f" {memory:.0f} GiB of memory, PostgreSQL {ready.postgresql}, Python {platform.python_version()};"
        f" {WORKERS} workers, one client, {requests} requests of each page after {WARM_UP} to warm up.",
        f"{ready.families:,} families in the database, {ready.within_reach:,} of them within reach of who"
        f" looks, {ready.open_referrals:,} referrals open on the desk."
        f" Load of the machine at the end (1 is one busy core): {os.getloadavg()[0]:.0f}.",
    ]


def write(words: str, table: str) -> None:
    """Put the table between its marks in the document."""
    begin, end = f"<!-- {table} -->", f"<!-- /{table} -->"
    before, found, rest = DOCUMENT.read_text().partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"docs/{DOCUMENT.name} has no {begin} … {end}.")
    DOCUMENT.write_text(f"{before}{begin}\n{words}\n{end}{after}")
