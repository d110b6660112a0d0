"""`python -m tests.bench.audit`: what the audit costs a page, and how many transactions a second it takes.

A page is opened in turns with its entry written and with that one statement left out, in one process under the web
role. Eight clients, each with a connection of its own, append in transactions of their own and wait for the disk.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import django

os.environ["EENPLAN_AS_OWNER"] = "0"
os.environ["EENPLAN_DEMO"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eenplan.config.settings")
django.setup()

import psycopg  # noqa: E402 (only with settings)
from django.db import connection  # noqa: E402

from eenplan.core.enums import Role  # noqa: E402
from tests.bench.browsers import Counter  # noqa: E402
from tests.bench.pages import CARD, MEMBERS, Page, open_card, pages, sign_in  # noqa: E402
from tests.bench.ready import acting_as, load, make_ready, refuse_owner  # noqa: E402

TURNS, WARM_UP = 100, 10
CLIENTS, SECONDS = 8, 10.0
MOST_PART, LEAST_A_SECOND = 0.05, 300
MEASURED = ("coach: plan, 25 steps, 7 people", "family: the same plan", "desk: first 50")
APPEND = (
    "INSERT INTO audit_entry (id, at, kind, what, actor_id, role, partnership_id, organisation_id, purpose,"
    " families, subject_id) VALUES (gen_random_uuid(), now(), 'read', 'plans:plan', %(actor)s, 'coach',"
    " %(partnership)s, %(organisation)s, 'help', ARRAY[gen_random_uuid()], gen_random_uuid())"
)


@contextmanager
def without_audit() -> Iterator[None]:
    """The same page, but for the one statement that appends to the audit."""

    def leave_out(execute: Callable[..., Any], sql: Any, *more: Any) -> Any:
        return None if str(sql).startswith('INSERT INTO "audit_entry"') else execute(sql, *more)

    with connection.execute_wrapper(leave_out):
        yield


def cost_of(page: Page, browser: Counter) -> tuple[float, float]:
    """The median times of a page with and without the audit, in milliseconds."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(TURNS + WARM_UP):
        for audited in (True, False) if turn % 2 else (False, True):
            began = time.perf_counter()
            if audited:
                page.open(browser)
            else:
                with without_audit():
                    page.open(browser)
            if turn >= WARM_UP:
                times[audited].append((time.perf_counter() - began) * 1000)
    return statistics.median(times[True]), statistics.median(times[False])


def appended_a_second() -> float:
    """How many transactions, each with one entry, eight clients commit in a second."""
    acting = acting_as(Role.COACH)
    said = {
        "actor": acting.actor_id,
        "partnership": acting.partnership_id,
        "organisation": acting.organisation_id,
    }

    def client(_number: int) -> int:
        done = 0
        with psycopg.connect(os.environ["DATABASE_URL"]) as own:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                with own.transaction():
                    own.execute(
                        "SELECT set_config('eenplan.actor', %s, true), set_config('eenplan.role', 'coach', true)",
                        [str(acting.actor_id)],
                    )
                    own.execute(APPEND, said)
                done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(client, range(CLIENTS))) / SECONDS


def main() -> None:
    """Load, measure, print."""
    load(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
    refuse_owner()
    ready = make_ready()
    browsers: dict[str, Counter] = {who: Counter() for who in (CARD, *MEMBERS)}
    for role in MEMBERS:
        sign_in(role, browsers[role])
    open_card(ready, browsers[CARD])
    print("| Page | with, ms | without, ms | the audit's part | promise | |\n|---|--:|--:|--:|---|---|")  # noqa: T201
    for page in pages(ready):
        if page.name in MEASURED:
            audited, bare = cost_of(page, browsers[page.who])
            part = audited / bare - 1
            verdict = "kept" if part < MOST_PART else "**not kept**"
            print(f"| {page.name} | {audited:.1f} | {bare:.1f} | {part:.1%} | < 5 % | {verdict} |")  # noqa: T201
    speed = appended_a_second()
    verdict = "kept" if speed >= LEAST_A_SECOND else "**not kept**"
    print(  # noqa: T201
        f"\n{CLIENTS} clients append {speed:,.0f} transactions a second (promise: ≥ {LEAST_A_SECOND}; {verdict})."
        f" Load of the machine at the end: {os.getloadavg()[0]:.0f}."
    )


if __name__ == "__main__":
    main()
