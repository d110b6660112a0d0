"""What was typed is found with its code alone, says nothing without it, and goes when it is sent or too old."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import override_settings

from eenplan.core.acting import public_form, request_transaction, show_draft, task
from eenplan.core.clock import now, today
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_code, read_code
from eenplan.core.sealing import derived_id, keyed_hash, seal, unseal
from eenplan.referrals.actions import drafts as acts
from eenplan.referrals.models import Draft
from eenplan.referrals.queries import drafts

pytestmark = pytest.mark.django_db
SAID = {"answers": {"vraag": {"question": ["GEHEIM-vraag مريم 🌻"]}}}


def keep(code: str, content: dict[str, object] = SAID) -> None:
    with request_transaction(public_form()):
        acts.keep_draft(public_form(), code=code, content=content)


def read(code: str) -> object:
    with request_transaction(public_form()):
        found = drafts.draft(public_form(), code=code)
        return found.content if found else None


def test_what_was_typed_comes_back_with_its_code_and_no_other() -> None:
    code = new_code()
    keep(code)
    assert read(code) == SAID
    assert read(new_code()) is None


def test_a_stolen_table_tells_nothing() -> None:
    code = new_code()
    keep(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text, encode(content, 'escape') FROM referrals_draft d")
        row = "".join(cursor.fetchone())
    assert "GEHEIM" not in row
    assert code not in row
    sealed = bytes(Draft.objects.get().content)
    assert unseal("draft", sealed, code=new_code()) is None
    with override_settings(SECRET_KEY="another server's secret"):
        assert unseal("draft", sealed, code=code) is None
    assert unseal("draft", sealed[:-5] + b"AAAA=", code=code) is None


def test_the_web_role_sees_only_the_draft_that_it_asks_for() -> None:
    one, other = new_code(), new_code()
    keep(one)
    keep(other)
    with request_transaction(public_form()):
        assert Draft.objects.count() == 0
        show_draft(drafts.hash_of(one))
        assert [row.key_hash for row in Draft.objects.all()] == [drafts.hash_of(one)]
        acts.wipe_draft(public_form(), code=other)
    assert read(one) == SAID
    assert read(other) is None


def test_a_draft_goes_after_its_days_counted_from_the_last_change() -> None:
    code = new_code()
    with time_machine.travel(now(), tick=False) as time:
        keep(code)
        time.shift(timedelta(days=20))
        keep(code, {"answers": {}})
        time.shift(timedelta(days=29))
        with request_transaction(public_form()):
            found = drafts.draft(public_form(), code=code)
        assert found
        assert found.kept_until == today() + timedelta(days=1)
        assert acts.clear_drafts(task()) == 0
        time.shift(timedelta(days=1, seconds=1))
        assert read(code) is None
        assert Draft.objects.count() == 1
        assert acts.clear_drafts(task()) == 1
    assert not Draft.objects.exists()


def test_too_much_is_refused_and_what_stood_stays() -> None:
    code = new_code()
    keep(code)
    with pytest.raises(RuleBroken) as refused:
        keep(code, {"answers": "x" * 500_000})
    assert refused.value.code == "referrals:draft-too-large"
    assert read(code) == SAID


def test_a_code_can_be_written_down_and_read_out() -> None:
    code = new_code()
    assert len(code.replace("-", "")) == 16
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_code(typed) == code
    signs = code.replace("-", "")
    swapped = signs[1] + signs[0] + signs[2:]
    assert swapped == signs or read_code(swapped) is None
    wrong = ("A" if signs[4] != "A" else "B").join([signs[:4], signs[5:]])
    assert [read_code(text) for text in (wrong, signs[:-1], "", "مريم")] == [None] * 4


def test_what_is_made_of_a_code_does_not_give_it_away() -> None:
    code = new_code()
    assert derived_id("sent", code) == derived_id("sent", code) != derived_id("other", code)
    assert keyed_hash("draft", code) != keyed_hash("sent", code)
    assert code.encode() not in seal("draft", "x", code=code)


def test_a_seal_of_the_server_itself_ends() -> None:
    with time_machine.travel(now(), tick=False) as time:
        sealed = seal("page", "iets")
        time.shift(timedelta(days=2))
        assert unseal("page", sealed, within=timedelta(days=2)) == "iets"
        time.shift(timedelta(minutes=1))
        assert unseal("page", sealed, within=timedelta(days=2)) is None


def test_drafts_are_closed_by_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE relname = 'referrals_draft'")
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT cmd FROM pg_policies WHERE tablename = 'referrals_draft'")
        assert {row[0] for row in cursor.fetchall()} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
