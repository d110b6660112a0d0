"""The private PostgreSQL: closed to others, made once, back after a hard kill."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from cluster import Cluster, choose_kind, throwaway_place

EENPLAN = Path(sys.executable).parent / "eenplan"


@pytest.fixture(scope="module")
def private() -> Iterator[Cluster]:
    place, lock = throwaway_place()
    with Cluster(place, choose_kind(), throwaway=True) as cluster:
        init(cluster)
        yield cluster
    assert not place.exists()
    os.close(lock)


def init(cluster: Cluster, **more: str) -> subprocess.CompletedProcess[str]:
    """Run init-database as the administrator."""
    command = [EENPLAN, "init-database", "--admin-url", cluster.url("postgres", "postgres")]
    env = {**os.environ, **cluster.addresses, **more}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (ours)


def ask(cluster: Cluster, role: str, query: str) -> object:
    """The one value that this query gives this role."""
    with psycopg.connect(cluster.url(role), autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def test_no_tcp_and_the_right_locale(private: Cluster) -> None:
    assert ask(private, "eenplan_web", "SHOW listen_addresses") == ""
    query = (
        "SELECT datcollate || ' ' || pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'eenplan'"
    )
    assert ask(private, "eenplan_web", query) == "C.UTF-8 UTF8"


def test_the_server_is_never_root(private: Cluster) -> None:
    assert private.data.stat().st_uid != 0
    assert private.data.stat().st_mode & 0o077 == 0


def test_web_role_owns_nothing_and_bypasses_nothing(private: Cluster) -> None:
    query = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert ask(private, "eenplan_web", query) is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(private, "eenplan_web", "CREATE TABLE mine (id int)")


def test_owner_steps_down_to_the_web_role(private: Cluster) -> None:
    with psycopg.connect(private.url("eenplan_owner")) as connection:
        connection.execute("SET LOCAL ROLE eenplan_web")
        assert connection.execute("SELECT current_user").fetchone() == ("eenplan_web",)


def test_a_role_without_password_or_map_is_refused(private: Cluster) -> None:
    with psycopg.connect(private.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute("CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError):
        ask(private, "stranger", "SELECT 1")


def test_init_database_can_be_repeated(private: Cluster) -> None:
    done = init(private)
    assert done.returncode == 0, done.stderr


def test_a_web_role_that_sees_everything_is_refused(private: Cluster) -> None:
    done = init(private, DATABASE_URL=private.url("postgres"))
    assert done.returncode == 1
    assert "superuser" in done.stderr


def test_owner_and_web_are_two_roles(private: Cluster) -> None:
    done = init(private, DATABASE_URL=private.url("eenplan_owner"))
    assert done.returncode == 1
    assert "cannot be the web role" in done.stderr


def test_comes_back_with_its_data_after_a_hard_kill(private: Cluster) -> None:
    with psycopg.connect(private.url("eenplan_owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    assert private.process is not None
    os.kill(private.process.pid, signal.SIGKILL)
    private.process.wait()
    assert not private.runs()
    private.start()
    assert ask(private, "eenplan_owner", "SELECT seven FROM kept") == 7


def test_a_second_start_takes_over_a_server_left_behind(private: Cluster) -> None:
    other = Cluster(private.place, private.binaries.kind, throwaway=True)
    other.start()
    assert ask(other, "eenplan_web", "SELECT 1") == 1
    other.stop()
    private.start()
    assert ask(private, "eenplan_web", "SELECT 1") == 1
