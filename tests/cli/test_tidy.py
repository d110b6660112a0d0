"""`eenplan tidy` removes what has had its time, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client

from eenplan.cli.tidy import tidy
from eenplan.core import limits
from eenplan.core.acting import public_form, request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.ids import new_code
from eenplan.core.models import SignedIn, Tally
from eenplan.families.actions import ask_code
from eenplan.families.enums import EntranceKind
from eenplan.families.models import SignInCode
from eenplan.families.rules.addresses import Address
from eenplan.referrals.actions import keep_draft
from eenplan.referrals.models import Draft
from tests.cast import make_team

pytestmark = pytest.mark.django_db


def _leave_something() -> None:
    with request_transaction(public_form()):
        keep_draft(public_form(), code=new_code(), content={})
    session = SessionStore()
    session.set_expiry(3600)
    session.save()
    limits.count(limits.try_of("x", "192.0.2.1", timedelta(hours=1)))


def test_only_what_is_too_old_goes() -> None:
    with time_machine.travel(now(), tick=False) as time:
        _leave_something()
        time.shift(timedelta(days=31))
        _leave_something()
        done = CliRunner().invoke(tidy)
    assert done.exit_code == 0
    assert "1 drafts, 1 sessions" in done.output
    assert [model.objects.count() for model in (Draft, Session, Tally)] == [1, 1, 1]


def test_codes_to_come_in_go_once_they_are_too_old() -> None:
    address = Address(EntranceKind.EMAIL, "kaat@example.org")
    with time_machine.travel(now(), tick=False) as time:
        for _night in range(2):
            with request_transaction(public_form()):
                asked = ask_code(public_form(), address=address)
            time.shift(timedelta(minutes=10))
        CliRunner().invoke(tidy)
    assert [one.id for one in SignInCode.objects.all()] == [asked]


def test_quiet_says_nothing() -> None:
    assert CliRunner().invoke(tidy, ["--quiet"]).output == ""


def test_where_somebody_was_signed_in_goes_with_the_session(client: Client) -> None:
    account = make_team().account(Role.COACH)
    client.force_login(account)
    CliRunner().invoke(tidy)
    assert SignedIn.objects.count() == 1
    Session.objects.all().delete()
    CliRunner().invoke(tidy)
    assert not SignedIn.objects.exists()
