"""What many tests begin with is made once. Each test gets a copy of its own, and finds in the database only what it asked for.

`@once` stands where `@pytest.fixture` would, on a function that makes people and families and asks for nothing but
other such fixtures. What it made stays, in a transaction around those of the tests, for the next tests that ask for the
same; `in_order` puts these together. As soon as a test comes that did not ask for it, it is rolled back.
"""

import inspect
import itertools
import pickle
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

_number = itertools.count()
_HELD = pytest.StashKey[dict[str, Any]]()


@dataclass(frozen=True)
class Maker:
    """A function that makes something in the database, the others whose work it needs, and the moment it is made at."""

    make: Callable[..., Any]
    needs: tuple[str, ...]
    at: datetime | str | None
    place: int = field(default_factory=lambda: next(_number))

    def __call__(self, needed: Iterable[Any], at: datetime | str | None) -> Any:
        """Make it."""
        with ExitStack() as stack:
            if at:
                stack.enter_context(time_machine.travel(at, tick=False))
            return self.make(*needed)


def once(make: Any = None, *, at: datetime | str | None = None, autouse: bool = False) -> Any:
    """A fixture of which each test gets a copy. Where a clock stands still for all tests, say the moment: `@once(at=NOW)`."""
    if make is None:
        return lambda made_by: once(made_by, at=at, autouse=autouse)
    needs = tuple(inspect.signature(make).parameters)
    maker = Maker(make, needs, at)

    def given(request: pytest.FixtureRequest, db: None, **needed: Any) -> Any:
        held = HELD.copies_for(request.node)
        if maker.make in held:
            return held[maker.make]
        return maker(needed.values(), _moment(request.node, maker))

    given.maker = maker  # type: ignore[attr-defined]  # read again by _maker_of
    given.__name__, given.__doc__, given.__module__ = make.__name__, make.__doc__, make.__module__
    kind = inspect.Parameter.KEYWORD_ONLY
    asked = [inspect.Parameter(name, kind) for name in ("request", "db", *needs)]
    given.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]  # what pytest reads
    return pytest.fixture(given, autouse=autouse)


def _moment(item: pytest.Item, maker: Maker) -> datetime | str | None:
    """When it is made: as it says itself, or as the module of the test says for all that it asks for (`MADE_AT`)."""
    return maker.at or getattr(item.module, "MADE_AT", None)  # type: ignore[attr-defined]


def _maker_of(item: pytest.Item, name: str) -> Maker | None:
    """Who makes what a test asks for by this name, when that can be kept with all that it needs."""
    known = item._fixtureinfo.name2fixturedefs.get(name)  # type: ignore[attr-defined]
    maker = getattr(known[-1].func, "maker", None) if known else None
    return maker if maker and all(_maker_of(item, need) for need in maker.needs) else None


def _place(maker: Maker | None) -> int:
    return maker.place if maker else -1


Chain = tuple[tuple[Maker, datetime | str | None], ...]


def chain_of(item: pytest.Item) -> Chain:
    """What a test begins with, in the order in which it is made; nothing for who shares a transaction in another way."""
    info = getattr(item, "_fixtureinfo", None)
    if info is None:
        return ()
    for known in info.name2fixturedefs.values():
        if "django_db_blocker" in known[-1].argnames and "django" not in known[-1].argname:
            return ()
    found: dict[Maker, datetime | str | None] = {}

    def take(name: str) -> None:
        maker = _maker_of(item, name)
        if maker:
            for need in maker.needs:
                take(need)
            found[maker] = _moment(item, maker)

    for maker in sorted({_maker_of(item, name) for name in info.names_closure} - {None}, key=_place):
        take(maker.make.__name__)
    return tuple(found.items())


def _begins_with(item: pytest.Item) -> list[tuple[int, str]]:
    return [(maker.place, str(at)) for maker, at in chain_of(item)]


def in_order(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Within each folder, those that begin with the same stand together."""
    folders: dict[Path, list[pytest.Item]] = {}
    for item in items:
        folders.setdefault(item.path.parent, []).append(item)
    return [item for inside in folders.values() for item in sorted(inside, key=_begins_with)]


def _today() -> date:
    """The real one, whatever the clock of a test says."""
    hatch = time_machine.escape_hatch
    now = hatch.datetime.datetime.now if hatch.is_travelling() else datetime.now
    return now(UTC).date()


class Held:
    """What stands in the database around the tests, one transaction within the other."""

    def __init__(self) -> None:
        self.chain: Chain = ()
        self.layers: list[tuple[Any, Any]] = []
        self.copy = b""
        self.day: date | None = None

    def let_go(self, chain: Chain = ()) -> None:
        """Roll back what a test that begins with this chain did not ask for."""
        same = 0
        while (
            self.day == _today()
            and same < len(self.layers)
            and self.chain[same : same + 1] == chain[same : same + 1]
        ):
            same += 1
        while len(self.layers) > same:
            _value, atomic = self.layers.pop()
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
        self.chain = self.chain[:same]

    def hold(self, chain: Chain) -> None:
        """Make what is missing of a chain, unless another fixture holds a transaction of its own."""
        if (
            len(connection.savepoint_ids) + connection.in_atomic_block != len(self.layers)
            or chain == self.chain
        ):
            return
        self.day = _today()
        for maker, at in chain[len(self.layers) :]:
            atomic = transaction.atomic()
            atomic.__enter__()
            made = {
                known.make.__name__: value
                for (known, _at), (value, _a) in zip(self.chain, self.layers, strict=True)
            }
            self.layers.append((maker([made[need] for need in maker.needs], at), atomic))
            self.chain = (*self.chain, (maker, at))
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        self.copy = pickle.dumps([value for value, _atomic in self.layers])

    def copies_for(self, item: pytest.Item) -> dict[Any, Any]:
        """A test's own copies of what is held."""
        if _HELD not in item.stash:
            values = pickle.loads(self.copy) if self.layers else []  # noqa: S301 (our own)
            item.stash[_HELD] = {
                maker.make: value for (maker, _at), value in zip(self.chain, values, strict=True)
            }
        return item.stash[_HELD]


HELD = Held()
