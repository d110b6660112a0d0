"""Rate limits: counted over all workers, without addresses, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.utils import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from eenplan.config.urls import urlpatterns as real
from eenplan.core import limits as core_limits
from eenplan.core.acting import request_transaction
from eenplan.core.errors import NotFound, TooMany
from eenplan.core.models import Tally
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import address_of, limit

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@public
def _guess(request: ActingRequest) -> HttpResponse:
    limit(request, "guess", most=2, per=HOUR)
    raise NotFound("guess")


urlpatterns = [path("raden/", _guess), *real]
guessing = pytest.mark.urls(__name__)


@guessing
@time_machine.travel(NOON, tick=False)
def test_a_try_counts_though_the_page_refuses_and_the_third_is_too_many(client: Client) -> None:
    codes = [client.post("/raden/", {"code": "AB", "pin": "123456"}).status_code for _time in range(3)]
    assert codes == [404, 404, 429]
    page = client.post("/raden/", {"code": "<AB>", "pin": "123456"})
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 3600
    text = page.content.decode()
    assert 'name="code" value="&lt;AB&gt;"' in text
    assert "123456" not in text


@guessing
def test_another_address_and_another_hour_begin_anew(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        for _time in range(3):
            client.post("/raden/")
        assert client.post("/raden/", REMOTE_ADDR="192.0.2.7").status_code == 404
        assert client.post("/raden/").status_code == 429
        time.shift(HOUR)
        assert client.post("/raden/").status_code == 404


def test_no_address_is_stored_and_another_day_gives_another_hash(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        one = core_limits.try_of("x", "192.0.2.1", HOUR)
        core_limits.count(one)
        time.shift(timedelta(days=1))
        other = core_limits.try_of("x", "192.0.2.1", HOUR)
    assert one.who != other.who
    assert "192.0.2.1" not in str(Tally.objects.values().get())


def test_what_is_over_goes_away_with_the_next(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        core_limits.count(core_limits.try_of("x", "192.0.2.1", HOUR))
        time.shift(HOUR)
        core_limits.count(core_limits.try_of("x", "192.0.2.1", HOUR))
        assert Tally.objects.count() == 1
        time.shift(HOUR)
        assert core_limits.clear(core_limits.now()) == 1


def test_a_household_with_many_ipv6_addresses_is_one() -> None:
    assert core_limits.hashed("2001:db8:1:2::5") == core_limits.hashed("2001:db8:1:2:ffff::9")
    assert core_limits.hashed("2001:db8:1:2::5") != core_limits.hashed("2001:db8:1:3::5")
    assert core_limits.hashed("::ffff:192.0.2.1") == core_limits.hashed("192.0.2.1")


def test_the_web_role_cannot_read_or_wipe_tallies() -> None:
    core_limits.count(core_limits.try_of("x", "192.0.2.1", HOUR))
    for statement in ("SELECT count(*) FROM core_tally", "DELETE FROM core_tally"):
        with (
            pytest.raises(ProgrammingError),
            request_transaction(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_words_say_how_long_to_wait() -> None:
    with time_machine.travel(NOON, tick=False):
        one = core_limits.try_of("x", "192.0.2.1", timedelta(minutes=10))
        core_limits.check(one, 1)
        with pytest.raises(TooMany) as refused:
            core_limits.check(one, 1)
    assert "10 minuten" in str(refused.value.message)
    assert refused.value.again_in_s == 600


def test_only_our_own_proxies_are_believed() -> None:
    request: HttpRequest = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.9"})
    assert address_of(request) == "127.0.0.1"
    with override_settings(PROXIES=1):
        assert address_of(request) == "192.0.2.9"
